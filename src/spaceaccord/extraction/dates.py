"""The dates that a text writes, as far as its own words go: a small grammar, no calendar yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class DateKind(StrEnum):
    """How a date is written."""

    CALENDAR = "calendar"
    YEAR = "year"
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    LATER = "later"
    SAME = "same"
    ORDINAL_DAY = "ordinal-day"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date in a text: half-open offsets and the parts that are written; None or "" where not.

    `weekday` counts from 0, Monday. `shift` is the number of units that "later" or a relative word moves,
    `unit` their name, `word` the word itself.
    """

    start: int
    end: int
    kind: DateKind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    last_month: int | None = None
    weekday: int | None = None
    word: str = ""
    shift: int = 0
    unit: str = ""

    def moved(self, by: int) -> DateMention:
        """Return the same mention `by` characters further on."""
        return replace(self, start=self.start + by, end=self.end + by)


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue", "wednesday wed", "thursday thu", "friday fri", "saturday sat", "sunday sun")
    )
    for name in names.split()
}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "last": -1,
    "opening": 1, "final": -1, "closing": -1,
}  # fmt: skip
_M = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_D = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_Y = r"(?:1[89]\d\d|20\d\d)"
_W = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_TO = r"\s?(?:-|to|and|until|through)\s?(?:the )?"
_CALENDAR = re.compile(
    rf"(?<![\w-])(?:(?P<wd>{_W}),?\s)?(?:the )?(?:"
    rf"(?P<d3>{_D})\s(?P<m2>{_M}){_TO}(?P<d4>{_D})\s(?P<m3>{_M})(?:,?\s(?P<y2>{_Y}))?"
    rf"|(?P<d1>{_D})(?:{_TO}(?P<d2>{_D}))?(?: of)?\s(?P<m1>{_M})(?:,?\s(?P<y1>{_Y})|,?\s(?P<ty1>this year|last year))?"
    rf"|(?P<m4>{_M})\s(?:the )?(?P<d5>{_D})(?!\d)(?:{_TO}(?P<m5>{_M}\s)?(?P<d6>{_D})(?!\d))?"
    rf"(?:(?:,\s?|\s|\sof\s)(?P<y3>{_Y})|,?\s(?P<ty2>this year|last year))?"
    rf"|(?P<m6>{_M})(?:,?\s(?:of )?(?P<y4>{_Y})|,?\s(?:of )?(?P<ty3>this year|last year))"
    rf"|(?P<y5>{_Y})-(?P<mn>[01]\d)(?:-(?P<dn>[0-3]\d))?"
    rf")(?![\w])"
)
_MONTH_ALONE = re.compile(
    rf"(?<=\bin )(?P<when>early |late |mid-)?(?P<m>{_M})(?![\w'-])|(?<=\blast )(?P<lm>{_M})(?![\w'-])"
)
_YEAR = re.compile(rf"(?<![\w$£€#-])(?P<y>{_Y})(?![\w%]|[.,]\d|-\d{{2}})")
_RELATIVE = re.compile(
    r"\b(?P<word>today|yesterday|tomorrow|tonight|(?:earlier|later) today"
    r"|this (?:morning|afternoon|evening|week|month|year|spring|summer|autumn|fall|winter)"
    r"|(?:earlier|later) (?:this|last) (?:week|month|year)"
    r"|last (?:week|month|year|night|spring|summer|autumn|fall|winter)"
    rf"|next (?:week|month|year)|(?:(?:on|last|this|next) )?(?P<wd>{_W})"
    r"|(?P<n>a|one|two|three|four|five|six|\d{1,2}) (?P<unit>days?|weeks?|months?|years?|decades?) ago)\b"
)
_LATER = re.compile(
    r"\b(?P<n>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) "
    r"(?P<unit>days?|weeks?|months?|years?) (?:later|afterwards|after)\b"
    r"|\bthe (?:following|next) (?P<unit2>day|month|year)\b"
)
_SAME = re.compile(r"\b(?:the|that) same (?:day|date|occasion)\b|\bthat (?:same )?day\b")
_ORDINAL_DAY = re.compile(
    r"\b(?P<n>first|second|third|fourth|fifth|sixth|seventh|last|final|opening|closing) "
    r"day of (?:the|its|his|her|their) (?P<what>[a-z-]+)"
)


