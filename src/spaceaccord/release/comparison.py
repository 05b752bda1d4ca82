"""What changed between two releases, told by agreement: added, changed field by field, withdrawn, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AgreementFate = Literal["added", "changed", "withdrawn"]
ArticleFate = Literal["added", "withdrawn", "read anew"]
CauseKind = Literal["article added", "article withdrawn", "article read anew", "decision", "tables or software"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why something changed: an article, a merge decision or, where neither did, the tables or the software."""

    kind: CauseKind
    iri: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a field: its IRI ("" for a literal) and the words to show."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """The values that a property of an agreement, or of its signing, lost and won."""

    property: str
    label: str
    of_signing: bool
    removed: tuple[Value, ...]
    added: tuple[Value, ...]
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementChange:
    """One agreement that is not the same in both releases."""

    iri: str
    label: str
    fate: AgreementFate
    fields: tuple[FieldChange, ...]
    causes: tuple[Cause, ...]

    @property
    def slug(self) -> str:
        """The last part of the IRI."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChange:
    """An article that only one release has, or whose graph is another."""

    iri: str
    label: str
    fate: ArticleFate


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that changed from release `old` to release `new`; `inputs` are the tables that are not the same."""

    base: str
    old: str
    new: str
    old_version: str
    new_version: str
    old_software: str
    new_software: str
    agreements: tuple[AgreementChange, ...]
    articles: tuple[ArticleChange, ...]
    inputs: tuple[str, ...]
    quads_added: int
    quads_removed: int

    def of(self, fate: AgreementFate) -> tuple[AgreementChange, ...]:
        """The agreements of one fate."""
        return tuple(change for change in self.agreements if change.fate == fate)
