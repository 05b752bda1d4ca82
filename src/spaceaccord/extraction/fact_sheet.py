"""Where the finders write down what they find: facts and things, each with the words it rests on."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from spaceaccord.extraction.items import PersonMention
from spaceaccord.extraction.report_text import ReportText
from spaceaccord.model.evidence import Derivation, Modality, Sourced
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, NamedThing, ReportedFact, ReportedFacts, Thing, ThingKind, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The words that facts rest on: a flat range, the rule that read it, and how sure that is.

    The passage is the sentence around them, or these words alone where `stands_alone`.
    """

    start: int
    end: int
    rule: str
    confidence: float = 0.9
    derivation: Derivation = Derivation.EXPLICIT
    modality: Modality = Modality.ASSERTED
    speaker: Thing | None = None
    stands_alone: bool = False

    def resolved(self, derivation: Derivation) -> Ground:
        """Return the same ground with the weaker of both derivations."""
        order = list(Derivation)
        return replace(self, derivation=max(self.derivation, derivation, key=order.index))


@dataclass(slots=True)
class FactSheet:
    """The facts of one text, in the order of finding, and what later finders look up of them by place.

    `spoken` are the ranges of words in marks, `journeys` the dates of economic missions that only the finders know.
    """

    report: ReportText
    things: list[NamedThing] = field(default_factory=list)
    facts: list[ReportedFact] = field(default_factory=list)
    spoken: list[tuple[int, int, Thing]] = field(default_factory=list)
    missions: dict[str, Thing] = field(default_factory=dict)
    meetings: list[tuple[int, Thing]] = field(default_factory=list)
    sites: list[tuple[int, Thing]] = field(default_factory=list)
    journeys: list[PartialDate] = field(default_factory=list)

    def quote(self, start: int, end: int, speaker: Thing) -> None:
        """Remember that a flat range is somebody's words: facts that rest on it are attributed from here on."""
        insort(self.spoken, (start, end, speaker), key=lambda words: words[0])

    def name(self, thing: Thing, ground: Ground) -> Thing:
        """Write down that the text names `thing`, and return it."""
        text = self.report.source(
            thing.name.text,
            ground.start,
            ground.end,
            ground.rule,
            confidence=ground.confidence,
            derivation=ground.derivation,
            modality=ground.modality,
            stands_alone=ground.stands_alone,
        )
        self.things.append(NamedThing(thing=thing, source=text))
        if thing.kind is ThingKind.MISSION:
            self.missions.setdefault(thing.name.text, thing)
        if thing.type == "Meeting":
            insort(self.meetings, (ground.start, thing), key=lambda told: told[0])
        if thing.type == "Facility":
            insort(self.sites, (ground.start, thing), key=lambda told: told[0])
        return thing

    def tell(self, subject: Thing, attribute: Attribute, value: Value, ground: Ground) -> None:
        """Write down one fact; what stands in somebody's words is told as theirs."""
        if attribute is Attribute.DATE and subject.type == "EconomicMission" and isinstance(value, PartialDate):
            self.journeys.append(value)
        at = bisect_right(self.spoken, ground.start, key=lambda words: words[0]) - 1
        if at >= 0 and ground.start < self.spoken[at][1] and ground.modality is Modality.ASSERTED:
            ground = replace(ground, modality=Modality.ATTRIBUTED, speaker=self.spoken[at][2])
        self.facts.append(
            ReportedFact(
                subject=subject,
                attribute=attribute,
                value=self._source(value, ground),
                attributed_to=ground.speaker,
            )
        )

    def tell_each(self, subject: Thing, attribute: Attribute, names: Iterable[Name], ground: Ground) -> None:
        """Write down one fact for each of several organisations."""
        for name in names:
            self.tell(subject, attribute, self.report.organisation(name), ground)

    def tell_topics(self, subject: Thing, start: int, end: int, ground: Ground) -> int:
        """Write down every concept of the topic scheme in a range as a topic of `subject`; return their number."""
        hits = self.report.topics_in(start, end)
        for hit in hits:
            here = replace(ground, start=hit.start, end=hit.end)
            self.tell(subject, Attribute.TOPIC, Thing(kind=ThingKind.TOPIC, name=Name(text=hit.entry.value)), here)
        return len(hits)

    def tell_post(self, person: PersonMention, ground: Ground) -> None:
        """Write down the post that the text gives to a person."""
        post = self.post_of(person)
        if post is None or person.affiliation is None:
            return
        self.name(post, ground)
        self.tell(post, Attribute.UNIT_OF, self.report.organisation(person.affiliation.name), ground)
        self.tell(self.report.person(person), Attribute.HOLDS, post, ground)

    def post_of(self, person: PersonMention) -> Thing | None:
        """Return the post of a person, None where the text gives no role or no organisation."""
        if not person.role or person.affiliation is None:
            return None
        return post(person.role, person.affiliation.name)

    def collect(self) -> ReportedFacts:
        """Return everything once."""
        return ReportedFacts.collect(self.things, self.facts)

    def _source(self, value: Value, ground: Ground) -> Sourced[Value]:
        return self.report.source(
            value,
            ground.start,
            ground.end,
            ground.rule,
            confidence=ground.confidence,
            derivation=ground.derivation,
            modality=ground.modality,
            stands_alone=ground.stands_alone,
        )


def post(role: str, organisation: Name) -> Thing:
    """Return the post that `role` is at `organisation`, its name without the organisation's own."""
    plain = " ".join(role.split())
    known = organisation.authority
    names = (organisation.text, *known.names, *known.acronyms, *known.demonyms) if known else (organisation.text,)
    for name in sorted(names, key=len, reverse=True):
        for form in (f"{name}'s ", f"{name}' ", f"{name} "):
            plain = plain.removeprefix(form)
        for tail in (f" of the {name}", f" of {name}", f" at {name}", f" for {name}"):
            plain = plain.removesuffix(tail)
    for grand in (" of the Grand Duchy of", " of the Government of"):
        plain = plain.split(grand)[0]
    title = plain[:1].upper() + plain[1:]
    short = known.acronyms[0] if known and known.acronyms else organisation.text
    return Thing(kind=ThingKind.POST, name=Name(text=f"{title}, {short}"), type="Post")