def find_dates(folded: str) -> tuple[DateMention, ...]:
    """Return the dates written in `folded` (a folded text), in reading order, never overlapping.

    Never raises: what cannot be read is no date. Impossible days (31 February) and years are left out.
    """
    found: list[DateMention] = []
    taken = bytearray(len(folded))
    for finder in (_calendar, _ordinal_days, _later, _relative, _months_alone, _years):
        for mention in finder(folded):
            if not any(taken[mention.start : mention.end]):
                found.append(mention)
                taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _number(text: str | None) -> int | None:
    digits = re.match(r"\d+", text or "")
    return int(digits.group()) if digits else None


def _month(text: str | None) -> int | None:
    return _MONTHS.get(text.strip().rstrip(".")) if text else None


def _calendar(text: str) -> Iterator[DateMention]:
    for m in _CALENDAR.finditer(text):
        g = m.groupdict()
        year = _number(g["y1"] or g["y2"] or g["y3"] or g["y4"] or g["y5"])
        month = _month(g["m1"] or g["m2"] or g["m4"] or g["m6"]) or _number(g["mn"])
        day = _number(g["d1"] or g["d3"] or g["d5"] or g["dn"])
        last = _number(g["d2"] or g["d4"] or g["d6"])
        if month is None or not 1 <= month <= 12 or any(d is not None and not 1 <= d <= 31 for d in (day, last)):
            continue
        if g["m6"] == "may" and not year and not g["ty3"]:
            continue
        yield DateMention(
            start=m.start(),
            end=m.end() - m.group().endswith("."),
            kind=DateKind.CALENDAR,
            year=year,
            month=month,
            day=day,
            last_day=last,
            last_month=_month(g["m3"] or g["m5"]),
            weekday=_WEEKDAYS.get(g["wd"] or ""),
            word=g["ty1"] or g["ty2"] or g["ty3"] or "",
        )


def _ordinal_days(text: str) -> Iterator[DateMention]:
    for m in _ORDINAL_DAY.finditer(text):
        yield DateMention(
            start=m.start(), end=m.end(), kind=DateKind.ORDINAL_DAY, shift=_NUMBERS[m["n"]], unit=m["what"]
        )


def _later(text: str) -> Iterator[DateMention]:
    for m in _LATER.finditer(text):
        count = _NUMBERS.get(m["n"] or "one") or _number(m["n"]) or 1
        unit = (m["unit"] or m["unit2"]).rstrip("s")
        yield DateMention(start=m.start(), end=m.end(), kind=DateKind.LATER, shift=count, unit=unit)
    for m in _SAME.finditer(text):
        yield DateMention(start=m.start(), end=m.end(), kind=DateKind.SAME, word=m.group())


def _relative(text: str) -> Iterator[DateMention]:
    for m in _RELATIVE.finditer(text):
        if m["wd"]:
            yield DateMention(
                start=m.start("wd"), end=m.end(), kind=DateKind.WEEKDAY, weekday=_WEEKDAYS[m["wd"]],
                word=m["word"].split()[0],
            )  # fmt: skip
        elif m["n"]:
            count = _NUMBERS.get(m["n"]) or _number(m["n"]) or 1
            yield DateMention(
                start=m.start(), end=m.end(), kind=DateKind.RELATIVE, word="ago", shift=count,
                unit=m["unit"].rstrip("s"),
            )  # fmt: skip
        else:
            yield DateMention(start=m.start(), end=m.end(), kind=DateKind.RELATIVE, word=m["word"])


def _months_alone(text: str) -> Iterator[DateMention]:
    for m in _MONTH_ALONE.finditer(text):
        word = "last" if m["lm"] else "in"
        yield DateMention(
            start=m.start(), end=m.end(), kind=DateKind.CALENDAR, month=_month(m["m"] or m["lm"]), word=word
        )


def _years(text: str) -> Iterator[DateMention]:
    for m in _YEAR.finditer(text):
        yield DateMention(start=m.start(), end=m.end(), kind=DateKind.YEAR, year=int(m["y"]))
