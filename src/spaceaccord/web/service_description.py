"""What the endpoint says of itself (SPARQL 1.1 Service Description), with VoID counts, prefixes and example queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from rdflib import Graph, Literal, Namespace, URIRef

from spaceaccord.media_types import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, MediaType
from spaceaccord.namespaces import DCTERMS, RDF, RDFS, SCHEMA, SD, SH, VOID, XSD, prefixes
from spaceaccord.release.opening import Release
from spaceaccord.store.query_errors import QueryProblem
from spaceaccord.store.query_guard import QueryForm, check_query
from spaceaccord.store.query_text import StoredQuery, place_terms

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
_EXECUTABLES: Final = {
    QueryForm.SELECT: ("SPARQLSelectExecutable", "select"),
    QueryForm.ASK: ("SPARQLAskExecutable", "ask"),
    QueryForm.CONSTRUCT: ("SPARQLConstructExecutable", "construct"),
}


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
        self._describe_prefixes(release.base)
        for query in queries:
            self._describe_query(query, release.base, endpoint)
        self._write = cache(self._serialise)

    def write(self, media_type: MediaType) -> bytes:
        """Return the description as RDF."""
        return self._write(media_type)

    def _serialise(self, media_type: MediaType) -> bytes:
        return self._graph.serialize(format=_RDFLIB_NAMES[media_type], encoding="utf-8")

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

    def _describe_prefixes(self, base: str) -> None:
        ontology = URIRef(f"{base}ontology")
        for prefix, namespace in prefixes(base).items():
            declaration = URIRef(f"{base}sparql#prefix-{prefix}")
            self._graph.add((ontology, SH.declare, declaration))
            self._graph.add((declaration, SH.prefix, Literal(prefix)))
            self._graph.add((declaration, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))

    def _describe_query(self, query: StoredQuery, base: str, endpoint: URIRef) -> None:
        text = place_terms(query.text, {}, base=base)
        try:
            found = _EXECUTABLES.get(check_query(text).form)
        except QueryProblem:  # meant for other endpoints: it asks several
            return
        if not found:
            return
        name, property_name = found
        node, add = URIRef(f"{base}queries/{query.name}"), self._graph.add
        add((node, RDF.type, SH.SPARQLExecutable))
        add((node, RDF.type, SH[name]))
        add((node, SH[property_name], Literal(text)))
        add((node, RDFS.label, Literal(query.title, lang="en")))
        add((node, RDFS.comment, Literal(query.description or query.title, lang="en")))
        add((node, SCHEMA.target, endpoint))
