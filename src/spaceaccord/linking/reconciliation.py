"""Which authority a name of a text stands for: exact, alias, or close within the same country words; else unlinked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from spaceaccord.model.party import Authority, Name

# Below this, variants of one name ("Centre"/"Center", a slip of the pen) and other bodies begin to mix.
_CLOSE_ENOUGH = 92.0
_WORDS = re.compile(r"[a-z0-9]+")
_EMPTY_WORDS = frozenset({"the", "of", "for", "and", "de", "des", "la", "le", "du", "s"})


def fold(name: str) -> str:
    """Return `name` as names are compared: ASCII letters and digits in lower case, small words dropped."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = plain.replace("centre", "center").replace("organisation", "organization").replace("&", " and ")
    return " ".join(w for w in _WORDS.findall(plain) if w not in _EMPTY_WORDS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An authority that a name may stand for, with its likeness (0 to 100)."""

    authority: Authority
    score: float


class Reconciler:
    """Looks names up in the authority records: organisations and states closely, persons and places exactly."""

    def __init__(self, authorities: Iterable[Authority]) -> None:
        authorities = list(authorities)
        self._others: dict[tuple[str, str], list[Authority]] = {}
        for record in authorities:
            for name in {fold(n) for n in (record.label, *record.names)} if record.kind in ("person", "place") else ():
                self._others.setdefault((record.kind, name), []).append(record)
        self._exact: dict[str, list[Authority]] = {}
        self._folded: list[tuple[str, frozenset[str], Authority]] = []
        records = [a for a in authorities if a.kind == "org"]
        self._countries = _country_words(records)
        for record in records:
            for name in (record.label, record.label_fr or "", *record.names):
                folded = fold(name)
                if not folded:
                    continue
                known = self._exact.setdefault(folded, [])
                if record not in known:
                    known.append(record)
                    self._folded.append((folded, self._country_words_of(folded), record))

    def reconcile(self, name: Name) -> Name:
        """Return `name` linked to its authority where exactly one fits, else `name` unchanged."""
        if name.authority is not None:
            return name
        if name.kind != "org":
            same = self._others.get((name.kind, fold(name.text)), [])
            if name.kind == "place" and not same:  # a state is a place too
                same = [record for record in self._exact.get(fold(name.text), []) if record.type == "State"]
            return replace(name, text=same[0].label, authority=same[0]) if len(same) == 1 else name
        exact = self._exact.get(fold(name.text), [])
        if len(exact) == 1:
            return Name(text=exact[0].label, authority=exact[0])
        near = self.candidates(name.text) if not exact else ()
        if len(near) == 1:
            return Name(text=near[0].authority.label, authority=near[0].authority)
        return name

    def candidates(self, text: str) -> tuple[Candidate, ...]:
        """Return the authorities whose names are close to `text` and share its country words, best first.

        "Indian" and "Iranian" are alike as letters and never meet: the words that name countries must be equal.
        """
        folded = fold(text)
        countries = self._country_words_of(folded)
        best: dict[str, Candidate] = {}
        for name, name_countries, record in self._folded:
            if name_countries != countries or len(name) < 8:
                continue
            score = fuzz.token_sort_ratio(folded, name, score_cutoff=_CLOSE_ENOUGH)
            if score and (record.slug not in best or best[record.slug].score < score):
                best[record.slug] = Candidate(record, score)
        return tuple(sorted(best.values(), key=lambda c: (-c.score, c.authority.slug)))

    def _country_words_of(self, folded: str) -> frozenset[str]:
        return frozenset(self._countries[w] for w in folded.split() if w in self._countries)


def _country_words(records: Iterable[Authority]) -> dict[str, str]:
    """Map each single word that names a state or its people to the state's slug."""
    words: dict[str, str] = {}
    for record in records:
        if record.type == "State":
            for name in (record.label, *record.names, *record.demonyms):
                folded = fold(name)
                if " " not in folded and len(folded) > 3:
                    words.setdefault(folded, record.slug)
    return words
