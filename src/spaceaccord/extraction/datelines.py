"""Where and when a text says that it was filed: "MOSCOW, May 25 (UPN) --", "Adelaide, Wednesday –"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spaceaccord.extraction.dates import DateMention
from spaceaccord.extraction.flattening import Block

# A dateline opens one of the first blocks and is no longer than this, in characters.
_FIRST_BLOCKS = 8
_LONGEST = 110
_DAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
    r"|\d{1,2}(?:st|nd|rd|th)?|\d{4}|[,/])"
)
_WORD = r"[^\W\d_][\w.'-]*"
_DATELINE = re.compile(
    rf"(?P<place>{_WORD}(?: {_WORD}){{0,3}}(?:, (?!(?:{_DAY})\b){_WORD}(?: {_WORD})?)?)"
    rf"(?P<date>(?:[,.|]? ?\(?{_DAY}\)?)*)"
    r"(?P<agency> ?\([^()]{2,50}\))?"
    r"(?P<end> ?(?:--+|—|―) ?| - |\. (?=[A-Z])| \| |: (?=[A-Z]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Half-open offsets of the whole line and of its place, in the flat text."""

    start: int
    end: int
    place_start: int
    place_end: int

    def holds(self, mention: DateMention) -> bool:
        """Say whether a date stands in the dateline: the day of the report, not of what it tells."""
        return self.start <= mention.start < self.end


def find_dateline(text: str, blocks: Sequence[Block]) -> Dateline | None:
    """Return the dateline of a flat text, None where it has none."""
    for block in blocks[:_FIRST_BLOCKS]:
        match = _DATELINE.match(text, block.start, min(block.end, block.start + _LONGEST))
        if match is None or match.end() >= block.end or not _is_dateline(match):
            continue
        return Dateline(
            start=match.start(), end=match.end(), place_start=match.start("place"), place_end=match.end("place")
        )
    return None


def _is_dateline(match: re.Match[str]) -> bool:
    """Say whether a matched opening is one: a place in capitals or in title case, with a date, an agency or a dash."""
    words = re.findall(r"[^\W\d_][\w'-]*", match["place"])
    is_title = all(word[0].isupper() or word in ("de", "la", "el", "of", "the", "do") for word in words)
    is_dashed = match["end"].strip() in ("--", "---", "—", "―", "-")
    is_dated = bool(re.search(r"\d|day\b", match["date"]))
    if match["end"].startswith((".", " |", ":")):
        return is_title and is_dated
    is_capital = match["place"].split(",")[0].isupper() and len(match["place"]) > 2
    return is_title and is_dashed and (is_capital or is_dated or bool(match["agency"]))
