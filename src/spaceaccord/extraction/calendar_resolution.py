"""Which day, month or year a written date means: the calendar, the publication date, the other dates of the text."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from spaceaccord.extraction.calendar_steps import falls_on, nearest_year, relative_day, weekday_before
from spaceaccord.extraction.dates import DateKind, DateMention
from spaceaccord.model.evidence import Derivation
from spaceaccord.model.partial_date import DateBasis, PartialDate

# A weekday fixes the year only where one year of so many fits; a calendar repeats after 5, 6 or 11 years.
_WEEKDAY_WINDOW_YEARS = 5
# Dates written in full that are remembered; the bound keeps hostile texts linear.
_MOST_ANCHORS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedDate:
    """A date in the calendar, how it was got, and how sure that is."""

    value: PartialDate
    derivation: Derivation
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What a text gives to count from: its publication date and the dates that it writes in full."""

    published: PartialDate | None
    anchors: tuple[DateMention, ...]

    @staticmethod
    def of(published: str | None, mentions: Sequence[DateMention]) -> Calendar:
        """Collect the anchors among `mentions`: dates with year and month."""
        known = PartialDate(edtf=published, text=published) if published else None
        anchors = tuple(m for m in mentions if m.year and (m.month or m.kind is DateKind.YEAR))[:_MOST_ANCHORS]
        return Calendar(published=known, anchors=anchors)

    @property
    def today(self) -> date | None:
        """The day of publication, where it is known to the day."""
        known = self.published
        return known.earliest if known and known.precision == "day" else None

    def year_near(self, at: int) -> int | None:
        """Return the year of the nearest date with month and year, those before `at` first."""
        full = [a for a in self.anchors if a.month and a.year]
        before = [a for a in full if a.start < at]
        nearest = before[-1] if before else (full[0] if full else None)
        return nearest.year if nearest else None

    def resolve(self, mention: DateMention, text: str, previous: PartialDate | None = None) -> ResolvedDate | None:
        """Return what `mention` (written `text`) means, None where that is unknown.

        `previous` is the date told before it, which "two months later" counts from.
        """
        if mention.kind is DateKind.YEAR:
            return _stated(str(mention.year), text, "date.year")
        if mention.kind is DateKind.CALENDAR:
            return self._calendar(mention, text)
        if mention.kind in (DateKind.LATER, DateKind.SAME):
            return _moved(mention, text, previous)
        if mention.kind in (DateKind.RELATIVE, DateKind.WEEKDAY):
            return self._relative(mention, text)
        return None

    def _calendar(self, mention: DateMention, text: str) -> ResolvedDate | None:
        if mention.year:
            return _stated(_edtf(mention, str(mention.year)), text, "date.calendar")
        if mention.word in ("this year", "last year"):
            return self._year_word(mention, text)
        if mention.weekday is not None and mention.day:
            return self._by_weekday(mention, text)
        if self.published and self.published.earliest:
            year = nearest_year(mention, self.published.earliest)
            edtf = _edtf(mention, str(year))
            return _resolved(edtf, text, DateBasis.RELATIVE_TO_PUBLICATION, "date.year-of-publication", 0.9)
        year_near = self.year_near(mention.start)
        if year_near:
            edtf = _edtf(mention, str(year_near))
            return _resolved(edtf, text, DateBasis.RELATIVE_TO_OTHER_DATE, "date.year-of-nearest-date", 0.8)
        return _stated(_edtf(mention, "XXXX"), text, "date.day-without-year") if mention.day else None

    def _year_word(self, mention: DateMention, text: str) -> ResolvedDate | None:
        back = 1 if mention.word == "last year" else 0
        if self.published and self.published.year:
            edtf = _edtf(mention, str(self.published.year - back))
            return _resolved(
                edtf, text, DateBasis.RELATIVE_TO_PUBLICATION, f"date.{mention.word.replace(' ', '-')}", 0.95
            )
        near = self.year_near(mention.start)
        if near:
            edtf = _edtf(mention, str(near - back))
            return _resolved(
                edtf, text, DateBasis.RELATIVE_TO_OTHER_DATE, f"date.{mention.word.replace(' ', '-')}", 0.85
            )
        return None

    def _by_weekday(self, mention: DateMention, text: str) -> ResolvedDate | None:
        if self.published and self.published.earliest:
            year = nearest_year(mention, self.published.earliest)
            edtf = _edtf(mention, str(year))
            return _resolved(edtf, text, DateBasis.RELATIVE_TO_PUBLICATION, "date.year-of-publication", 0.92)
        dated = [a.year for a in self.anchors if a.month and a.year]
        years = dated or [a.year for a in self.anchors if a.year]
        if years:
            first = max(years)
            fits = [y for y in range(first, first + _WEEKDAY_WINDOW_YEARS + 1) if falls_on(mention, y)]
            if len(fits) == 1:
                value = _value(_edtf(mention, str(fits[0])), text, DateBasis.WEEKDAY_RESOLVED)
                return (
                    ResolvedDate(
                        value=value, derivation=Derivation.INFERRED, rule="date.weekday-and-day", confidence=0.85
                    )
                    if value
                    else None
                )
        return _stated(_edtf(mention, "XXXX"), text, "date.day-without-year")

    def _relative(self, mention: DateMention, text: str) -> ResolvedDate | None:
        if not self.published or not self.published.earliest:
            return None
        if self.today is None:
            return self._within_month(mention, text)
        edtf = (
            weekday_before(mention, self.today)
            if mention.kind is DateKind.WEEKDAY
            else relative_day(mention, self.today)
        )
        return _resolved(edtf, text, DateBasis.RELATIVE_TO_PUBLICATION, "date.relative", 0.9) if edtf else None

    def _within_month(self, mention: DateMention, text: str) -> ResolvedDate | None:
        """Resolve "this month" or "last year" where publication is known to the month or year alone."""
        year = self.published.year if self.published else None
        if year and mention.word.endswith("year"):
            edtf = str(year - mention.word.startswith("last"))
            return _resolved(edtf, text, DateBasis.RELATIVE_TO_PUBLICATION, "date.relative", 0.85)
        return None


