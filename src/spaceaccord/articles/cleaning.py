"""Which parts of a text are noise or background: noise becomes spaces of equal length, background is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spaceaccord.articles.markup import mask_entities
from spaceaccord.articles.noise import NoiseWords, read_noise_words
from spaceaccord.model.evidence import TextSpan

# A tag, a comment or an SGML element of one line; bounded, so that a stray "<" costs nothing.
_TAG = re.compile(r"<(?:!--[^>]{0,400}-->|/?[A-Za-z][^<>\n]{0,400}>|![A-Z][^<>\n]{0,200}>)")
# [words](address): the words stay. Bounds keep an unclosed bracket cheap.
_LINK_TAIL = re.compile(r"\]\(\s{0,3}(?:https?|mailto|/)[^()\s]{0,600}(?:\([^()\s]{0,100}\)[^()\s]{0,300})?\s{0,3}\)")
_EMPHASIS = re.compile(
    r"\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|\\(?=[#.\-*_\[\]()!])|(?<![\w])\[(?=[^\]\n]{1,80})|`"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()]{3,600}|[\w.+-]{1,60}@[\w-]{1,60}\.[\w.-]{2,60}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
_CRAWLER_DATE = re.compile(r"\s{0,3}date \d{4}-\d{2}(?:-\d{2})?\b")
_CODE_MARKS = re.compile(r"[{}();=]|function\b|&&|\|\|")
_PHONE_LINE = re.compile(r"[+()\d][\d\s()./+-]{6,25}")
_ABOUT = re.compile(r"(?:About|À propos d[eu']\s?)\s?(?:the |The )?[A-ZÀ-Ý][^\n.!?:]{1,70}:?")
_NAME_LINE = re.compile(r"([A-Z][a-zà-ÿ'-]+)(?: [A-Z][.\w'-]*){1,2}")
_BIO = re.compile(
    r"(?:is|was|has been|has|covers|writes|interacts|joined|works|holds|reports)\b.{0,600}?"
    r"\b(?:editor|writer|journalist|reporter|author|contributor|writing|covers|reporting|freelance|correspondent)\b",
    re.DOTALL | re.IGNORECASE,
)
# Where a line that may end an article stands early, the article goes on behind it.
_EARLIEST_END = 0.25
_LONGEST_CAPTION = 700
_SHORTEST_REPEAT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """A text of the same length with its noise masked, and the spans that are background."""

    text: str
    background: tuple[TextSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line of the text: its offsets and its words without blanks around."""

    start: int
    end: int
    words: str


def clean(text: str, *, front_matter_end: int = 0) -> CleanText:
    """Return `text` with noise overwritten by spaces, line breaks kept, and the background spans. Never raises."""
    noise = read_noise_words()
    masked = _mask_inline(text, front_matter_end)
    lines = tuple(_lines(masked))
    spans = list(_noise_lines(lines, noise))
    end = _article_end(lines, noise, len(masked))
    if end < len(masked):
        spans.append((end, len(masked)))
    spans.extend(_author_bios(lines))
    spans.extend(_repeats(lines))
    masked = _blank(masked, spans)
    return CleanText(text=masked, background=tuple(_background(tuple(_lines(masked)), noise)))


def _mask_inline(text: str, front_matter_end: int) -> str:
    head = max(front_matter_end, 0)
    crawler = _CRAWLER_DATE.match(text)
    if crawler:
        head = max(head, crawler.end())
    masked = _spaces(text[:head]) + text[head:]
    masked = mask_entities(masked)
    for pattern in (_TAG, _LINK_TAIL, _ADDRESS, _EMPHASIS, _CONTROL):
        masked = pattern.sub(lambda match: _spaces(match.group()), masked)
    return masked


def _spaces(part: str) -> str:
    return "".join(c if c in "\r\n" else " " for c in part)


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        parts.append(text[at : max(start, at)])
        parts.append(_spaces(text[max(start, at) : end]))
        at = end
    parts.append(text[at:])
    return "".join(parts)


def _lines(text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\r\n]+", text):
        words = match.group().strip()
        if words:
            yield _Line(start=match.start(), end=match.end(), words=words)


def _noise_lines(lines: tuple[_Line, ...], noise: NoiseWords) -> Iterator[tuple[int, int]]:
    for line in lines:
        folded = line.words.casefold().strip(" :.-|>»")
        is_label = folded in noise.labels
        is_pointer = len(folded) < 300 and folded.startswith(noise.starts)
        is_share = len(folded) < 120 and all(word in noise.share_words for word in re.findall(r"\w+", folded))
        if is_label or is_pointer or is_share or _is_code(line.words) or _PHONE_LINE.fullmatch(line.words):
            yield line.start, line.end


def _is_code(words: str) -> bool:
    """Say whether a line is a script: its punctuation is that of code."""
    if "{" not in words and ";" not in words:
        return False
    marks = len(_CODE_MARKS.findall(words))
    return marks >= 8 and marks > 0.03 * len(words)


def _article_end(lines: tuple[_Line, ...], noise: NoiseWords, length: int) -> int:
    """Return the offset of the first line that ends the article, `length` where none does."""
    if not lines:
        return length
    first, last = lines[0].start, lines[-1].end
    for line in lines:
        folded = line.words.casefold()
        is_end = folded in noise.ends or folded.strip(" :.*\\") in noise.ends
        if is_end and len(folded) < 40 and line.start - first > _EARLIEST_END * (last - first):
            return line.start
    return length


def _author_bios(lines: tuple[_Line, ...]) -> Iterator[tuple[int, int]]:
    """Find a line that is a person's name, followed by a paragraph that tells of that person as an author."""
    for line, after in pairwise(lines):
        name = _NAME_LINE.fullmatch(line.words)
        is_told_of = name is not None and len(after.words) < 1500 and after.words.startswith(name.group(1))
        if is_told_of and _BIO.search(after.words[:900]):
            yield line.start, after.end


def _repeats(lines: tuple[_Line, ...]) -> Iterator[tuple[int, int]]:
    """Find paragraphs that an earlier line of the text says word by word."""
    seen: set[str] = set()
    for line in lines:
        if len(line.words) < _SHORTEST_REPEAT:
            continue
        if line.words in seen:
            yield line.start, line.end
        seen.add(line.words)


def _background(lines: tuple[_Line, ...], noise: NoiseWords) -> Iterator[TextSpan]:
    about: int | None = None
    for number, line in enumerate(lines):
        is_last_half = number >= len(lines) // 3
        if about is None and is_last_half and len(line.words) < 80 and _ABOUT.fullmatch(line.words):
            about = line.start
        if about is None and _is_caption(line.words, noise):
            yield TextSpan(start=line.start, end=line.end)
    if about is not None:
        yield TextSpan(start=about, end=lines[-1].end)


def _is_caption(words: str, noise: NoiseWords) -> bool:
    folded = words.casefold()
    return len(words) < _LONGEST_CAPTION and (
        folded.startswith(("left:", "above:", "image:", "photo:", "caption:"))
        or any(mark in folded for mark in noise.captions)
    )
