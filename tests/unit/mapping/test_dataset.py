from __future__ import annotations

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from builders import AGENCY_A, ALAND, BORLAND, OFFICE_B, a_mention, an_article, name
from spaceaccord.iris import Iris
from spaceaccord.linking.identity import resolve_identity
from spaceaccord.mapping.dataset import DatasetMapper, KnownInstrument, default_view
from spaceaccord.mapping.statement import Triple
from spaceaccord.model.agreement import (
    AgreementMention,
    AgreementType,
    Findings,
    Relation,
    RelationType,
    Signatory,
    Status,
    Topic,
)
from spaceaccord.namespaces import OA, RDF, RDFS, SKOS

IRIS = Iris("https://data.example.org/")
SCO = IRIS.terms
ARTICLE = an_article()
OTHER = an_article("The same two parties signed it, says this text.")
MAPPER = DatasetMapper(
    IRIS,
    authorities=(ALAND, BORLAND, AGENCY_A, OFFICE_B),
    instruments=(
        KnownInstrument(slug="sky-treaty", type=AgreementType.TREATY, label="Sky Treaty", evidence="made up"),
    ),
    version="1.2.3",
)


def mapped(*mentions: AgreementMention) -> tuple[set[Triple], set[Triple]]:
    """Return the facts and the records of ARTICLE's graph."""
    agreements = resolve_identity(mentions, (), source_quality={})
    graph = MAPPER.map_article(ARTICLE, Findings(article_id=ARTICLE.id, agreements=mentions), agreements)
    return graph.facts, graph.records


def iri(kind: str, slug: str) -> URIRef:
    return IRIS.thing(kind, slug)


def test_every_fact_of_an_article_has_a_claim_with_a_passage() -> None:
    facts, records = mapped(
        a_mention(ARTICLE, AGENCY_A, "Unheard Institute", signed="2031-03-03", place="Cityville",
                  topics=[Topic(text="lunar rovers", concept="rovers"), Topic(text="basket weaving")]),
    )  # fmt: skip
    parts: dict[Node, dict[Node, Node]] = {}
    for s, p, o in records:
        parts.setdefault(s, {})[p] = o
    claimed = {
        (c[SCO.claimSubject], c[SCO.claimPredicate], c.get(SCO.claimObject, c.get(SCO.claimValue)))
        for c in parts.values()
        if SCO.claimSubject in c
    }
    frame = {RDFS.label, SCO.partyListComplete, SCO.bindingness, SCO.signs}
    superclasses = {SCO.Agreement, SCO.Event, SCO.SigningEvent}
    unclaimed = {
        (s, p, o) for s, p, o in facts - claimed if p not in frame and p != SKOS.prefLabel and o not in superclasses
    }

    assert unclaimed == set()
    assert claimed <= facts
    assert all(
        parts[c[SCO.evidence]][OA.hasSource] == iri("article", ARTICLE.id) for c in parts.values() if SCO.evidence in c
    )


def test_a_quote_is_the_slice_that_its_position_names_and_at_most_300_characters() -> None:
    text = "It was long. " * 60 + "Then they signed a paper. " + "It went on. " * 60
    article = an_article(text)
    mention = a_mention(article, ALAND, BORLAND)
    agreements = resolve_identity([mention], (), source_quality={})
    records = MAPPER.map_article(article, Findings(article_id=article.id, agreements=(mention,)), agreements).records
    quotes = [str(o) for _, p, o in records if p == OA.exact]
    starts = [int(str(o)) for _, p, o in records if p == OA.start]

    (quote,), (start,) = quotes, starts
    assert len(quote) <= 300
    assert text[start : start + len(quote)] == quote
    assert "signed" in quote


def test_a_day_that_the_article_does_not_state_is_not_published() -> None:
    _, records = mapped(a_mention(ARTICLE, ALAND, BORLAND, signed="2031-03"))

    extents = {s for s, p, o in records if p == SCO.edtf and o == Literal("2031-03")}
    bounds = {(p, str(o)) for s, p, o in records if s in extents and p in (SCO.earliest, SCO.latest)}
    assert bounds == {(SCO.earliest, "2031-03-01"), (SCO.latest, "2031-03-31")}


