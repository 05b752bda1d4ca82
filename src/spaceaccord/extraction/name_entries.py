"""The names of authority records as entries of the lexicon, with the spellings that texts use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spaceaccord.extraction.entries import Entry, EntryKind
from spaceaccord.extraction.flattening import fold
from spaceaccord.model.party import Authority

# "Government of X" and "X government" stand for the state.
_STATE_FORMS = ("government of {}", "government of the {}", "governments of {}", "republic of {}", "kingdom of {}")
_SPELLINGS = (
    ("organisation", "organization"),
    ("centre", "center"),
    ("programme", "program"),
    (" and ", " & "),
)
_SHORT_ACRONYM = 4


def authority_entries(authorities: Iterable[Authority]) -> Iterator[tuple[str, Entry]]:
    """Yield folded key and entry for every name, acronym and demonym of `authorities`."""
    for record in authorities:
        kind = EntryKind.EVENT if record.kind == "event" else EntryKind.NAME
        for name in dict.fromkeys((record.label, *record.names)):
            yield from _name(record, name, kind)
        for acronym in record.acronyms:
            yield from _acronym(record, acronym, kind)
        for demonym in record.demonyms:
            if len(demonym) > 2:
                entry = Entry(kind=EntryKind.DEMONYM, value=record.type, capitalised=True, authority=record)
                yield fold(demonym), entry


def _name(record: Authority, name: str, kind: EntryKind) -> Iterator[tuple[str, Entry]]:
    plain = re.sub(r"\s*\([^)]*\)", "", name).strip()
    if len(plain) < 2 or not plain[0].isalnum():
        return
    if plain.isupper() and len(plain) <= 6:
        yield from _acronym(record, plain, kind)
        return
    # A name that its bearer writes small ("ispace") is written so in texts too.
    entry = Entry(kind=kind, value=record.type, capitalised=plain[0].isupper() or plain[0].isdigit(), authority=record)
    key = fold(plain)
    for spelling in _variants(key):
        yield spelling, entry
    if record.type == "State":
        for form in _STATE_FORMS:
            made = Entry(kind=kind, value=record.type, authority=record)
            yield form.format(key), made


def _variants(key: str) -> Iterator[str]:
    """Yield `key` and its British, American and abbreviated spellings."""
    spellings = {key}
    for left, right in _SPELLINGS:
        for known in tuple(spellings):
            spellings.add(known.replace(left, right))
            spellings.add(known.replace(right, left))
    yield from sorted(spellings)


def _acronym(record: Authority, acronym: str, kind: EntryKind) -> Iterator[tuple[str, Entry]]:
    if len(acronym) < 2:
        return
    yield fold(acronym), Entry(kind=kind, value=record.type, exact=acronym, authority=record)
    if record.type == "State" and acronym.isalpha() and len(acronym) <= _SHORT_ACRONYM:
        dotted = ".".join(acronym) + "."
        for written in (dotted, dotted[:-1]):
            yield fold(written), Entry(kind=kind, value=record.type, exact=written, authority=record)
