"""Which words make no topic: clauses, days, what only points back, and names of parties and persons."""

from __future__ import annotations

import re

from spaceaccord.extraction.items import NameKind, NameMention, PersonMention
from spaceaccord.extraction.reading_sentences import Reading, ReadSentence

# A phrase with a finite verb or a speaker is no topic, nor is one that only points at something told before.
_CLAUSE = re.compile(
    r"\b(?:said|says|was|were|is|are|has|have|had|will|would|which|who|whom|he|she|they|according|announced"
    r"|also|his|her)\b"
)
_TAIL = re.compile(r"(?:[\s,-]|\b(?:on|in|at|of|by|the|a|an|and|from|to|for|with|until|as|that|it))+$")
_POINTING = re.compile(r"^(?:this|that|these|those|it|other|others|more|both|each|any|all|part|behalf)\b")


def before_clause(reading: Reading, start: int, end: int) -> int:
    """Return where a phrase ends before a clause or a day: "radar data, she said", "training in Rome on Monday"."""
    phrase = reading.flat.folded[start:end]
    if _POINTING.match(phrase):
        return start
    clause = _CLAUSE.search(phrase)
    stops = [m.start - start for m in reading.dates if start <= m.start < end]
    last = start + min([*stops, clause.start()] if clause else stops, default=end - start)
    return start + len(_TAIL.sub("", reading.flat.text[start:last]))


def is_naming(sentence: ReadSentence, start: int, end: int) -> bool:
    """Say whether a phrase is mostly the name of a party, a place or a person: "Kenya Space Agency"."""
    names = [
        t
        for t in sentence.tokens
        if isinstance(t.item, PersonMention)
        or (isinstance(t.item, NameMention) and (t.item.is_party or t.item.kind is NameKind.PLACE))
    ]
    covered = sum(max(0, min(t.end, end) - max(t.start, start)) for t in names)
    return 2 * covered > end - start


def is_in_name(sentence: ReadSentence, start: int, end: int) -> bool:
    """Say whether words are part of a name: "Aeronautics" in the name of an agency."""
    return any(
        t.start <= start
        and end <= t.end
        and (isinstance(t.item, PersonMention) or (isinstance(t.item, NameMention) and t.item.is_party))
        for t in sentence.tokens
    )
