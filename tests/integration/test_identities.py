"""What several of the five articles name in several ways is one node, and nothing else is."""

from __future__ import annotations

from collections import Counter

import pytest
from rdflib import OWL, RDFS, Graph, Literal, URIRef

from spaceaccord.iris import Iris
from spaceaccord.namespaces import OA
from spaceaccord.pipeline.building import Assembly

IRIS = Iris()
TERMS = IRIS.terms


@pytest.fixture(scope="module")
def view(assembly: Assembly) -> Graph:
    graph = Graph()
    for triple in assembly.content.view:
        graph.add(triple)
    return graph


def articles_naming(view: Graph, node: URIRef) -> int:
    claims = {*view.subjects(TERMS.claimObject, node), *view.subjects(TERMS.claimSubject, node)}
    return len({view.value(view.value(c, TERMS.evidence), OA.hasSource) for c in claims})


@pytest.mark.parametrize(
    ("kind", "slug", "least"),
    [
        pytest.param("org", "lsa", 3, id="the agency of Luxembourg"),
        pytest.param("person", "marc-serres", 2, id="its head"),
        pytest.param("org", "luxembourg", 3, id="Luxembourg as a party"),
        pytest.param("org", "united-states", 2, id="the United States in all its spellings"),
        pytest.param("org", "dlr", 1, id="the German agency in both spellings"),
        pytest.param("org", "esric", 1, id="the resources centre"),
    ],
)
def test_one_thing_is_one_node_in_all_articles_that_name_it(view: Graph, kind: str, slug: str, least: int) -> None:
    assert articles_naming(view, IRIS.thing(kind, slug)) >= least


@pytest.mark.parametrize("label", ["Luxembourg Space Agency", "Marc Serres", "NASA", "German Aerospace Center"])
def test_no_second_node_bears_the_name(view: Graph, label: str) -> None:
    bearers = {s for tag in ("en", None) for s in view.subjects(RDFS.label, Literal(label, lang=tag))}

    assert len(bearers) == 1


def test_no_two_things_are_one_item_and_every_item_is_reviewed(view: Graph) -> None:
    items = Counter(o for _, o in view.subject_objects(OWL.sameAs))

    assert items
    assert [item for item, times in items.items() if times > 1] == []
