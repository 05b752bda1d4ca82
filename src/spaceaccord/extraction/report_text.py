"""A text as the finders of reported facts see it: names, persons, dates and topics by place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from spaceaccord.extraction.calendar_resolution import ResolvedDate
from spaceaccord.extraction.entries import EntryKind
from spaceaccord.extraction.items import NameKind, NameMention, PersonMention
from spaceaccord.extraction.lexicon import Hit
from spaceaccord.extraction.mentions_by_place import MentionsByPlace
from spaceaccord.extraction.posts import PostPatterns, read_posts
from spaceaccord.extraction.reading_sentences import Reading, ReadSentence
from spaceaccord.extraction.report_words import ReportWords
from spaceaccord.model.agreement import AgreementMention, EventMention, Findings
from spaceaccord.model.article import LONGEST_QUOTE, Article
from spaceaccord.model.evidence import Derivation, Modality, Sourced
from spaceaccord.model.party import Authority, Name
from spaceaccord.model.reported_fact import Thing, ThingKind

T = TypeVar("T")
# A state may be named outright or by what belongs to it.
STATE_KINDS = (NameKind.STATE, NameKind.DEMONYM)
_CLAUSE_END = re.compile(r"[;]|, (?:and|but|which|who|while|where|whereas|enabling|ensuring|with) |\. |[.!?]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Referent:
    """Whom a phrase stands for, and whether the text says so outright."""

    names: tuple[Name, ...]
    derivation: Derivation = Derivation.EXPLICIT


@dataclass(frozen=True, slots=True)
class _Names:
    """Names by place, sorted."""

    text: str
    names: list[NameMention]

    def at(self, start: int) -> NameMention | None:
        skipped = _ARTICLE.match(self.text, start)
        determiner = _DETERMINER.match(self.text, start)
        for at in (start, determiner.end() if determiner else start, skipped.end() if skipped else start):
            index = bisect_left(self.names, at, key=lambda name: name.start)
            if index < len(self.names) and self.names[index].start == at:
                return self.names[index]
        return None

    def before(self, end: int) -> NameMention | None:
        index = bisect_left(self.names, end, key=lambda name: name.start) - 1
        for name in reversed(self.names[max(index - 1, 0) : index + 1]):
            if name.end <= end and _BETWEEN.fullmatch(self.text, name.end, end):
                return name
        return None


NOBODY = Referent(names=())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReportText:
    """One article, read. Offsets are those of the flat `text`; `names`, `persons` and `topics` are sorted by place."""

    reading: Reading
    text: str
    words: ReportWords
    findings: Findings
    agreements: MentionsByPlace[AgreementMention]
    events: MentionsByPlace[EventMention]
    names: tuple[NameMention, ...]
    lookup: _Names
    persons: tuple[PersonMention, ...]
    topics: tuple[Hit, ...]
    starts: tuple[int, ...]

    @staticmethod
    def of(reading: Reading, words: ReportWords, findings: Findings) -> ReportText:
        """Lay out what `reading` found for looking up by place."""
        items = [token.item for sentence in reading.sentences for token in sentence.tokens]
        persons = tuple(item for item in items if isinstance(item, PersonMention))
        names = [item for item in items if isinstance(item, NameMention) and item.kind is not NameKind.PERSON]
        names += [p.affiliation for p in persons if p.affiliation and p.start <= p.affiliation.start < p.end]
        names = sorted({name.start: name for name in names}.values(), key=lambda name: name.start)
        lookup = _Names(reading.flat.text, names)
        posts = PostPatterns.of(reading.lexicon)
        return ReportText(
            reading=reading,
            text=reading.flat.text,
            words=words,
            findings=findings,
            agreements=MentionsByPlace.of(findings.agreements),
            events=MentionsByPlace.of(findings.events),
            names=tuple(names),
            lookup=lookup,
            persons=read_posts(reading.flat.text, persons, posts, lookup.at, lookup.before),
            topics=tuple(
                _longest(hit for s in reading.sentences for hit in s.hits if hit.entry.kind is EntryKind.TOPIC)
            ),
            starts=tuple(s.sentence.start for s in reading.sentences),
        )

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.reading.flat.article

    @property
    def sentences(self) -> tuple[ReadSentence, ...]:
        """The sentences, in reading order."""
        return self.reading.sentences

    def words_of(self, sentence: ReadSentence) -> str:
        """Return the words of a sentence."""
        return self.text[sentence.sentence.start : sentence.sentence.end]

    def sentence_at(self, at: int) -> ReadSentence:
        """Return the sentence that holds the offset `at`."""
        return self.sentences[max(bisect_right(self.starts, at) - 1, 0)]

    def source(
        self,
        value: T,
        start: int,
        end: int,
        rule: str,
        *,
        confidence: float = 0.9,
        derivation: Derivation = Derivation.EXPLICIT,
        modality: Modality = Modality.ASSERTED,
        stands_alone: bool = False,
    ) -> Sourced[T]:
        """Return `value` resting on the flat range, in the context of its sentence or alone."""
        context = None if stands_alone else self.sentence_at(start).sentence
        evidence = self.reading.quote(start, end, context)
        return Sourced(
            value=value,
            evidence=evidence,
            rule=rule,
            confidence=confidence,
            derivation=derivation,
            modality=modality,
        )

    def names_in(self, start: int, end: int, *, states: bool = True, unknown: bool = False) -> tuple[NameMention, ...]:
        """Return the organisations (and states) named in a range, each once; "unknown" are capitalised phrases."""
        first = bisect_left(self.names, start, key=lambda name: name.start)
        found: dict[str, NameMention] = {}
        for name in self.names[first:]:
            if name.start >= end:
                break
            is_state = name.kind in STATE_KINDS
            if (name.is_party or (unknown and name.kind is NameKind.UNKNOWN) or is_state) and (states or not is_state):
                found.setdefault(name.name.key, name)
        return tuple(found.values())

    def name_at(self, start: int) -> NameMention | None:
        """Return the name that begins at `start`, an article before it skipped."""
        return self.lookup.at(start)

    def name_before(self, end: int) -> NameMention | None:
        """Return the name that ends at `end`, or with an acronym in brackets, a possessive or a comma between."""
        return self.lookup.before(end)

    def persons_in(self, start: int, end: int) -> tuple[PersonMention, ...]:
        """Return the persons whose name lies in a range."""
        first = bisect_left(self.persons, start, key=lambda person: person.start)
        return tuple(p for p in self.persons[max(first - 1, 0) : first + 8] if start <= p.name_start < end)

    def topics_in(self, start: int, end: int) -> tuple[Hit, ...]:
        """Return the concepts of the topic scheme named in a range, longest first where they overlap."""
        first = bisect_left(self.topics, start, key=lambda hit: hit.start)
        last = bisect_left(self.topics, end, key=lambda hit: hit.start)
        return tuple(hit for hit in self.topics[first:last] if hit.end <= end)

    def date_in(self, start: int, end: int) -> ResolvedDate | None:
        """Return the first date written in a range, resolved in the calendar."""
        dates = self.reading.dates
        first = bisect_left(dates, start, key=lambda date: date.start)
        for mention in dates[first : first + 3]:
            if mention.end <= end:
                resolved = self.reading.calendar.resolve(mention, self.text[mention.start : mention.end])
                if resolved:
                    return resolved
        return None

    def clause_end(self, start: int, limit: int) -> int:
        """Return where the clause that begins at `start` ends: at most at `limit`, without its stop."""
        match = _CLAUSE_END.search(self.text, start, limit)
        end = match.start() if match else limit
        return len(self.text[:end].rstrip(" .,;:!?\"'")) if end > start else end

    def phrase(self, start: int, end: int) -> str:
        """Return the words of a range, cut between words to what may be published."""
        words = self.text[start:end].strip(' .,;:"')
        if len(words) <= LONGEST_QUOTE:
            return words
        return words[: words.rfind(" ", 0, LONGEST_QUOTE - 1)] + "…"

    def organisation(self, name: Name) -> Thing:
        """Return the organisation or state that `name` names."""
        kind = ThingKind.PLACE if name.authority and name.authority.kind == "place" else ThingKind.ORGANISATION
        return Thing(kind=kind, name=name)

    def person(self, mention: PersonMention) -> Thing:
        """Return the person that a mention names, linked where the authority files know the name."""
        for index in (mention.name_start, mention.start):
            for hit in self.sentence_at(index).hits:
                known = hit.entry.authority
                if known and known.kind == "person" and hit.start <= mention.name_end and hit.end >= mention.name_start:
                    return Thing(kind=ThingKind.PERSON, name=Name(text=known.label, authority=known))
        known = self._person_named(mention.name)
        return Thing(kind=ThingKind.PERSON, name=Name(text=known.label if known else mention.name, authority=known))

    def _person_named(self, name: str) -> Authority | None:
        for sentence in self.sentences:
            for hit in sentence.hits:
                if hit.entry.authority and hit.entry.authority.kind == "person" and hit.entry.authority.label == name:
                    return hit.entry.authority
        return None


_ARTICLE = re.compile(
    r"(?:the |an? |their |its )?(?:Government of |Grand Duchy of |Republic of |Kingdom of )?(?:the )?", re.IGNORECASE
)
_DETERMINER = re.compile(r"(?:the|an?|their|its) ", re.IGNORECASE)
_BETWEEN = re.compile(r"(?: \([^()]{1,60}\))?(?:'s?|,)? ?")


def _longest(hits: Iterable[Hit]) -> Sequence[Hit]:
    """Return `hits` without those that lie within others; of two that share a word the later holds.

    "cooperation in space exploration" is about space exploration, not about cooperation in space.
    """
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if kept and hit.end <= kept[-1].end:
            continue
        while kept and hit.start < kept[-1].end:
            kept.pop()
        kept.append(hit)
    return kept
