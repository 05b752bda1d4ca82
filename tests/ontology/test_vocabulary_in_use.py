"""The shipped release and the tables use the vocabulary as it is meant: domains, ranges, classes, codes."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.model.reported_fact import Attribute
from spaceaccord.namespaces import OWL, SCHEMA, SKOS, XSD
from spaceaccord.pipeline.building import assemble
from spaceaccord.resources import shipped_folder

IRIS = Iris()
# Attributes that are told in terms of other vocabularies, or by a node of their own.
TOLD_OTHERWISE = {Attribute.FULL_NAME, Attribute.HOLDS, Attribute.PARTICIPANT, Attribute.UNIT_OF}


@pytest.fixture(scope="module")
def view() -> Graph:
    data = shipped_folder("data")
    graph = Graph()
    for triple in assemble(data=data, articles=data / "articles", iris=IRIS).content.view:
        graph.add(triple)
    return graph


@pytest.fixture(scope="module")
def kinds(view: Graph) -> dict[Node, set[Node]]:
    """Every node with its classes and those above."""
    found: dict[Node, set[Node]] = defaultdict(set)
    for node, given in view.subject_objects(RDF.type):
        found[node].update(c for c in view.transitive_objects(given, RDFS.subClassOf) if c is not None)
    return found


def kinds_of(node: Node, kinds: dict[Node, set[Node]]) -> set[Node]:
    if isinstance(node, Literal):
        return {node.datatype or (RDF.langString if node.language else XSD.string), RDFS.Literal}
    return kinds[node]


def ours(view: Graph) -> set[tuple[Node, Node, Node]]:
    return {t for t in view if str(t[1]).startswith(str(IRIS.terms))}


def test_every_property_in_use_is_defined(view: Graph, ontology: Graph) -> None:
    assert {p for _, p, _ in ours(view) if (p, RDF.type, None) not in ontology} == set()


@pytest.mark.parametrize(
    ("place", "strict", "loose"),
    [
        pytest.param(0, RDFS.domain, SCHEMA.domainIncludes, id="subjects"),
        pytest.param(2, RDFS.range, SCHEMA.rangeIncludes, id="objects"),
    ],
)
def test_what_a_property_connects_is_of_the_kinds_that_it_is_for(
    view: Graph, kinds: dict[Node, set[Node]], ontology: Graph, place: int, strict: URIRef, loose: URIRef
) -> None:
    allowed = {p: {*ontology.objects(p, strict), *ontology.objects(p, loose)} for p in {t[1] for t in ours(view)}}

    strangers = [
        t
        for t in ours(view)
        if allowed[t[1]] and kinds_of(t[place], kinds) and allowed[t[1]].isdisjoint(kinds_of(t[place], kinds))
    ]

    assert strangers == []
    assert len(ours(view)) > 5000


def test_every_code_and_topic_in_use_is_defined(view: Graph) -> None:
    used = {
        o
        for _, _, o in view
        if isinstance(o, URIRef) and str(o).startswith((f"{IRIS.base}code/", f"{IRIS.base}topic/"))
    }

    assert {
        o for o in used if (o, RDF.type, SKOS.Concept) not in view and (o, RDF.type, SKOS.ConceptScheme) not in view
    } == set()


def test_every_attribute_that_extraction_can_report_is_a_property(ontology: Graph) -> None:
    properties = {OWL.ObjectProperty, OWL.DatatypeProperty}
    missing = [
        a
        for a in Attribute
        if a not in TOLD_OTHERWISE and properties.isdisjoint(ontology.objects(IRIS.terms[a.value], RDF.type))
    ]

    assert missing == []


def test_every_type_of_an_organisation_in_the_tables_is_a_class(ontology: Graph) -> None:
    file = shipped_folder("data") / "reference" / "organisations.csv"
    with file.open(encoding="utf-8-sig", newline="") as handle:
        # "Organisation" is org:Organization itself.
        types = {row["type"] for row in csv.DictReader(handle)} - {"Organisation"}

    assert {t for t in types if (IRIS.terms[t], RDF.type, OWL.Class) not in ontology} == set()
    assert "SpaceAgency" in types
