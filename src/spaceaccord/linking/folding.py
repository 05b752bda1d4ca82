"""Names as they are compared: letters folded, spellings levelled, the words that name a country recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from spaceaccord.model.party import Authority

_WORDS = re.compile(r"\w+")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_POSSESSIVE = re.compile(r"['’]s\b")
_EMPTY_WORDS = frozenset({"the", "of", "for", "and", "de", "des", "la", "le", "du", "d", "l", "s", "on", "in", "at"})
# One spelling each: British and American words, and the short forms that letterheads use.
_SPELLINGS = {
    "admin": "administration",
    "centre": "center",
    "defence": "defense",
    "dept": "department",
    "govt": "government",
    "inst": "institute",
    "intl": "international",
    "min": "ministry",
    "natl": "national",
    "organisation": "organization",
    "programme": "program",
    "univ": "university",
}
# What the name of a company may end in, or not: the forms that European, Asian and American companies write.
# fmt: off
_LEGAL_FORMS = frozenset((
    "ab", "ag", "as", "bv", "co", "corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc",
    "ltd", "nv", "oy", "pbc", "plc", "pte", "pty", "pvt", "sa", "sarl", "sas", "se", "spa", "srl",
))
# fmt: on
# How the four best-known abbreviated states are written without dots; the dotted forms are folded to these.
_SHORT_STATES = {"us": "US", "usa": "US", "uk": "GB", "uae": "AE", "prc": "CN", "rok": "KR"}


def fold(name: str) -> str:
    """Return `name` as names are compared: letters and digits in lower case, no marks, small words dropped."""
    undotted = _DOTTED.sub(lambda m: m[0].replace(".", ""), _POSSESSIVE.sub(" ", name))
    plain = unicodedata.normalize("NFKD", undotted)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower().replace("&", " and ")
    words = (_SPELLINGS.get(w, w) for w in _WORDS.findall(plain))
    return " ".join(w for w in words if w not in _EMPTY_WORDS)


def without_legal_form(folded: str) -> str:
    """Return a folded name without a company's legal form; the whole name where nothing else would be left."""
    return " ".join(w for w in folded.split() if w not in _LEGAL_FORMS) or folded


@dataclass(frozen=True, slots=True)
class FoldedName:
    """The words of a name without those that name countries, and the slugs of the countries named, both sorted."""

    words: tuple[str, ...]
    countries: tuple[str, ...]

    @property
    def core(self) -> tuple[str, ...]:
        """The words without a company's legal form; all of them where nothing else would be left."""
        return tuple(w for w in self.words if w not in _LEGAL_FORMS) or self.words


class CountryWords:
    """Knows every way in which the tables name a state or its people, of one word or several."""

    def __init__(self, records: Iterable[Authority]) -> None:
        named: dict[tuple[str, ...], set[str]] = {}
        for state in (r for r in records if r.type == "State"):
            for name in (state.label, state.label_fr or "", *state.names, *state.demonyms):
                words = tuple(fold(name).split())
                # "Guinea" and "Congo" stay ambiguous on purpose: two slugs, and neither is read.
                if words and len("".join(words)) > 3:
                    named.setdefault(words, set()).add(state.slug)
            for short, code in _SHORT_STATES.items():
                if state.iso2 == code:
                    named.setdefault((short,), set()).add(state.slug)
        self._named = {words: min(slugs) for words, slugs in named.items() if len(slugs) == 1}
        self._longest = max((len(words) for words in self._named), default=0)

    def read(self, name: str) -> FoldedName:
        """Return the words of `name` with its countries set apart; the longest name of a country is taken first."""
        words = fold(name).split()
        rest: list[str] = []
        countries: set[str] = set()
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                state = self._named.get(tuple(words[at : at + length]))
                if state:
                    countries.add(state)
                    at += length
                    break
            else:
                rest.append(words[at])
                at += 1
        return FoldedName(tuple(sorted(rest)), tuple(sorted(countries)))
