"""Steps of the calendar from a known day: the year that fits, the weekday before, "two months later"."""

from __future__ import annotations

from datetime import date, timedelta

from spaceaccord.extraction.dates import DateMention


def nearest_year(mention: DateMention, published: date) -> int:
    """Return the year that puts day and month nearest to publication; a news item looks back more than ahead."""
    month, day = mention.month or 6, min(mention.day or 15, 28)
    if mention.weekday is not None and mention.day:
        fits = [y for y in (published.year, published.year - 1, published.year + 1) if falls_on(mention, y)]
        if fits:
            return fits[0]
    ahead = (date(published.year, month, day) - published).days
    if mention.word == "last" and ahead > -15:
        return published.year - 1
    return published.year - 1 if ahead > 120 else published.year + 1 if ahead < -300 else published.year


def falls_on(mention: DateMention, year: int) -> bool:
    """Say whether the day and month of `mention` fall on its weekday in `year`."""
    try:
        return date(year, mention.month or 1, mention.day or 1).weekday() == mention.weekday
    except ValueError:
        return False


def weekday_before(mention: DateMention, today: date) -> str:
    """Return the day before (or with "next" after) `today` that has the weekday of `mention`."""
    back = (today.weekday() - (mention.weekday or 0)) % 7
    if mention.word == "next":
        return (today + timedelta(days=7 - back)).isoformat()
    if mention.word == "last" and back == 0:
        back = 7
    return (today - timedelta(days=back)).isoformat()


def relative_day(mention: DateMention, today: date) -> str | None:
    """Return what "today", "last month" and the like mean on `today`; None where they say too little."""
    word = mention.word
    if word == "ago":
        return _ago(mention, today)
    if word in ("today", "tonight", "earlier today", "later today", "this morning", "this afternoon", "this evening"):
        return today.isoformat()
    if word in ("yesterday", "last night", "tomorrow"):
        return (today + timedelta(days=1 if word == "tomorrow" else -1)).isoformat()
    back = -1 if word.startswith("next") else 1 if "last" in word else 0
    if word.endswith("year"):
        return str(today.year - back)
    if word.endswith("month"):
        months = today.year * 12 + today.month - 1 - back
        return f"{months // 12}-{months % 12 + 1:02d}"
    if word.endswith("week"):
        monday = today - timedelta(days=today.weekday() + 7 * back)
        sunday = monday + timedelta(days=6)
        return f"{monday.year}-{monday.month:02d}" if monday.month == sunday.month else None
    return None


def _ago(mention: DateMention, today: date) -> str | None:
    if mention.unit == "day":
        return (today - timedelta(days=mention.shift)).isoformat()
    if mention.unit == "month":
        months = today.year * 12 + today.month - 1 - mention.shift
        return f"{months // 12}-{months % 12 + 1:02d}"
    return str(today.year - mention.shift) if mention.unit == "year" and mention.shift <= 5 else None