def test_a_planned_agreement_has_planned_parties_and_no_signing() -> None:
    facts, _ = mapped(a_mention(ARTICLE, ALAND, BORLAND, status=Status.PLANNED))
    agreement = iri("agreement", "aland-borland-mou-planned")

    assert {o for s, p, o in facts if (s, p) == (agreement, SCO.plannedParty)} == {
        iri("org", "aland"),
        iri("org", "borland"),
    }
    assert not [o for _, p, o in facts if p in (SCO.hasParty, SCO.signedAt)]


def test_a_signatory_signs_on_behalf_of_a_party_in_a_capacity() -> None:
    signatory = Signatory(name=name("Ada Doe"), role="Minister of Skies", party=name(ALAND))
    facts, records = mapped(a_mention(ARTICLE, ALAND, BORLAND, signatories=[signatory]))
    event = iri("event", "aland-borland-mou-nd-signing")

    (participation,) = (o for s, p, o in facts if (s, p) == (event, SCO.hasParticipation))
    assert {(p, o) for s, p, o in records if s == participation} == {
        (RDF.type, SCO.Participation),
        (SCO.participant, iri("person", "ada-doe")),
        (SCO.roleCode, IRIS.code("role", "signatory")),
        (SCO.onBehalfOf, iri("org", "aland")),
        (SCO.capacityText, Literal("Minister of Skies", lang="en")),
        (RDFS.label, Literal("Ada Doe, Minister of Skies, for Aland", lang="en")),
    }


def test_relations_reach_agreements_of_the_text_and_known_instruments() -> None:
    first = a_mention(
        ARTICLE, ALAND, BORLAND,
        relations=[
            Relation(type=RelationType.CONTINUES, target="a2"),
            Relation(type=RelationType.IMPLEMENTS, target="Sky Treaty"),
            Relation(type=RelationType.IMPLEMENTS, target="a paper nobody knows"),
        ],
    )  # fmt: skip
    second = a_mention(ARTICLE, ALAND, BORLAND, id="a2", signed="2019")
    agreements = resolve_identity([first, second], (), source_quality={})
    merged = MAPPER.map_merge([Findings(article_id=ARTICLE.id, agreements=(first, second))], agreements)
    agreement = iri("agreement", "aland-borland-mou-nd")

    assert (agreement, SCO.continuationOf, iri("agreement", "aland-borland-mou-2019")) in merged
    assert {o for s, p, o in merged if (s, p) == (agreement, SCO.implements)} == {iri("agreement", "sky-treaty")}
    assert (iri("agreement", "sky-treaty"), RDFS.label, Literal("Sky Treaty", lang="en")) in merged


def test_the_default_view_never_shows_two_dates_of_one_signing() -> None:
    one = a_mention(ARTICLE, ALAND, BORLAND, signed="2031-03-03")
    two = a_mention(OTHER, ALAND, BORLAND, signed="2031")
    agreements = resolve_identity([one, two], (), source_quality={})
    findings = [Findings(article_id=m.article_id, agreements=(m,)) for m in (one, two)]
    articles = [MAPPER.map_article(a, f, agreements) for a, f in zip((ARTICLE, OTHER), findings, strict=True)]
    view = default_view([MAPPER.map_merge(findings, agreements)], articles)
    event = iri("event", agreements[0].slug + "-signing")

    dates = {o for s, p, o in view if (s, p) == (event, SCO.date)}
    claims = {o for s, p, o in view if p == SCO.claimObject and "/id/date/" in str(o)}
    assert len(agreements) == 1
    assert len(dates) == 1
    assert len(claims) == 2


def test_no_graph_holds_a_blank_node_and_every_iri_of_ours_is_below_the_base() -> None:
    facts, records = mapped(a_mention(ARTICLE, AGENCY_A, "Unheard Institute", signed="2031"))
    nodes = {n for t in facts | records for n in t}

    assert not [n for n in nodes if isinstance(n, BNode)]
    assert not [n for n in nodes if isinstance(n, URIRef) and "w3id.org/spaceaccord" in n]


def test_an_unlinked_name_never_takes_the_iri_of_an_authority() -> None:
    facts, _ = mapped(a_mention(ARTICLE, AGENCY_A, "Borland"))

    parties = {str(o) for _, p, o in facts if p == SCO.hasParty}
    assert str(iri("org", "aa")) in parties
    assert str(iri("org", "borland")) not in parties
