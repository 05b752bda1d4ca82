"""The files of data/lexicon as values, and their phrases as entries of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from spaceaccord.errors import BadReference
from spaceaccord.extraction.entries import Entry, EntryKind
from spaceaccord.extraction.flattening import fold
from spaceaccord.model.agreement import AgreementType

_FILES = (
    "instruments",
    "verbs",
    "moods",
    "organisations",
    "roles",
    "coreference",
    "fields",
    "events",
    "topics",
    "historical_states",
    "relations",
)


# Marks the entry of a state that is no more: the rest of the value is its name.
HISTORICAL = "historical:"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLists:
    """Phrases by list; see the comments at the head of each file for what a list means."""

    instruments: Mapping[AgreementType, tuple[str, ...]]
    instrument_acronyms: Mapping[AgreementType, tuple[str, ...]]
    generic: frozenset[str]
    only_signed: frozenset[str]
    standing: tuple[str, ...]
    unilateral: tuple[str, ...]
    verbs: Mapping[str, tuple[str, ...]]
    moods: Mapping[str, tuple[str, ...]]
    suppositions: frozenset[str]
    denied: frozenset[str]
    reporting: tuple[str, ...]
    date_owners: frozenset[str]
    tails: frozenset[str]
    heads: frozenset[str]
    companies: frozenset[str]
    not_names: frozenset[str]
    honorifics: tuple[str, ...]
    role_cores: tuple[str, ...]
    role_modifiers: tuple[str, ...]
    domains: frozenset[str]
    coreference: Mapping[str, tuple[str, ...]]
    body_nouns: frozenset[str]
    demonym_prefixes: Mapping[str, str]
    historical_states: Mapping[str, tuple[str, ...]]
    government_nouns: frozenset[str]
    counterpart_nouns: frozenset[str]
    agency_nouns: tuple[str, ...]
    space: tuple[str, ...]
    other_fields: tuple[str, ...]
    events: Mapping[str, tuple[str, ...]]
    list_cues: tuple[str, ...]
    purpose_cues: tuple[str, ...]
    relations: Mapping[str, tuple[str, ...]]


class _Content:
    """One YAML file, its lists by key; a missing list is the file's error."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise BadReference(
                f"the word list cannot be read: {error}", file=str(path), remedy="Restore it from data/lexicon."
            ) from error

    def words(self, *keys: str) -> tuple[str, ...]:
        node = self.content
        for key in keys:
            if not isinstance(node, dict) or key not in node:
                raise BadReference(
                    f"no list {'.'.join(keys)}",
                    file=str(self.path),
                    place=key,
                    remedy="Add the list, empty if need be.",
                )
            node = node[key]
        if not isinstance(node, list):
            raise BadReference(
                f"{'.'.join(keys)} is no list", file=str(self.path), place=keys[-1], remedy="Write [word, word]."
            )
        return tuple(str(word) for word in node)

    def pairs(self, key: str) -> dict[str, str]:
        node = self.content.get(key) if isinstance(self.content, dict) else None
        if not isinstance(node, dict):
            raise BadReference(f"no table {key}", file=str(self.path), place=key, remedy="Write {word: slug}.")
        return {str(word): str(slug) for word, slug in node.items()}

    def table(self, *keys: str) -> dict[str, tuple[str, ...]]:
        node = self.content
        for key in keys:
            node = node[key]
        return {str(key): self.words(*keys, str(key)) for key in node}


