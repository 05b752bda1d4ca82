from __future__ import annotations

import random
from datetime import date

import pytest

from builders import AGENCY_A, ALAND, BORLAND, OFFICE_B, ROCKETS, a_mention, an_article
from spaceaccord.linking.authorities import KnownAgreement
from spaceaccord.linking.identity import resolve_identity
from spaceaccord.model.agreement import AgreementMention, AgreementType, Status
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import Derivation
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.world import Agreement, party_level

ONE = an_article()
TWO = an_article("Earlier the two states signed a paper in the spring.")
THREE = an_article("The third paper says that they signed it.")
KNOWN = KnownAgreement(
    slug="aland-borland-mou-2031",
    type=AgreementType.MEMORANDUM_OF_UNDERSTANDING,
    label="Aland-Borland memorandum of understanding (2031)",
    label_fr=None,
    parties=("aland", "borland"),
    rolled_up=("aland", "borland"),
    signed=PartialDate(edtf="2031", text="2031"),
    wikidata=None,
    evidence="made up",
)


def resolve(
    *mentions: AgreementMention, known: tuple[KnownAgreement, ...] = (), official: Article | None = None
) -> tuple[Agreement, ...]:
    quality = {official.id: "official-release"} if official else {}
    return resolve_identity(mentions, known, source_quality=quality)


def test_an_undated_report_joins_the_dated_one_with_the_same_parties_and_type() -> None:
    (agreement,) = resolve(a_mention(ONE, ALAND, BORLAND, signed="2031-03"), a_mention(TWO, BORLAND, ALAND))

    assert {m.article_id for m in agreement.members} == {ONE.id, TWO.id}
    assert agreement.canonical.signed is not None
    assert agreement.canonical.signed.value.edtf == "2031-03"
    assert agreement.decision is not None
    assert agreement.decision.rule == "same-parties-type-date"


def test_dates_that_exclude_each_other_keep_agreements_apart() -> None:
    apart = resolve(a_mention(ONE, ALAND, BORLAND, signed="2031-03"), a_mention(TWO, ALAND, BORLAND, signed="2019"))

    assert [a.slug for a in apart] == ["aland-borland-mou-2019", "aland-borland-mou-2031"]


def test_two_mentions_of_one_article_are_never_one_agreement() -> None:
    made = resolve(a_mention(ONE, ALAND, BORLAND), a_mention(ONE, ALAND, BORLAND, id="a2"))

    assert [a.slug for a in made] == ["aland-borland-mou-nd", "aland-borland-mou-nd-2"]


def test_a_memorandum_and_a_letter_of_intent_stay_apart() -> None:
    made = resolve(
        a_mention(ONE, ALAND, BORLAND, signed="2031"),
        a_mention(TWO, ALAND, BORLAND, signed="2031", type=AgreementType.LETTER_OF_INTENT),
    )

    assert len(made) == 2


def test_a_plan_is_not_the_agreement_that_was_signed() -> None:
    made = resolve(a_mention(ONE, ALAND, BORLAND), a_mention(TWO, ALAND, BORLAND, status=Status.PLANNED))

    assert sorted(a.slug for a in made) == ["aland-borland-mou-nd", "aland-borland-mou-planned"]


def test_organs_meet_their_states_only_where_both_texts_date_the_instrument() -> None:
    dated = resolve(
        a_mention(ONE, ALAND, BORLAND, signed="2031-03-03"), a_mention(TWO, AGENCY_A, OFFICE_B, signed="2031-03")
    )
    undated = resolve(a_mention(ONE, ALAND, BORLAND, signed="2031"), a_mention(TWO, AGENCY_A, OFFICE_B))

    assert len(dated) == 1
    assert len(undated) == 2


def test_parties_that_are_not_stated_join_through_the_states_they_act_for() -> None:
    (agreement,) = resolve(
        a_mention(ONE, ALAND, BORLAND, signed="2031"), a_mention(TWO, AGENCY_A, OFFICE_B, complete=False)
    )

    assert [p.value.key for p in agreement.canonical.parties] == ["aland", "borland"]


def test_a_known_agreement_keeps_its_slug_and_label() -> None:
    (agreement,) = resolve(a_mention(TWO, ALAND, BORLAND), known=(KNOWN,))

    assert agreement.slug == "aland-borland-mou-2031"
    assert agreement.label == "Aland-Borland memorandum of understanding (2031)"
    assert agreement.decision is not None
    assert agreement.decision.rule == "authority-record"


def test_a_known_agreement_does_not_swallow_a_later_one() -> None:
    (agreement,) = resolve(a_mention(ONE, ALAND, BORLAND, signed="2040"), known=(KNOWN,))

    assert agreement.slug == "aland-borland-mou-2040"


