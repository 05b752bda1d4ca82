"""What a text reports beside agreements: who said what, holds which post, founded, flies, plans or judges what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from spaceaccord.model.evidence import Modality, Sourced, TextSpan
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Name


class ThingKind(StrEnum):
    """What a fact can be about; for the first six the article's other findings or the authority files know more."""

    ORGANISATION = "org"
    PERSON = "person"
    PLACE = "place"
    EVENT = "event"
    AGREEMENT = "agreement"
    SIGNING = "signing"
    ARTICLE = "article"
    TOPIC = "topic"
    POST = "post"
    MISSION = "mission"
    FACILITY = "facility"
    INITIATIVE = "initiative"
    PLAN = "plan"
    QUOTATION = "quote"
    OBSERVATION = "observation"


# A node of these kinds records what somebody said or intends: it may stand beside others that say the contrary.
RECORDING_KINDS = frozenset({ThingKind.PLAN, ThingKind.QUOTATION, ThingKind.OBSERVATION})


class Attribute(StrEnum):
    """What is said of a thing; each value is the local name of the property in the ontology, save the last four."""

    ACRONYM = "acronym"
    ACTIVE_IN = "activeIn"
    ACTIVITY = "activityText"
    AS_OF = "asOf"
    ASSESSMENT_OF = "assessmentOf"
    ASSESSMENT_TEXT = "assessmentText"
    BETWEEN_STATES = "betweenStates"
    BUILT_IN = "builtIn"
    CAPACITY = "capacityText"
    CARRIES = "carries"
    CONCERNS = "concerns"
    COUNTRIES = "countriesPresent"
    CREDIT = "creditText"
    CUSTOMERS = "customerCount"
    DATE = "date"
    ENABLED_BY = "enabledBy"
    FACILITY_OF = "facilityOf"
    FIDELITY = "fidelity"
    FOUNDED_BY = "foundedBy"
    FOUNDED_ON = "foundedOn"
    GAVE_RISE_TO = "gaveRiseTo"
    HEADCOUNT = "headcount"
    HELD_AT = "heldAt"
    IMPLEMENTS = "implements"
    IMPLEMENTING_BODY = "implementingBody"
    INSTRUMENT_NAME = "instrumentName"
    IS_VIRTUAL = "isVirtual"
    KIND_TEXT = "kindText"
    LAUNCHED_BY = "launchedBy"
    LOCATED_IN = "locatedIn"
    NUMBER = "numericValue"
    OBSERVATION_OF = "observationOf"
    OF_MISSION = "ofMission"
    OPERATED_BY = "operatedBy"
    ORGANISED_BY = "organisedBy"
    OUTCOME = "outcomeText"
    OUTCOME_OF = "outcomeOf"
    PART_OF_INITIATIVE = "partOfInitiative"
    PARTNER_OF = "partnerOf"
    PLANNED_BY = "plannedBy"
    PLAN_TEXT = "planText"
    PURPOSE = "purposeText"
    QUALITY_NOTE = "dataQualityNote"
    QUANTITY = "quantityText"
    QUOTE_TEXT = "quoteText"
    REINFORCES = "reinforces"
    REPRESENTS = "represents"
    REPRESENTS_IN = "representsStateIn"
    SPEAKER = "speaker"
    SPEAKER_CAPACITY = "speakerCapacity"
    STRATEGIC_PARTNER = "strategicPartner"
    TARGET_DATE = "targetDate"
    TOPIC = "hasTopic"
    TOPIC_PHRASE = "topicPhrase"
    VISIT_TO = "visitTo"
    # These four are told in terms of other vocabularies, or by a node of their own.
    FULL_NAME = "full-name"
    HOLDS = "holds"
    PARTICIPANT = "participant"
    UNIT_OF = "unit-of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that facts are about.

    `name` is linked for organisations, persons and places that the authority files know. `type` is the local name
    of the finest class of the ontology that the text supports, "" where another stage knows it. `local` is the id
    of an agreement or event mention of the same article, or distinguishes things of one name.
    """

    kind: ThingKind
    name: Name
    type: str = ""
    local: str = ""

    @property
    def key(self) -> tuple[ThingKind, str, str]:
        """What two mentions of one thing share within an article."""
        return self.kind, self.local or self.name.key, "" if self.local else self.local


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A member of a code list of the ontology, such as `fidelity` "verbatim"."""

    list: str
    name: str


Value = Thing | PartialDate | Code | str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFact:
    """One thing that a text says of `subject`; `attributed_to` is who says so, where it is not the text itself."""

    subject: Thing
    attribute: Attribute
    value: Sourced[Value]
    attributed_to: Thing | None = None

    @property
    def is_of_the_world(self) -> bool:
        """Whether it may be told as a canonical fact: asserted or intended, or about a node that records speech."""
        if self.value.modality is Modality.NEGATED:
            return False
        if self.subject.type == "EstablishmentOfRelations":
            return True
        return self.subject.kind in RECORDING_KINDS or self.value.modality in (Modality.ASSERTED, Modality.PLANNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedThing:
    """A thing that facts speak of and no other stage describes, with the words that name it."""

    thing: Thing
    source: Sourced[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFacts:
    """All that one article reports beside its agreements, each fact once."""

    things: tuple[NamedThing, ...] = ()
    facts: tuple[ReportedFact, ...] = ()

    @staticmethod
    def collect(things: Iterable[NamedThing], facts: Iterable[ReportedFact]) -> ReportedFacts:
        """Return each thing once, and each fact once a sentence, the surest source first, in the order of the text."""
        named: dict[Thing, NamedThing] = {}
        for thing in sorted(things, key=lambda t: (-t.source.confidence, t.source.evidence.span)):
            named.setdefault(thing.thing, thing)
        told: dict[tuple[Thing, Attribute, Value, Modality, TextSpan], ReportedFact] = {}
        for fact in sorted(facts, key=lambda f: (-f.value.confidence, f.value.evidence.span)):
            value = fact.value
            key = (fact.subject, fact.attribute, value.value, value.modality, value.evidence.context)
            told.setdefault(key, fact)
        return ReportedFacts(
            things=tuple(
                sorted(named.values(), key=lambda t: (t.source.evidence.span, t.thing.kind, t.thing.name.text))
            ),
            facts=tuple(sorted(told.values(), key=_place)),
        )

    def about(self, kind: ThingKind) -> Iterator[ReportedFact]:
        """Yield the facts whose subject is of `kind`."""
        return (fact for fact in self.facts if fact.subject.kind is kind)


def _place(fact: ReportedFact) -> tuple[int, int, str, str, str]:
    span = fact.value.evidence.span
    return span.start, span.end, fact.attribute.value, fact.subject.name.text, str(fact.value.value)
