"""When things happened, as far as a graph tells: spans of days whose ends may be open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from rdflib import Literal, Namespace
from rdflib.term import Node

from spaceaccord.validation.triple_index import TripleIndex


@dataclass(frozen=True, slots=True)
class DaySpan:
    """From the first day that is possible to the last; None is an open end."""

    earliest: date | None
    latest: date | None

    def is_surely_before(self, other: DaySpan) -> bool:
        """Say whether every day of this one lies before every day of `other`."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest

    def excludes(self, other: DaySpan) -> bool:
        """Say whether the two share no day."""
        return self.is_surely_before(other) or other.is_surely_before(self)


def read_span(index: TripleIndex, terms: Namespace, extent: Node) -> DaySpan:
    """Return the days that a temporal extent allows."""
    return DaySpan(_day(index.value(extent, terms.earliest)), _day(index.value(extent, terms.latest)))


def event_spans(index: TripleIndex, terms: Namespace, event: Node) -> list[DaySpan]:
    """Return the dates of an event."""
    return [read_span(index, terms, extent) for extent in index.values(event, terms.date)]


def signing_spans(index: TripleIndex, terms: Namespace, agreement: Node) -> list[DaySpan]:
    """Return the dates of the signing of an agreement."""
    return [span for event in index.values(agreement, terms.signedAt) for span in event_spans(index, terms, event)]


def any_before(some: Iterable[DaySpan], others: Iterable[DaySpan]) -> bool:
    """Say whether one of `some` lies surely before one of `others`."""
    later = list(others)
    return any(a.is_surely_before(b) for a in some for b in later)


def reachable(index: TripleIndex, start: Node, predicates: Iterable[Node]) -> Iterator[Node]:
    """Yield every node that one or more steps along `predicates` lead to from `start`, each once."""
    ways = tuple(predicates)
    seen: set[Node] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for way in ways:
            for there in index.values(here, way):
                if there not in seen:
                    seen.add(there)
                    waiting.append(there)
                    yield there


def _day(node: Node | None) -> date | None:
    value = node.value if isinstance(node, Literal) else None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None
