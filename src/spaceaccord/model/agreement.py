"""What a text says about an agreement, and the agreement in the world that several texts speak of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from spaceaccord.model.evidence import Evidence, Sourced
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import ReportedFacts


class AgreementType(StrEnum):
    """What the instrument is called; never what force it has."""

    MEMORANDUM_OF_UNDERSTANDING = "memorandum_of_understanding"
    MEMORANDUM_OF_COOPERATION = "memorandum_of_cooperation"
    LETTER_OF_INTENT = "letter_of_intent"
    JOINT_STATEMENT = "joint_statement"
    STATEMENT_OF_INTENT = "statement_of_intent"
    FRAMEWORK_AGREEMENT = "framework_agreement"
    IMPLEMENTING_ARRANGEMENT = "implementing_arrangement"
    COOPERATION_AGREEMENT = "cooperation_agreement"
    CONTRACT = "contract"
    TREATY = "treaty"
    ACCORDS = "accords"
    DECLARATION = "declaration"
    OTHER = "other"

    @property
    def scored(self) -> str:
        """The name of the type in the JSON of `extract`: a statement of intent counts as a joint statement."""
        return "joint_statement" if self is AgreementType.STATEMENT_OF_INTENT else self.value


class Status(StrEnum):
    """Where the agreement stands, as the text tells it."""

    SIGNED = "signed"
    PLANNED = "planned"
    IN_FORCE = "in_force"
    MENTIONED = "mentioned"


class RelationType(StrEnum):
    """How one agreement builds on another."""

    CONTINUES = "continues"
    UNDER_FRAMEWORK = "under_framework"
    IMPLEMENTS = "implements"
    REINFORCES = "reinforces"
    SUCCEEDS = "succeeds"
    PART_OF = "part_of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """A person who signed, in which role, for which party."""

    name: Name
    role: str | None = None
    party: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A phrase of the text that says what the agreement is about; `concept` is a slug of the topic scheme."""

    text: str
    concept: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation to another agreement of the same text (`target` is its mention id) or to a named instrument."""

    type: RelationType
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something took place, as named: "Washington DC"."""

    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """An event that a text names: a congress, a mission, a summit, a meeting, a visit, a workshop.

    `type` is the local name of an ontology class: Congress, EconomicMission, Summit, Meeting, Visit, Workshop,
    Event. `participants` are organisations and persons.
    """

    id: str
    label: str
    type: str
    evidence: Evidence
    rule: str
    confidence: float
    date: Sourced[PartialDate] | None = None
    place: Sourced[Place] | None = None
    participants: tuple[Sourced[Name], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementMention:
    """What one article says about one agreement, each value with its evidence.

    `alternative_parties` is a second complete party list where the text does not name the parties outright.
    `implementing_bodies` are designated to carry the agreement out. `event` is the id of an `EventMention` of
    the same article during which it was signed. `background` says that the text names the agreement without it
    being the news. `confidence` is that of the mention as a whole.
    """

    id: str
    article_id: str
    type: Sourced[AgreementType]
    status: Sourced[Status]
    evidence: Evidence
    confidence: float
    parties: tuple[Sourced[Name], ...] = ()
    alternative_parties: tuple[Sourced[Name], ...] = ()
    implementing_bodies: tuple[Sourced[Name], ...] = ()
    party_list_complete: bool = True
    title: Sourced[str] | None = None
    instrument_names: tuple[Sourced[str], ...] = ()
    signed: Sourced[PartialDate] | None = None
    place: Sourced[Place] | None = None
    event: Sourced[str] | None = None
    signatories: tuple[Sourced[Signatory], ...] = ()
    topics: tuple[Sourced[Topic], ...] = ()
    relations: tuple[Sourced[Relation], ...] = ()
    background: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that extraction found in one article; `withdrawn` is what a person took away from it, in words."""

    article_id: str
    agreements: tuple[AgreementMention, ...] = ()
    events: tuple[EventMention, ...] = ()
    reported: ReportedFacts = field(default_factory=ReportedFacts)
    withdrawn: tuple[Sourced[str], ...] = ()
