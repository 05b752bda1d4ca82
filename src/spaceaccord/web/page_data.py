"""What pages show, read from the store with the queries beside this file: values with names, claims with quotes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from spaceaccord.iris import Iris
from spaceaccord.media_types import RESULTS_JSON, MediaType
from spaceaccord.store.port import QueryLimits, SparqlStore
from spaceaccord.store.query_text import (
    SparqlTerm,
    StoredQuery,
    bind_terms,
    iri_term,
    literal_term,
    read_stored_queries,
)

_QUERIES: Final = Path(__file__).with_name("queries")
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
class Fact:
    """A property of a thing, with all of its values."""

    property: str
    label: str
    values: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of an article around the words that matter: `before`, `words`, `after`."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an article says, with the passage that it rests on."""

    iri: str
    subject: Named
    property: str
    property_label: str
    value: Named
    quote: Quote | None
    article: str
    article_title: str
    source: str
    publisher: str
    start: str
    end: str
    derivation: str
    modality: str
    confidence: str
    rule: str


Row = Mapping[str, Term]


@dataclass(frozen=True)
class PageData:
    """Reads what pages need. Calls block."""

    store: SparqlStore
    iris: Iris
    limits: QueryLimits = field(default_factory=QueryLimits)

    @cached_property
    def _queries(self) -> dict[str, StoredQuery]:
        return read_stored_queries(_QUERIES)

    def answer(self, name: str, media_type: MediaType, **terms: SparqlTerm) -> bytes:
        """Return the whole answer to the page query `name` with `terms` in place.

        Raises:
            SpaceAccordError: there is none.
        """
        query = bind_terms(self._queries[name], terms, base=self.iris.base)
        with self.store.answer(query, media_type, self.limits) as answer:
            return answer.read()

    def rows(self, name: str, **terms: SparqlTerm) -> Iterator[Row]:
        """Yield the rows of a SELECT query."""
        for row in json.loads(self.answer(name, RESULTS_JSON, **terms))["results"]["bindings"]:
            yield {variable: read_term(found) for variable, found in row.items()}

    def is_known(self, iri: str) -> bool:
        """Say whether the release says anything of `iri`."""
        return bool(json.loads(self.answer("known", RESULTS_JSON, this=iri_term(iri)))["boolean"])

    @cached_property
    def vocabulary(self) -> dict[str, str]:
        """The English names of our own terms, topics and codes, by IRI."""
        starts = {
            "terms": literal_term(f"{self.iris.base}ontology#"),
            "codes": literal_term(f"{self.iris.base}code/"),
            "topics": literal_term(f"{self.iris.base}topic"),
        }
        return pick_labels(self.rows("vocabulary-labels", **starts))

    @cached_property
    def definitions(self) -> dict[str, str]:
        """The English definitions of our own terms, topics and codes, by IRI."""
        starts = {
            "terms": literal_term(f"{self.iris.base}ontology#"),
            "codes": literal_term(f"{self.iris.base}code/"),
            "topics": literal_term(f"{self.iris.base}topic"),
        }
        rows = self.rows("vocabulary-labels", **starts)
        return pick_labels(rows, label="definition")

    def name_of(self, iri: str) -> str:
        """Return the name of a term of a vocabulary, ours or another's."""
        return self.vocabulary.get(iri) or words_of(iri)

    def facts(self, iri: str) -> tuple[Fact, ...]:
        """Return what the default view says of `iri`, one fact a property, in the order of their names."""
        return self._group(self.rows("facts", this=iri_term(iri)))

    def incoming(self, iri: str) -> tuple[Fact, ...]:
        """Return what points to `iri`, by property."""
        return self._group(self.rows("incoming", this=iri_term(iri)))

    def claims(self, iri: str) -> tuple[Claim, ...]:
        """Return the claims about `iri` and about its signing, by property and place in the text."""
        found: dict[str, list[Row]] = {}
        for row in self.rows("claims", this=iri_term(iri)):
            found.setdefault(row["claim"].value, []).append(row)
        return tuple(self._claim(rows) for rows in found.values())

    def article_claims(self, iri: str) -> tuple[Claim, ...]:
        """Return the claims that rest on the article `iri`, in the order of its text."""
        found: dict[str, list[Row]] = {}
        for row in self.rows("article-claims", this=iri_term(iri)):
            found.setdefault(row["claim"].value, []).append(row)
        claims = (self._claim(rows) for rows in found.values())
        return tuple(sorted(claims, key=lambda claim: int(claim.start or 0)))

    def _group(self, rows: Iterable[Row]) -> tuple[Fact, ...]:
        kept = list(rows)
        labels = pick_labels(kept)
        values: dict[str, dict[Term, Named]] = {}
        for row in kept:
            value = row["value"]
            values.setdefault(row["property"].value, {})[value] = self.named(value, labels)
        facts = [
            Fact(
                property=name,
                label=self.name_of(name),
                values=tuple(sorted(each.values(), key=lambda named: named.label.casefold())),
            )
            for name, each in values.items()
        ]
        return tuple(sorted(facts, key=lambda fact: fact.label.casefold()))

    def named(self, term: Term, labels: Mapping[str, str]) -> Named:
        """Return `term` with the name to show for it."""
        if term.is_iri:
            return Named(term=term, label=labels.get(term.value) or self.name_of(term.value))
        return Named(term=term, label=term.value)

    def _claim(self, rows: list[Row]) -> Claim:
        labels, row = pick_labels(rows), rows[0]
        text = {name: term.value for name, term in row.items()}
        quoted, value = text.get("quote"), row["value"]
        if value.is_iri and value.value not in self.vocabulary:
            labels = {value.value: text.get("words", ""), **labels}  # a node without a name shows its words
        return Claim(
            iri=text["claim"],
            subject=self.named(row["subject"], pick_labels(rows, key="subject", label="subjectLabel")),
            property=text["property"],
            property_label=self.name_of(text["property"]),
            value=self.named(value, labels),
            quote=find_words(quoted, text.get("words", "")) if quoted else None,
            article=text.get("article", ""),
            article_title=text.get("title", ""),
            source=text.get("source", ""),
            publisher=text.get("publisher", ""),
            start=text.get("start", ""),
            end=text.get("end", ""),
            derivation=self.name_of(text["derivation"]) if "derivation" in text else "",
            modality=self.name_of(text["modality"]) if "modality" in text else "",
            confidence=text.get("confidence", ""),
            rule=text.get("rule", ""),
        )


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
