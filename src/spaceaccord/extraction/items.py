"""What a stretch of a sentence can be: a name, a person, an instrument, a verb, a reference, a date."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from spaceaccord.extraction.dates import DateMention
from spaceaccord.model.agreement import AgreementType
from spaceaccord.model.party import Authority, Name


class NameKind(StrEnum):
    """What a name names, as far as a text and the authority files tell."""

    STATE = "state"
    AGENCY = "agency"
    ORGANISATION = "organisation"
    COMPANY = "company"
    PERSON = "person"
    PLACE = "place"
    UNKNOWN = "unknown"
    DEMONYM = "demonym"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMention:
    """A name at a place of the flat text."""

    start: int
    end: int
    name: Name
    kind: NameKind

    @property
    def is_party(self) -> bool:
        """Whether such a name can be a party without more ado."""
        return self.kind in (NameKind.STATE, NameKind.AGENCY, NameKind.ORGANISATION, NameKind.COMPANY)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMention:
    """A person with the post and the organisation or state that the text gives."""

    start: int
    end: int
    name_start: int
    name_end: int
    name: str
    role: str | None = None
    affiliation: NameMention | None = None
    authority: Authority | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentMention:
    """A noun for an instrument: "Memorandum of Understanding", "the deal"."""

    start: int
    end: int
    type: AgreementType
    phrase: str
    is_plural: bool = False
    is_generic: bool = False
    only_signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbMention:
    """A verb (or its noun) that bears on instruments: class "sign", "reach", "join", "prepare", "force", "decline"."""

    start: int
    end: int
    cls: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceMention:
    """A phrase that stands for parties named before: "the two agencies"."""

    start: int
    end: int
    cls: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMention:
    """A paper that is no agreement ("executive order"), or, where `is_standing`, a treaty known to all."""

    start: int
    end: int
    name: str
    is_standing: bool


Item = (
    NameMention
    | PersonMention
    | InstrumentMention
    | VerbMention
    | ReferenceMention
    | DocumentMention
    | DateMention
    | None
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, a mark, or an item of several words."""

    start: int
    end: int
    text: str
    low: str
    item: Item = field(default=None)

    @property
    def is_capitalised(self) -> bool:
        """Whether the token is a plain word that begins with a capital or a digit inside a name."""
        return self.item is None and self.text[:1].isupper()