def _value(edtf: str, text: str, basis: DateBasis) -> PartialDate | None:
    try:
        return PartialDate(edtf=edtf, text=text, basis=basis)
    except ValueError:  # a day that does not exist: 31 February
        return None


def _stated(edtf: str, text: str, rule: str) -> ResolvedDate | None:
    value = _value(edtf, text, DateBasis.STATED)
    return ResolvedDate(value=value, derivation=Derivation.EXPLICIT, rule=rule, confidence=0.95) if value else None


def _resolved(edtf: str, text: str, basis: DateBasis, rule: str, confidence: float) -> ResolvedDate | None:
    value = _value(edtf, text, basis)
    return (
        ResolvedDate(value=value, derivation=Derivation.RESOLVED, rule=rule, confidence=confidence) if value else None
    )


def _edtf(mention: DateMention, year: str) -> str:
    point = year if mention.month is None else f"{year}-{mention.month:02d}"
    if mention.day is None:
        return point
    first = f"{point}-{mention.day:02d}"
    if mention.last_day is None:
        return first
    return f"{first}/{year}-{mention.last_month or mention.month:02d}-{mention.last_day:02d}"


def _moved(mention: DateMention, text: str, previous: PartialDate | None) -> ResolvedDate | None:
    """Count on from the date told before, in that date's own precision."""
    if previous is None or previous.earliest is None or "/" in previous.edtf:
        return None
    if mention.kind is DateKind.SAME:
        return _resolved(previous.edtf, text, DateBasis.RELATIVE_TO_OTHER_DATE, "date.same-day", 0.8)
    start, edtf = previous.earliest, ""
    if mention.unit == "year":
        edtf = str(start.year + mention.shift)
    elif mention.unit == "month" and previous.precision != "year":
        months = start.year * 12 + start.month - 1 + mention.shift
        edtf = f"{months // 12}-{months % 12 + 1:02d}"
    elif mention.unit == "day" and previous.precision == "day":
        edtf = (start + timedelta(days=mention.shift)).isoformat()
    return _resolved(edtf, text, DateBasis.RELATIVE_TO_OTHER_DATE, "date.later", 0.8) if edtf else None


def ordinal_day(mention: DateMention, text: str, event: PartialDate) -> ResolvedDate | None:
    """Return the day that "the third day of the mission" means, given the mission's days; None where it has fewer."""
    first, slash, last = event.edtf.partition("/")
    if not slash or len(first) != 10 or len(last) != 10:
        return None
    day = int(first[8:]) + mention.shift - 1 if mention.shift > 0 else int(last[8:])
    month = first[5:7] if mention.shift > 0 else last[5:7]
    year = 2000 if first.startswith("X") else int(first[:4])
    if day > calendar.monthrange(year, int(month))[1] or (month == last[5:7] and day > int(last[8:])):
        return None
    value = _value(f"{first[:4]}-{month}-{day:02d}", text, DateBasis.ORDINAL_DAY)
    return (
        ResolvedDate(value=value, derivation=Derivation.INFERRED, rule="date.ordinal-day-of-event", confidence=0.7)
        if value
        else None
    )
