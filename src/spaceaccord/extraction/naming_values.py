"""What an agreement is and is about: type, names, title, status, topics, relations, with their words."""

from __future__ import annotations

from spaceaccord.extraction.draft_values import DraftValues
from spaceaccord.extraction.topics import find_topics
from spaceaccord.model.agreement import (
    AgreementType,
    Relation,
    Status,
    Topic,
)
from spaceaccord.model.evidence import Derivation, Modality, Sourced


class NamingValues(DraftValues):
    """Type, names, title, status, topics and relations of one draft."""

    def type_value(self) -> Sourced[AgreementType]:
        """Return the type by the finest name that the text gives."""
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

    def names(self) -> tuple[Sourced[str], ...]:
        """Return every name that the text gives the instrument, each once."""
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

    def title(self) -> Sourced[str] | None:
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

    def status(self) -> Sourced[Status]:
        """Return the strongest status told."""
        statement = self.draft.status_from
        tokens = statement.sentence.tokens
        verb = statement.construction.verb
        start, end = statement.instrument.start, statement.instrument.end
        if verb >= 0:
            start, end = min(start, tokens[verb].start), max(end, tokens[verb].end)
        status = self.draft.status
        planned = status is Status.PLANNED
        return Sourced(
            value=status,
            evidence=self.reading.quote(start, end, statement.sentence.sentence),
            rule=statement.construction.mood_rule,
            confidence=0.95 if verb >= 0 else 0.7,
            modality=Modality.PLANNED if planned else Modality.ASSERTED,
        )

    def is_background(self) -> bool:
        """Say whether the agreement is told as something older: by its year or its place behind the news."""
        if self.number == 0 and self.draft.status is Status.SIGNED and self.draft.main.is_fresh:
            return False
        head = self.draft.main.construction
        return "the" in head.determiners and self.draft.main.construction.voice != "active" and self.number > 0

    def topics(self) -> tuple[Sourced[Topic], ...]:
        """Return what it is about, in the order of the text."""
        return tuple(
            Sourced(
                value=found.topic,
                evidence=self.reading.quote(found.start, found.end),
                rule=found.rule,
                confidence=found.confidence,
            )
            for found in find_topics(self.reading, self.draft, self.others, is_main=self.number == 0)
        )

    def found_relations(self) -> tuple[Sourced[Relation], ...]:
        """Return how it builds on others: mention ids or names of treaties."""
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
