from __future__ import annotations

import pytest

from spaceaccord.linking.reconciliation import Match, Reconciler
from spaceaccord.model.party import Authority, Name


def org(slug: str, label: str, *names: str, type: str = "SpaceAgency", demonyms: tuple[str, ...] = ()) -> Authority:
    return Authority(slug=slug, kind="org", type=type, label=label, names=names, demonyms=demonyms, evidence="made up")


RECONCILER = Reconciler(
    [
        org("india", "India", type="State", demonyms=("Indian",)),
        org("iran", "Iran", type="State", demonyms=("Iranian",)),
        org("isro", "Indian Space Research Organisation"),
        org("isa", "Iranian Space Agency"),
        org("dlr", "German Aerospace Center", "Deutsches Zentrum für Luft- und Raumfahrt"),
        org("twin-a", "National Space Office", "The Twin Office"),
        org("twin-b", "Other Space Office", "Twin Office"),
    ]
)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        pytest.param("The German Aerospace Centre", "dlr", id="British spelling and an article"),
        pytest.param("Deutsches Zentrum fur Luft- und Raumfahrt", "dlr", id="an alias without its marks"),
        pytest.param("Indian Space Reserch Organization", "isro", id="a slip of the pen"),
    ],
)
def test_a_variant_of_a_name_is_linked(text: str, slug: str) -> None:
    linked = RECONCILER.reconcile(Name(text=text))

    assert linked.authority is not None
    assert linked.authority.slug == slug


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Iranian Space Research Organisation", id="alike as letters, another country"),
        pytest.param("Indian Space Agency", id="another country's agency with our country word"),
        pytest.param("Twin Office", id="a name that two bodies bear"),
        pytest.param("Aerospace Center", id="a part of a name"),
    ],
)
def test_a_name_that_is_not_surely_one_body_stays_unlinked(text: str) -> None:
    assert RECONCILER.reconcile(Name(text=text)) == Name(text=text)


def test_candidates_never_cross_a_country_word() -> None:
    assert [c.authority.slug for c in RECONCILER.candidates("Iranian Space Agancy")] == ["isa"]


def test_a_place_that_is_a_state_is_linked_to_the_state() -> None:
    linked = RECONCILER.reconcile(Name(text="India", kind="place"))

    assert linked.authority is not None
    assert linked.authority.slug == "india"


@pytest.mark.parametrize(
    ("text", "slug", "match"),
    [
        pytest.param("India", "india", Match.LABEL, id="the label"),
        pytest.param("Deutsches Zentrum für Luft- und Raumfahrt", "dlr", Match.ALIAS, id="another name"),
        pytest.param("Space Agency of Iran", "isa", Match.SAME_WORDS, id="the country in another place"),
        pytest.param("Government of India", "india", Match.GOVERNMENT, id="the government of a state"),
        pytest.param("Indian Space Reserch Organisation", "isro", Match.SLIP, id="a slip of the pen"),
    ],
)
def test_a_link_keeps_its_rule_and_score(text: str, slug: str, match: Match) -> None:
    (candidate,) = RECONCILER.judge(Name(text=text)).candidates

    assert candidate.authority.slug == slug
    assert candidate.match is match
    assert 90 < candidate.score <= 100


def test_a_name_that_two_bodies_bear_is_left_for_review() -> None:
    judged = RECONCILER.judge(Name(text="Twin Office"))

    assert judged.needs_review
    assert [c.authority.slug for c in judged.candidates] == ["twin-a", "twin-b"]


def test_a_word_that_the_tables_know_is_never_a_slip_of_another() -> None:
    reconciler = Reconciler([org("a", "Marine Research Office"), org("b", "Marina Research Centre")])

    assert reconciler.reconcile(Name(text="Marina Research Office")).authority is None