def test_a_slug_that_an_authority_record_owns_is_not_given_twice() -> None:
    first, second = (a_mention(ONE, ALAND, BORLAND, id=i, signed="2031") for i in ("a1", "a2"))

    made = resolve(first, second, known=(KNOWN,))

    assert [a.slug for a in made] == ["aland-borland-mou-2031", "aland-borland-mou-2031-2"]


def test_the_order_of_mentions_changes_nothing() -> None:
    mentions = [
        a_mention(ONE, ALAND, BORLAND, signed="2031-03"),
        a_mention(TWO, ALAND, BORLAND),
        a_mention(THREE, ALAND, BORLAND, signed="2031"),
        a_mention(THREE, AGENCY_A, ROCKETS, id="a2"),
    ]
    expected = resolve(*mentions)

    for seed in range(10):
        random.Random(seed).shuffle(mentions)
        assert resolve(*mentions) == expected


def test_the_narrower_date_within_the_wider_one_is_canonical() -> None:
    (agreement,) = resolve(
        a_mention(ONE, ALAND, BORLAND, signed="2031"),
        a_mention(TWO, ALAND, BORLAND, signed="2031-03-03", derivation=Derivation.INFERRED),
    )

    assert agreement.canonical.signed is not None
    assert agreement.canonical.signed.value.edtf == "2031-03-03"


def test_an_official_release_outranks_a_rewritten_one() -> None:
    (agreement,) = resolve(
        a_mention(ONE, ALAND, BORLAND, signed="2031-04"),
        a_mention(TWO, ALAND, BORLAND, signed="2031-04"),
        official=TWO,
    )

    assert agreement.canonical.signed is not None
    assert agreement.canonical.signed.evidence.article_id == TWO.id


@pytest.mark.parametrize(
    ("parties", "level"),
    [
        pytest.param((ALAND, BORLAND), "intergovernmental", id="states"),
        pytest.param((AGENCY_A, OFFICE_B), "inter-agency", id="agencies"),
        pytest.param((AGENCY_A, BORLAND), "state-agency", id="an agency and a state"),
        pytest.param((AGENCY_A, ROCKETS), "agency-industry", id="an agency and a company"),
        pytest.param((AGENCY_A, OFFICE_B, ROCKETS), "public-private-multiparty", id="three with a company"),
        pytest.param((AGENCY_A, "Nobody knows them"), "unknown", id="an unlinked name"),
    ],
)
def test_the_classes_of_the_parties_give_the_level(parties: tuple[object, ...], level: str) -> None:
    mention = a_mention(ONE, *parties)  # type: ignore[arg-type]

    assert party_level([p.value for p in mention.parties]) == level


def test_an_undated_text_that_fits_two_agreements_alike_is_kept_apart_with_a_question() -> None:
    made = resolve(
        a_mention(ONE, ALAND, BORLAND, signed="2019-03-03"),
        a_mention(TWO, ALAND, BORLAND, signed="2031-03-03"),
        a_mention(THREE, ALAND, BORLAND),
    )

    asked = [a for a in made if a.question]
    assert [a.slug for a in asked] == ["aland-borland-mou-nd"]
    assert asked[0].question is not None
    assert asked[0].question.rivals == ("aland-borland-mou-2019", "aland-borland-mou-2031")


def test_the_day_of_publication_decides_between_two_agreements_that_fit_alike() -> None:
    made = resolve_identity(
        [
            a_mention(ONE, ALAND, BORLAND, signed="2019-03-03"),
            a_mention(TWO, ALAND, BORLAND, signed="2031-03-03"),
            a_mention(THREE, ALAND, BORLAND),
        ],
        (),
        source_quality={},
        published={THREE.id: date(2031, 3, 5)},
    )

    assert [(a.slug, len(a.members)) for a in made] == [("aland-borland-mou-2019", 1), ("aland-borland-mou-2031", 2)]


def test_a_text_that_leaves_a_party_out_joins_only_with_a_narrow_date() -> None:
    whole = a_mention(ONE, ALAND, BORLAND, ROCKETS, signed="2031-03-03")

    assert len(resolve(whole, a_mention(TWO, ALAND, BORLAND, signed="2031-03", complete=False))) == 1
    assert len(resolve(whole, a_mention(TWO, ALAND, BORLAND, signed="2031", complete=False))) == 1
    assert len(resolve(whole, a_mention(TWO, ALAND, BORLAND, complete=False))) == 2
    assert len(resolve(whole, a_mention(TWO, ALAND, BORLAND, signed="2031-03"))) == 2


def test_days_apart_within_a_year_that_a_third_text_gives_stay_apart() -> None:
    made = resolve(
        a_mention(ONE, ALAND, BORLAND, signed="2031"),
        a_mention(TWO, ALAND, BORLAND, signed="2031-03-03"),
        a_mention(THREE, ALAND, BORLAND, signed="2031-09-09"),
    )

    assert len(made) == 3
    assert sum(1 for a in made if a.question) == 1
