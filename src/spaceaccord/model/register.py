"""A register: a list of who joined an instrument and when, read row by row, each row with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from spaceaccord.model.agreement import AgreementType
from spaceaccord.model.evidence import TextSpan
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Name


class ActRole(StrEnum):
    """In what role a row says that somebody joined; the values are codes of the list `role`."""

    SIGNATORY = "signatory"
    PARTY = "party"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Somebody signed, or became bound: `date` is None where the row only says that it happened."""

    role: ActRole
    date: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One row: who, whether it counts as a party, what it did; `span` is the row in the decoded file.

    `line` is the number of its first line, from 1. `source` is where the row was seen, as the table says.
    """

    party: Name
    is_party: bool
    acts: tuple[Act, ...]
    line: int
    span: TextSpan
    quote: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A list of the parties of one instrument.

    `sha256` is the digest of the file, `text_sha256` that of its text, which spans count in. `known_from` says where
    it was seen what the instrument is.
    """

    name: str
    title: str
    publisher: str
    language: str
    address: str | None
    sha256: str
    text_sha256: str
    agreement: str
    type: AgreementType
    label: str
    label_fr: str | None
    known_from: str
    entries: tuple[RegisterEntry, ...]
