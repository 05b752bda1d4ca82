"""Drafts, events and relations put together as agreements of the model, with the derivation of every value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spaceaccord.extraction.calendar_resolution import ordinal_day
from spaceaccord.extraction.dates import DateKind, DateMention
from spaceaccord.extraction.drafts import Draft
from spaceaccord.extraction.event_mentions import event_id, sourced_place
from spaceaccord.extraction.events import FoundEvent
from spaceaccord.extraction.items import NameKind, NameMention, PersonMention
from spaceaccord.extraction.places import find_place
from spaceaccord.extraction.reading_sentences import Reading
from spaceaccord.extraction.relations import FoundRelation
from spaceaccord.extraction.signing_events import event_of
from spaceaccord.extraction.statements import Statement
from spaceaccord.extraction.topics import find_topics
from spaceaccord.model.agreement import (
    AgreementMention,
    AgreementType,
    Place,
    Relation,
    Signatory,
    Status,
    Topic,
)
from spaceaccord.model.evidence import Derivation, Modality, Sourced
from spaceaccord.model.partial_date import DateBasis, PartialDate
from spaceaccord.model.party import Name

_PARTY_CONFIDENCE = {
    "party.between": 0.95,
    "party.subject": 0.93,
    "party.subject-with": 0.93,
    "party.by": 0.92,
    "party.newcomer": 0.92,
    "party.each-with": 0.85,
    "party.reference": 0.75,
    "party.of-signatories": 0.8,
    "party.prefix": 0.85,
}


def assemble(
    reading: Reading, drafts: Sequence[Draft], events: Sequence[FoundEvent], relations: Sequence[FoundRelation]
) -> Iterator[AgreementMention]:
    """Yield the drafts as values of the model, in their order; ids are "a1", "a2" and so on."""
    for number, draft in enumerate(drafts):
        yield _Assembly(reading, drafts, events, relations, number).agreement(draft)


class _Assembly:
    """One draft on its way to a value."""

    def __init__(
        self,
        reading: Reading,
        drafts: Sequence[Draft],
        events: Sequence[FoundEvent],
        relations: Sequence[FoundRelation],
        number: int,
    ) -> None:
        self.reading = reading
        self.events = events
        self.number = number
        self.draft = drafts[number]
        self.relations = [r for r in relations if r.source == number]
        self.others = {
            told.statement.sentence.number for other in drafts if other is not self.draft for told in other.told
        }

    def agreement(self, draft: Draft) -> AgreementMention:
        main = draft.main
        parties, alternatives = self._parties()
        found = event_of(self.reading, draft, self.events)
        event = self._event(*found) if found else None
        confidence = self._confidence(parties)
        return AgreementMention(
            id=f"a{self.number + 1}",
            article_id=self.reading.flat.article.id,
            type=self._type(),
            status=self._status(),
            evidence=self.reading.quote(
                main.sentence.sentence.start, main.sentence.sentence.end, main.sentence.sentence
            ),
            confidence=confidence,
            parties=parties,
            alternative_parties=alternatives,
            implementing_bodies=self._implementing_bodies(),
            party_list_complete=not alternatives,
            title=self._title(),
            instrument_names=self._names(),
            signed=self._signed(found[0] if found else None),
            place=self._place(found[0] if found else None),
            event=event,
            signatories=self._signatories(),
            topics=self._topics(),
            relations=self._relations(),
            background=self._is_background(),
        )

    # -- what it is ---------------------------------------------------------------------------------------------------

    def _type(self) -> Sourced[AgreementType]:
        statement = self.draft.type_from
        instrument = statement.instrument
        is_main = statement is self.draft.main
        return Sourced(
            value=instrument.type,
            evidence=self.reading.quote(instrument.start, instrument.end, statement.sentence.sentence),
            rule="type.generic-name" if instrument.is_generic else "type.name",
            confidence=0.75 if instrument.is_generic else 0.95,
            derivation=Derivation.EXPLICIT if is_main else Derivation.RESOLVED,
        )

    def _names(self) -> tuple[Sourced[str], ...]:
        names: dict[str, Sourced[str]] = {}
        for told in self.draft.told:
            instrument = told.statement.instrument
            if not instrument.phrase:
                continue
            text = self.reading.flat.text[instrument.start : instrument.end]
            names.setdefault(
                text.casefold(),
                Sourced(
                    value=text,
                    evidence=self.reading.quote(instrument.start, instrument.end, told.statement.sentence.sentence),
                    rule="name.instrument",
                    confidence=0.9,
                ),
            )
        return tuple(names.values())

    def _title(self) -> Sourced[str] | None:
        """Return the instrument's name where it is written as a title: in capitals, with what it is on."""
        instrument = self.draft.instrument
        text = self.reading.flat.text[instrument.start : instrument.end]
        if not text[:1].isupper() or instrument.is_generic:
            return None
        return Sourced(
            value=text,
            evidence=self.reading.quote(instrument.start, instrument.end, self.draft.type_from.sentence.sentence),
            rule="title.capitals",
            confidence=0.8,
        )

    def _status(self) -> Sourced[Status]:
        statement = self.draft.status_from
        tokens = statement.sentence.tokens
        verb = statement.construction.verb
        start, end = statement.instrument.start, statement.instrument.end
        if verb >= 0:
            start, end = min(start, tokens[verb].start), max(end, tokens[verb].end)
        assert statement.status is not None  # drafts are made of statements with a status
        planned = statement.status is Status.PLANNED
        return Sourced(
            value=statement.status,
            evidence=self.reading.quote(start, end, statement.sentence.sentence),
            rule=statement.construction.mood_rule,
            confidence=0.95 if verb >= 0 else 0.7,
            modality=Modality.PLANNED if planned else Modality.ASSERTED,
        )

    def _is_background(self) -> bool:
        """Say whether the agreement is told as something older: by its year or its place behind the news."""
        if self.number == 0 and self.draft.status is Status.SIGNED and self.draft.main.is_fresh:
            return False
        head = self.draft.main.construction
        return "the" in head.determiners and self.draft.main.construction.voice != "active" and self.number > 0

    def _confidence(self, parties: tuple[Sourced[Name], ...]) -> float:
        base = 0.55
        base += 0.2 * (self.draft.status_from.construction.verb >= 0)
        base += 0.1 * (not self.draft.instrument.is_generic)
        base += 0.08 * (len(self.draft.told) > 1)
        base += 0.06 * all(p.value.authority for p in parties)
        base -= 0.15 * self.draft.parties_from.binding.is_loose
        return round(min(0.98, max(0.05, base)), 2)

    # -- who ----------------------------------------------------------------------------------------------------------

    def _parties(self) -> tuple[tuple[Sourced[Name], ...], tuple[Sourced[Name], ...]]:
        """Return the parties, and the other list that is possible where the text does not name them outright."""
        binding = self.draft.parties_from.binding
        derivation = Derivation.RESOLVED if binding.is_resolved else Derivation.EXPLICIT
        named = tuple(self._party(m, m.name, binding.rule, derivation) for m in binding.parties)
        if not binding.is_loose:
            return named, ()
        states = tuple(self._state_of(mention) for mention in binding.parties)
        if any(state is None for state in states):
            inferred = tuple(
                self._party(m, m.name, "party.of-cooperation", Derivation.RESOLVED) for m in binding.parties
            )
            return inferred, ()
        inferred = tuple(
            self._party(mention, state, "party.states-behind-agencies", Derivation.INFERRED)
            for mention, state in zip(binding.parties, states, strict=True)
            if state
        )
        guessed = tuple(self._party(m, m.name, "party.of-cooperation", Derivation.INFERRED) for m in binding.parties)
        return inferred, guessed

    def _state_of(self, mention: NameMention) -> Name | None:
        authority = mention.name.authority
        state = self.reading.lexicon.states.get(authority.acts_for) if authority and authority.acts_for else None
        return Name(text=state.label, authority=state) if state else None

    def _party(self, mention: NameMention, name: Name, rule: str, derivation: Derivation) -> Sourced[Name]:
        confidence = _PARTY_CONFIDENCE.get(rule, 0.8) * (1.0 if name.authority else 0.8)
        confidence *= {Derivation.EXPLICIT: 1.0, Derivation.RESOLVED: 0.9, Derivation.INFERRED: 0.6}.get(
            derivation, 1.0
        )
        sentence = self._sentence_at(mention.start)
        return Sourced(
            value=name,
            evidence=self.reading.quote(mention.start, mention.end, sentence.sentence if sentence else None),
            rule=rule,
            confidence=round(confidence, 2),
            derivation=derivation,
        )

    def _sentence_at(self, offset: int):  # type: ignore[no-untyped-def]
        for sentence in self.reading.sentences:
            if sentence.sentence.start <= offset < sentence.sentence.end:
                return sentence
        return None

    def _implementing_bodies(self) -> tuple[Sourced[Name], ...]:
        """Return the bodies that a sentence about the agreement designates: "The MoU designated NASA and LSA to"."""
        found: dict[str, Sourced[Name]] = {}
        for told in self.draft.told:
            sentence = told.statement.sentence
            for number, token in enumerate(sentence.tokens):
                if token.low not in (
                    "designated",
                    "designates",
                    "designating",
                    "tasks",
                    "tasked",
                    "mandates",
                    "mandated",
                    "entrusts",
                    "entrusted",
                ):
                    continue
                for group in sentence.groups:
                    if 0 < group.first - number <= 4:
                        for member in group.members:
                            found.setdefault(
                                member.name.key,
                                self._party(member, member.name, "party.designated", Derivation.EXPLICIT),
                            )
        return tuple(found.values())

    def _signatories(self) -> tuple[Sourced[Signatory], ...]:
        found: dict[str, Sourced[Signatory]] = {}
        for told in self.draft.told:
            statement = told.statement
            if statement.status is not Status.SIGNED:
                continue
            for person in statement.binding.signatories:
                key = person.name.split()[-1].casefold()
                if key not in found:
                    found[key] = self._signatory(person, statement)
        return tuple(found.values())

    def _signatory(self, person: PersonMention, statement: Statement) -> Sourced[Signatory]:
        parties = self.draft.parties
        side = person.affiliation.name if person.affiliation else None
        if side is None or all(side.key != p.name.key for p in parties):
            side = self._side(person, parties) or side
        return Sourced(
            value=Signatory(name=Name(text=person.name, authority=person.authority), role=person.role, party=side),
            evidence=self.reading.quote(person.start, person.end, statement.sentence.sentence),
            rule="signatory.subject" if statement.construction.voice == "active" else "signatory.by",
            confidence=0.85 if person.role else 0.75,
        )

    def _side(self, person: PersonMention, parties: tuple[NameMention, ...]) -> Name | None:
        """Return the party that a person's organisation belongs to or acts for."""
        own = person.affiliation.name.authority if person.affiliation else None
        for party in parties:
            authority = party.name.authority
            if own and authority and (own.acts_for == authority.slug or own.parent == authority.slug):
                return party.name
        return parties[0].name if len(parties) == 1 and parties[0].kind is NameKind.STATE else None

    # -- when and where -----------------------------------------------------------------------------------------------

    def _signed(self, event: FoundEvent | None) -> Sourced[PartialDate] | None:
        if self.draft.status is Status.PLANNED:
            return None
        best = None
        for told in self.draft.told:
            if told.date and told.date is self.draft.date:
                best = told
        if best and best.date:
            return self._sourced_date(
                best.date.mention,
                best.statement,
                best.date.resolved.value,
                best.date.resolved.rule,
                best.date.resolved.derivation,
                best.date.resolved.confidence,
            )
        return self._day_of_event(event) if event else None

    def _sourced_date(
        self,
        mention: DateMention,
        statement: Statement,
        value: PartialDate,
        rule: str,
        derivation: Derivation,
        confidence: float,
    ) -> Sourced[PartialDate]:
        return Sourced(
            value=value,
            evidence=self.reading.quote(mention.start, mention.end, statement.sentence.sentence),
            rule=rule,
            confidence=confidence,
            derivation=derivation,
        )

    def _day_of_event(self, event: FoundEvent) -> Sourced[PartialDate] | None:
        """Return "the third day of the mission", or the days of the event at which the signing took place."""
        if not event.date or not event.date_mention:
            return None
        for told in self.draft.told:
            for token in told.statement.sentence.tokens:
                if isinstance(token.item, DateMention) and token.item.kind is DateKind.ORDINAL_DAY:
                    day = ordinal_day(token.item, token.text, event.date.value)
                    if day:
                        return self._sourced_date(
                            token.item, told.statement, day.value, day.rule, day.derivation, day.confidence
                        )
        if self.draft.status is not Status.SIGNED or event.type not in (
            "Congress",
            "Summit",
            "Workshop",
            "Meeting",
            "Visit",
        ):
            return None
        value = PartialDate(edtf=event.date.value.edtf, text=event.date.value.text, basis=DateBasis.WITHIN_EVENT)
        mention = event.date_mention
        return Sourced(
            value=value,
            evidence=self.reading.quote(mention.start, mention.end, event.sentence.sentence),
            rule="date.within-event",
            confidence=0.75,
            derivation=Derivation.RESOLVED,
        )

    def _event(self, event: FoundEvent, statement: Statement) -> Sourced[str]:
        number = self.events.index(event)
        near = event.sentence.number == statement.sentence.number
        return Sourced(
            value=event_id(number),
            evidence=self.reading.quote(event.start, event.end, event.sentence.sentence),
            rule="event.during" if near else "event.of-text",
            confidence=0.85 if near else 0.6,
            derivation=Derivation.EXPLICIT if near else Derivation.RESOLVED,
        )

    def _place(self, event: FoundEvent | None) -> Sourced[Place] | None:
        if self.draft.status is Status.PLANNED:
            return None
        for told in self.draft.told:
            statement = told.statement
            if statement.status is not Status.SIGNED or statement.construction.verb < 0:
                continue
            place = find_place(self.reading, statement.sentence, statement.construction.verb, statement.at)
            if place:
                return sourced_place(self.reading, place, statement.sentence, "place.near-signing", 0.8)
        if event and event.place:
            made = sourced_place(self.reading, event.place, event.sentence, "place.of-event", 0.75)
            return Sourced(
                value=made.value,
                evidence=made.evidence,
                rule=made.rule,
                confidence=made.confidence,
                derivation=Derivation.RESOLVED,
            )
        return None

    # -- about what ---------------------------------------------------------------------------------------------------

    def _topics(self) -> tuple[Sourced[Topic], ...]:
        return tuple(
            Sourced(
                value=found.topic,
                evidence=self.reading.quote(found.start, found.end),
                rule=found.rule,
                confidence=found.confidence,
            )
            for found in find_topics(self.reading, self.draft, self.others)
        )

    def _relations(self) -> tuple[Sourced[Relation], ...]:
        return tuple(
            Sourced(
                value=Relation(
                    type=relation.type,
                    target=f"a{relation.target + 1}" if isinstance(relation.target, int) else relation.target,
                ),
                evidence=self.reading.quote(relation.start, relation.end, relation.sentence.sentence),
                rule=f"relation.{relation.type.value}",
                confidence=0.8,
            )
            for relation in self.relations
        )
