"""Who took part in the events of a text: hosts, officials, persons met, and names that no authority file knows."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.event_details import TALKS, nearest_event
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.gatherings import event_thing
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.model.evidence import Derivation
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind


def find_participants(sheet: FactSheet) -> None:
    """Write down who held, attended or was met at the events of the text."""
    for sentence in sheet.report.sentences:
        if not sentence.sentence.block.is_heading:
            _meeting_with(sheet, sentence)
            _held_by(sheet, sentence)
            _attendance(sheet, sentence)
    _unknown_participants(sheet)


def _meeting_with(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Read "a meeting with X's President, Dr Y" and "the delegation met X President Y"."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    match = re.compile(r"\b(?:meeting with|(?<=delegation )met|met with) ").search(report.text, start, end)
    persons = report.persons_in(match.end(), min(match.end() + 80, end)) if match else ()
    if match is None or not persons:
        return
    ground = Ground(start=match.start(), end=persons[0].end, rule="event.met-person")
    span = report.reading.flat.source_span(start, end)
    known = [e for e in report.events.within(span) if e.type == "Meeting"]
    person = report.person(persons[0])
    if known:
        event = event_thing(known[0])
    else:
        label = f"Meeting with {person.name.text}"
        event = sheet.name(
            Thing(kind=ThingKind.EVENT, name=Name(text=label), type="Meeting", local=f"meeting {start}"), ground
        )
    sheet.tell(event, Attribute.PARTICIPANT, person, ground)


def _held_by(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Read "A and B held a workshop in …" and "A, minister, and B, ambassador, said so at a meeting"."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    held = re.compile(r"\bheld (?:an? |their |the )?|\bsaid so at (?:an? |the )").search(report.text, start, end)
    if held is None:
        return
    span = report.reading.flat.source_span(start, end)
    for event in report.events.within(span):
        if event.type not in TALKS:
            continue
        persons = [report.person(p) for p in report.persons_in(start, held.start())]
        bodies = [report.organisation(n.name) for n in report.names_in(start, held.start(), states=False)]
        who = persons if len(persons) >= 2 else bodies if len(bodies) >= 2 else []
        ground = Ground(start=start, end=held.end(), rule="event.held-by")
        known = {participant.value.key for participant in event.participants}
        for participant in who:
            if participant.name.key not in known:
                sheet.tell(event_thing(event), Attribute.PARTICIPANT, participant, ground)
        date = report.date_in(start, held.start()) if event.date is None else None
        if date:
            sheet.tell(event_thing(event), Attribute.DATE, date.value, replace(ground, derivation=date.derivation))


def _attendance(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Read "Officials of A, B and C attended" and "… were also present"."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    if not re.match(
        r"(?:Senior |High-level |Other )?(?:[Oo]fficials|[Rr]epresentatives|[Dd]elegates|[Ee]xperts)\b",
        report.text[start:end],
    ):
        return
    match = re.compile(rf"\b{report.words.pattern('attendance')}\b").search(report.text, start, end)
    event = nearest_event(sheet, sentence)
    names = report.names_in(start, match.start(), states=False) if match else ()
    if match is None or event is None or not names:
        return
    for name in names:
        ground = Ground(start=name.start, end=name.end, rule="event.officials-present")
        sheet.tell(event, Attribute.PARTICIPANT, report.organisation(name.name), ground)


def _unknown_participants(sheet: FactSheet) -> None:
    """Warn of participants of a summit or meeting that no authority record knows: their names may be corrupt."""
    report = sheet.report
    persons = {person.name for person in report.persons}
    for event in report.findings.events:
        for participant in event.participants:
            is_body = participant.value.authority is None and participant.value.text not in persons
            if is_body and event.type in ("Summit", "Meeting"):
                note = f"The participant “{participant.value.text}” is in no authority file; the name was not verified."
                at = _flat_offset(sheet, participant.evidence.span.start)
                if at is not None:
                    ground = Ground(
                        start=at,
                        end=at + len(participant.value.text),
                        rule="event.unknown-participant",
                        derivation=Derivation.INFERRED,
                    )
                    sheet.tell(event_thing(event), Attribute.QUALITY_NOTE, note, ground)


def _flat_offset(sheet: FactSheet, source: int) -> int | None:
    offsets = sheet.report.reading.flat.offsets
    low, high = 0, len(offsets)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if offsets[middle] < source else (low, middle)
    return low if low < len(offsets) else None
