"""An article's clean text with every paragraph on one line, and the way back to the offsets of the file."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from spaceaccord.model.article import Article
from spaceaccord.model.evidence import TextSpan

_BULLET = re.compile(r"[ \t]*(?:[-*•–▪◦‣·o]|\d{1,2}[.)]|\(\w\))[ \t]+(?=\S)")
_WORD = re.compile(r"\S+")
# A paragraph without other white space than single blanks is taken in one piece.
_ODD_SPACE = re.compile(r"[^\S ]|  ")
_LINE = re.compile(r"\S(?:.*\S)?", re.DOTALL)
# Characters that differ in print only, one for one.
_PRINT_VARIANTS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "‑": "-", "‐": "-", "\u00a0": " ", "´": "'", "`": "'"}
)
# A line this long or longer is a paragraph of its own; shorter ones may be wrapped by hand.
_WIDEST_WRAPPED_LINE = 110
_NARROWEST_WRAPPED_LINE = 42
_LONGEST_HEADING = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, heading or list item of the flat text: half-open offsets into it."""

    start: int
    end: int
    is_heading: bool
    is_item: bool
    is_background: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatText:
    """Text whose white space is single blanks; `folded` is the same without case and accents, same length.

    `offsets[i]` is the place of character i in `Article.text`.
    """

    article: Article
    text: str
    folded: str
    offsets: array[int]
    blocks: tuple[Block, ...]

    def source_span(self, start: int, end: int) -> TextSpan:
        """Return the span of `Article.text` that the flat range stands for."""
        return TextSpan(start=self.offsets[start], end=self.offsets[end - 1] + 1)


def flatten(article: Article) -> FlatText:
    """Return the flat text of `article`. Blocks come in reading order and are never empty."""
    pieces: list[str] = []
    offsets = array("l")
    blocks: list[Block] = []
    at = 0
    for first, last, is_item in _paragraphs(article.clean):
        start = at
        words = article.clean[first:last]
        for match in (_WORD if _ODD_SPACE.search(words) else _LINE).finditer(words):
            if at > start:
                pieces.append(" ")
                offsets.append(first + match.start() - 1)
                at += 1
            pieces.append(match.group())
            offsets.extend(range(first + match.start(), first + match.end()))
            at += len(match.group())
        if at == start:
            continue
        blocks.append(_block(article, pieces[-1], start, at, offsets, is_item))
        pieces.append("\n")
        offsets.append(min(last, len(article.clean) - 1))
        at += 1
    text = "".join(pieces).translate(_PRINT_VARIANTS)
    return FlatText(article=article, text=text, folded=fold(text), offsets=offsets, blocks=tuple(blocks))


def _block(article: Article, tail: str, start: int, end: int, offsets: array[int], is_item: bool) -> Block:
    background = any(span.start <= offsets[start] < span.end for span in article.background)
    last = tail[-1] if tail else ""
    is_heading = end - start <= _LONGEST_HEADING and last not in ".!?:;,\"”'" and not is_item
    return Block(start=start, end=end, is_heading=is_heading, is_item=is_item, is_background=background)


def _paragraphs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and "is a list item" of each paragraph: lines wrapped by hand are joined."""
    start = end = -1
    is_item = False
    previous = ""
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", text):
        line = match.group().rstrip()
        if not line.strip():
            if start >= 0 and match.group():
                yield start, end, is_item
                start, previous = -1, ""
            continue
        bullet = _BULLET.match(line)
        if start >= 0 and not bullet and _continues(previous, line, is_item=is_item):
            end = match.start() + len(line)
        else:
            if start >= 0:
                yield start, end, is_item
            start = match.start() + (bullet.end() if bullet else 0)
            end, is_item = match.start() + len(line), bool(bullet)
        previous = line
    if start >= 0:
        yield start, end, is_item


def _continues(previous: str, line: str, *, is_item: bool) -> bool:
    """Say whether `line` goes on with the paragraph that `previous` is a line of."""
    if len(previous.strip()) > _WIDEST_WRAPPED_LINE:
        return False
    ends_sentence = previous.rstrip()[-1:] in '.!?:"'
    if len(previous) < _NARROWEST_WRAPPED_LINE and not is_item:
        return line.strip()[:1].islower() or (not ends_sentence and previous.rstrip()[-1:] == ",")
    indent = len(line) - len(line.lstrip())
    before = len(previous) - len(previous.lstrip())
    return not (ends_sentence and indent > before + 1 and not is_item)


def fold(text: str) -> str:
    """Return `text` in lower case without accents, character for character."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if low.isascii():
        return low
    return low.translate(_PRINT_VARIANTS).translate(_UNACCENTED)


def _unaccented() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii():
            table[code] = base.lower()
    table.update({ord("ø"): "o", ord("Ø"): "o", ord("ł"): "l", ord("Ł"): "l", ord("đ"): "d", ord("ı"): "i"})
    return table


_UNACCENTED = _unaccented()
