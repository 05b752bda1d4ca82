"""The words that support a value, and how far they go: span, quote, rule, derivation, modality, confidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Derivation(StrEnum):
    """How a value was got from the text; the members are the code list `derivation`, best first."""

    EXPLICIT = "explicit"
    RESOLVED = "resolved"
    INFERRED = "inferred"
    BACKGROUND = "background"


class Modality(StrEnum):
    """In what mood the text says it; the members are the code list `modality`."""

    ASSERTED = "asserted"
    ATTRIBUTED = "attributed"
    PLANNED = "planned"
    POSSIBLE = "possible"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TextSpan:
    """A half-open range of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"no span of text: {self.start}-{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: TextSpan) -> bool:
        """Say whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: TextSpan) -> bool:
        """Say whether `other` lies wholly within."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words of an article that support one value.

    `span` is half-open and counts code points of `Article.text`; `quote` equals
    `Article.text[span.start:span.end]`; `context` is the sentence or clause around it. Make it with
    `Article.quote`.
    """

    article_id: str
    span: TextSpan
    quote: str
    context: TextSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialNote:
    """Who overrode the extractor, on which day (ISO 8601), and why."""

    author: str
    date: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced(Generic[T_co]):
    """A value with the words it rests on, the rule that found it, and how sure it is (0 to 1).

    `note` says who gave the value, where it was a person.
    """

    value: T_co
    evidence: Evidence
    rule: str
    confidence: float
    derivation: Derivation = Derivation.EXPLICIT
    modality: Modality = Modality.ASSERTED
    note: EditorialNote | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence out of range: {self.confidence}")
