"""At which event an agreement was signed."""

from __future__ import annotations

from collections.abc import Sequence

from spaceaccord.extraction.dates import DateKind, DateMention
from spaceaccord.extraction.drafts import Draft
from spaceaccord.extraction.events import FoundEvent
from spaceaccord.extraction.reading_sentences import Reading
from spaceaccord.extraction.statements import Statement
from spaceaccord.model.agreement import Status

_AT = (
    "during",
    "at",
    "in",
    "of",
    "following",
    "alongside",
    "within",
    "on the sidelines of",
    "on the margins of",
    "as part of",
    "celebrated",
)
_HOSTS = ("Congress", "Summit", "EconomicMission", "Visit", "Workshop", "Meeting")


def event_of(reading: Reading, draft: Draft, events: Sequence[FoundEvent]) -> tuple[FoundEvent, Statement] | None:
    """Return the event during which `draft` was signed and the statement that says so, None where none does."""
    if draft.status is Status.PLANNED:
        return None
    for told in draft.told:
        statement = told.statement
        for event in _mentioned(reading, statement, events):
            if event.type in _HOSTS:
                return event, statement
    for told in draft.told:
        for token in told.statement.sentence.tokens:
            if isinstance(token.item, DateMention) and token.item.kind is DateKind.ORDINAL_DAY:
                named = [e for e in events if token.item.unit in e.label.casefold() and e.date]
                if named:
                    return named[0], told.statement
    return None


def _mentioned(reading: Reading, statement: Statement, events: Sequence[FoundEvent]) -> list[FoundEvent]:
    """Return the events that stand behind "during" or "at" in the sentence, the full record of each."""
    folded = reading.flat.folded
    sentence = statement.sentence.sentence
    found: list[FoundEvent] = []
    if statement.construction.verb < 0:
        return found
    for event in events:
        label = event.label.casefold()
        core = label.split(" ", 1)[-1] if label[:1].isdigit() else label
        at = (
            folded.find(core, sentence.start, sentence.end)
            if event.is_named
            else (event.start if event.sentence.number == sentence.number else -1)
        )
        if at < 0:
            continue
        before = folded[max(sentence.start, at - 40) : at]
        words = before.replace(" the ", " ").replace(" a ", " ").replace(" an ", " ").split()
        if any(word in _AT for word in words[-3:]) or " ".join(words[-4:]).endswith(
            ("sidelines of", "margins of", "part of")
        ):
            found.append(event)
    return found
