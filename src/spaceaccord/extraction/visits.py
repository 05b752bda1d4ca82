"""Whom a delegation visited, in what order, and the sites that it saw."""

from __future__ import annotations

import re

from spaceaccord.extraction.event_details import event_thing, visited
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind

# A list of hosts ends where something else than a visit begins.
_END = re.compile(r",? as well as an? |[.;]|, (?:but|which|where) ")


def find_visits(sheet: FactSheet) -> None:
    """Write down every visit to an organisation or site, joined to the article's own mention of it where there is one."""
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


def _hosts(sheet: FactSheet, sentence: ReadSentence, match: re.Match[str], until: int) -> None:
    report = sheet.report
    names = [n for n in report.names_in(match.end(), until, states=False) if visited(n)]
    sites = [t for t in sheet.things if t.thing.kind is ThingKind.FACILITY]
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
        around = [
            t.thing
            for t in sites
            if t.source.evidence.context == report.reading.quote(sentence.sentence.start, sentence.sentence.end).span
        ]
        for site in around:
            sheet.tell(event, Attribute.VISIT_TO, site, ground)


def _mention(sheet: FactSheet, sentence: ReadSentence, host: Name) -> Thing | None:
    """Return the visit that another stage found in the same sentence and for the same host."""
    span = sheet.report.reading.flat.source_span(sentence.sentence.start, sentence.sentence.end)
    for event in sorted(sheet.report.findings.events, key=lambda e: host.text not in e.label):
        inside = span.start <= event.evidence.span.start < span.end
        named = host.text in event.label or any(p.value.key == host.key for p in event.participants)
        if event.type == "Visit" and inside and named:
            return event_thing(event)
    return None
