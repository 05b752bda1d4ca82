"""Everything the rules know about words: names of authorities, instruments, verbs, cues, topics, in one automaton."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import ahocorasick
from rapidfuzz.distance import Levenshtein

from spaceaccord.extraction.entries import Entry, EntryKind
from spaceaccord.extraction.flattening import fold
from spaceaccord.extraction.name_entries import authority_entries
from spaceaccord.extraction.word_lists import WordLists, read_word_lists, word_entries
from spaceaccord.model.party import Authority
from spaceaccord.model.topic import TopicConcept

_SHORTEST_MISSPELT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One entry of the lexicon at a place of a flat text."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """The rules' words. `agencies` maps a state's slug to its space agency, where it has just one."""

    words: WordLists
    automaton: ahocorasick.Automaton = field(repr=False)
    states: dict[str, Authority]
    agencies: dict[str, Authority]
    organisations: dict[str, Authority]
    topics: dict[str, TopicConcept]
    misspellable: dict[str, Authority] = field(repr=False)
    misspelt: dict[tuple[str, int], list[str]] = field(repr=False, default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Sort the names that may be misspelt by first letter and length."""
        for name in self.misspellable:
            self.misspelt.setdefault((name[0], len(name)), []).append(name)

    @staticmethod
    def read(folder: Path, *, authorities: Iterable[Authority], topics: Iterable[TopicConcept]) -> Lexicon:
        """Build the lexicon from the files of `folder` (data/lexicon), authority records and the topic scheme.

        Raises:
            BadReference: a file is missing, no YAML, or lacks a list.
        """
        words = read_word_lists(folder)
        records = tuple(authorities)
        concepts = tuple(topics)
        automaton = ahocorasick.Automaton()
        table: dict[str, list[Entry]] = {}
        for key, entry in _all_entries(words, records, concepts):
            entries = table.setdefault(key, [])
            if entry not in entries:
                entries.append(entry)
        for key, entries in table.items():
            automaton.add_word(key, (len(key), tuple(entries)))
        automaton.make_automaton()
        return Lexicon(
            words=words,
            automaton=automaton,
            states={r.slug: r for r in records if r.type == "State"},
            agencies=_agencies(records),
            organisations={r.slug: r for r in records if r.kind == "org" and r.type != "State"},
            topics={concept.slug: concept for concept in concepts},
            misspellable={
                fold(name): r
                for r in records
                if r.type in ("State", "SpaceAgency")
                for name in (r.label, *r.names)
                if len(name) >= _SHORTEST_MISSPELT and " " in name
            },
        )

    def state_in(self, name: str) -> str | None:
        """Return the slug of the state that a name holds ("Royal Centre for Remote Sensing of Morocco")."""
        for hit in self.find(name, fold(name)):
            authority = hit.entry.authority
            if authority and authority.type == "State":
                return authority.slug
        return None

    def nearly(self, text: str) -> Authority | None:
        """Return the state or agency whose name `text` misspells by one letter; None where none or several do.

        Names under ten letters and single words are left alone: "Iranian" and "Indian" agencies lie two letters apart.
        """
        if len(text) < _SHORTEST_MISSPELT or " " not in text:
            return None
        key = fold(text)
        near = [n for size in (-1, 0, 1) for n in self.misspelt.get((key[0], len(key) + size), ())]
        found = [name for name in near if Levenshtein.distance(name, key, score_cutoff=1) <= 1]
        return self.misspellable[found[0]] if len(found) == 1 else None

    def find(self, text: str, folded: str) -> Iterator[Hit]:
        """Yield every entry that stands in `text` as whole words, in order of their ends; they may overlap.

        `folded` is `text` folded. Acronyms and names must also agree in case, except in lines of capitals.
        """
        length = len(text)
        for last, (size, entries) in self.automaton.iter(folded):
            start, end = last + 1 - size, last + 1
            if start and folded[start - 1].isalnum() and folded[start].isalnum() and not _glued(text, start):
                continue
            if end < length and folded[end].isalnum() and folded[last].isalnum() and not _glued(text, end):
                continue
            for entry in entries:
                if entry.agrees_in_case(text[start:end]):
                    yield Hit(start=start, end=end, entry=entry)


def _glued(text: str, at: int) -> bool:
    """Say whether two words were run together at `at`: "AgencyLSA", "IntentBoth"."""
    return (
        text[at - 1].islower()
        and text[at].isupper()
        and text[at : at + 3].isupper()
        and at > 3
        and text[at - 3 : at].islower()
    )


def _all_entries(
    words: WordLists, authorities: tuple[Authority, ...], topics: tuple[TopicConcept, ...]
) -> Iterator[tuple[str, Entry]]:
    yield from word_entries(words)
    yield from authority_entries(authorities)
    states = {record.slug: record for record in authorities if record.type == "State"}
    for prefix, slug in words.demonym_prefixes.items():
        if slug in states:
            yield prefix, Entry(kind=EntryKind.DEMONYM, value="State", capitalised=True, authority=states[slug])
    for concept in topics:
        for label in (concept.label, *concept.alt_labels):
            if len(label) > 2 or (label.isupper() and len(label) == 2):
                case = label if label.isupper() else None
                yield fold(label), Entry(kind=EntryKind.TOPIC, value=concept.slug, exact=case)


def _agencies(records: tuple[Authority, ...]) -> dict[str, Authority]:
    """Map each state to its space agency: the record that is called so, else the first that is nobody's part."""
    demonyms = {r.slug: (r.label, *r.demonyms) for r in records if r.type == "State"}
    found: dict[str, Authority] = {}
    for is_named in (True, False):
        for record in records:
            if record.type == "SpaceAgency" and record.acts_for and record.acts_for not in found:
                titles = {fold(f"{demonym} space agency") for demonym in demonyms.get(record.acts_for, ())}
                named = any(fold(name) in titles for name in (record.label, *record.names))
                if named if is_named else not record.parent:
                    found[record.acts_for] = record
    return found
