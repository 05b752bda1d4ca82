"""Events that come up in passing: relations between states, fairs and missions joined, discussions."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.items import NameKind
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.referents import pair_of_states, subject_before
from spaceaccord.extraction.report_text import STATE_KINDS
from spaceaccord.model.agreement import EventMention
from spaceaccord.model.evidence import Derivation, Modality
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind

_RELATIONS = re.compile(
    r"\b(?:diplomatic relations|ties|diplomatic ties|relations) (?:since|dating back to|from) (?=\d{4})"
)
_TOOK_PART = re.compile(
    r"\b(?:participated in|also took part in|took part in|attended) (?:the )?(?P<host>[A-Z][\w ]{2,60}'s"
    r" )?\"?(?P<event>[A-Z][\w-]+(?: [A-Z][\w-]+)* \d{4})\"?"
)
_MISSION = re.compile(
    r"\b(?:took part in|participated in|joined) (?:the|an?) (?P<kind>economic|trade|business) mission to "
)
_DISCUSSIONS = re.compile(
    r"\b(?:engaged discussions|held discussions|entered into discussions|talked with|held talks)\b"
)
SPACE_EVENT = re.compile(
    r"\b(?P<label>(?:a|A) (?P<kind>space event|workshop|seminar|conference|forum)) (?P<cue>focusing on|dealt with"
    r"|on|about) "
)


def find_gatherings(sheet: FactSheet) -> None:
    """Write down the events that only come up in passing, each with who took part and on what."""
    for sentence in sheet.report.sentences:
        if not sentence.sentence.block.is_heading:
            _relations(sheet, sentence)
            _took_part(sheet, sentence)
            _joined_mission(sheet, sentence)
            _discussions(sheet, sentence)
            _small_event(sheet, sentence)


def event_thing(event: EventMention) -> Thing:
    """Return the thing that an event mention of the article stands for."""
    return Thing(kind=ThingKind.EVENT, name=Name(text=event.label), local=event.id)


def _relations(sheet: FactSheet, sentence: ReadSentence) -> None:
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    match = _RELATIONS.search(report.text, start, end)
    date = report.date_in(match.end(), end) if match else None
    if match is None or date is None:
        return
    names = [n.name for n in report.names_in(start, match.start()) if n.kind in STATE_KINDS]
    derivation = Derivation.EXPLICIT
    if len(names) != 2:
        names, derivation = list(pair_of_states(report, start)), Derivation.RESOLVED
    if len(names) != 2:
        return
    said = re.search(r"\b(?:noted|said|recalled|stated)\b", report.words_of(sentence))
    persons = report.persons_in(start, end)
    ground = Ground(
        start=match.start(),
        end=match.end() + 4,
        rule="relations.since",
        derivation=derivation,
        modality=Modality.ATTRIBUTED if said and persons else Modality.ASSERTED,
        speaker=report.person(persons[-1]) if said and persons else None,
    )
    label = f"Diplomatic relations between {names[0].text} and {names[1].text}"
    event = Thing(
        kind=ThingKind.EVENT,
        name=Name(text=label),
        type="EstablishmentOfRelations",
        local=f"{'-'.join(sorted(n.key for n in names))} relations",
    )
    sheet.name(event, ground)
    sheet.tell_each(event, Attribute.BETWEEN_STATES, names, ground)
    sheet.tell(event, Attribute.DATE, date.value, ground)


def _took_part(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Read "X took part in Y's Z Week 2024"."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    match = _TOOK_PART.search(report.text, start, end)
    who = subject_before(report, start, match.start()) if match else None
    if match is None or who is None or not who.names:
        return
    label = match["event"].strip()
    ground = Ground(start=match.start(), end=match.end(), rule="event.took-part")
    date = report.date_in(match.start("event"), match.end())
    event = next(
        (
            event_thing(e)
            for e in report.findings.events
            if label in e.label or (e.label in label and e.type == "Congress")
        ),
        None,
    )
    if event is None:
        event = sheet.name(
            Thing(kind=ThingKind.EVENT, name=Name(text=label), type="Congress", local=f"named {label}"), ground
        )
        if date:
            sheet.tell(event, Attribute.DATE, date.value, ground)
    elif date and not any(e.id == event.local and e.date for e in report.findings.events):
        sheet.tell(event, Attribute.DATE, date.value, ground)
    sheet.tell_each(event, Attribute.PARTICIPANT, who.names, ground.resolved(who.derivation))
    host = report.name_at(match.start("host")) if match["host"] else None
    if host is not None and host.is_party:
        sheet.tell(event, Attribute.ORGANISED_BY, report.organisation(host.name), ground)


def _joined_mission(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Read "X took part in the economic mission to Y"."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    match = _MISSION.search(report.text, start, end)
    who = subject_before(report, start, match.start()) if match else None
    where = report.name_at(match.end()) if match else None
    if match is None or who is None or not who.names or where is None or where.kind is not NameKind.STATE:
        return
    ground = Ground(start=match.start(), end=where.end, rule="event.mission-joined")
    event = next((event_thing(e) for e in report.findings.events if e.type == "EconomicMission"), None)
    if event is None:
        label = f"{match['kind'].capitalize()} mission to {where.name.text}"
        event = Thing(kind=ThingKind.EVENT, name=Name(text=label), type="EconomicMission", local=f"mission {start}")
        sheet.name(event, ground)
        sheet.tell(event, Attribute.HELD_AT, report.organisation(where.name), ground)
        date = report.date_in(start, match.start()) or report.date_in(where.end, end)
        if date:
            sheet.tell(event, Attribute.DATE, date.value, replace(ground, derivation=date.derivation))
    sheet.tell_each(event, Attribute.PARTICIPANT, who.names[-1:], ground.resolved(who.derivation))


def _discussions(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Read "A, B and C … engaged discussions with a view to …" as a meeting of its own."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    match = _DISCUSSIONS.search(report.text, start, end)
    names = report.names_in(start, end, states=False) if match else ()
    if match is None or len(names) < 2:
        return
    label = f"Discussions between {', '.join(n.name.text for n in names[:-1])} and {names[-1].name.text}"
    ground = Ground(start=start, end=len(report.text[:end].rstrip(" .")), rule="event.discussions")
    event = Thing(kind=ThingKind.EVENT, name=Name(text=label), type="Meeting", local=f"discussions {start}")
    sheet.name(event, ground)
    sheet.tell_each(event, Attribute.PARTICIPANT, [n.name for n in names], ground)
    sheet.tell_topics(event, match.end(), end, ground)
    aim = re.compile(r"with a view to (?P<aim>[^.;]{10,200})").search(report.text, match.end(), end)
    if aim:
        sheet.tell(event, Attribute.PURPOSE, aim["aim"], replace(ground, start=aim.start("aim"), end=aim.end("aim")))
    heritage = re.compile(
        r", (?:drawing on an? (?P<what>[^,;]{8,100})|which (?P<has>has [^,;.]{10,100} for [^,;.]{3,30} years)),?"
    ).search(report.text, start, end)
    if heritage:
        owner = report.name_before(heritage.start())
        if owner is not None and owner.is_party:
            group = "what" if heritage["what"] else "has"
            here = replace(ground, start=heritage.start(group), end=heritage.end(group), rule="organisation.heritage")
            derivation = Derivation.RESOLVED if group == "what" else Derivation.EXPLICIT
            sheet.tell(report.organisation(owner.name), Attribute.ACTIVITY, heritage[group], here.resolved(derivation))


def _small_event(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Read "a space event focusing on A and B"."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    match = SPACE_EVENT.search(report.text, start, end)
    if match is None or not report.topics_in(match.end(), end):
        return
    words = report.phrase(match.start("kind"), end)
    ground = Ground(
        start=match.start("kind"), end=len(report.text[:end].rstrip(" .")), rule="event.with-theme", confidence=0.8
    )
    kind = "Workshop" if match["kind"] in ("workshop", "seminar") else "Event"
    label = f"{match['kind'].capitalize()}{words[len(match['kind']) :][:70].rstrip()}"
    event = sheet.name(Thing(kind=ThingKind.EVENT, name=Name(text=label), type=kind, local=f"event {start}"), ground)
    sheet.tell_topics(event, match.end(), end, ground)
