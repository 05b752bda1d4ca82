"""When, where and at which event an agreement was signed, with the words and the derivation."""

from __future__ import annotations

from spaceaccord.extraction.calendar_resolution import ordinal_day
from spaceaccord.extraction.dates import DateKind, DateMention
from spaceaccord.extraction.draft_values import DraftValues
from spaceaccord.extraction.event_mentions import event_id, sourced_place
from spaceaccord.extraction.events import FoundEvent
from spaceaccord.extraction.places import find_place
from spaceaccord.extraction.statements import Statement
from spaceaccord.model.agreement import (
    Place,
    Status,
)
from spaceaccord.model.evidence import Derivation, Sourced
from spaceaccord.model.partial_date import DateBasis, PartialDate


class SigningValues(DraftValues):
    """Date, place and event of one draft."""

    def signed(self, event: FoundEvent | None) -> Sourced[PartialDate] | None:
        """Return the day of signing, or of the event at which it took place; None where planned or untold."""
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

    def event(self, event: FoundEvent, statement: Statement) -> Sourced[str]:
        """Return the event as the id of its mention."""
        number = self.events.index(event)
        near = event.sentence.number == statement.sentence.number
        return Sourced(
            value=event_id(number),
            evidence=self.reading.quote(event.start, event.end, event.sentence.sentence),
            rule="event.during" if near else "event.of-text",
            confidence=0.85 if near else 0.6,
            derivation=Derivation.EXPLICIT if near else Derivation.RESOLVED,
        )

    def place(self, event: FoundEvent | None) -> Sourced[Place] | None:
        """Return where it was signed: near the verb of signing, else the place of the event."""
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
