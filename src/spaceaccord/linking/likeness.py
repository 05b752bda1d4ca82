"""How much a mention and an agreement have in common: parties, kind, dates, title, each a feature of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from spaceaccord.linking.folding import fold, without_legal_form
from spaceaccord.model.agreement import AgreementMention, AgreementType
from spaceaccord.model.evidence import Sourced
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Name

GENERIC_TYPES = frozenset({AgreementType.OTHER, AgreementType.COOPERATION_AGREEMENT})
_STATEMENTS = frozenset({AgreementType.JOINT_STATEMENT, AgreementType.STATEMENT_OF_INTENT, AgreementType.DECLARATION})
_NAMED_TYPES = frozenset({AgreementType.ACCORDS, AgreementType.TREATY})
# A date of at most a month tells one instrument of the same parties from another.
_NARROW_DAYS = 31
# News of a signing is taken to come within these days of it; only used where parties and kind fit several alike.
NEWS_DAYS = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a mention or an agreement is compared by; `states` are its parties with organs replaced by states."""

    parties: frozenset[str]
    states: frozenset[str]
    type: AgreementType
    title: str
    date: PartialDate | None
    planned: bool
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The features of a comparison: 0 to 1 each; `rule` names the shape of the match, "" where it is none."""

    score: float
    rule: str
    parties: float = 0.0
    dates: float = 0.0


APART = Likeness(score=0.0, rule="")


def party_key(name: Name) -> str:
    """Return what two names of one party share: the authority's slug, else its folded words without legal form."""
    return name.authority.slug if name.authority else f"~{without_legal_form(fold(name.text))}"


def states_of(parties: Iterable[Name]) -> frozenset[str]:
    """Return the states that the parties are organs of, other parties as they are."""
    return frozenset((p.authority.acts_for if p.authority else None) or party_key(p) for p in parties)


def keys_of(parties: Iterable[Sourced[Name]]) -> frozenset[str]:
    """Return the keys of `parties`."""
    return frozenset(party_key(p.value) for p in parties)


def compare(mention: AgreementMention, mine: Profile, other: Profile) -> Likeness:
    """Return how sure it is that `mention`, whose profile is `mine`, speaks of the agreement `other`."""
    dates = dates_agree(mine.date, other.date)
    if not mine.parties or dates == 0.0 or not _names_agree(mine, other, dates):
        return APART
    if mine.planned != other.planned and not (mine.date and other.date):
        return APART
    if mine.parties == other.parties:
        return Likeness(score=0.8 + 0.18 * dates, rule="same-parties-type-date", parties=1.0, dates=dates)
    alternative = keys_of(mention.alternative_parties) == other.parties
    if mine.states == other.states and (alternative or not mine.complete):
        return Likeness(
            score=0.7 + 0.2 * dates, rule="same-parties-type-date.parties-not-stated", parties=0.8, dates=dates
        )
    # An organ for its state: only where both texts date the instrument and the dates meet.
    if mine.states == other.states and dates == 1.0:
        return Likeness(score=0.75, rule="same-parties-type-date.rolled-up", parties=0.7, dates=dates)
    return _compare_parts(mine, other, dates)


def _compare_parts(mine: Profile, other: Profile, dates: float) -> Likeness:
    """One text leaves out some of the parties, and says so: the rest and a narrow date must be the same."""
    shared = mine.states & other.states
    nested = shared in (mine.states, other.states)
    narrow = dates == 1.0 and (is_narrow(mine.date) or is_narrow(other.date))
    if mine.complete or not nested or len(shared) < 2 or not narrow or GENERIC_TYPES & {mine.type, other.type}:
        return APART
    part = len(shared) / len(mine.states | other.states)
    return Likeness(score=0.6 + 0.1 * part, rule="same-parties-type-date.some-left-out", parties=part, dates=dates)


def _names_agree(mine: Profile, other: Profile, dates: float) -> bool:
    if mine.title and other.title:
        if mine.title == other.title and dates == 1.0 and mine.parties == other.parties:
            return True
        if mine.title != other.title and {mine.type, other.type} & _NAMED_TYPES:
            return False
    return types_agree(mine.type, other.type)


def types_agree(a: AgreementType, b: AgreementType) -> bool:
    """Say whether two texts may call one instrument `a` and `b`."""
    return a is b or bool({a, b} & GENERIC_TYPES) or {a, b} <= _STATEMENTS


def dates_agree(a: PartialDate | None, b: PartialDate | None) -> float:
    """Return 1 where both are dated and overlap, 0.5 where one bound is unknown, 0 where they exclude each other."""
    if a is None or b is None:
        return 0.5
    if "unknown-year" in (a.precision, b.precision):
        return _days_of_year_agree(a, b)
    if _begins_after(a, b) or _begins_after(b, a):
        return 0.0
    closed = a.earliest and b.earliest and a.latest and b.latest
    return 1.0 if closed else 0.5


def _begins_after(a: PartialDate, b: PartialDate) -> bool:
    return a.earliest is not None and b.latest is not None and a.earliest > b.latest


def _days_of_year_agree(a: PartialDate, b: PartialDate) -> float:
    """Compare where a text gives day and month only: the other date must hold that day in some year."""
    vague, other = (a, b) if a.precision == "unknown-year" else (b, a)
    if other.precision == "unknown-year":
        return 1.0 if vague.edtf == other.edtf else 0.0
    month_day = vague.edtf[5:10]
    if other.earliest is None or other.latest is None or len(month_day) != 5 or "X" in month_day:
        return 0.5
    days = min((other.latest - other.earliest).days, 366)
    held = any((other.earliest + timedelta(days=n)).strftime("%m-%d") == month_day for n in range(days + 1))
    return 0.5 if held else 0.0


def days_between(value: PartialDate) -> int:
    """Return how many days lie between the bounds of a date, many where one is open or the year is unknown."""
    if value.earliest is None or value.latest is None:
        return 100_000
    return (value.latest - value.earliest).days


def is_narrow(value: PartialDate | None) -> bool:
    """Say whether a date is as exact as a month, or more."""
    return value is not None and days_between(value) <= _NARROW_DAYS


def fits_news(signed: PartialDate | None, published: date | None) -> bool:
    """Say whether an article of the day `published` can be the news of a signing dated `signed`."""
    if signed is None or published is None or signed.earliest is None or signed.latest is None:
        return False
    return signed.earliest <= published and signed.latest >= published - timedelta(days=NEWS_DAYS)
