"""The order of facts on a page, and what nodes without a name are called."""

from __future__ import annotations

import pytest

from spaceaccord.namespaces import FOAF, ORG, RDF, RDFS, SKOS
from spaceaccord.web.fact_order import order_facts, order_incoming, types_of
from spaceaccord.web.node_names import describe_node
from spaceaccord.web.page_data import Fact
from spaceaccord.web.page_terms import Named, Term

_BASE = "https://w3id.org/spaceaccord/"


def _text(label: str, language: str = "") -> Named:
    return Named(term=Term(kind="literal", value=label, language=language), label=label)


def _thing(iri: str, label: str = "x") -> Named:
    return Named(term=Term(kind="uri", value=iri), label=label)


def _fact(name: object, *values: Named) -> Fact:
    return Fact(property=str(name), label=str(name), values=values)


def test_names_come_first_and_once_and_the_title_is_not_told_again() -> None:
    facts = [
        _fact(FOAF.homepage, _thing("http://a.example/")),
        _fact(SKOS.altLabel, _text("ALAND"), _text("Ålandia")),
        _fact(SKOS.prefLabel, _text("Aland", "en"), _text("Alande", "fr")),
        _fact(RDFS.label, _text("Aland", "en"), _text("Alande", "fr")),
    ]

    ordered = order_facts(facts, title="Aland")

    assert [(fact.label, [value.label for value in fact.values]) for fact in ordered[:2]] == [
        ("name", ["Alande"]),
        ("also called", ["Ålandia"]),
    ]
    assert len(ordered) == 3


def test_a_wide_class_is_shown_only_where_it_is_alone() -> None:
    wide, narrow = _thing(str(ORG.Organization)), _thing(f"{_BASE}ontology#SpaceAgency")

    assert types_of([_fact(RDF.type, wide, narrow)], f"{_BASE}ontology#") == (narrow,)
    assert types_of([_fact(RDF.type, wide)], f"{_BASE}ontology#") == (wide,)


def test_what_a_topic_says_of_its_neighbours_is_not_said_again_from_their_side() -> None:
    wider, narrower = _thing(f"{_BASE}topic/a"), _thing(f"{_BASE}topic/b")
    facts = [_fact(SKOS.broader, wider), _fact(SKOS.narrower, narrower)]
    incoming = [_fact(SKOS.narrower, wider), _fact(SKOS.broader, narrower)]

    assert order_incoming(incoming, facts, shown=frozenset()) == ()
    assert [fact.label for fact in order_incoming(incoming, [], shown=frozenset())] == [
        f"as {SKOS.narrower}",
        "narrower",
    ]


@pytest.mark.parametrize(
    ("iri", "label", "expected"),
    [
        ("http://www.wikidata.org/entity/Q42", "", "Wikidata Q42"),
        ("http://eurovoc.europa.eu/3999", "", "EuroVoc 3999"),
        ("https://space-agency.example.lu", "", "https://space-agency.example.lu"),
        (f"{_BASE}id/claim/0123456789abcdef", "", "a claim"),
        (f"{_BASE}id/passage/0123456789abcdef", "They signed.", "passage “They signed.”"),
        (f"{_BASE}id/org/made-up-agency", "", "made up agency"),
        (f"{_BASE}id/org/made-up-agency", "Made-up Agency", "Made-up Agency"),
    ],
)
def test_a_node_without_a_name_is_called_what_it_is(iri: str, label: str, expected: str) -> None:
    assert describe_node(iri, label, base=_BASE) == expected
