"""A link from one of our things to one of another dataset, or the finding that there is none: who says so, and when."""

from __future__ import annotations

from dataclasses import dataclass

# What a link may say, loosest last. Only a reviewed one may say that two names are of one thing.
IDENTITY = "owl:sameAs"
PREDICATES = (
    IDENTITY,
    "skos:exactMatch",
    "skos:closeMatch",
    "skos:broadMatch",
    "skos:narrowMatch",
    "skos:relatedMatch",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One row of the ledger; subject and object are IRIs, `predicate` one of `PREDICATES`.

    `rejected` says that somebody looked and it does not hold. `justification` is a term of the Semantic Mapping
    Vocabulary. `reviewer` is empty for a candidate, which is never published. `day` is ISO 8601.
    """

    subject: str
    predicate: str
    object: str
    justification: str
    confidence: float
    reviewer: str = ""
    day: str = ""
    rejected: bool = False
    subject_label: str = ""
    object_label: str = ""
    comment: str = ""

    @property
    def is_published(self) -> bool:
        """Whether the link goes into releases."""
        return bool(self.reviewer) and not self.rejected
