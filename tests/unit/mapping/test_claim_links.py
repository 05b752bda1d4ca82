from __future__ import annotations

import itertools

import pytest
from rdflib import Literal, URIRef
from rdflib.term import Node

from builders import AGENCY_A, ALAND, BORLAND, OFFICE_B, a_mention, an_article
from spaceaccord.iris import Iris
from spaceaccord.mapping.claim_links import ClaimLinker
from spaceaccord.mapping.dataset import ArticleGraph, DatasetMapper
from spaceaccord.mapping.statement import Triple
from spaceaccord.model.agreement import AgreementMention, Findings
from spaceaccord.model.world import Agreement
from spaceaccord.namespaces import RDF, XSD
from spaceaccord.validation.identity_rules import articles_disagree
from spaceaccord.validation.triple_index import TripleIndex

IRIS = Iris("https://data.example.org/")
SCO = IRIS.terms
FIRST = an_article()
SECOND = an_article("The same two parties signed it, says this text.")
BORLAND_WEST = IRIS.thing("place", "borland-west")
MAPPER = DatasetMapper(IRIS, authorities=(ALAND, BORLAND, AGENCY_A, OFFICE_B), instruments=(), version="1")
Linked = tuple[Node, Node, Node]


def graphs_of(one: AgreementMention, other: AgreementMention) -> list[ArticleGraph]:
    """Return the graphs of two articles that tell of one agreement."""
    agreement = Agreement(slug="aland-borland", label="One", label_fr=None, canonical=one, members=(one, other))
    return [
        MAPPER.map_article(article, Findings(article_id=article.id, agreements=(mention,)), [agreement])
        for article, mention in ((FIRST, one), (SECOND, other))
    ]


def links(predicate: URIRef, graphs: list[ArticleGraph], **options: list[list[str]]) -> set[Linked]:
    """Return property and values of the claims that `predicate` connects, each pair once."""
    made = ClaimLinker(IRIS, places=(), **options).link(graph.records for graph in graphs)
    told = {(s, p): o for graph in graphs for s, p, o in graph.records}

    def value(claim: Node) -> Node:
        return told.get((claim, SCO.claimObject)) or told[claim, SCO.claimValue]

    assert {(o, p, s) for s, p, o in made} == made, "a link goes both ways"
    found = [
        (told[s, SCO.claimPredicate], *sorted((value(s), value(o)), key=str)) for s, p, o in made if p == predicate
    ]
    return {(p, a, b) for p, a, b in found}


def memorandum(article: object, **told: object) -> AgreementMention:
    return a_mention(article, AGENCY_A, OFFICE_B, **told)  # type: ignore[arg-type]


def test_two_articles_that_name_the_same_parties_corroborate_each_other() -> None:
    found = links(SCO.corroborates, graphs_of(memorandum(FIRST), memorandum(SECOND)))

    agency, office = IRIS.thing("org", "aa"), IRIS.thing("org", "bso")
    assert {(SCO.hasParty, agency, agency), (SCO.hasParty, office, office)} <= found


def test_the_same_day_in_other_words_is_corroborated() -> None:
    graphs = graphs_of(memorandum(FIRST, signed="2031-03-03"), memorandum(SECOND, signed="2031-03-03"))

    assert SCO.date in {p for p, _, _ in links(SCO.corroborates, graphs)}
    assert links(SCO.contradicts, graphs) == set()


def test_two_days_that_share_none_contradict_each_other() -> None:
    graphs = graphs_of(memorandum(FIRST, signed="2031-03-03"), memorandum(SECOND, signed="2031-03-05"))

    assert {p for p, _, _ in links(SCO.contradicts, graphs)} == {SCO.date}


def test_a_month_and_a_day_of_it_neither_agree_nor_contradict() -> None:
    graphs = graphs_of(memorandum(FIRST, signed="2031-03-03"), memorandum(SECOND, signed="2031-03"))

    assert SCO.date not in {p for p, _, _ in links(SCO.corroborates, graphs)}
    assert links(SCO.contradicts, graphs) == set()


