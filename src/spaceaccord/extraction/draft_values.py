"""What every part of the assembly needs: a draft, the reading it comes from, and the other drafts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from spaceaccord.extraction.drafts import Draft
from spaceaccord.extraction.events import FoundEvent
from spaceaccord.extraction.reading_sentences import Reading
from spaceaccord.extraction.relations import FoundRelation
from spaceaccord.extraction.sentences import Sentence


class DraftValues:
    """One draft with what its text says beside it."""

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

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence in which a flat offset lies."""
        number = bisect_right(self.reading.sentences, offset, key=lambda read: read.sentence.start) - 1
        if number < 0:
            return None
        sentence = self.reading.sentences[number].sentence
        return sentence if offset < sentence.end else None
