"""At which event an agreement was signed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spaceaccord.extraction.dates import DateKind, DateMention
from spaceaccord.extraction.drafts import Draft
from spaceaccord.extraction.events import FoundEvent
from spaceaccord.extraction.reading_sentences import Reading
from spaceaccord.extraction.statements import Statement
from spaceaccord.model.agreement import Status

_AGAIN = re.compile(
    r"\b(?:during|at|on the sidelines of|in the margins of) (?:the|this|that) (?:same )?"
    r"(?P<head>congress|summit|conference|forum|symposium|visit|mission|meeting|assembly|air show|workshop)\b"
    r"(?! (?:of|on|in|to))"
)
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
        again = _named_again(reading, told.statement, events)
        if again:
            return again, told.statement
    for told in draft.told:
        for token in told.statement.sentence.tokens:
            if isinstance(token.item, DateMention) and token.item.kind is DateKind.ORDINAL_DAY:
                named = [e for e in events if token.item.unit in e.label.casefold() and e.date]
                if named:
                    return named[0], told.statement
    return None


def _named_again(reading: Reading, statement: Statement, events: Sequence[FoundEvent]) -> FoundEvent | None:
    """Return the event told before that "during the same congress" means."""
    sentence = statement.sentence.sentence
    match = _AGAIN.search(reading.flat.folded, sentence.start, sentence.end)
    if not match or statement.construction.verb < 0:
        return None
    earlier = [e for e in events if e.start < sentence.start and match["head"] in e.label.casefold()]
    return earlier[-1] if earlier else None


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
