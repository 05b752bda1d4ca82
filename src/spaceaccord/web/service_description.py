"""What the endpoint says of itself (SPARQL 1.1 Service Description), with VoID counts, prefixes and example queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from rdflib import Graph, Literal, Namespace, URIRef

from spaceaccord.media_types import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, MediaType
from spaceaccord.namespaces import DCTERMS, RDF, RDFS, SD, VOID, prefixes
from spaceaccord.release.opening import Release
from spaceaccord.store.query_text import StoredQuery
from spaceaccord.web.example_queries import describe_examples

_FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
# The formats that the W3C has given an IRI, of those that we write.
_RESULT_FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
)
_RDFLIB_NAMES: Final = {TURTLE: "turtle", N_TRIPLES: "nt", RDF_XML: "xml", JSON_LD: "json-ld"}


class ServiceDescription:
    """The description of one release's endpoint; made once, every node an IRI."""

    def __init__(self, release: Release, queries: Iterable[StoredQuery], *, address: str) -> None:
        """`address` is where the site is reached, without a slash; empty: where the base IRI leads to."""
        endpoint = URIRef(f"{address}/sparql" if address else f"{release.base}sparql")
        self._graph = Graph()
        for prefix, namespace in prefixes(release.base).items():
            self._graph.bind(prefix, namespace)
        self._describe_service(endpoint, release)
        self._describe_dataset(URIRef(f"{endpoint}#dataset"), release.manifest.graphs, release.manifest.stored_view)
        self._examples = describe_examples(queries, release.base, endpoint)
        self._graph += self._examples
        self._write = cache(self._serialise)

    def write(self, media_type: MediaType, *, examples_only: bool = False) -> bytes:
        """Return the description, or its example queries alone, as RDF."""
        return self._write(media_type, examples_only)

    def _serialise(self, media_type: MediaType, examples_only: bool) -> bytes:
        graph = self._examples if examples_only else self._graph
        return graph.serialize(format=_RDFLIB_NAMES[media_type], encoding="utf-8")

    def _describe_service(self, endpoint: URIRef, release: Release) -> None:
        add = self._graph.add
        add((endpoint, RDF.type, SD.Service))
        add((endpoint, SD.endpoint, endpoint))
        add((endpoint, RDFS.label, Literal("SPARQL endpoint of Space Accord", lang="en")))
        add((endpoint, SD.supportedLanguage, SD.SPARQL11Query))
        add((endpoint, SD.defaultDataset, URIRef(f"{endpoint}#dataset")))
        add((endpoint, DCTERMS.isPartOf, URIRef(f"{release.base}dataset")))
        for name in _RESULT_FORMATS:
            add((endpoint, SD.resultFormat, _FORMATS[name]))

    def _describe_dataset(self, dataset: URIRef, graphs: Mapping[str, int], view: int) -> None:
        add = self._graph.add
        default = URIRef(f"{dataset}-default-graph")
        add((dataset, RDF.type, SD.Dataset))
        add((dataset, SD.defaultGraph, default))
        self._describe_graph(default, view)
        for number, (name, triples) in enumerate(sorted(graphs.items()), start=1):
            named, graph = URIRef(f"{dataset}-named-graph-{number}"), URIRef(f"{dataset}-graph-{number}")
            add((dataset, SD.namedGraph, named))
            add((named, RDF.type, SD.NamedGraph))
            add((named, SD.name, URIRef(name)))
            add((named, SD.graph, graph))
            self._describe_graph(graph, triples)

    def _describe_graph(self, graph: URIRef, triples: int) -> None:
        self._graph.add((graph, RDF.type, SD.Graph))
        self._graph.add((graph, VOID.triples, Literal(triples)))
