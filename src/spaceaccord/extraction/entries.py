"""One entry of the lexicon: what a phrase is, and how its case must look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from spaceaccord.model.party import Authority


class EntryKind(StrEnum):
    """What a phrase of the lexicon is."""

    NAME = "name"
    DEMONYM = "demonym"
    INSTRUMENT = "instrument"
    STANDING = "standing"
    UNILATERAL = "unilateral"
    VERB = "verb"
    MOOD = "mood"
    REPORTING = "reporting"
    COREFERENCE = "coreference"
    EVENT = "event"
    TOPIC = "topic"
    SPACE = "space"
    OTHER_FIELD = "other-field"
    LIST_CUE = "list-cue"
    RELATION = "relation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a phrase is.

    `value` says it more finely: the type of an instrument, "sign.past" of a verb, the slug of a topic.
    `exact` is the only writing that counts (acronyms); `capitalised` asks for a capital at the start.
    """

    kind: EntryKind
    value: str
    exact: str | None = None
    capitalised: bool = False
    authority: Authority | None = None

    def agrees_in_case(self, written: str) -> bool:
        """Say whether `written` (its letters agree already) is written as this entry asks."""
        if self.exact is not None:
            return written == self.exact
        return not self.capitalised or written[:1].isupper() or not written[:1].isalpha()
