"""The text of an article cut at the words that values rest on, and at the borders of what was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spaceaccord.model.article import Article
from spaceaccord.model.evidence import TextSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One value of one field, and why it is held: the words, the rule, how it was got, how sure it is.

    `number` is unique within the article, from 1, in the order of `ExplainedArticle.reasons`.
    """

    number: int
    field: str
    value: str
    quote: str
    span: TextSpan
    rule: str
    confidence: float
    derivation: str
    modality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of the text in which nothing changes.

    `field` is that of the closest value that covers it, "" where none does. `starts` and `ends` are the numbers of
    the reasons whose words begin or end with it. `is_noise` says that extraction did not read it, `is_background`
    that it read it without expecting an agreement.
    """

    text: str
    field: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    is_noise: bool
    is_background: bool


def cut_at_reasons(article: Article, marked: Sequence[Reason], anchors: Sequence[Reason]) -> Iterator[Segment]:
    """Yield the text cut at every border; `anchors` have a place to lead to but no colour."""
    noise = tuple(_noise(article))
    everything = (*marked, *anchors)
    spans = [*(reason.span for reason in everything), *noise, *article.background]
    borders = sorted({0, len(article.text), *(s.start for s in spans), *(s.end for s in spans)})
    opening: dict[int, list[Reason]] = {}
    closing: dict[int, list[Reason]] = {}
    for reason in everything:
        opening.setdefault(reason.span.start, []).append(reason)
        closing.setdefault(reason.span.end, []).append(reason)
    coloured = {reason.number for reason in marked}
    inside: dict[int, Reason] = {}
    in_noise, in_background = _Cursor(noise), _Cursor(sorted(article.background))
    for start, end in pairwise(borders):
        for reason in closing.get(start, ()):
            inside.pop(reason.number, None)
        inside.update({r.number: r for r in opening.get(start, ()) if r.number in coloured})
        closest = min(inside.values(), key=lambda r: (len(r.span), r.number), default=None)
        yield Segment(
            text=article.text[start:end],
            field=closest.field if closest else "",
            starts=tuple(r.number for r in opening.get(start, ())),
            ends=tuple(r.number for r in closing.get(end, ()) if r.number in coloured),
            is_noise=in_noise.covers(start),
            is_background=in_background.covers(start),
        )


class _Cursor:
    """Walks along spans in order and says which offsets they cover; offsets must not go back."""

    def __init__(self, spans: Sequence[TextSpan]) -> None:
        self._spans = spans
        self._at = 0

    def covers(self, offset: int) -> bool:
        while self._at < len(self._spans) and self._spans[self._at].end <= offset:
            self._at += 1
        return self._at < len(self._spans) and self._spans[self._at].start <= offset


def _noise(article: Article) -> Iterator[TextSpan]:
    """Yield the stretches that cleaning overwrote, from their first to their last letter, in order."""
    offset, start, end = 0, -1, -1
    for raw in article.text.splitlines(keepends=True):
        kept = article.clean[offset : offset + len(raw)]
        if raw != kept:
            for at, (was, now) in enumerate(zip(raw, kept, strict=True), offset):
                if was != now:
                    start, end = (at if start < 0 else start), at + 1
                elif start >= 0 and not was.isspace():
                    yield TextSpan(start=start, end=end)
                    start = -1
        elif start >= 0 and not raw.isspace():
            yield TextSpan(start=start, end=end)
            start = -1
        offset += len(raw)
    if start >= 0:
        yield TextSpan(start=start, end=end)
