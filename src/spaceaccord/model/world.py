"""Agreements in the world: what several mentions have in common, which value is canonical, and why they were merged."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from spaceaccord.model.agreement import AgreementMention
from spaceaccord.model.party import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeDecision:
    """Why mentions were taken for one agreement.

    `rule` is a stable id, `score` lies between 0 and 1, `reason` is one sentence for a reader, `members` are
    pairs of article id and mention id, sorted.
    """

    rule: str
    score: float
    reason: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityQuestion:
    """Agreements that may be this one, by slug, sorted: nothing in the texts decides, so a person is asked."""

    rivals: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreement in the world.

    `canonical` carries the chosen value of every field, each still with the evidence of the article that it was
    chosen from. `members` are all mentions, sorted by article and mention id. `decision` is None where there is
    one mention and no authority record. `label_fr` is known for authority records only. Where `joined` is not
    empty, the members tell that these parties joined an instrument that is open to others: several values of one
    slug then differ in `joined`. `question` is what could not be decided.
    """

    slug: str
    label: str
    label_fr: str | None
    canonical: AgreementMention
    members: tuple[AgreementMention, ...]
    decision: MergeDecision | None = None
    joined: str = ""
    question: IdentityQuestion | None = None

    @property
    def signing(self) -> str:
        """The slug of the signing that the members tell of; each joining of an open instrument has its own."""
        return f"{self.slug}-signing-{self.joined}" if self.joined else f"{self.slug}-signing"


def party_level(parties: Collection[Name]) -> str:
    """Return the code of the list `party-level` that the classes of `parties` imply; "unknown" where one is unlinked.

    Source: docs/data-model.md, "Agreement".
    """
    kinds = {_level_kind(party) for party in parties}
    number = len({party.key for party in parties})
    if not kinds or "unknown" in kinds:
        return "unknown"
    if kinds == {"state"}:
        return "intergovernmental"
    if kinds == {"agency"}:
        return "inter-agency"
    if kinds == {"state", "agency"}:
        return "state-agency"
    if "company" in kinds and number > 2 and len(kinds) > 1:
        return "public-private-multiparty"
    if "company" in kinds and len(kinds) > 1:
        return "agency-industry"
    return "unknown"


def _level_kind(party: Name) -> str:
    if party.authority is None:
        return "unknown"
    if party.authority.type == "State":
        return "state"
    return "company" if party.authority.type == "Company" else "agency"
