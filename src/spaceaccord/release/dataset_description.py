"""What a release says of itself: VoID and DCAT, generated from the data, every node an IRI.

The counts are those of the default view and of the named graphs *without* this description: a description that
counted itself would have to know its own numbers before it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from rdflib import Literal, URIRef
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.model.slugs import digest
from spaceaccord.namespaces import (
    CC_BY,
    DCAT,
    DCTERMS,
    EU_AUTHORITIES,
    EUROVOC,
    FOAF,
    RDF,
    RDFS,
    SKOS,
    VCARD,
    VOID,
    WIKIDATA,
    XSD,
    prefixes,
)
from spaceaccord.release.canonical import Triple
from spaceaccord.release.dumps import DUMPS
from spaceaccord.release.statistics import GraphStatistics

DESCRIPTION_GRAPH: Final = "description"
# The datasets of others that we link to: name of our node for it, title, where its IRIs begin.
LINKED_DATASETS: Final = (("wikidata", "Wikidata", str(WIKIDATA)), ("eurovoc", "EuroVoc", str(EUROVOC)))
_TITLE = "Space Accord: agreements on space cooperation"
_DESCRIPTION = (
    "Who agreed with whom, when and about what, in space cooperation. Every fact is tied to the passage of an article "
    "that it rests on. The counts leave out this description itself."
)
_ENGLISH = EU_AUTHORITIES["language/ENG"]
_PUBLISHER = "The Space Accord team"
_KEYWORDS = ("space cooperation", "international agreements", "memoranda of understanding", "space agencies")
# Themes of the EU's data portals: the code in its list, and the label there.
_THEMES = (("TECH", "Science and technology"), ("INTR", "International issues"))


def describe_dataset(iris: Iris, view: GraphStatistics, graphs: Mapping[str, int]) -> Iterator[Triple]:
    """Return the triples that describe the dataset, whatever release they stand in.

    Args:
        iris: of the publication.
        view: the counts of the default view, without the description.
        graphs: the number of triples of each named graph, by IRI, without the description.
    """
    yield from _describe_publication(iris)
    yield from _describe_counts(iris.dataset, view)
    yield from _describe_access(iris, view)
    yield from _describe_partitions(iris, view)
    yield from _describe_links(iris, view)
    for name in sorted(graphs):
        graph = URIRef(name)
        yield iris.dataset, VOID.subset, graph
        yield graph, RDF.type, VOID.Dataset
        yield graph, VOID.triples, _count(graphs[name])


def _describe_publication(iris: Iris) -> Iterator[Triple]:
    dataset, publisher = iris.dataset, _part(iris, "publisher")
    yield dataset, RDF.type, VOID.Dataset
    yield dataset, RDF.type, DCAT.Dataset
    for name in (DCTERMS.title, RDFS.label):
        yield dataset, name, Literal(_TITLE, lang="en")
    yield dataset, DCTERMS.description, Literal(_DESCRIPTION, lang="en")
    yield dataset, DCTERMS.license, CC_BY
    yield dataset, DCTERMS.publisher, publisher
    yield dataset, FOAF.homepage, URIRef(iris.base)
    yield dataset, DCTERMS.creator, publisher
    yield dataset, DCTERMS.language, _ENGLISH
    yield _ENGLISH, RDF.type, DCTERMS.LinguisticSystem
    yield CC_BY, RDF.type, DCTERMS.LicenseDocument
    yield CC_BY, RDFS.label, Literal("Creative Commons Attribution 4.0 International", lang="en")
    for keyword in _KEYWORDS:
        yield dataset, DCAT.keyword, Literal(keyword, lang="en")
    for code, label in _THEMES:
        theme = EU_AUTHORITIES[f"data-theme/{code}"]
        yield dataset, DCAT.theme, theme
        yield theme, RDF.type, SKOS.Concept
        yield theme, SKOS.prefLabel, Literal(label, lang="en")
    contact = _part(iris, "contact")
    yield dataset, DCAT.contactPoint, contact
    yield contact, RDF.type, VCARD.Kind
    yield contact, RDF.type, VCARD.Organization
    yield contact, VCARD.fn, Literal(_PUBLISHER, lang="en")
    yield contact, VCARD.hasURL, URIRef(iris.base)
    yield publisher, RDF.type, FOAF.Organization
    yield publisher, RDF.type, FOAF.Agent
    for name in (FOAF.name, RDFS.label):
        yield publisher, name, Literal(_PUBLISHER, lang="en")


def _describe_counts(dataset: URIRef, counts: GraphStatistics) -> Iterator[Triple]:
    for term, number in (
        (VOID.triples, counts.triples),
        (VOID.entities, counts.entities),
        (VOID.classes, len(counts.classes)),
        (VOID.properties, len(counts.properties)),
        (VOID.distinctSubjects, counts.distinct_subjects),
        (VOID.distinctObjects, counts.distinct_objects),
    ):
        yield dataset, term, _count(number)


def _describe_access(iris: Iris, counts: GraphStatistics) -> Iterator[Triple]:
    dataset = iris.dataset
    yield dataset, VOID.sparqlEndpoint, URIRef(f"{iris.base}sparql")
    yield dataset, VOID.uriSpace, Literal(iris.base)
    for dump in DUMPS:
        yield dataset, VOID.dataDump, dump_iri(iris, dump.name)
    if example := counts.examples.get(str(iris.terms.Agreement)):
        yield dataset, VOID.exampleResource, URIRef(example)
    terms = {*counts.properties, *counts.classes}
    for namespace in sorted(set(prefixes(iris.base).values())):
        if any(term.startswith(namespace) for term in terms):
            yield dataset, VOID.vocabulary, URIRef(namespace)


def _describe_partitions(iris: Iris, counts: GraphStatistics) -> Iterator[Triple]:
    dataset = iris.dataset
    for name, number in counts.properties.items():
        yield from _property_partition(iris, dataset, "property", name, number)
    for name, use in counts.classes.items():
        partition = _part(iris, "class", name)
        yield dataset, VOID.classPartition, partition
        yield partition, RDF.type, VOID.Dataset
        yield partition, VOID["class"], URIRef(name)
        yield partition, VOID.entities, _count(use.entities)
        yield partition, VOID.triples, _count(sum(use.properties.values()))
        for used, number in use.properties.items():
            yield from _property_partition(iris, partition, "use", f"{name} {used}", number)


def _property_partition(iris: Iris, whole: URIRef, kind: str, key: str, number: int) -> Iterator[Triple]:
    partition = _part(iris, kind, key)
    yield whole, VOID.propertyPartition, partition
    yield partition, RDF.type, VOID.Dataset
    yield partition, VOID.property, URIRef(key.rpartition(" ")[2])
    yield partition, VOID.triples, _count(number)


def _describe_links(iris: Iris, counts: GraphStatistics) -> Iterator[Triple]:
    for name, title, space in LINKED_DATASETS:
        found = [(predicate, number) for (predicate, to), number in counts.links.items() if to == space]
        target = _part(iris, name)
        if found:
            yield target, RDF.type, VOID.Dataset
            yield target, DCTERMS.title, Literal(title, lang="en")
            yield target, VOID.uriSpace, Literal(space)
        for predicate, number in found:
            links = _part(iris, f"links-{name}", predicate)
            yield iris.dataset, VOID.subset, links
            yield links, RDF.type, VOID.Linkset
            yield links, VOID.linkPredicate, URIRef(predicate)
            yield links, VOID.subjectsTarget, iris.dataset
            yield links, VOID.objectsTarget, target
            yield links, VOID.triples, _count(number)


def dump_title(name: str) -> str:
    """Return what the dump or table of this name holds, for people."""
    for dump in DUMPS:
        if dump.name == name:
            return f"{dump.title}; {dump.media_type.label}, gzip"
    return f"Table of {name.removesuffix('.csv')}; CSV"


def dump_iri(iris: Iris, name: str) -> URIRef:
    """Return where the dump `name` of the current release is downloaded."""
    return URIRef(f"{iris.base}dumps/{name}")


def _part(iris: Iris, kind: str, key: str = "") -> URIRef:
    """Name a part of the dataset's description: readable by the last name in `key`, unique by its digest."""
    if not key:
        return URIRef(f"{iris.dataset}#{kind}")
    last = re.sub(r"[^A-Za-z0-9_-]", "", re.split(r"[#/]", key)[-1])
    return URIRef(f"{iris.dataset}#{kind}-{last}-{digest(key)}")


def _count(number: int) -> Node:
    return Literal(str(number), datatype=XSD.integer, normalize=False)
