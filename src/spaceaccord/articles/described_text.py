"""What an article's own words say about it: headline, publisher, publication date, language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from spaceaccord.articles.metadata import KnownMetadata
from spaceaccord.model.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable

_CRAWLER_DATE = re.compile(r"\s{0,3}date (\d{4}-\d{2}(?:-\d{2})?)\b")
_PRESS_RELEASE = re.compile(r"^[ \t]*Press release (?:issued )?by (?:the )?([A-Z][^\n.]{2,80}?)[ \t.]*$", re.MULTILINE)
_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTH = (
    r"(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
# "TOKYO, Sept 22, 2020 (Agency) -" and "LUXEMBOURG (Agency - 22nd September, 2020)"; within the first lines only.
_DATELINE = re.compile(
    rf"^[ \t]*[A-Z][A-Z .,'/-]{{2,40}}[ ,(-]{{1,4}}(?:[A-Z][\w .]{{0,30}}[-–—,] ?)?"
    rf"(?:{_MONTH} {_DAY},? (\d{{4}})|{_DAY} {_MONTH},? (\d{{4}}))",
    re.MULTILINE | re.IGNORECASE,
)
_BYLINE = re.compile(
    rf"^[ \t]*(?:By [^\n|]{{2,60}}\||Published|Posted|Date|Updated)[: ]*(?:on )?"
    rf"(?:{_MONTH} {_DAY},? (\d{{4}})|{_DAY} {_MONTH},? (\d{{4}})|(\d{{4}}-\d{{2}}-\d{{2}}))",
    re.MULTILINE | re.IGNORECASE,
)
_SGML_DATE = re.compile(r"<DATE>\s{0,3}(\d{1,2})-([A-Z]{3})-(\d{4})")
_HEAD = 1500
_LONGEST_HEADLINE = 200
_LANGUAGE_SAMPLE = 3000


def find_metadata(raw: str, cleaned: str, known: KnownMetadata) -> KnownMetadata:
    """Return what the text says where `known` is silent; never guesses.

    `raw` is the text with its noise (datelines and release lines live there), `cleaned` the text without.
    """
    release = _PRESS_RELEASE.search(raw)
    return KnownMetadata(
        title=known.title or _headline(cleaned),
        publisher=known.publisher or (release.group(1).strip() if release else None),
        published=known.published or _published(raw[:_HEAD]),
        language=known.language or _language(cleaned),
    )


def _headline(cleaned: str) -> str | None:
    """Return the first line where it stands alone, is short and is no sentence."""
    match = re.match(r"\s*(\S[^\n]*)\n\s*\n\s*\S", cleaned)
    if not match:
        return None
    line = " ".join(match.group(1).split()).lstrip("# ")
    is_sentence = line.endswith((".", ",", ";", ":")) and not line.endswith("Inc.")
    return line if 12 <= len(line) <= _LONGEST_HEADLINE and not is_sentence and " " in line else None


def _published(head: str) -> str | None:
    crawler = _CRAWLER_DATE.match(head)
    if crawler:
        return _checked(crawler.group(1))
    sgml = _SGML_DATE.search(head)
    if sgml:
        return _checked(f"{sgml.group(3)}-{_month(sgml.group(2))}-{int(sgml.group(1)):02d}")
    for pattern in (_DATELINE, _BYLINE):
        match = pattern.search(head)
        if match:
            month, day, year, day2, month2, year2, *iso = match.groups()
            if iso and iso[0]:
                return _checked(iso[0])
            return _checked(f"{year or year2}-{_month(month or month2)}-{int(day or day2):02d}")
    return None


def _month(name: str) -> str:
    low = name.lower().rstrip(".")[:3]
    return next((f"{n:02d}" for n, month in enumerate(_MONTH_NAMES.split(), 1) if month.startswith(low)), "00")


def _checked(edtf: str) -> str | None:
    try:
        return PartialDate(edtf=edtf, text=edtf).edtf
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _classifier() -> Callable[[str], tuple[str, float]]:
    import py3langid  # loads a model; only for texts whose language nobody wrote down

    classify: Callable[[str], tuple[str, float]] = py3langid.classify
    return classify


def _language(cleaned: str) -> str | None:
    sample = " ".join(cleaned[: 3 * _LANGUAGE_SAMPLE].split())[:_LANGUAGE_SAMPLE]
    if len(sample) < 40:
        return None
    return str(_classifier()(sample)[0])
