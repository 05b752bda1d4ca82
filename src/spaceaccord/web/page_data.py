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
from spaceaccord.namespaces import OWL
from spaceaccord.store.port import QueryLimits, SparqlStore
from spaceaccord.store.query_text import (
    SparqlTerm,
    StoredQuery,
    bind_terms,
    iri_term,
    literal_term,
    read_stored_queries,
)
from spaceaccord.web.node_names import describe_node
from spaceaccord.web.page_terms import Named, Quote, Row, Term, find_words, pick_labels, read_term, words_of

_QUERIES: Final = Path(__file__).with_name("queries")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A property of a thing, with all of its values."""

    property: str
    label: str
    values: tuple[Named, ...]


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

    def text(self, name: str, **terms: SparqlTerm) -> str:
        """Return the text of the page query `name` with `terms` in place, for readers to run themselves."""
        return bind_terms(self._queries[name], terms, base=self.iris.base).text

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

    @cached_property
    def ontology_version(self) -> str:
        """The number of the ontology that the release uses; empty where it does not say."""
        start = literal_term(str(self.iris.ontology))
        rows = self.rows("vocabulary-facts", graph=iri_term(str(self.iris.graph("vocabulary"))), start=start)
        return next((row["object"].value for row in rows if row["property"].value == str(OWL.versionInfo)), "")

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
        return self._claims("claims", iri)

    def thing_claims(self, iri: str) -> tuple[Claim, ...]:
        """Return the claims about `iri`, those that name it or rest on it, or `iri` itself where it is a claim."""
        return self._claims("thing-claims", iri)

    def article_claims(self, iri: str) -> tuple[Claim, ...]:
        """Return the claims that rest on the article `iri`, in the order of its text."""
        return tuple(sorted(self._claims("article-claims", iri), key=lambda claim: int(claim.start or 0)))

    def _claims(self, name: str, iri: str) -> tuple[Claim, ...]:
        found: dict[str, list[Row]] = {}
        for row in self.rows(name, this=iri_term(iri)):
            found.setdefault(row["claim"].value, []).append(row)
        return tuple(self._claim(rows) for rows in found.values())

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
            label = labels.get(term.value) or self.vocabulary.get(term.value)
            return Named(term=term, label=describe_node(term.value, label or "", base=self.iris.base))
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