def test_two_places_contradict_unless_one_lies_in_the_other() -> None:
    graphs = graphs_of(memorandum(FIRST, place="Cityville"), memorandum(SECOND, place="Townville"))
    city, town = IRIS.thing("place", "cityville"), IRIS.thing("place", "townville")

    within = ClaimLinker(IRIS, places=[(city, SCO.locatedIn, BORLAND_WEST), (BORLAND_WEST, SCO.locatedIn, town)])

    assert links(SCO.contradicts, graphs) == {(SCO.heldAt, city, town)}
    assert {t for t in within.link(graph.records for graph in graphs) if t[1] == SCO.contradicts} == set()


def test_two_names_of_the_instrument_contradict_and_having_none_does_not() -> None:
    graphs = graphs_of(memorandum(FIRST), memorandum(SECOND))
    renamed, untyped = _with_type(graphs[1], "Treaty"), _with_type(graphs[1], "UntypedAgreement")

    assert {p for p, _, _ in links(SCO.contradicts, [graphs[0], renamed])} == {RDF.type}
    assert links(SCO.contradicts, [graphs[0], untyped]) == set()


def _with_type(graph: ArticleGraph, name: str) -> ArticleGraph:
    swap: dict[Node, Node] = {SCO.MemorandumOfUnderstanding: SCO[name]}
    records: set[Triple] = {(s, p, swap.get(o, o)) for s, p, o in graph.records}
    return ArticleGraph(facts={(s, p, swap.get(o, o)) for s, p, o in graph.facts}, records=records)


def test_what_one_article_asserts_and_another_denies_contradicts() -> None:
    graphs = graphs_of(memorandum(FIRST), memorandum(SECOND))
    asserted, negated = IRIS.code("modality", "asserted"), IRIS.code("modality", "negated")
    denied = ArticleGraph(records={(s, p, negated if o == asserted else o) for s, p, o in graphs[1].records})

    found = links(SCO.contradicts, [graphs[0], denied])

    assert (SCO.hasParty, IRIS.thing("org", "aa"), IRIS.thing("org", "aa")) in found


def test_copies_of_one_text_corroborate_nothing() -> None:
    graphs = graphs_of(memorandum(FIRST), memorandum(SECOND))

    assert links(SCO.corroborates, graphs, copies=[[FIRST.id, SECOND.id]]) == set()


def test_a_recorded_contradiction_is_no_finding_of_the_rules() -> None:
    graphs = graphs_of(
        memorandum(FIRST, signed="2031-03-03", place="Cityville"),
        memorandum(SECOND, signed="2031-03-05", place="Townville"),
    )
    articles: dict[Node, TripleIndex] = {
        URIRef(f"https://data.example.org/graph/{n}"): TripleIndex(graph.triples) for n, graph in enumerate(graphs)
    }
    recorded = ClaimLinker(IRIS, places=()).link(graph.records for graph in graphs)

    before = {finding.rule for finding in articles_disagree(articles, TripleIndex(()), IRIS)}
    after = list(articles_disagree(articles, TripleIndex(recorded), IRIS))

    assert (before, after) == ({"R-16"}, [])


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_links_are_the_same_whatever_the_order_of_the_sources(order: tuple[int, ...]) -> None:
    sources = [_dates(f"{n}", f"2031-0{n + 1}-01") for n in range(3)]

    made = ClaimLinker(IRIS, places=()).link([sources[n] for n in order])

    assert made == ClaimLinker(IRIS, places=()).link(sources)
    assert len(made) == 6


def test_the_links_grow_in_proportion_to_the_sources() -> None:
    def count(sources: int) -> int:
        days = [_dates(str(n), f"{2000 + n:04}-01-01") for n in range(sources)]
        return len(ClaimLinker(IRIS, places=()).link(days))

    # Each further source is set against eight others, both ways.
    assert count(300) - count(200) == 100 * 8 * 2


def _dates(name: str, day: str) -> set[Triple]:
    """Return the records of one source with one claim: that the signing was on that day."""
    claim, extent = IRIS.thing("claim", name), IRIS.thing("date", day)
    return {
        (claim, SCO.claimSubject, IRIS.thing("event", "signing")),
        (claim, SCO.claimPredicate, SCO.date),
        (claim, SCO.claimObject, extent),
        (claim, SCO.statedIn, IRIS.graph(f"article/{name}")),
        (claim, SCO.modality, IRIS.code("modality", "asserted")),
        (claim, SCO.confidence, Literal("0.9", datatype=XSD.decimal)),
        (extent, SCO.earliest, Literal(day, datatype=XSD.date)),
        (extent, SCO.latest, Literal(day, datatype=XSD.date)),
    }
