"""Dates as precise as a text gives them: EDTF, with the earliest and latest day they allow."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_POINT = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d{2}|XX))?(?:-(?P<day>\d{2}|XX))?[~?%]?")


class DateBasis(StrEnum):
    """On what a date rests; the members are the code list `date-basis`."""

    STATED = "stated"
    RELATIVE_TO_PUBLICATION = "relative-to-publication"
    WITHIN_EVENT = "within-event"
    ORDINAL_DAY = "ordinal-day"
    WEEKDAY_RESOLVED = "weekday-resolved"
    RELATIVE_TO_OTHER_DATE = "relative-to-other-date"
    PUBLICATION_BOUND = "publication-bound"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """An EDTF date (level 1; "YYYY", "YYYY-MM", "YYYY-MM-DD", "XXXX-MM-DD", "A/B", "../B") and its basis.

    `text` is what the article says, verbatim. Source: Extended Date/Time Format (Library of Congress, 2019).

    Raises:
        ValueError: `edtf` is none of these forms, or names a day that does not exist.
    """

    edtf: str
    text: str
    basis: DateBasis = DateBasis.STATED

    def __post_init__(self) -> None:
        first, last = self._ends
        for end in (first, last):
            if end != "..":
                _bounds(end)
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"interval is inverted: {self.edtf}")

    @property
    def _ends(self) -> tuple[str, str]:
        first, slash, last = self.edtf.partition("/")
        return (first, last) if slash else (first, first)

    @property
    def earliest(self) -> date | None:
        """The first day it can be; None where the year is unknown or the start is open."""
        end = self._ends[0]
        return None if end == ".." else _bounds(end)[0]

    @property
    def latest(self) -> date | None:
        """The last day it can be; None where the year is unknown or the end is open."""
        end = self._ends[1]
        return None if end == ".." else _bounds(end)[1]

    @property
    def precision(self) -> str:
        """The code list `precision`: "day", "month", "year", "interval" or "unknown-year"."""
        if "/" in self.edtf:
            return "interval"
        if self.edtf.startswith("XXXX"):
            return "unknown-year"
        return {4: "year", 7: "month", 10: "day"}[len(self.edtf.rstrip("~?%"))]

    @property
    def year(self) -> int | None:
        """The year, where both ends lie in one."""
        if self.earliest and self.latest and self.earliest.year == self.latest.year:
            return self.earliest.year
        return None


def _bounds(point: str) -> tuple[date | None, date | None]:
    match = _POINT.fullmatch(point)
    if not match:
        raise ValueError(f"not an EDTF date that we write: {point!r}")
    if match["year"] == "XXXX":
        if match["month"] and match["day"] and "XX" not in (match["month"], match["day"]):
            date(2000, int(match["month"]), int(match["day"]))  # a leap year: 29 February may be meant
        return None, None
    year = int(match["year"])
    if match["month"] is None or match["month"] == "XX":
        return date(year, 1, 1), date(year, 12, 31)
    month = int(match["month"])
    if match["day"] is None or match["day"] == "XX":
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    day = date(year, month, int(match["day"]))
    return day, day
