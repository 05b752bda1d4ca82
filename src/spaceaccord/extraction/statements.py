"""What single sentences say about instruments: one statement for each mention, not yet joined to agreements."""

from __future__ import annotations

from dataclasses import dataclass

from spaceaccord.extraction.binding import Binding
from spaceaccord.extraction.constructions import Construction
from spaceaccord.extraction.items import (
    InstrumentMention,
    VerbMention,
)
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.model.agreement import Status
from spaceaccord.model.evidence import Modality

_ANAPHORIC = frozenset(("this", "that", "these", "those", "such", "same", "both", "its", "their", "the", "each", "our"))


_FRESH = frozenset(
    ("a", "an", "another", "new", "second", "separate", "two", "three", "similar", "further", "additional", "third")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One mention of an instrument with what its sentence says of it."""

    sentence: ReadSentence
    at: int
    instrument: InstrumentMention
    construction: Construction
    binding: Binding
    status: Status | None
    modality: Modality

    @property
    def is_fresh(self) -> bool:
        """Whether the wording brings in an instrument: "a MoU", "another agreement", "signed MoU" of a headline."""
        return bool(self.construction.determiners & _FRESH)

    @property
    def is_anaphoric(self) -> bool:
        """Whether the wording points back: "the MoU", "this agreement"."""
        return bool(self.construction.determiners & _ANAPHORIC) and not self.is_fresh

    @property
    def is_distinct(self) -> bool:
        """Whether the wording says that it is not the one told before."""
        return bool(self.construction.determiners & {"another", "second", "separate", "similar", "further", "third"})

    @property
    def is_pointing(self) -> bool:
        """Whether the wording only points back: "this agreement", "it was signed"."""
        return bool(self.construction.determiners & {"this", "that"}) or not self.instrument.phrase

    @property
    def start(self) -> int:
        """Where the instrument stands in the flat text."""
        return self.instrument.start


def has_signing_verb(statement: Statement) -> bool:
    """Say whether a verb of signing or concluding governs the instrument."""
    verb = statement.construction.verb
    item = statement.sentence.tokens[verb].item if verb >= 0 else None
    return isinstance(item, VerbMention) and item.cls in ("sign", "reach", "join", "prepare", "force")
