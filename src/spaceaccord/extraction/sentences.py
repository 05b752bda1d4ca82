"""Where sentences begin and end in a flat text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spaceaccord.extraction.flattening import Block, FlatText

# Words whose full stop ends no sentence (forms of address, companies, months, Latin).
_ABBREVIATIONS = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "h.e",
        "hon",
        "gen",
        "col",
        "maj",
        "lt",
        "adm",
        "capt",
        "sr",
        "jr",
        "st",
        "rev",
        "gov",
        "sen",
        "rep",
        "inc",
        "ltd",
        "corp",
        "co",
        "no",
        "nos",
        "vol",
        "art",
        "fig",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "approx",
        "dept",
        "univ",
        "ing",
        "dipl",
        "mt",
        "ft",
        "brig",
        "engr",
        "eng",
        "u.s",
        "u.k",
        "u.n",
        "u.a.e",
        "e.u",
        "u.s.s.r",
        "d.c",
        "ph.d",
        "m.sc",
        "cf",
        "al",
        "bros",
        "messrs",
    ]
)
# After these a capital does begin a sentence: "… in the U.S. The agreement …".
_OPENERS = frozenset(
    [
        "The",
        "This",
        "That",
        "These",
        "Those",
        "It",
        "Its",
        "In",
        "On",
        "At",
        "He",
        "She",
        "They",
        "We",
        "As",
        "But",
        "And",
        "Both",
        "An",
        "A",
        "If",
    ]
)
_BOUNDARY = re.compile(
    r"[.!?]+[\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9ÀÁ-Þ$])|(?<=[a-z])[.!?](?=[A-Z][a-z]+ )|;\s(?=[a-z]{3,} )"
)
# "…the AgencyLSA also signed": a caption glued to a sentence.
_GLUED = re.compile(r"(?<=[a-z]{3})(?=[A-Z]{3,}\s[a-z]|(?:The|This|In|On|At|It|An?) [A-Za-z])")
_LAST_WORD = re.compile(r"([\w.'-]{1,12})$")
_LONGEST_SENTENCE = 1600


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Half-open offsets into the flat text, the block it stands in, its number in the text."""

    start: int
    end: int
    block: Block
    number: int


def split_sentences(flat: FlatText) -> tuple[Sentence, ...]:
    """Return the sentences of `flat` in reading order; none crosses a block or exceeds 1,600 characters."""
    found: list[Sentence] = []
    for block in flat.blocks:
        for start, end in _split(flat.text, block.start, block.end):
            found.append(Sentence(start=start, end=end, block=block, number=len(found)))
    return tuple(found)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    ends = sorted(
        {m.end() for m in _BOUNDARY.finditer(text, start, end) if _is_end(text, start, m)} | _glues(text, start, end)
    )
    at = start
    for cut in [*ends, end]:
        while cut - at > _LONGEST_SENTENCE:
            space = text.rfind(" ", at + 1, at + _LONGEST_SENTENCE)
            stop = space if space > at else at + _LONGEST_SENTENCE
            yield at, stop
            at = stop + (text[stop : stop + 1] == " ")
        if text[at:cut].strip():
            yield at + (len(text[at:cut]) - len(text[at:cut].lstrip())), cut
        at = cut


def _glues(text: str, start: int, end: int) -> set[int]:
    return {m.start() for m in _GLUED.finditer(text, start, end)}


def _is_end(text: str, start: int, boundary: re.Match[str]) -> bool:
    if boundary.group()[0] != ".":
        return boundary.group()[0] != ";" or True
    word = _LAST_WORD.search(text[max(start, boundary.start() - 12) : boundary.start()])
    if not word:
        return True
    token = word.group(1)
    following = text[boundary.end() : boundary.end() + 12].strip().split(" ")[0]
    if token.lower() in _ABBREVIATIONS:
        return "." in token and following in _OPENERS
    is_initial = len(token) == 1 and token.isupper()
    return not is_initial
