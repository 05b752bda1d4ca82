"""Datelines, lists of counterparts, older texts, denials and signatories in the syntax of wires and press offices."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from spaceaccord.model.agreement import AgreementMention, Findings

Find = Callable[..., Findings]


def parties(agreement: AgreementMention) -> set[str]:
    return {party.value.text for party in agreement.parties}


def pairs(findings: Findings) -> list[set[str]]:
    return [parties(agreement) for agreement in findings.agreements]


def signatories(findings: Findings) -> list[str]:
    return [person.value.name.text for person in findings.agreements[0].signatories]


def test_the_day_of_a_dateline_is_not_the_day_of_signing(find: Find) -> None:
    text = "OSLO, May 14 (Nordwire) -- Norway and Canada signed an agreement here Tuesday on Arctic satellites."

    agreement = find(text, published="2019-05-15").agreements[0]

    assert agreement.signed is not None
    assert agreement.signed.value.edtf == "2019-05-14"
    assert agreement.place is not None
    assert agreement.place.value.name.text == "Oslo"


def test_a_weekday_in_a_dateline_is_left_to_the_report(find: Find) -> None:
    text = "Perth, Friday - CNES and the Australian Space Agency signed a letter of intent on Thursday."

    agreement = find(text, published="2022-09-16").agreements[0]

    assert agreement.signed is not None
    assert agreement.signed.value.edtf == "2022-09-15"


def test_one_each_with_makes_an_agreement_for_every_counterpart(find: Find) -> None:
    text = (
        "JAXA concluded cooperation agreements on space weather, one each with the Kenya Space Agency, "
        "the Egyptian Space Agency and the Polish Space Agency. All three were signed on 3 May 2021."
    )

    found = find(text)

    assert [len(pair) for pair in pairs(found)] == [2, 2, 2]
    assert [a.signed.value.edtf for a in found.agreements if a.signed] == ["2021-05-03"] * 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The lander was proposed by CNES and JAXA, which signed a memorandum of understanding on it.",
            {"CNES", "Japan Aerospace Exploration Agency"},
            id="which signed",
        ),
        pytest.param(
            "ISRO said that it signed a letter of intent with the Polish Space Agency on satellites.",
            {"Indian Space Research Organisation", "Polish Space Agency"},
            id="it in reported speech",
        ),
        pytest.param(
            "Poland's space agency and that of Egypt put their names to a letter of intent on cubesats.",
            {"Polish Space Agency", "Egyptian Space Agency"},
            id="that of a state",
        ),
        pytest.param(
            "The UAE Space Agency signed a memorandum of understanding with Graz-based Orbhaus SAS on propulsion.",
            {"UAE Space Agency", "Orbhaus SAS"},
            id="a company with its seat before it",
        ),
        pytest.param(
            "ESA and JAXA opened the week with a memorandum of cooperation on planetary defence.",
            {"European Space Agency", "Japan Aerospace Exploration Agency"},
            id="with a memorandum as the means",
        ),
        pytest.param(
            "The Greek and Portuguese ministers signed a memorandum of understanding on small satellites.",
            {"Greece", "Portugal"},
            id="adjectives of two states before ministers",
        ),
    ],
)
def test_parties_are_found_where_the_syntax_is_odd(find: Find, text: str, expected: set[str]) -> None:
    assert pairs(find(text)) == [expected]


def test_a_similar_deal_binds_who_made_the_one_before(find: Find) -> None:
    text = (
        "The Italian Space Agency signed a memorandum of understanding with the Saudi Space Agency. "
        "A similar deal was signed with the Mexican Space Agency."
    )

    assert pairs(find(text)) == [
        {"Italian Space Agency", "Saudi Space Agency"},
        {"Italian Space Agency", "Mexican Space Agency"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The Polish Space Agency dismissed reports that it had signed a launch agreement with CNES.",
        "The signing of the space agreement between Peru and Chile was postponed.",
        "Rumours that NASA had signed a lunar agreement with the Egyptian Space Agency went round the hall.",
    ],
)
def test_what_is_denied_or_called_off_is_no_agreement(find: Find, text: str) -> None:
    assert find(text).agreements == ()


def test_a_renewal_names_the_text_that_it_goes_on_with(find: Find) -> None:
    text = (
        "CNES and ISRO have extended their framework arrangement on satellites until 2030. "
        "The original arrangement dates from March 2015."
    )

    found = find(text)

    assert [a.signed.value.edtf for a in found.agreements if a.signed] == ["2015-03"]
    assert [r.value.type.value for r in found.agreements[0].relations] == ["continues"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The presidents of CNES and the Polish Space Agency, Claire Dubois and Marek Nowak, signed a memorandum "
            "on satellites.",
            ["Claire Dubois", "Marek Nowak"],
            id="heads of two bodies, named behind",
        ),
        pytest.param(
            "CNES, represented by Dr Claire Dubois, and ISRO, represented by Dr Ravi Menon, signed a letter of intent.",
            ["Claire Dubois", "Ravi Menon"],
            id="represented by",
        ),
        pytest.param(
            "CNES director-general Claire Dubois and Ravi Menon, who heads ISRO, signed a letter of intent on rovers.",
            ["Claire Dubois", "Ravi Menon"],
            id="a post with a hyphen and a post as a clause",
        ),
    ],
)
def test_signatories_are_found_in_every_syntax(find: Find, text: str, expected: list[str]) -> None:
    assert signatories(find(text)) == expected


def test_an_acronym_that_the_text_defines_holds_against_the_authority_file(find: Find) -> None:
    text = (
        "The Israel Space Agency (ISA) and CNES concluded an agreement on a telescope. "
        "ISA and CNES signed the agreement in Paris."
    )

    assert pairs(find(text)) == [{"Israel Space Agency", "CNES"}]


def test_topics_are_no_names_days_or_clauses(find: Find) -> None:
    text = (
        "CNES and ISRO signed a memorandum of understanding on ocean monitoring, radar data, "
        "which will be shared, and crop forecasts on Tuesday."
    )

    words = {topic.value.text for topic in find(text, published="2023-01-05").agreements[0].topics}

    assert {"ocean monitoring", "radar data"} <= words
    assert not {w for w in words if "CNES" in w or "Tuesday" in w or "which" in w}


def test_a_memorandum_that_remains_the_basis_of_work_is_in_force(find: Find) -> None:
    (agreement,) = find(
        "Talks in Oslo recalled the 2018 Memorandum of Understanding between Norway and Chile on satellites, which "
        "remains the basis of their joint work."
    ).agreements

    assert agreement.status.value == "in_force"
