"""Drafts, events and relations put together as agreements of the model, with the derivation of every value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spaceaccord.extraction.drafts import Draft
from spaceaccord.extraction.events import FoundEvent
from spaceaccord.extraction.naming_values import NamingValues
from spaceaccord.extraction.party_values import PartyValues
from spaceaccord.extraction.reading_sentences import Reading
from spaceaccord.extraction.relations import FoundRelation
from spaceaccord.extraction.signing_events import event_of
from spaceaccord.extraction.signing_values import SigningValues
from spaceaccord.model.agreement import (
    AgreementMention,
)
from spaceaccord.model.evidence import Sourced
from spaceaccord.model.party import Name


def assemble(
    reading: Reading, drafts: Sequence[Draft], events: Sequence[FoundEvent], relations: Sequence[FoundRelation]
) -> Iterator[AgreementMention]:
    """Yield the drafts as values of the model, in their order; ids are "a1", "a2" and so on."""
    for number, draft in enumerate(drafts):
        yield _Assembly(reading, drafts, events, relations, number).agreement(draft)


class _Assembly(NamingValues, PartyValues, SigningValues):
    """One draft on its way to a value."""

    def agreement(self, draft: Draft) -> AgreementMention:
        main = draft.main
        parties, alternatives = self.parties()
        found = event_of(self.reading, draft, self.events)
        event = self.event(*found) if found else None
        confidence = self._confidence(parties)
        return AgreementMention(
            id=f"a{self.number + 1}",
            article_id=self.reading.flat.article.id,
            type=self.type_value(),
            status=self.status(),
            evidence=self.reading.quote(
                main.sentence.sentence.start, main.sentence.sentence.end, main.sentence.sentence
            ),
            confidence=confidence,
            parties=parties,
            alternative_parties=alternatives,
            implementing_bodies=self.implementing_bodies(),
            party_list_complete=not alternatives,
            title=self.title(),
            instrument_names=self.names(),
            signed=self.signed(found[0] if found else None),
            place=self.place(found[0] if found else None),
            event=event,
            signatories=self.signatories(),
            topics=self.topics(),
            relations=self.found_relations(),
            background=self.is_background(),
        )

    def _confidence(self, parties: tuple[Sourced[Name], ...]) -> float:
        base = 0.55
        base += 0.2 * (self.draft.status_from.construction.verb >= 0)
        base += 0.1 * (not self.draft.instrument.is_generic)
        base += 0.08 * (len(self.draft.told) > 1)
        base += 0.06 * all(p.value.authority for p in parties)
        base -= 0.15 * self.draft.parties_from.binding.is_loose
        return round(min(0.98, max(0.05, base)), 2)
