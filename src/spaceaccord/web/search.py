"""Finds things of a release by their names, other names and quotes; accents, case and slips of the finger are forgiven.

The index is made in memory from the store, once a release, when it is first asked.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz, process

from spaceaccord.store.port import QueryLimits
from spaceaccord.store.query_text import literal_term
from spaceaccord.web.page_data import PageData
from spaceaccord.web.page_terms import pick_labels
from spaceaccord.web.search_words import fold, split_words

MOST_HITS: Final = 50
LONGEST_QUESTION: Final = 200
_MOST_WORDS: Final = 12
# Below this likeness (of 100) a word or a name is not what was meant.
_WORD_LIKENESS: Final = 78.0
_NAME_LIKENESS: Final = 60.0
# Words that begin like a word of the question; more than this say nothing.
_MOST_COMPLETIONS: Final = 500
_INDEX_LIMITS: Final = QueryLimits(seconds=60, max_rows=5_000_000, max_bytes=1_000_000_000)
# What people look for first; other kinds follow.
_KINDS: Final = (
    "agreement",
    "org",
    "person",
    "event",
    "place",
    "topic",
    "article",
    "mission",
    "facility",
    "initiative",
)
_FIELDS: Final = ("name", "other", "quote")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A thing found: `matched` is the text that it was found by, where that is not its name."""

    iri: str
    label: str
    kind: str
    matched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found; `total` counts also what `hits` leaves out, `meant` is the question as it was understood."""

    hits: tuple[Hit, ...]
    total: int
    meant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    iri: str
    text: str
    folded: str
    field: int


@dataclass(frozen=True)
class SearchIndex:
    """Searches one release. Calls block, the first one while the index is made."""

    data: PageData
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, question: str, *, kinds: Iterable[str] = ()) -> Finding:
        """Return what has all the words of `question`, or words like them, in one of its texts; the likeliest first."""
        words = split_words(fold(question[:LONGEST_QUESTION]))[:_MOST_WORDS]
        if not words:
            return Finding(hits=(), total=0, meant="")
        with self._lock:
            index = self._index
        understood = [index.nearest_word(word) for word in words]
        places = index.places_of(understood)
        best: dict[str, tuple[tuple[int, ...], _Text]] = {}
        whole = " ".join(understood)
        for place in places:
            text = index.texts[place]
            rank = _rank(text, whole, self.kind_of(text.iri))
            if text.iri not in best or rank < best[text.iri][0]:
                best[text.iri] = (rank, text)
        wanted = set(kinds)
        found = sorted(
            (pair for iri, pair in best.items() if not wanted or self.kind_of(iri) in wanted),
            key=lambda pair: (pair[0], pair[1].iri),
        )
        hits = tuple(self._hit(text, index.names) for _, text in found[:MOST_HITS])
        return Finding(hits=hits, total=len(found), meant=whole if understood != words else "")

    def nearest(self, name: str, *, limit: int = 5) -> tuple[Hit, ...]:
        """Return the things whose names are most like `name`, such as the last part of a path."""
        folded = fold(name[:LONGEST_QUESTION].replace("-", " ").replace("_", " "))
        if not folded.strip():
            return ()
        with self._lock:
            index = self._index
        named = {
            place: text.folded
            for place, text in enumerate(index.texts)
            if text.field < 2 and self.kind_of(text.iri) in _KINDS
        }
        matches = process.extract(
            folded, named, scorer=fuzz.token_sort_ratio, limit=limit * 6, score_cutoff=_NAME_LIKENESS
        )
        found = {index.texts[place].iri: index.texts[place] for _, _, place in matches}
        return tuple(self._hit(text, index.names) for text in list(found.values())[:limit])

    def kind_of(self, iri: str) -> str:
        """Return the kind of a thing by its IRI."""
        path = iri.removeprefix(self.data.iris.base).removeprefix("id/")
        return path.partition("/")[0]

    def _hit(self, text: _Text, names: Mapping[str, str]) -> Hit:
        label = names.get(text.iri, "")
        if not label:
            return Hit(iri=text.iri, label=text.text, kind=self.kind_of(text.iri), matched="")
        matched = text.text if fold(label) != text.folded else ""
        return Hit(iri=text.iri, label=label, kind=self.kind_of(text.iri), matched=matched)

    @cached_property
    def _index(self) -> _Index:
        data = replace(self.data, limits=_INDEX_LIMITS)
        base = data.iris.base
        terms = {"things": literal_term(f"{base}id/"), "topics": literal_term(f"{base}topic/")}
        rows = list(data.rows("searchable", **terms))
        names = pick_labels(row for row in rows if row["kind"].value == "name")
        texts = {
            (row["value"].value, fold(row["label"].value)): (row["label"].value, _FIELDS.index(row["kind"].value))
            for row in sorted(rows, key=lambda row: -_FIELDS.index(row["kind"].value))
        }
        return _Index(
            texts=tuple(
                _Text(iri=iri, text=text, folded=folded, field=number)
                for (iri, folded), (text, number) in sorted(texts.items())
            ),
            names=names,
        )


@dataclass(frozen=True)
class _Index:
    """The texts of a release, and where each word stands."""

    texts: tuple[_Text, ...]
    names: Mapping[str, str]

    @cached_property
    def _places(self) -> dict[str, set[int]]:
        places: dict[str, set[int]] = {}
        for place, text in enumerate(self.texts):
            for word in split_words(text.folded):
                places.setdefault(word, set()).add(place)
        return places

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._places)

    def nearest_word(self, word: str) -> str:
        """Return `word` where texts have words that begin with it, else the word most like it."""
        if self._completions(word) or len(word) < 4:
            return word
        match = process.extractOne(word, self._words, scorer=fuzz.ratio, score_cutoff=_WORD_LIKENESS)
        return match[0] if match else word

    def places_of(self, words: Iterable[str]) -> set[int]:
        """Return where a text has, for each of `words`, a word that begins with it."""
        found: set[int] | None = None
        for word in words:
            places = set().union(*(self._places[each] for each in self._completions(word)))
            found = places if found is None else found & places
        return found or set()

    def _completions(self, word: str) -> list[str]:
        start = bisect_left(self._words, word)
        end = bisect_left(self._words, f"{word}\U0010ffff")
        return self._words[start : min(end, start + _MOST_COMPLETIONS)]


def _rank(text: _Text, whole: str, kind: str) -> tuple[int, ...]:
    """Return the sort key of a hit: the same text, one that begins so, names before quotes, kinds, short ones first."""
    nearness = 0 if text.folded == whole else 1 if text.folded.startswith(whole) else 2
    kind_rank = _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
    return (text.field == 2, nearness, kind_rank, text.field, len(text.folded))
