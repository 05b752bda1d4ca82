"""How an instrument is bound into its sentence: the verb that governs it, its determiner, and the mood of it all."""

from __future__ import annotations

from dataclasses import dataclass

from spaceaccord.extraction.governing_verbs import governing_verb
from spaceaccord.extraction.items import (
    DocumentMention,
    InstrumentMention,
    NameMention,
    PersonMention,
    ReferenceMention,
    Token,
    VerbMention,
)
from spaceaccord.extraction.lexicon import Hit
from spaceaccord.extraction.moods import mood_of
from spaceaccord.model.agreement import Status
from spaceaccord.model.evidence import Modality

_DETERMINERS = frozenset(
    ("a", "an", "another", "new", "second", "separate", "first", "the", "this", "that", "these", "those",
     "both", "its", "their", "such", "each", "any", "no", "our", "his", "her", "two", "three", "four", "five",
     "several", "similar", "various", "further", "existing", "additional", "previous", "earlier", "every",
     "some", "other", "many", "numerous", "original", "same", "updated", "current", "proposed", "third",
     "draft", "one", "possible", "potential", "future")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Construction:
    """An instrument in its sentence.

    `voice` is "active", "passive", "noun" or "none"; `verb` is the token number of the governing verb, -1 without one.
    `determiners` are the words before the noun phrase, `head` the token number where the noun phrase begins.
    """

    at: int
    head: int
    determiners: frozenset[str]
    verb: int
    voice: str
    status: Status | None
    modality: Modality
    mood_rule: str


def construe(
    tokens: list[Token],
    at: int,
    hits: tuple[Hit, ...],
    suppositions: frozenset[str],
    denied: frozenset[str] = frozenset(),
) -> Construction:
    """Return how the instrument at token `at` stands in its sentence. Never raises."""
    head, determiners = _noun_phrase(tokens, at)
    verb, voice = governing_verb(tokens, at, head)
    status, modality, rule = mood_of(tokens, at, head, verb, voice, hits, suppositions, denied)
    return Construction(
        at=at,
        head=head,
        determiners=determiners,
        verb=verb,
        voice=voice,
        status=status,
        modality=modality,
        mood_rule=rule,
    )


def _noun_phrase(tokens: list[Token], at: int) -> tuple[int, frozenset[str]]:
    """Return where the noun phrase of the instrument begins and its determiners."""
    found: set[str] = set()
    head = at
    for left in range(at - 1, max(at - 10, -1), -1):
        token = tokens[left]
        if token.low in _DETERMINERS:
            found.add(token.low)
            head = left
            if token.low in ("a", "an", "the", "this", "that", "no", "any", "each", "every"):
                break
            continue
        item = token.item
        if isinstance(item, (VerbMention, PersonMention, ReferenceMention, InstrumentMention, DocumentMention)):
            break
        if token.text in (",", ";", ":", "(", ")", '"', "—") or token.low in (
            "and",
            "of",
            "in",
            "on",
            "for",
            "to",
            "with",
            "by",
            "under",
            "through",
            "into",
            "from",
            "as",
            "at",
            "is",
            "are",
            "was",
            "were",
        ):
            if token.text in ("(", '"') or (token.low == "and" and isinstance(tokens[left - 1].item, NameMention)):
                continue
            break
        head = left
    return head, frozenset(found)
