"""Whom a delegation visited, in what order, and the sites that it saw."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from spaceaccord.extraction.calendar_resolution import ordinal_day
from spaceaccord.extraction.dates import DateKind
from spaceaccord.extraction.event_details import nearest_event, visited
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.gatherings import event_thing
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind

# A list of hosts ends where something else than a visit begins.
_END = re.compile(r",? as well as an? |[.;]|, (?:but|which|where) ")


def find_visits(sheet: FactSheet) -> None:
    """Write down every visit to an organisation or site, joined to the mention that the article has of it."""
    report = sheet.report
    cue = re.compile(rf"\b{report.words.pattern('visits')} (?=the |to |[a-zA-Z])")
    for sentence in report.sentences:
        if sentence.sentence.block.is_heading or '"' in report.words_of(sentence)[:20]:
            continue
        start, end = sentence.sentence.start, sentence.sentence.end
        for match in cue.finditer(report.text, start, end):
            stop = _END.search(report.text, match.end(), end)
            until = stop.start() if stop else end
            _hosts(sheet, sentence, match, until)
            _sites(sheet, sentence, match, until)


def _hosts(sheet: FactSheet, sentence: ReadSentence, match: re.Match[str], until: int) -> None:
    report = sheet.report
    names = [n for n in report.names_in(match.end(), until, states=False) if visited(n)]
    for name in names:
        if (
            name.start - match.end() > 12
            and name is names[0]
            and not re.search(r"premises|headquarters|\bto\b", report.text[match.end() : name.start])
        ):
            continue
        ground = Ground(start=match.start(), end=name.end, rule="visit.to")
        event = _mention(sheet, sentence, name.name)
        if event is None:
            event = Thing(
                kind=ThingKind.EVENT,
                name=Name(text=f"Visit to {name.name.text}"),
                type="Visit",
                local=f"visit {name.name.key}",
            )
            sheet.name(event, ground)
        sheet.tell(event, Attribute.VISIT_TO, report.organisation(name.name), ground)
        _date(sheet, sentence, event, ground)


def _sites(sheet: FactSheet, sentence: ReadSentence, match: re.Match[str], until: int) -> None:
    """Join the sites of a tour to the visit that the text goes on about."""
    first = bisect_left(sheet.sites, match.end(), key=lambda told: told[0])
    last = bisect_left(sheet.sites, until, key=lambda told: told[0])
    sites = [site for _, site in sheet.sites[first:last]]
    event = nearest_event(sheet, sentence) if sites else None
    if event is None and sites:
        ground = Ground(start=match.start(), end=until, rule="visit.to")
        label = f"Visit to {sites[0].name.text}"
        event = sheet.name(
            Thing(kind=ThingKind.EVENT, name=Name(text=label), type="Visit", local=f"visit {label}"), ground
        )
    for site in sites:
        if event is not None:
            ground = Ground(start=match.start(), end=until, rule="visit.site")
            sheet.tell(event, Attribute.VISIT_TO, site, ground)


def _date(sheet: FactSheet, sentence: ReadSentence, visit: Thing, ground: Ground) -> None:
    """Date a visit by "on the second day of the mission", counted from the first day of the mission."""
    report = sheet.report
    dates = report.reading.dates
    first = bisect_left(dates, sentence.sentence.start, key=lambda date: date.start)
    last = bisect_left(dates, ground.start, key=lambda date: date.start)
    counted = [mention for mention in dates[first:last] if mention.kind is DateKind.ORDINAL_DAY]
    missions = _mission_dates(sheet) if counted else []
    for mention in counted if missions else ():
        resolved = ordinal_day(mention, report.text[mention.start : mention.end], missions[0])
        if resolved:
            here = replace(
                ground,
                start=mention.start,
                end=mention.end,
                derivation=resolved.derivation,
                rule=resolved.rule,
                confidence=resolved.confidence,
            )
            sheet.tell(visit, Attribute.DATE, resolved.value, here)


def _mission_dates(sheet: FactSheet) -> list[PartialDate]:
    """Return the dates of the economic missions of the text."""
    told = [e.date.value for e in sheet.report.events.first() if e.type == "EconomicMission" and e.date]
    return [*told, *sheet.journeys[:1]]


def _mention(sheet: FactSheet, sentence: ReadSentence, host: Name) -> Thing | None:
    """Return the visit that another stage found in the same sentence and for the same host."""
    span = sheet.report.reading.flat.source_span(sentence.sentence.start, sentence.sentence.end)
    for event in sorted(sheet.report.events.within(span), key=lambda e: host.text not in e.label):
        named = host.text in event.label or any(p.value.key == host.key for p in event.participants)
        if event.type == "Visit" and named:
            return event_thing(event)
    return None
