"""Whether a statement is about space: its parties, the words around it, and what the text as a whole is about."""

from __future__ import annotations

from dataclasses import dataclass

from spaceaccord.extraction.entries import EntryKind
from spaceaccord.extraction.items import NameKind, NameMention
from spaceaccord.extraction.lexicon import Hit
from spaceaccord.extraction.reading_sentences import Reading
from spaceaccord.extraction.statements import Statement

# Words of the field count when they stand this near to the instrument, in characters.
_REACH_BEFORE = 160
_REACH_BEHIND = 260
# A text with a word of space in this share of its sentences is about space.
_SPACE_TEXT_SHARE = 0.3
_SPACE_NAMES = (
    "space",
    "aerospace",
    "astronaut",
    "satellite",
    "cosmos",
    "orbit",
    "rocket",
    "lunar",
    "planet",
    "astronom",
    "eumetsat",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relevance:
    """What share of a text's sentences speaks of space."""

    share: float

    @staticmethod
    def of(reading: Reading) -> Relevance:
        """Count the sentences with a word of space."""
        spoken = sum(
            any(h.entry.kind is EntryKind.SPACE for h in s.hits)
            or any(isinstance(t.item, NameMention) and t.item.kind is NameKind.AGENCY for t in s.tokens)
            for s in reading.sentences
        )
        return Relevance(share=spoken / max(1, len(reading.sentences)))

    @property
    def is_space_text(self) -> bool:
        """Whether the text as a whole is about space."""
        return self.share >= _SPACE_TEXT_SHARE

    def is_space(self, statement: Statement) -> bool:
        """Say whether the instrument of `statement` is one of space cooperation."""
        near = _near(statement, EntryKind.SPACE)
        other = _near(statement, EntryKind.OTHER_FIELD)
        if statement.binding.rule == "party.of-instrument":
            return any(hit.entry.kind is EntryKind.SPACE for hit in statement.sentence.hits)
        if any(_is_space_body(party) for party in statement.binding.parties):
            return near > 0 or other == 0 or self.is_space_text
        if near and (
            not other or self._distance(statement, EntryKind.SPACE) <= self._distance(statement, EntryKind.OTHER_FIELD)
        ):
            return True
        return self.is_space_text and (other == 0 or near >= other)

    def is_of_another_field(self, statement: Statement) -> bool:
        """Say whether the words around the instrument place it in another field than space."""
        return not self.is_space(statement) and (_near(statement, EntryKind.OTHER_FIELD) > 0 or not self.is_space_text)

    def _distance(self, statement: Statement, kind: EntryKind) -> int:
        at = statement.start
        gaps = [abs(hit.start - at) for hit in statement.sentence.hits if hit.entry.kind is kind]
        return min(gaps, default=10_000)


def _near(statement: Statement, kind: EntryKind) -> int:
    at = statement.start
    return sum(
        hit.entry.kind is kind
        and at - _REACH_BEFORE <= hit.start <= at + _REACH_BEHIND
        and not _inside_name(hit, statement)
        for hit in statement.sentence.hits
    )


def _inside_name(hit: Hit, statement: Statement) -> bool:
    """Say whether a word of another field is only part of a name: "Ministry of Trade"."""
    if hit.entry.kind is not EntryKind.OTHER_FIELD:
        return False
    return any(
        isinstance(token.item, NameMention) and token.start <= hit.start and hit.end <= token.end
        for token in statement.sentence.tokens
    )


def _is_space_body(party: NameMention) -> bool:
    low = party.name.text.lower()
    if any(word in low for word in _SPACE_NAMES):
        return True
    return party.kind is NameKind.AGENCY
