"""Terms of results as people read them: names in their language, IRIs in words, quotes around the words that matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

# For names that a page shows: English first, then names without a language, then any.
_LANGUAGES: Final = ("en", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An RDF term of a result: `kind` is "uri", "literal" or "bnode"."""

    kind: str
    value: str
    language: str = ""
    datatype: str = ""

    @property
    def is_iri(self) -> bool:
        """Whether it is an IRI."""
        return self.kind == "uri"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A term and the name to show for it."""

    term: Term
    label: str

    @property
    def iri(self) -> str:
        """The IRI, empty for a literal."""
        return self.term.value if self.term.is_iri else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of an article around the words that matter: `before`, `words`, `after`."""

    before: str
    words: str
    after: str


Row = Mapping[str, Term]


def read_term(found: Mapping[str, str]) -> Term:
    """Return a term of SPARQL results in JSON."""
    return Term(
        kind=found["type"],
        value=str(found["value"]),
        language=found.get("xml:lang", ""),
        datatype=found.get("datatype", ""),
    )


def pick_labels(rows: Iterable[Row], *, key: str = "value", label: str = "label") -> dict[str, str]:
    """Return the name to show for each IRI under `key`: in English where there is one."""
    best: dict[str, tuple[int, str]] = {}
    for row in rows:
        if key in row and label in row:
            language = row[label].language
            rank = _LANGUAGES.index(language) if language in _LANGUAGES else len(_LANGUAGES)
            candidate = (rank, row[label].value)
            best[row[key].value] = min(best.get(row[key].value, candidate), candidate)
    return {iri: text for iri, (_, text) in best.items()}


def words_of(iri: str) -> str:
    """Return the last name in `iri` as words: "subOrganizationOf" gives "sub organization of"."""
    name = iri.rstrip("/#").replace("#", "/").rpartition("/")[2] or iri
    spaced = "".join(f" {each.lower()}" if each.isupper() and index else each for index, each in enumerate(name))
    return spaced.replace("-", " ").strip() if not name.isupper() and len(spaced) < 2 * len(name) - 1 else name


def find_words(quote: str, words: str) -> Quote:
    """Return `quote` cut around the first place of `words`; all of it is before where they do not stand in it."""
    at = quote.casefold().find(words.casefold()) if words else -1
    if at < 0 or len(quote.casefold()) != len(quote):
        return Quote(before=quote, words="", after="")
    return Quote(before=quote[:at], words=quote[at : at + len(words)], after=quote[at + len(words) :])
