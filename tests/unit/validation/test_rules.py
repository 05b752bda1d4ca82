"""The edges of the rules: what they must not blame."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from spaceaccord.errors import BadReference
from spaceaccord.iris import Iris
from spaceaccord.namespaces import ORG, SH, XSD
from spaceaccord.resources import shipped_folder
from spaceaccord.validation.rule_book import Finding, RuleBook
from spaceaccord.validation.shacl import Stage
from spaceaccord.validation.validator import Validator

IRIS = Iris()
PREFIXES = f"""
@prefix agreement: <{IRIS.base}id/agreement/> .
@prefix claim: <{IRIS.base}id/claim/> .
@prefix date: <{IRIS.base}id/date/> .
@prefix event: <{IRIS.base}id/event/> .
@prefix modality: <{IRIS.base}code/modality/> .
@prefix org: <{ORG}> .
@prefix organisation: <{IRIS.base}id/org/> .
@prefix part: <{IRIS.base}id/participation/> .
@prefix role: <{IRIS.base}code/role/> .
@prefix sco: <{IRIS.terms}> .
@prefix status: <{IRIS.base}code/status/> .
@prefix xsd: <{XSD}> .
"""


def blamed_by(validator: Validator, turtle: str, *, stage: Stage) -> list[str]:
    """Return the rules that find something in `turtle`."""
    graph = Graph().parse(data=PREFIXES + turtle, format="turtle")
    return [r.name for r in validator.validate_graph(graph, stage=stage).results if r.name.startswith("R-")]


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        pytest.param("sco:modality modality:asserted", ["R-02"], id="an asserted claim needs its triple"),
        pytest.param("sco:modality modality:negated", [], id="what the text denies has no triple"),
    ],
)
def test_a_claim_needs_its_triple_unless_it_is_negated(
    shipped_validator: Validator, turtle: str, expected: list[str]
) -> None:
    claim = (
        "claim:c a sco:Claim ; sco:claimSubject agreement:one ; sco:claimPredicate sco:status ; "
        f"sco:claimObject status:signed ; {turtle} ."
    )

    assert blamed_by(shipped_validator, claim, stage="article") == expected


def test_a_claim_of_one_direction_supports_the_inverse(shipped_validator: Validator) -> None:
    turtle = """
        agreement:one a sco:Agreement ; sco:signedAt event:e .
        event:e a sco:SigningEvent ; sco:signs agreement:one .
        claim:c a sco:Claim ; sco:claimSubject agreement:one ;
            sco:claimPredicate sco:signedAt ; sco:claimObject event:e .
    """

    assert blamed_by(shipped_validator, turtle, stage="article") == []


@pytest.mark.parametrize("value", ['"deal"', '"deal"^^xsd:string'])
def test_a_plain_string_and_one_with_its_datatype_are_the_same_value(shipped_validator: Validator, value: str) -> None:
    turtle = f"""
        agreement:one a sco:Agreement ; sco:instrumentName "deal" .
        claim:c a sco:Claim ; sco:claimSubject agreement:one ;
            sco:claimPredicate sco:instrumentName ; sco:claimValue {value} .
    """

    assert blamed_by(shipped_validator, turtle, stage="article") == []


def test_a_claim_in_another_language_is_another_value(shipped_validator: Validator) -> None:
    turtle = """
        agreement:one a sco:Agreement ; sco:topicPhrase "navigation"@en .
        claim:c a sco:Claim ; sco:claimSubject agreement:one ;
            sco:claimPredicate sco:topicPhrase ; sco:claimValue "navigation"@fr .
    """

    assert blamed_by(shipped_validator, turtle, stage="article") == ["R-02", "R-03"]


def two_alike(extra: str = "") -> str:
    return f"""
        agreement:one a sco:Agreement , sco:Treaty ; sco:hasParty organisation:a , organisation:b .
        agreement:two a sco:Agreement , sco:Treaty ; sco:hasParty organisation:a , organisation:b .
        {extra}
    """


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        pytest.param("", ["R-06"], id="without dates they may be the same"),
        pytest.param("agreement:two sco:hasParty organisation:c .", [], id="other parties"),
        pytest.param("agreement:two a sco:Accords .", [], id="another type"),
        pytest.param(
            "claim:d a sco:MergeDecision ; sco:decides agreement:one , agreement:two .",
            [],
            id="a decision keeps them apart",
        ),
    ],
)
def test_agreements_are_alike_only_with_the_same_parties_type_and_time(
    shipped_validator: Validator, extra: str, expected: list[str]
) -> None:
    assert blamed_by(shipped_validator, two_alike(extra), stage="merged") == expected


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        pytest.param("organisation:agency", [], id="for the party itself"),
        pytest.param("organisation:state", [], id="for the state that the party represents"),
        pytest.param("organisation:institute", [], id="for a part of the party"),
        pytest.param("organisation:other", ["R-13"], id="for somebody else"),
    ],
)
def test_a_signatory_acts_for_a_party_its_state_or_a_part_of_it(
    shipped_validator: Validator, principal: str, expected: list[str]
) -> None:
    turtle = f"""
        agreement:one a sco:Agreement ; sco:hasParty organisation:agency .
        event:e a sco:SigningEvent ; sco:signs agreement:one ; sco:hasParticipation part:p .
        part:p a sco:Participation ; sco:roleCode role:signatory ; sco:onBehalfOf {principal} .
        organisation:agency sco:represents organisation:state .
        organisation:institute org:subOrganizationOf organisation:agency .
    """

    assert blamed_by(shipped_validator, turtle, stage="merged") == expected


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        pytest.param(("2019-10-01", "2019-10-31"), [], id="a month that holds the congress"),
        pytest.param(("2019-10-25", "2019-10-25"), [], id="its last day"),
        pytest.param(("2019-10-26", "2019-10-26"), ["R-09"], id="the day after"),
        pytest.param(("2018-01-01", "2018-12-31"), ["R-09"], id="the year before"),
    ],
)
def test_a_signing_may_be_less_exact_than_its_event_but_not_outside_it(
    shipped_validator: Validator, signed: tuple[str, str], expected: list[str]
) -> None:
    turtle = f"""
        event:e a sco:SigningEvent ; sco:date date:s ; sco:duringEvent event:congress .
        event:congress a sco:Congress ; sco:date date:c .
        date:s sco:earliest "{signed[0]}"^^xsd:date ; sco:latest "{signed[1]}"^^xsd:date .
        date:c sco:earliest "2019-10-21"^^xsd:date ; sco:latest "2019-10-25"^^xsd:date .
    """

    assert blamed_by(shipped_validator, turtle, stage="merged") == expected


def test_a_date_with_an_open_end_proves_nothing(shipped_validator: Validator) -> None:
    turtle = """
        event:e a sco:SigningEvent ; sco:date date:s ; sco:duringEvent event:congress .
        event:congress a sco:Congress ; sco:date date:c .
        date:s sco:latest "2019-12-31"^^xsd:date .
        date:c sco:earliest "2019-10-21"^^xsd:date ; sco:latest "2019-10-25"^^xsd:date .
    """

    assert blamed_by(shipped_validator, turtle, stage="merged") == []


def the_rules(*extra: tuple[URIRef, URIRef, URIRef | Literal], without: URIRef | None = None) -> Graph:
    rules = Graph().parse(shipped_folder("shapes") / "rules.ttl")
    for triple in extra:
        rules.add(triple)
    if without is not None:
        rules.remove((None, without, None))
    return rules


def test_a_finding_fills_the_placeholders_of_its_message() -> None:
    finding = Finding(
        rule="R-10", focus=IRIS.thing("passage", "p"), value=Literal("x"), words={"start": "3", "end": "9"}
    )

    (result,) = RuleBook(the_rules()).word([finding])

    assert result.message.startswith("The quote is not what the article says from 3 to 9: ")


def test_a_finding_of_an_unknown_rule_is_not_lost() -> None:
    with pytest.raises(BadReference, match="no rule R-99"):
        list(RuleBook(the_rules()).word([Finding(rule="R-99", focus=IRIS.dataset)]))


@pytest.mark.parametrize("predicate", [SH.severity, SH.message])
def test_a_rule_without_severity_or_message_is_refused(predicate: URIRef) -> None:
    with pytest.raises(BadReference, match="has no severity or no message"):
        RuleBook(the_rules(without=predicate))


def test_every_rule_of_the_book_has_code_that_finds_it() -> None:
    book = RuleBook(the_rules())
    source = shipped_folder("shapes").parent / "src" / "spaceaccord" / "validation"
    if not source.is_dir():
        pytest.skip("the sources are not beside the shapes")
    code = "".join(file.read_text("utf-8") for file in source.glob("*_rules.py"))

    assert unmentioned(book.names, code) == []
    assert {f"R-{n:02d}" for n in range(1, 19)} <= book.names
    assert (None, RDF.type, SH.NodeShape) in the_rules()


def unmentioned(names: Iterable[str], code: str) -> list[str]:
    """Return the names that the code never quotes."""
    return sorted(name for name in names if f'"{name}"' not in code)