def read_word_lists(folder: Path) -> WordLists:
    """Return the word lists of `folder`.

    Raises:
        BadReference: a file is missing, no YAML, or lacks a list.
    """
    file = {name: _Content(folder / f"{name}.yaml") for name in _FILES}
    types = {kind: kind.value for kind in AgreementType}
    verbs = {
        f"{cls}.{form}": phrases
        for cls in file["verbs"].content
        for form, phrases in file["verbs"].table(str(cls)).items()
    }
    events = file["events"]
    return WordLists(
        instruments={k: file["instruments"].words("types", v, "names") for k, v in types.items()},
        instrument_acronyms={k: file["instruments"].words("types", v, "acronyms") for k, v in types.items()},
        generic=frozenset(file["instruments"].words("generic")),
        only_signed=frozenset(file["instruments"].words("only_signed")),
        standing=file["instruments"].words("standing"),
        unilateral=file["instruments"].words("unilateral"),
        verbs=verbs,
        moods={key: file["moods"].words(key) for key in ("planned", "possible", "negated")},
        suppositions=frozenset(file["moods"].words("suppositions")),
        denied=frozenset(file["moods"].words("denied")),
        reporting=file["moods"].words("reporting"),
        date_owners=frozenset(file["moods"].words("date_owners")),
        tails=frozenset(file["organisations"].words("tails")),
        heads=frozenset(file["organisations"].words("heads")),
        companies=frozenset(file["organisations"].words("companies")),
        not_names=frozenset(file["organisations"].words("not_names")),
        honorifics=file["roles"].words("honorifics"),
        role_cores=file["roles"].words("cores"),
        role_modifiers=file["roles"].words("modifiers"),
        domains=frozenset(file["roles"].words("domains")),
        coreference={k: file["coreference"].words(k) for k in ("agencies", "states", "pair", "agency", "company")},
        body_nouns=frozenset(file["coreference"].words("body_nouns")),
        demonym_prefixes=file["coreference"].pairs("prefixes"),
        historical_states=file["historical_states"].table(),
        government_nouns=frozenset(file["coreference"].words("government_nouns")),
        counterpart_nouns=frozenset(file["coreference"].words("counterpart_nouns")),
        agency_nouns=file["coreference"].words("agency_nouns"),
        space=file["fields"].words("space"),
        other_fields=file["fields"].words("other"),
        events={str(key): events.words(str(key)) for key in events.content},
        list_cues=file["topics"].words("list_cues"),
        purpose_cues=file["topics"].words("purpose_cues"),
        relations={str(key): file["relations"].words(str(key)) for key in file["relations"].content},
    )


def word_entries(words: WordLists) -> Iterator[tuple[str, Entry]]:
    """Yield folded key and entry for every phrase that is looked up in running text."""
    for kind, names in words.instruments.items():
        for name in names:
            for key in _with_plural(fold(name)):
                yield key, Entry(kind=EntryKind.INSTRUMENT, value=kind.value)
        for acronym in words.instrument_acronyms[kind]:
            yield fold(acronym), Entry(kind=EntryKind.INSTRUMENT, value=kind.value, exact=acronym)
    for name in words.standing:
        yield fold(name), Entry(kind=EntryKind.STANDING, value=name)
    for name in words.unilateral:
        for key in _with_plural(fold(name)):
            yield key, Entry(kind=EntryKind.UNILATERAL, value=name)
    for label, others in words.historical_states.items():
        for name in (label, *others):
            yield fold(name), Entry(kind=EntryKind.NAME, value=f"{HISTORICAL}{label}", capitalised=True)
    tables = (
        (EntryKind.VERB, words.verbs),
        (EntryKind.MOOD, words.moods),
        (EntryKind.COREFERENCE, words.coreference),
        (EntryKind.EVENT, words.events),
        (EntryKind.RELATION, words.relations),
        (EntryKind.REPORTING, {"reporting": words.reporting}),
        (EntryKind.SPACE, {"space": words.space}),
        (EntryKind.OTHER_FIELD, {"other": words.other_fields}),
        (EntryKind.LIST_CUE, {"list": words.list_cues}),
    )
    for entry_kind, table in tables:
        for value, phrases in table.items():
            for phrase in phrases:
                yield fold(phrase), Entry(kind=entry_kind, value=value)
                if entry_kind in (EntryKind.SPACE, EntryKind.OTHER_FIELD) and not phrase.endswith(("s", "y")):
                    yield fold(phrase) + "s", Entry(kind=entry_kind, value=value)


def _with_plural(key: str) -> tuple[str, ...]:
    if key.endswith(("s", "a")):
        return (key,)
    head, of, rest = key.partition(" of ")
    first = f"{head}s{of}{rest}"
    return (key, first, key + "s") if of else (key, key + "s")
