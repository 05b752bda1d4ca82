"""A whole text read sentence by sentence: tokens, lists of parties, dates, and the hits of the lexicon."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from spaceaccord.extraction.calendar_resolution import Calendar
from spaceaccord.extraction.capitalised_names import join_capitalised
from spaceaccord.extraction.datelines import Dateline, find_dateline
from spaceaccord.extraction.dates import DateMention, find_dates
from spaceaccord.extraction.flattening import FlatText, flatten
from spaceaccord.extraction.glossary import Glossary
from spaceaccord.extraction.groups import Group, find_groups
from spaceaccord.extraction.items import Item, Token
from spaceaccord.extraction.lexicon import Hit, Lexicon
from spaceaccord.extraction.listed_persons import join_listed_persons
from spaceaccord.extraction.parties_in_words import join_state_nouns
from spaceaccord.extraction.persons import join_persons
from spaceaccord.extraction.sentences import Sentence, split_sentences
from spaceaccord.extraction.tokens import lexical_items, tokenise
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSentence:
    """A sentence with its tokens and groups; `hits` are the lexicon's entries in it, overlapping ones too."""

    sentence: Sentence
    tokens: list[Token]
    groups: tuple[Group, ...]
    hits: tuple[Hit, ...]

    @property
    def number(self) -> int:
        """Its number in the text."""
        return self.sentence.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text as the rules see it."""

    flat: FlatText
    lexicon: Lexicon
    sentences: tuple[ReadSentence, ...]
    dates: tuple[DateMention, ...]
    calendar: Calendar
    glossary: Glossary
    dateline: Dateline | None = None

    def quote(self, start: int, end: int, sentence: Sentence | None = None) -> Evidence:
        """Return the words of a flat range as evidence, in the context of `sentence`."""
        span = self.flat.source_span(start, end)
        context = self.flat.source_span(sentence.start, sentence.end) if sentence else None
        return self.flat.article.quote(span, context=context)


@lru_cache(maxsize=1)  # agreements and reported facts are found in one reading
def read_sentences(article: Article, lexicon: Lexicon) -> Reading:
    """Return the reading of `article`; nobody may change it. Linear in the length of the text."""
    flat = flatten(article)
    hits = sorted(lexicon.find(flat.text, flat.folded), key=lambda hit: (hit.start, hit.end))
    dates = find_dates(flat.folded)
    items = _laid_over(lexical_items(flat, lexicon, hits), dates)
    glossary = Glossary()
    hit_starts = [hit.start for hit in hits]
    item_starts = [item.start for item in items if item is not None]
    sentences: list[ReadSentence] = []
    for sentence in split_sentences(flat):
        own = items[bisect_left(item_starts, sentence.start) : bisect_left(item_starts, sentence.end)]
        tokens = tokenise(flat, sentence, [item for item in own if item is not None and item.end <= sentence.end])
        tokens = join_state_nouns(glossary.applied(tokens), lexicon)
        tokens = join_persons(tokens, lexicon, glossary)
        tokens = join_capitalised(tokens, lexicon, glossary)
        tokens = join_listed_persons(tokens, glossary)
        glossary.learn(tokens)
        inside = hits[bisect_left(hit_starts, sentence.start) : bisect_left(hit_starts, sentence.end)]
        sentences.append(ReadSentence(sentence=sentence, tokens=tokens, groups=find_groups(tokens), hits=tuple(inside)))
    calendar = Calendar.of(article.metadata.published, dates)
    return Reading(
        flat=flat,
        lexicon=lexicon,
        sentences=tuple(sentences),
        dates=dates,
        calendar=calendar,
        glossary=glossary,
        dateline=find_dateline(flat.text, flat.blocks),
    )


def _laid_over(items: Sequence[Item], dates: Sequence[DateMention]) -> list[Item]:
    """Return items and dates by place; where they overlap the date holds, an item of the lexicon gives way."""
    spans = sorted((d.start, d.end) for d in dates)
    starts = [start for start, _ in spans]
    kept: list[Item] = list(dates)
    for item in items:
        if item is None:
            continue
        near = bisect_left(starts, item.end) - 1
        if near >= 0 and spans[near][1] > item.start:
            continue
        kept.append(item)
    return sorted(kept, key=lambda item: item.start if item else 0)
