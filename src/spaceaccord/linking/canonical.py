"""The written policy for canonical values: explicit before inferred, official before rewritten, narrow before wide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from spaceaccord.model.agreement import AgreementMention, AgreementType, Status
from spaceaccord.model.evidence import Derivation, Sourced
from spaceaccord.model.partial_date import PartialDate

T = TypeVar("T")

_DERIVATIONS = tuple(Derivation)
_QUALITIES = ("official-release", "news-original", "unknown", "news-rewritten", "aggregator")
_GENERIC = (AgreementType.OTHER, AgreementType.COOPERATION_AGREEMENT)


def choose_canonical(members: Sequence[AgreementMention], quality: Mapping[str, str]) -> AgreementMention:
    """Return a mention that carries the canonical value of every field of `members`.

    One value each of type, status, title, date, place, event; of two dates the one that lies within the other.
    The parties are those of the best member that names them outright. Topics, signatories and the like are united.
    What a person corrected comes before what any text was read to say.
    """

    def rank(value: Sourced[object]) -> tuple[int, int, float, str]:
        known = quality.get(value.evidence.article_id, "unknown")
        return (
            -1 if value.note else _DERIVATIONS.index(value.derivation),
            _QUALITIES.index(known) if known in _QUALITIES else 2,
            -value.confidence,
            value.evidence.article_id,
        )

    def best(values: Iterable[Sourced[T] | None]) -> Sourced[T] | None:
        return min((v for v in values if v is not None), key=rank, default=None)

    lead = min(members, key=lambda m: (not m.party_list_complete, rank(m.type), -len(m.parties), m.id))
    types = [m.type for m in members if m.type.value not in _GENERIC] or [m.type for m in members]
    return replace(
        lead,
        type=best(types) or lead.type,
        status=_status(members, rank),
        title=best(m.title for m in members),
        signed=_date([m.signed for m in members if m.signed], rank),
        place=best(m.place for m in members),
        event=best(m.event for m in members),
        instrument_names=_united([m.instrument_names for m in members], lambda n: n.casefold()),
        implementing_bodies=_united([m.implementing_bodies for m in members], lambda n: n.key),
        signatories=_united([m.signatories for m in members], lambda s: s.name.key),
        topics=_united([m.topics for m in members], lambda t: t.concept or t.text.casefold()),
        relations=(),
        confidence=max(m.confidence for m in members),
        background=all(m.background for m in members),
    )


def _status(
    members: Sequence[AgreementMention], rank: Callable[[Sourced[object]], tuple[int, int, float, str]]
) -> Sourced[Status]:
    # What one text calls planned or only names, and another reports as signed, was signed.
    order = (Status.IN_FORCE, Status.SIGNED, Status.PLANNED, Status.MENTIONED)
    return min((m.status for m in members), key=lambda s: (s.note is None, order.index(s.value), rank(s)))


def _date(
    values: Sequence[Sourced[PartialDate]], rank: Callable[[Sourced[object]], tuple[int, int, float, str]]
) -> Sourced[PartialDate] | None:
    if not values:
        return None
    chosen = min(values, key=rank)
    if chosen.note:
        return chosen
    for other in sorted(values, key=rank):
        if _lies_within(other.value, chosen.value):
            chosen = other
    return chosen


def _lies_within(inner: PartialDate, outer: PartialDate) -> bool:
    ends: tuple[date | None, ...] = (inner.earliest, inner.latest, outer.earliest, outer.latest)
    if inner.earliest is None or inner.latest is None:
        return False
    if None in ends:
        return outer.precision == "unknown-year"
    assert outer.earliest is not None  # noqa: S101 - narrowed by the test above
    assert outer.latest is not None  # noqa: S101 - narrowed by the test above
    return (
        outer.earliest <= inner.earliest
        and inner.latest <= outer.latest
        and (inner.latest - inner.earliest) < (outer.latest - outer.earliest)
    )


def _united(lists: Iterable[Sequence[Sourced[T]]], key: Callable[[T], str]) -> tuple[Sourced[T], ...]:
    """Return one value a key, the surest, in the order of first appearance."""
    united: dict[str, Sourced[T]] = {}
    for values in lists:
        for value in values:
            known = united.get(key(value.value))
            if known is None or value.confidence > known.confidence:
                united[key(value.value)] = value
    return tuple(united.values())
