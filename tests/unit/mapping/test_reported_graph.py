"""Reported facts as statements: what becomes canonical, what stays with its claim alone."""

from __future__ import annotations

from rdflib import Literal

from builders import AGENCY_A, ALAND, an_article, name, sourced
from spaceaccord.iris import Iris
from spaceaccord.mapping.event_graph import EventIris
from spaceaccord.mapping.names import NameIris
from spaceaccord.mapping.reported_graph import ReportedMapper
from spaceaccord.mapping.reported_names import ThingIris
from spaceaccord.mapping.statement import Triple
from spaceaccord.model.evidence import Modality, Sourced
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import (
    Attribute,
    NamedThing,
    ReportedFact,
    ReportedFacts,
    Thing,
    ThingKind,
    Value,
)
from spaceaccord.namespaces import ORG, RDF

IRIS = Iris()
TERMS = IRIS.terms
AGENCY = Thing(kind=ThingKind.ORGANISATION, name=name(AGENCY_A))
STATE = Thing(kind=ThingKind.ORGANISATION, name=name(ALAND))
CHAIR = Thing(kind=ThingKind.PERSON, name=Name(text="Ada Aster"))


def a_mapper() -> ReportedMapper:
    names = NameIris(IRIS, frozenset())
    return ReportedMapper(ThingIris(names, EventIris({}), {("a", "a1"): "aa-bso-mou-2031"}))


def a_fact(
    subject: Thing,
    attribute: Attribute,
    value: Value,
    *,
    modality: Modality = Modality.ASSERTED,
    speaker: Thing | None = None,
) -> ReportedFact:
    plain = sourced(value, an_article())
    source: Sourced[Value] = Sourced(
        value=plain.value, evidence=plain.evidence, rule="test.rule", confidence=0.9, modality=modality
    )
    return ReportedFact(subject=subject, attribute=attribute, value=source, attributed_to=speaker)


def facts(*told: ReportedFact, things: tuple[NamedThing, ...] = ()) -> ReportedFacts:
    return ReportedFacts.collect(things, told)


def canonical(**articles: ReportedFacts) -> set[Triple]:
    return set(a_mapper().canonical(articles.items()))


def test_a_fact_of_the_text_becomes_canonical() -> None:
    found = canonical(a=facts(a_fact(AGENCY, Attribute.REPRESENTS, STATE)))

    assert (IRIS.thing("org", "aa"), TERMS.represents, IRIS.thing("org", "aland")) in found


def test_what_somebody_merely_says_or_denies_is_not_canonical() -> None:
    attributed = a_fact(AGENCY, Attribute.PARTNER_OF, STATE, modality=Modality.ATTRIBUTED, speaker=CHAIR)
    negated = a_fact(AGENCY, Attribute.REPRESENTS, STATE, modality=Modality.NEGATED)

    assert canonical(a=facts(attributed, negated)) == set()


def test_the_claim_of_an_attributed_fact_names_who_says_so() -> None:
    told = a_fact(AGENCY, Attribute.PARTNER_OF, STATE, modality=Modality.ATTRIBUTED, speaker=CHAIR)

    statements = [s for s in a_mapper().describe("a", facts(told)) if s.predicate == TERMS.partnerOf]

    assert [s.attributed_to for s in statements] == [IRIS.thing("person", "ada-aster")]


def test_of_two_founding_dates_the_narrower_one_is_canonical() -> None:
    wide = a_fact(AGENCY, Attribute.FOUNDED_ON, PartialDate(edtf="1998", text="1998"))
    narrow = a_fact(AGENCY, Attribute.FOUNDED_ON, PartialDate(edtf="1998-04", text="April 1998"))

    found = canonical(a=facts(wide), b=facts(narrow))

    dates = [o for s, p, o in found if p == TERMS.foundedOn]
    assert len(dates) == 1
    assert (dates[0], TERMS.edtf, Literal("1998-04")) in found


def test_a_quotation_of_words_that_nobody_said_is_not_described_canonically() -> None:
    quote = Thing(kind=ThingKind.QUOTATION, name=Name(text="Ada Aster: …"), type="Quotation", local="q1")
    named = NamedThing(thing=quote, source=sourced("Ada Aster: …", an_article()))
    told = a_fact(quote, Attribute.SPEAKER, CHAIR, modality=Modality.NEGATED)

    assert canonical(a=facts(told, things=(named,))) == set()


def test_a_post_belongs_to_its_organisation() -> None:
    post = Thing(kind=ThingKind.POST, name=Name(text="Chair, AA"), type="Post")
    named = NamedThing(thing=post, source=sourced("Chair, AA", an_article()))
    held = a_fact(CHAIR, Attribute.HOLDS, post)
    seated = a_fact(post, Attribute.UNIT_OF, AGENCY)

    found = canonical(a=facts(held, seated, things=(named,)))

    iri = IRIS.thing("post", "chair-aa")
    assert {(iri, RDF.type, ORG.Post), (iri, ORG.postIn, IRIS.thing("org", "aa"))} <= found
    assert (IRIS.thing("person", "ada-aster"), ORG.holds, iri) in found


def test_facts_about_an_agreement_that_nobody_resolved_are_left_out() -> None:
    known = Thing(kind=ThingKind.AGREEMENT, name=Name(text="a1"), local="a1")
    unknown = Thing(kind=ThingKind.AGREEMENT, name=Name(text="a9"), local="a9")

    found = canonical(
        a=facts(a_fact(known, Attribute.PURPOSE, "to meet"), a_fact(unknown, Attribute.PURPOSE, "to part"))
    )

    assert found == {(IRIS.thing("agreement", "aa-bso-mou-2031"), TERMS.purposeText, Literal("to meet", lang="en"))}
