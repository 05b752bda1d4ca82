"""Found events as values of the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spaceaccord.extraction.events import FoundEvent
from spaceaccord.extraction.items import PersonMention
from spaceaccord.extraction.places import FoundPlace
from spaceaccord.extraction.reading_sentences import Reading, ReadSentence
from spaceaccord.model.agreement import EventMention, Findings, Place
from spaceaccord.model.evidence import Sourced
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Thing, ThingKind


def event_id(number: int) -> str:
    """Return the id of the event with this number in its article."""
    return f"e{number + 1}"


def describe_events(reading: Reading, events: Sequence[FoundEvent]) -> Iterator[EventMention]:
    """Yield the events as values, in the order of `events`."""
    for number, event in enumerate(events):
        sentence = event.sentence
        yield EventMention(
            id=event_id(number),
            label=event.label[:1].upper() + event.label[1:],
            type=event.type,
            evidence=reading.quote(event.start, event.end, sentence.sentence),
            rule="event.named" if event.is_named else "event.common-noun",
            confidence=0.9 if event.is_named else 0.7,
            date=event_date(reading, event),
            place=sourced_place(reading, event.place, sentence, "place.of-event", 0.8) if event.place else None,
            participants=tuple(_participant(reading, item, sentence) for item in event.participants),
        )


def without_bare_events(findings: Findings) -> Findings:
    """Return `findings` without events that are no more than a common noun ("the talks").

    An event is kept where it is named, has a place, company or a dated label, where an agreement was signed
    during it, or where a reported fact is about it.
    """
    wanted = {mention.event.value for mention in findings.agreements if mention.event}
    for told in findings.reported.facts:
        for thing in (told.subject, told.value.value):
            if isinstance(thing, Thing) and thing.kind is ThingKind.EVENT and thing.local:
                wanted.add(thing.local)
    return replace(findings, events=tuple(e for e in findings.events if e.id in wanted or _tells_something(e)))


def _tells_something(event: EventMention) -> bool:
    if event.rule == "event.named":
        return True
    return bool(event.place or event.participants or (event.date and " " in event.label))


def event_date(reading: Reading, event: FoundEvent) -> Sourced[PartialDate] | None:
    """Return the date of an event with its words."""
    if not event.date or not event.date_mention:
        return None
    mention = event.date_mention
    return Sourced(
        value=event.date.value,
        evidence=reading.quote(mention.start, mention.end, event.sentence.sentence),
        rule=event.date.rule,
        confidence=event.date.confidence,
        derivation=event.date.derivation,
    )


def sourced_place(
    reading: Reading, place: FoundPlace, sentence: ReadSentence, rule: str, confidence: float
) -> Sourced[Place]:
    """Return a place with its words."""
    return Sourced(
        value=Place(name=place.name),
        evidence=reading.quote(place.start, place.end, sentence.sentence),
        rule=rule,
        confidence=confidence,
    )


def _participant(reading: Reading, item: object, sentence: ReadSentence) -> Sourced[Name]:
    if isinstance(item, PersonMention):
        name, start, end = Name(text=item.name, kind="person"), item.name_start, item.name_end
    else:
        name, start, end = item.name, item.start, item.end  # type: ignore[attr-defined]
    return Sourced(
        value=name,
        evidence=reading.quote(start, end, sentence.sentence),
        rule="event.participant",
        confidence=0.7,
    )
