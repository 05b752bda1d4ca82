from __future__ import annotations

from dataclasses import replace

from builders import ALAND, BORLAND, a_mention, an_article, sourced
from spaceaccord.linking.authorities import KnownAgreement
from spaceaccord.linking.identity import resolve_identity
from spaceaccord.model.agreement import AgreementMention, AgreementType, Status
from spaceaccord.model.article import Article
from spaceaccord.model.party import Authority
from spaceaccord.model.world import Agreement

ONE = an_article()
TWO = an_article("Another text says that they signed the accords.")
THREE = an_article("A third text says that they signed the accords.")
ACCORDS = KnownAgreement(
    slug="sky-accords",
    type=AgreementType.ACCORDS,
    label="Sky Accords",
    label_fr=None,
    parties=("aland", "borland", "corland"),
    rolled_up=("aland", "borland", "corland"),
    signed=None,
    wikidata=None,
    evidence="made up",
    names=("The Accords of the Sky",),
)


def joining(article: Article, *states: Authority, title: str = "Sky Accords", **more: object) -> AgreementMention:
    mention = a_mention(article, *states, type=AgreementType.ACCORDS, **more)  # type: ignore[arg-type]
    return replace(mention, title=sourced(title, article))


def resolve(*mentions: AgreementMention) -> tuple[Agreement, ...]:
    return resolve_identity(mentions, (ACCORDS,), source_quality={})


def test_states_that_join_one_by_one_join_one_instrument_each_with_its_own_signing() -> None:
    made = resolve(joining(ONE, ALAND, signed="2031-03-03"), joining(TWO, BORLAND, signed="2032-04-04"))

    assert {a.slug for a in made} == {"sky-accords"}
    assert [a.signing for a in made] == ["sky-accords-signing-aland", "sky-accords-signing-borland"]


def test_texts_that_share_a_newcomer_tell_of_one_joining() -> None:
    made = resolve(joining(ONE, ALAND, BORLAND, signed="2031-03-03"), joining(TWO, BORLAND), joining(THREE, ALAND))

    assert [a.joined for a in made] == ["aland-borland"]
    assert len(made[0].members) == 3


def test_another_name_of_the_instrument_is_the_instrument() -> None:
    (agreement,) = resolve(joining(ONE, ALAND, title="the Accords of the Sky"))

    assert agreement.slug == "sky-accords"
    assert agreement.decision is not None
    assert agreement.decision.rule == "authority-record.by-name"


def test_a_text_that_only_names_the_instrument_tells_of_no_joining() -> None:
    made = resolve(joining(ONE, ALAND, BORLAND, status=Status.MENTIONED), joining(TWO, ALAND))

    assert [a.joined for a in made] == ["aland", "others"]


def test_accords_of_another_name_are_others() -> None:
    made = resolve(joining(ONE, ALAND, title="Sea Accords"), joining(TWO, ALAND))

    assert len({a.slug for a in made}) == 2
