"""What a text tells of events beside date and place: agenda, outcome, attendance, hosts, venue."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.gatherings import SPACE_EVENT, event_thing
from spaceaccord.extraction.items import NameMention
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.report_text import STATE_KINDS
from spaceaccord.model.agreement import EventMention
from spaceaccord.model.reported_fact import Attribute, Thing

TALKS = frozenset({"Meeting", "Summit", "Visit", "Workshop"})


def find_event_details(sheet: FactSheet) -> None:
    """Write down what each sentence adds to the events of the text, and the events that only come up in passing."""
    for sentence in sheet.report.sentences:
        if sentence.sentence.block.is_heading:
            continue
        _venue(sheet, sentence)
        _agenda(sheet, sentence)
        _outcome(sheet, sentence)


def nearest_event(sheet: FactSheet, sentence: ReadSentence, kinds: frozenset[str] = TALKS) -> Thing | None:
    """Return the event that a sentence goes on about: told in it or right before it, else the article's own.

    The article's own event is the first talks that it tells of; a bare "the meeting" stands for it.
    """
    flat = sheet.report.reading.flat
    span = flat.source_span(sentence.sentence.start, sentence.sentence.end)
    events = [e for e in sheet.report.events.before(span.end) if e.type in kinds]
    first = [e for e in sheet.report.events.first() if e.type in kinds]
    if not first:
        return None
    inside = [e for e in events if e.evidence.span.start >= span.start]
    if inside:
        return event_thing(principal(inside[0], (*first, *events)))
    before = sheet.report.sentences[max(sentence.number - 1, 0)].sentence
    start = flat.source_span(before.start, before.end).start
    last = [e for e in events if e.evidence.span.start >= start]
    return event_thing(principal(last[-1] if last else _own(first), (*first, *events)))


def principal(event: EventMention, events: Sequence[EventMention]) -> EventMention:
    """Return the event that a bare "the meeting" or "the talks" stands for: the fullest of its kind."""
    if " " in event.label or event.date or event.place:
        return event
    same = [e for e in events if e.type == event.type and " " in e.label]
    return max(
        same, key=lambda e: (bool(e.place) + bool(e.date) + len(e.participants), -e.evidence.span.start), default=event
    )


def _own(events: Sequence[EventMention]) -> EventMention:
    present = [e for e in events if e.type in ("Meeting", "Visit", "Workshop")]
    return principal((present or list(events))[0], events)


def _venue(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Give an event the centre that it was held at, and say where it was held at a distance."""
    report = sheet.report
    flat = report.reading.flat
    span = flat.source_span(sentence.sentence.start, sentence.sentence.end)
    for event in report.events.within(span):
        ground = Ground(start=sentence.sentence.start, end=sentence.sentence.end, rule="event.venue", confidence=0.8)
        if "virtual" in event.label.lower():
            sheet.tell(event_thing(event), Attribute.IS_VIRTUAL, True, ground)
        match = re.compile(r"\b(?:inside|held at|at) the (?=[A-Z])").search(
            report.text, sentence.sentence.start, sentence.sentence.end
        )
        venue = report.name_at(match.end()) if match and event.place is None else None
        if (
            venue is not None
            and venue.name.authority
            and venue.name.authority.type in ("ResearchCentre", "University", "InnovationCentre")
        ):
            here = replace(ground, start=match.start() if match else venue.start, end=venue.end)
            sheet.tell(event_thing(event), Attribute.HELD_AT, report.organisation(venue.name), here)


def _agenda(sheet: FactSheet, sentence: ReadSentence) -> None:
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    cue = re.compile(rf"\b{report.words.pattern('agendas')} ", re.IGNORECASE)
    matches = list(cue.finditer(report.text, start, end))
    if not matches or SPACE_EVENT.search(report.text, start, end):
        return
    event = nearest_event(sheet, sentence)
    if event is None:
        return
    for match in matches:
        stop = re.compile(r"[;.]|, but ").search(report.text, match.end(), end)
        until = stop.start() if stop else end
        until = max(len(report.text[:until].rstrip(" .,")), match.end() + 1)
        ground = Ground(start=match.end(), end=until, rule="event.agenda", confidence=0.8)
        sheet.tell_topics(event, match.end(), until, ground)
        phrase = report.phrase(match.end(), until)
        if len(phrase.split()) >= 3 and not re.match(r"(?:that|this|it|again|and|how|what|whether)\b", phrase):
            sheet.tell(event, Attribute.TOPIC_PHRASE, phrase, ground)


def _outcome(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Read what both sides confirmed or expressed, and "a key outcome of the talks was …"."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    if '"' in report.words_of(sentence):
        return
    match = re.compile(rf"\b{report.words.pattern('outcomes')}\b").search(report.text, start, end)
    if match is None:
        return
    names = report.names_in(start, match.start(), unknown=True)
    lead = report.text[start : match.start()]
    plural = len(names) >= 2 or re.search(
        r"\b(?:both|two|They|outcome|talks|workshop|discussions|groups|representatives|delegates)\b",
        lead,
        re.IGNORECASE,
    )
    own = _own_event(sheet, sentence) if re.search(r"\b(?:[Dd]iscussions|They|met)\b", lead) else None
    event = own or nearest_event(sheet, sentence) or _own_event(sheet, sentence)
    if not plural or event is None:
        return
    until = len(report.text[:end].rstrip(" ."))
    ground = Ground(start=match.start(), end=until, rule="event.outcome", confidence=0.8)
    text = report.phrase(match.start(), until)
    sheet.tell(event, Attribute.OUTCOME, text, ground)
    sheet.tell_topics(event, match.end(), end, ground)


def _own_event(sheet: FactSheet, sentence: ReadSentence) -> Thing | None:
    """Return the discussions that these finders wrote down last before a sentence."""
    index = bisect_left(sheet.meetings, sentence.sentence.end, key=lambda told: told[0])
    return sheet.meetings[index - 1][1] if index else None


def visited(name: NameMention) -> bool:
    """Say whether a name can be visited: an organisation, not a state."""
    return name.is_party and name.kind not in STATE_KINDS
