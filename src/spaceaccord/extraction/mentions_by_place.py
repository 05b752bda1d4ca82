"""The agreements or events of a text in the order of its telling, found by offset without reading them all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from spaceaccord.model.evidence import Evidence, TextSpan

# What a sentence goes on about was told of shortly before it; this bounds the work in a text that tells of thousands.
_RECENT = 24


class Told(Protocol):
    """Something that a text tells of, with the words that do."""

    @property
    def evidence(self) -> Evidence:
        """The words."""
        ...


M = TypeVar("M", bound=Told)


@dataclass(frozen=True, slots=True)
class MentionsByPlace(Generic[M]):
    """Mentions sorted by the start of their evidence; offsets are those of `Article.text`."""

    mentions: tuple[M, ...]
    starts: tuple[int, ...]

    @staticmethod
    def of(mentions: Iterable[M]) -> MentionsByPlace[M]:
        """Sort `mentions` by place."""
        ordered = tuple(sorted(mentions, key=lambda mention: mention.evidence.span))
        return MentionsByPlace(ordered, tuple(mention.evidence.span.start for mention in ordered))

    def within(self, span: TextSpan) -> tuple[M, ...]:
        """Return the mentions whose evidence begins in `span`, in order."""
        return self.mentions[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def before(self, offset: int) -> tuple[M, ...]:
        """Return the last mentions whose evidence begins before `offset`, in order; at most 24."""
        end = bisect_left(self.starts, offset)
        return self.mentions[max(end - _RECENT, 0) : end]

    def first(self) -> tuple[M, ...]:
        """Return the first mentions of the text, in order; at most 24."""
        return self.mentions[:_RECENT]
