"""The entities of a release in memory, found by names that are nearly theirs: what reconciliation looks up."""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

_WORDS = re.compile(r"\w+")
# Names that share no word with the query are looked up by letters, three at a time; only the best are compared.
_MOST_COMPARED = 80
# The rarest lists are read until they hold this many entities together: the rest tell little and cost most.
_MOST_LOOKED_AT = 4000
_LEAST_SCORE = 40.0
# A match that nobody need look at: the same words, and no other entity as near.
_SURE, _AHEAD = 99.0, 2.0
# What a name gets that only holds all words of the query, or the other way round.
_PART = 70.0


def fold(name: str) -> str:
    """Return the words of `name` in lower case without marks."""
    plain = unicodedata.normalize("NFKD", name)
    return " ".join(_WORDS.findall("".join(c for c in plain if not unicodedata.combining(c)).lower()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a property: the id or IRI of a thing, or a text."""

    text: str
    label: str
    is_thing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing by its id ("org/jaxa"), with all its names, the ids of its types, and its values by property IRI."""

    id: str
    name: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    values: Mapping[str, tuple[Value, ...]]
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A candidate: score from 0 to 100, how much of it is the name's, whether each property holds."""

    entity: Entity
    score: float
    name_score: float
    held: tuple[tuple[str, bool], ...] = ()
    is_match: bool = False


class EntityIndex:
    """Looks entities up by words and by letters of their names."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.by_id = {entity.id: entity for entity in entities}
        self._exact: dict[str, set[str]] = {}
        self._words: dict[str, set[str]] = {}
        self._threes: dict[str, set[str]] = {}
        self._folded: dict[str, tuple[str, ...]] = {}
        for entity in self.by_id.values():
            folded = tuple(dict.fromkeys(f for n in (entity.name, *entity.names) if (f := fold(n))))
            self._folded[entity.id] = folded
            for name in folded:
                self._exact.setdefault(name, set()).add(entity.id)
                for word in set(name.split()):
                    self._words.setdefault(word, set()).add(entity.id)
                for three in _threes(name):
                    self._threes.setdefault(three, set()).add(entity.id)

    def find(
        self,
        text: str,
        *,
        types: Collection[str] = (),
        every_type: bool = False,
        properties: Sequence[tuple[str, Collection[str]]] = (),
        limit: int = 10,
    ) -> tuple[Found, ...]:
        """Return the candidates for `text`, best first; with no text, those whose properties hold.

        `types` keeps entities of any (or of `every_type`) of these; `properties` pairs an IRI with wanted values.
        """
        query = fold(text)
        near = self._near(query) if query else self.by_id
        made: list[Found] = []
        for key in near:
            entity = self.by_id[key]
            if types and not (all if every_type else any)(t in entity.types for t in types):
                continue
            held = tuple((pid, _holds(entity, pid, wanted)) for pid, wanted in properties)
            name_score = max((_likeness(query, n) for n in self._folded[key]), default=0.0) if query else 100.0
            share = sum(h for _, h in held) / len(held) if held else 1.0
            score = name_score * (0.6 + 0.4 * share)
            if score >= _LEAST_SCORE and (query or share > 0):
                made.append(Found(entity=entity, score=round(score, 1), name_score=round(name_score, 1), held=held))
        made.sort(key=lambda f: (-f.score, f.entity.id))
        return _with_match(made[: max(0, limit)], made)

    def begin_with(self, prefix: str, *, limit: int) -> tuple[Entity, ...]:
        """Return entities with a name that begins like `prefix`, then those with a word that does."""
        wanted = fold(prefix)
        if not wanted:
            return ()
        first = {i for name, ids in self._exact.items() if name.startswith(wanted) for i in ids}
        second = {i for word, ids in self._words.items() if word.startswith(wanted) for i in ids} - first
        ordered = [*sorted(first, key=self._by_name), *sorted(second, key=self._by_name)]
        return tuple(self.by_id[i] for i in ordered[:limit])

    def _by_name(self, key: str) -> tuple[int, str]:
        return (len(self.by_id[key].name), key)

    def _near(self, query: str) -> list[str]:
        """Return the ids that share the rarest words and letters with `query`, the most telling first."""
        lists: list[set[str]] = [self._words.get(word, set()) for word in set(query.split())]
        lists += [self._threes.get(three, set()) for three in _threes(query)]
        counts: dict[str, float] = dict.fromkeys(self._exact.get(query, ()), 1000.0)
        spent = 0
        for ids in sorted((found for found in lists if found), key=len):
            spent += len(ids)
            if spent > _MOST_LOOKED_AT and counts:
                break
            weight = 1.0 / (1 + len(ids))
            for key in ids:
                counts[key] = counts.get(key, 0.0) + weight
        return heapq.nlargest(_MOST_COMPARED, counts, key=lambda key: (counts[key], key))


def _with_match(shown: list[Found], every: list[Found]) -> tuple[Found, ...]:
    if not shown:
        return ()
    first = shown[0]
    ahead = first.score - (every[1].score if len(every) > 1 else 0.0)
    is_match = first.score >= _SURE and ahead >= _AHEAD and all(held for _, held in first.held)
    matched = Found(
        entity=first.entity, score=first.score, name_score=first.name_score, held=first.held, is_match=is_match
    )
    return (matched, *shown[1:])


def _likeness(query: str, name: str) -> float:
    """Return 100 for the same words in the same order; one that is a part of the other is at most _PART."""
    if query == name:
        return 100.0
    return min(98.0, max(fuzz.token_sort_ratio(query, name), _PART / 100 * fuzz.token_set_ratio(query, name)))


def _holds(entity: Entity, pid: str, wanted: Collection[str]) -> bool:
    values = entity.values.get(pid, ())
    known = {v.text for v in values} | {fold(v.label) for v in values}
    return any(w in known or fold(w) in known for w in wanted)


def _threes(name: str) -> set[str]:
    padded = f" {name} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
