"""Whether words stand in a text, and whether a value stands in its words; white space and case do not count."""

from __future__ import annotations

import re
from typing import Final

from spaceaccord.model.article import Article
from spaceaccord.model.evidence import Evidence, TextSpan
from spaceaccord.model.partial_date import PartialDate

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip


def find_quote(article: Article, quote: str, *, within: TextSpan | None = None) -> Evidence | None:
    """Return where `quote` stands in what may be read of `article`, within a passage first; None if nowhere."""
    words = quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    match = pattern.search(article.clean, within.start, within.end) if within else None
    match = match or pattern.search(article.clean)
    if match is None:
        return None
    span = TextSpan(start=match.start(), end=match.end())
    return article.quote(span, context=within if within and within.contains(span) else span)


def stands_in(value: str, quote: str) -> bool:
    """Say whether the words of `value` stand in `quote`, whole."""
    return bool(value.strip()) and re.search(rf"(?<!\w){re.escape(_folded(value))}(?!\w)", _folded(quote)) is not None


def date_stands_in(date: PartialDate, quote: str) -> bool:
    """Say whether year, month and day of each end of `date` are written in `quote`: nothing is worked out."""
    words = _folded(quote)
    return all(end == ".." or _is_written(end, words) for end in date.edtf.split("/"))


def _is_written(point: str, words: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", point):
        return False
    year, _, rest = point.partition("-")
    month, _, day = rest.partition("-")
    if not re.search(rf"(?<!\d){year}(?!\d)", words):
        return False
    iso = re.search(rf"(?<!\d){re.escape(point)}(?!\d)", words) is not None
    if month and not iso:
        name = _MONTHS[int(month) - 1]
        if not re.search(rf"\b(?:{name}|{name[:3]}\.?|{name[:4]}\.?)(?!\w)", words):
            return False
    return not day or iso or re.search(rf"(?<!\d)0?{int(day)}(?:st|nd|rd|th)?(?!\w)", words) is not None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
