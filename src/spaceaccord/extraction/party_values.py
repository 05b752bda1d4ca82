"""Whom an agreement binds, who carries it out and who signed it, with their words and derivation."""

from __future__ import annotations

from spaceaccord.extraction.draft_values import DraftValues
from spaceaccord.extraction.items import NameKind, NameMention, PersonMention
from spaceaccord.extraction.statements import Statement
from spaceaccord.model.agreement import (
    Signatory,
    Status,
)
from spaceaccord.model.evidence import Derivation, Sourced
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


class PartyValues(DraftValues):
    """Parties, implementing bodies and signatories of one draft."""

    def parties(self) -> tuple[tuple[Sourced[Name], ...], tuple[Sourced[Name], ...]]:
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
        sentence = self.sentence_at(mention.start)
        return Sourced(
            value=name,
            evidence=self.reading.quote(mention.start, mention.end, sentence),
            rule=rule,
            confidence=round(confidence, 2),
            derivation=derivation,
        )

    def implementing_bodies(self) -> tuple[Sourced[Name], ...]:
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

    def signatories(self) -> tuple[Sourced[Signatory], ...]:
        """Return who signed, each person once."""
        found: dict[str, Sourced[Signatory]] = {}
        for told in self.draft.told:
            statement = told.statement
            if statement.status is not Status.SIGNED:
                continue
            for person in statement.binding.signatories:
                if self._signs_another(person, statement):
                    continue
                key = person.name.split()[-1].casefold()
                if key not in found:
                    found[key] = self._signatory(person, statement)
        return tuple(found.values())

    def _signs_another(self, person: PersonMention, statement: Statement) -> bool:
        """Say whether a person signed for somebody whom another agreement of the same sentence binds, not this one."""
        if self.draft.main.binding.rule not in ("party.each-with", "party.enumerated", "party.respectively"):
            return False
        if person.affiliation is None or len(statement.binding.signatories) < 2:
            return False
        own = {p.name.key for p in self.draft.parties}
        return person.affiliation.name.key not in own and self._side(person, self.draft.parties) is None

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
