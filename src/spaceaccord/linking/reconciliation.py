"""Which authority a name of a text stands for, with score and features: a link, candidates for review, or neither."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz.distance import DamerauLevenshtein

from spaceaccord.linking.folding import CountryWords, FoldedName, fold
from spaceaccord.model.party import Authority, Name

__all__ = ["Candidate", "Match", "Reconciler", "Reconciliation", "fold"]

_ACRONYM = re.compile(r"[^\W\d_](?:[\w/-]{1,9})")
_BRACKETS = re.compile(r"^(?P<outer>[^()]+?)\s*\((?P<inner>[^()]+)\)$")
# What texts put before an acronym to say what kind of body it is.
_KIND_WORDS = frozenset(
    (
        "agency",
        "body",
        "company",
        "firm",
        "national",
        "operator",
        "organization",
        "provider",
        "space",
        "startup",
        "state",
    )
)
# A slip of the pen in a word of up to 7 letters changes one of them, in a longer one two; in one of up to 5 letters
# ("Space", "Spice") only the order of two. A name of one word has slips only where it is as long as this.
_SHORT_WORD, _SHORTEST_WORD, _LONG_NAME = 7, 5, 9


class Match(StrEnum):
    """How a candidate was found, surest first; the value is the rule that is published."""

    LABEL = "name.exact"
    ALIAS = "name.alias"
    ACRONYM = "name.acronym"
    BRACKETS = "name.with-acronym"
    SAME_WORDS = "name.same-words"
    COUNTRY = "name.with-its-country"
    GOVERNMENT = "name.government-of-state"
    SLIP = "name.slip-of-the-pen"


_SCORES = {
    Match.LABEL: 100.0,
    Match.ALIAS: 99.0,
    Match.BRACKETS: 98.0,
    Match.ACRONYM: 97.0,
    Match.SAME_WORDS: 96.0,
    Match.COUNTRY: 95.0,
    Match.GOVERNMENT: 95.0,
    Match.SLIP: 94.0,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An authority that a name may stand for: how sure (0 to 100), by which rule, and which letters differ."""

    authority: Authority
    score: float
    match: Match = Match.LABEL
    slips: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """What came of looking a name up: `name` is linked where one candidate alone is sure; `candidates` best first."""

    name: Name
    candidates: tuple[Candidate, ...]

    @property
    def needs_review(self) -> bool:
        """Whether somebody should choose among the candidates."""
        return self.name.authority is None and bool(self.candidates)


