"""What single sentences give: parties, types, status, dates, places, signatories, relations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from spaceaccord.model.agreement import AgreementMention, Findings
from spaceaccord.model.evidence import Derivation
from spaceaccord.model.partial_date import DateBasis

Find = Callable[..., Findings]


def parties(agreement: AgreementMention) -> list[str]:
    return [party.value.text for party in agreement.parties]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "NASA and JAXA signed a memorandum of understanding on lunar dust.",
            ["NASA", "Japan Aerospace Exploration Agency"],
            id="a list as subject",
        ),
        pytest.param(
            "CNES signed an agreement with the Indian space agency on ocean satellites.",
            ["CNES", "Indian Space Research Organisation"],
            id="subject and with, an agency by its demonym",
        ),
        pytest.param(
            "A treaty between Norway and the United Kingdom on space debris was signed in Oslo.",
            ["Norway", "United Kingdom"],
            id="between",
        ),
        pytest.param(
            "The Franco-German agreement on rocket engines was signed in Bonn.",
            ["France", "Germany"],
            id="a compound demonym before the noun",
        ),
        pytest.param(
            "The agreement on a joint satellite was signed by DLR and the Polish Space Agency.",
            ["German Aerospace Center", "Polish Space Agency"],
            id="by",
        ),
        pytest.param(
            "The Borlandia Institute for Orbital Studies and ESA concluded a cooperation agreement on cubesats.",
            ["Borlandia Institute for Orbital Studies", "European Space Agency"],
            id="an organisation that nobody knows",
        ),
        pytest.param(
            "Representatives of the space agencies of Kenya and Egypt signed a joint statement on satellites.",
            ["Kenya Space Agency", "Egyptian Space Agency"],
            id="the space agencies of states",
        ),
        pytest.param(
            "In the presence of the ambassador of France, NASA and Brazil signed a pact on satellite images.",
            ["NASA", "Brazil"],
            id="a witness is no party",
        ),
    ],
)
def test_parties_are_those_who_are_bound(find: Find, text: str, expected: list[str]) -> None:
    (agreement,) = find(text).agreements

    assert parties(agreement) == expected


def test_what_no_authority_file_knows_stays_unlinked(find: Find) -> None:
    (agreement,) = find("The Borlandia Rocket Institute and ESA signed an agreement on cubesats.").agreements

    assert [party.value.authority is None for party in agreement.parties] == [True, False]


def test_a_plural_with_a_list_behind_with_is_one_agreement_for_each(find: Find) -> None:
    found = find("NASA signed agreements with ESA, Canada and Japan on the space station.").agreements

    assert [parties(a) for a in found] == [
        ["NASA", "European Space Agency"],
        ["NASA", "Canada"],
        ["NASA", "Japan"],
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NASA and ESA inked a MoU on Mars samples.", "memorandum_of_understanding"),
        ("NASA and ESA signed a Letter of Intent on Mars samples.", "letter_of_intent"),
        ("NASA and ESA signed a joint statement of intent on Mars samples.", "statement_of_intent"),
        ("NASA and ESA signed an implementing arrangement on Mars samples.", "implementing_arrangement"),
        ("NASA and ESA struck a deal on Mars samples.", "cooperation_agreement"),
        (
            "NASA and ESA struck a deal on Mars samples. The memorandum of understanding runs for ten years.",
            "memorandum_of_understanding",
        ),
    ],
)
def test_the_type_is_the_finest_name_in_the_text(find: Find, text: str, kind: str) -> None:
    (agreement,) = find(text).agreements

    assert agreement.type.value.value == kind


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("India and Vietnam signed a pact on satellites.", "signed"),
        ("India and Vietnam will sign a pact on satellites next month.", "planned"),
        ("India and Vietnam are negotiating a memorandum of understanding on satellites.", "planned"),
        ("The 2004 space treaty between India and Vietnam entered into force in 2006.", "in_force"),
    ],
)
def test_status_follows_verb_and_mood(find: Find, text: str, status: str) -> None:
    (agreement,) = find(text).agreements

    assert agreement.status.value.value == status


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("India and Vietnam did not sign a space pact.", id="not"),
        pytest.param("India declined to sign an agreement on satellites with Vietnam.", id="declined"),
        pytest.param("No space agreement between India and Vietnam was signed.", id="no agreement"),
        pytest.param("India and Vietnam could sign a satellite pact if talks go well.", id="could"),
        pytest.param("The President signed an executive order on space with NASA and ESA present.", id="an order"),
        pytest.param("France and Oman agreed to establish a dialogue on outer space.", id="a dialogue"),
        pytest.param("Chile and Peru signed a free trade agreement on copper and tariffs.", id="another field"),
        pytest.param("The club and the player signed a three-year deal.", id="sport"),
    ],
)
def test_what_is_no_space_agreement_gives_none(find: Find, text: str) -> None:
    assert find(text).agreements == ()


@pytest.mark.parametrize(
    ("text", "published", "edtf", "basis"),
    [
        ("On 3 May 2019 NASA and ESA signed a pact on Mars.", None, "2019-05-03", DateBasis.STATED),
        (
            "NASA and ESA signed a pact on Mars in May this year.",
            "2019-10-30",
            "2019-05",
            DateBasis.RELATIVE_TO_PUBLICATION,
        ),
        ("NASA and ESA signed a pact on Mars today.", "2019-10-30", "2019-10-30", DateBasis.RELATIVE_TO_PUBLICATION),
        (
            "NASA and ESA signed a pact on Mars on Monday.",
            "2019-10-30",
            "2019-10-28",
            DateBasis.RELATIVE_TO_PUBLICATION,
        ),
        (
            "Wednesday 7 July, NASA and ESA signed a pact on Mars. A workshop in September 2020 prepared it.",
            None,
            "2021-07-07",
            DateBasis.WEEKDAY_RESOLVED,
        ),
        ("On 4 July NASA and ESA signed a pact on Mars.", None, "XXXX-07-04", DateBasis.STATED),
        ("NASA and ESA said in June 2020 that a pact on Mars had been signed by NASA and ESA.", None, None, None),
        ("NASA and ESA signed a pact on a Mars mission that will be launched in 2028.", None, None, None),
        ("NASA and ESA signed a pact on Mars on 31 February 2020.", None, None, None),
    ],
)
def test_the_date_of_signing_is_as_precise_as_the_text(
    find: Find, text: str, published: str | None, edtf: str | None, basis: DateBasis | None
) -> None:
    (agreement,) = find(text, published=published).agreements

    assert (agreement.signed.value.edtf if agreement.signed else None) == edtf
    assert (agreement.signed.value.basis if agreement.signed else None) is basis


def test_a_signing_during_a_congress_has_its_days_and_its_place(find: Find) -> None:
    found = find(
        "NASA and ESA signed a pact on Mars during the 75th International Astronautical Congress, "
        "held in Milan on 14-18 October 2024."
    )

    (agreement,) = found.agreements
    assert agreement.signed is not None
    assert agreement.signed.value.edtf == "2024-10-14/2024-10-18"
    assert agreement.signed.derivation is Derivation.RESOLVED
    assert agreement.place is not None
    assert agreement.place.value.name.text == "Milan"
    assert agreement.event is not None
    assert {e.id: e.label for e in found.events}[agreement.event.value] == "75th International Astronautical Congress"


def test_the_third_day_of_a_mission_is_counted_and_called_inferred(find: Find) -> None:
    found = find(
        "From June 10th to 14th the Kenya Space Agency took part in the economic mission to Japan. "
        "JAXA and the Kenya Space Agency signed a memorandum of cooperation on the third day of the mission."
    )

    (agreement,) = found.agreements
    assert agreement.signed is not None
    assert agreement.signed.value.edtf == "XXXX-06-12"
    assert agreement.signed.value.basis is DateBasis.ORDINAL_DAY
    assert agreement.signed.derivation is Derivation.INFERRED


def test_signatories_have_role_and_side(find: Find) -> None:
    (agreement,) = find(
        "Hungarian minister for science Anna Kovacs and Roberto Bianchi, president of the Italian Space Agency, "
        "signed a memorandum of understanding on astronauts in Rome."
    ).agreements

    assert [(s.value.name.text, s.value.party.text if s.value.party else None) for s in agreement.signatories] == [
        ("Anna Kovacs", "Hungary"),
        ("Roberto Bianchi", "Italian Space Agency"),
    ]


def test_the_newcomer_is_the_party_of_the_accords(find: Find) -> None:
    (agreement,) = find(
        "Estonia became the 54th country to sign the Artemis Accords at a ceremony hosted by NASA in Tallinn."
    ).agreements

    assert parties(agreement) == ["Estonia"]
    assert agreement.type.value.value == "accords"


def test_one_agreement_told_three_times_is_one(find: Find) -> None:
    (agreement,) = find(
        "Norway, Kenya sign space deal\n\nThe Norwegian Space Agency and the Kenya Space Agency signed a memorandum of "
        "understanding on polar satellites. The agreement was signed in Oslo on 4 June 2020.\n\nThe MoU runs on."
    ).agreements

    assert parties(agreement) == ["Norwegian Space Agency", "Kenya Space Agency"]
    assert agreement.signed is not None
    assert agreement.signed.value.edtf == "2020-06-04"


def test_relations_lead_to_the_older_agreement(find: Find) -> None:
    newer, older = find(
        "On 6 May 2020 NASA and DLR signed an implementing arrangement on lunar radiation. The arrangement comes under "
        "the framework agreement that the United States and Germany signed in 2010."
    ).agreements

    assert [(r.value.type.value, r.value.target) for r in newer.relations] == [("under_framework", older.id)]


def test_parties_that_the_text_does_not_name_outright_are_inferred_with_an_alternative(find: Find) -> None:
    (agreement,) = find(
        "Ties include the 2015 Memorandum of Understanding (MoU) on outer space, which remains a framework guiding "
        "cooperation between the Kenya Space Agency and JAXA."
    ).agreements

    assert parties(agreement) == ["Kenya", "Japan"]
    assert {p.derivation for p in agreement.parties} == {Derivation.INFERRED}
    assert [p.value.text for p in agreement.alternative_parties] == [
        "Kenya Space Agency",
        "Japan Aerospace Exploration Agency",
    ]
    assert not agreement.party_list_complete