class Reconciler:
    """Looks names up in the authority records: organisations and states in all their forms, others by exact name.

    "Indian" and "Iranian" are alike as letters and never meet: the words that name countries must be equal, and a
    word that the tables know is never taken for a slip of another.
    """

    def __init__(self, authorities: Iterable[Authority]) -> None:
        records = list(authorities)
        self._others: dict[tuple[str, str], list[Authority]] = {}
        for record in records:
            for name in {fold(n) for n in (record.label, *record.names)} if record.kind in ("person", "place") else ():
                self._others.setdefault((record.kind, name), []).append(record)
        organisations = [r for r in records if r.kind == "org"]
        self._countries = CountryWords(organisations)
        self._states = {r.slug: r for r in organisations if r.type == "State"}
        self._exact: dict[str, dict[str, Candidate]] = {}
        self._acronyms: dict[str, dict[str, Authority]] = {}
        self._by_words: dict[FoldedName, dict[str, Authority]] = {}
        self._by_size: dict[tuple[int, tuple[str, ...]], list[tuple[tuple[str, ...], Authority]]] = {}
        for record in organisations:
            self._learn(record)
        self._vocabulary = {w for folded in self._by_words for w in folded.words}

    def _learn(self, record: Authority) -> None:
        for acronym in record.acronyms:
            self._acronyms.setdefault(acronym, {})[record.slug] = record
        for place, name in enumerate((record.label, record.label_fr or "", *record.names)):
            folded = fold(name)
            if not folded:
                continue
            match = Match.ALIAS if place else Match.LABEL
            self._exact.setdefault(folded, {}).setdefault(record.slug, Candidate(record, _SCORES[match], match))
            read = self._countries.read(name)
            core = FoldedName(read.core, read.countries)
            self._by_words.setdefault(core, {})[record.slug] = record
            known = self._by_size.setdefault((len(core.words), core.countries), [])
            if (core.words, record) not in known:
                known.append((core.words, record))

    def reconcile(self, name: Name) -> Name:
        """Return `name` linked to its authority where exactly one fits, else `name` unchanged."""
        return self.judge(name).name

    def judge(self, name: Name) -> Reconciliation:
        """Return `name`, linked where exactly one authority fits, with every candidate that was weighed."""
        if name.authority is not None:
            return Reconciliation(name=name, candidates=())
        if name.kind != "org":
            same = self._others.get((name.kind, fold(name.text)), [])
            if name.kind == "place" and not same:  # a state is a place too
                exact = self._exact.get(fold(name.text), {}).values()
                same = [c.authority for c in exact if c.authority.type == "State"]
            found = _made(same, Match.LABEL)
        else:
            found = self.candidates(name.text)
        if len(found) == 1:
            record = found[0].authority
            return Reconciliation(name=replace(name, text=record.label, authority=record), candidates=found)
        return Reconciliation(name=name, candidates=found)

    def candidates(self, text: str) -> tuple[Candidate, ...]:
        """Return the authorities that `text` may stand for, best first; those of the first rule that finds any."""
        exact = self._exact.get(fold(text))
        if exact:
            # "KSA" is a name of one thing and the acronym of another.
            also = _made(self._acronyms.get(text.strip(), {}).values(), Match.ACRONYM)
            return _ordered({c.authority.slug: c for c in (*also, *exact.values())}.values())
        brackets = _BRACKETS.match(text.strip())
        if brackets:
            return self._with_brackets(brackets["outer"], brackets["inner"])
        stripped = text.strip()
        if _ACRONYM.fullmatch(stripped) and stripped in self._acronyms:
            return _made(self._acronyms[stripped].values(), Match.ACRONYM)
        read = self._countries.read(text)
        core = FoldedName(read.core, read.countries)
        same = self._by_words.get(core)
        if same and core.words:
            return _made(same.values(), Match.SAME_WORDS)
        if core.words == ("government",) and len(core.countries) == 1:
            return _made([self._states[core.countries[0]]], Match.GOVERNMENT)
        return self._with_country(stripped, core) or self._with_slips(core)

    def _with_brackets(self, outer: str, inner: str) -> tuple[Candidate, ...]:
        """Return for "Long Name (ACR)" what both sides allow; where the acronym is unknown, what the long name says."""
        left, right = self.candidates(outer), self.candidates(inner)
        common = {c.authority.slug for c in left} & {c.authority.slug for c in right}
        if common:
            return _made([c.authority for c in left if c.authority.slug in common], Match.BRACKETS)
        if left and right:
            return _ordered([*left, *right])
        # A stranger's long name before a known acronym is another body with the same letters.
        return left

    def _with_country(self, text: str, core: FoldedName) -> tuple[Candidate, ...]:
        """Return the body that stands beside its own country: "Japan's JAXA", "the French space agency CNES"."""
        if not core.countries:
            return ()
        for words in (core.words, tuple(w for w in core.words if w not in _KIND_WORDS)):
            bare = self._by_words.get(FoldedName(words, ()), {}) if words else {}
            of_country = [r for r in bare.values() if _belongs(r, core.countries)]
            if of_country:
                return _made(of_country, Match.COUNTRY)
        rest, _, last = text.rpartition(" ")
        if last not in self._acronyms:
            return ()
        named = [r for r in self._acronyms[last].values() if _belongs(r, core.countries)]
        if set(core.words) - _KIND_WORDS <= {fold(last)}:
            return _made(named, Match.COUNTRY)
        before = {c.authority.slug for c in self.candidates(rest)}
        return _made([r for r in named if r.slug in before], Match.BRACKETS)

    def _with_slips(self, core: FoldedName) -> tuple[Candidate, ...]:
        found: dict[str, Candidate] = {}
        for words, record in self._by_size.get((len(core.words), core.countries), ()):
            slips = self._slips_between(core.words, words)
            if slips and (record.slug not in found or found[record.slug].slips > slips):
                found[record.slug] = Candidate(record, _SCORES[Match.SLIP] - 2 * slips, Match.SLIP, slips)
        return _ordered(found.values())

    def _slips_between(self, written: Collection[str], known: Collection[str]) -> int:
        """Return how many letters `written` has wrong, or 0 where it is not a misspelling of `known`."""
        mine, theirs = sorted(set(written) - set(known)), sorted(set(known) - set(written))
        if len(mine) != len(theirs) or len(mine) > 2 or len(mine) == len(written) > 1:
            return 0
        if len(written) == 1 and len(next(iter(written))) < _LONG_NAME:
            return 0
        total = 0
        for word, other in zip(mine, theirs, strict=True):
            if word.rstrip("s") == other.rstrip("s"):
                total += 1
                continue
            if word in self._vocabulary:
                return 0
            if min(len(word), len(other)) <= _SHORTEST_WORD and sorted(word) != sorted(other):
                return 0
            allowed = 1 if len(other) <= _SHORT_WORD else 2
            distance = DamerauLevenshtein.distance(word, other, score_cutoff=allowed)
            if distance > allowed or word[0] != other[0]:
                return 0
            total += distance
        return total


def _belongs(record: Authority, countries: Collection[str]) -> bool:
    return len(countries) == 1 and bool({record.acts_for, record.located_in} & set(countries))


def _made(records: Iterable[Authority], match: Match) -> tuple[Candidate, ...]:
    return _ordered([Candidate(record, _SCORES[match], match) for record in records])


def _ordered(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(candidates, key=lambda c: (-c.score, c.authority.slug)))
