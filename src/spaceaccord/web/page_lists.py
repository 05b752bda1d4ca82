"""The lists of a release: agreements with filters, and all things of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from spaceaccord.store.query_text import literal_term
from spaceaccord.web.page_data import PageData
from spaceaccord.web.page_terms import Named, Row, Term, pick_labels

# The kinds that have a list of their own: path, kinds of IRI, title.
LISTS = {
    "organisations": ("id/org/", "Organisations and states"),
    "people": ("id/person/", "People"),
    "events": ("id/event/", "Events"),
    "places": ("id/place/", "Places"),
    "articles": ("id/article/", "Source articles"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEntry:
    """One agreement in a list; `earliest` is an ISO date or empty, `edtf` the date as stated."""

    iri: str
    label: str
    types: tuple[Named, ...]
    status: str
    edtf: str
    earliest: str
    parties: tuple[Named, ...]
    states: tuple[Named, ...]
    topics: tuple[Named, ...]

    @property
    def year(self) -> str:
        """The year of the earliest day; empty where unknown."""
        return self.earliest[:4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in a list, with the names of its classes, and how many agreements and claims have to do with it."""

    iri: str
    label: str
    classes: tuple[str, ...]
    agreements: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A value to filter by: what it is called, how many agreements have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed down to; an empty text narrows nothing. Parties, types and topics are IRIs."""

    party: str = ""
    type: str = ""
    topic: str = ""
    status: str = ""
    year: str = ""

    def admit(self, entry: AgreementEntry) -> bool:
        """Say whether `entry` belongs to the list."""
        return (
            (not self.party or any(self.party == each.iri for each in (*entry.parties, *entry.states)))
            and (not self.type or any(self.type == each.iri for each in entry.types))
            and (not self.topic or any(self.topic == each.iri for each in entry.topics))
            and (not self.status or self.status == entry.status)
            and (not self.year or self.year == entry.year)
        )


@dataclass(frozen=True)
class Lists:
    """Reads lists, once a release."""

    data: PageData

    @cached_property
    def agreements(self) -> tuple[AgreementEntry, ...]:
        """All agreements, latest first, those without a date at the end."""
        related: dict[tuple[str, str], dict[str, Term]] = {}
        rows = list(self.data.rows("agreement-parties"))
        labels = {**pick_labels(rows), **{row["value"].value: row["acronym"].value for row in rows if "acronym" in row}}
        for row in rows:
            key = (row["agreement"].value, row["kind"].value)
            related.setdefault(key, {})[row["value"].value] = row["value"]
        found = list(self.data.rows("agreements"))
        titles = pick_labels(found, key="agreement")
        entries = []
        for iri in dict.fromkeys(row["agreement"].value for row in found):
            mine = [row for row in found if row["agreement"].value == iri]
            parties, states, topics = (
                self._sorted(related.get((iri, kind), {}).values(), labels) for kind in ("party", "state", "topic")
            )
            types = {row["class"] for row in mine if "class" in row}
            dates = sorted({(_text(row, "earliest"), _text(row, "edtf")) for row in mine if "edtf" in row})
            entries.append(
                AgreementEntry(
                    iri=iri,
                    label=titles.get(iri, iri),
                    types=self._sorted(types, {}),
                    status=next((self.data.name_of(row["status"].value) for row in mine if "status" in row), ""),
                    edtf=" or ".join(dict.fromkeys(edtf for _, edtf in dates)),
                    earliest=dates[0][0] if dates else "",
                    parties=parties,
                    states=states,
                    topics=topics,
                )
            )
        entries.sort(key=lambda entry: entry.label.casefold())
        return tuple(sorted(entries, key=lambda entry: entry.earliest, reverse=True))

    def _sorted(self, terms: Iterable[Term], labels: Mapping[str, str]) -> tuple[Named, ...]:
        named = (self.data.named(term, labels) for term in terms)
        return tuple(sorted(named, key=lambda each: each.label.casefold()))

    @cached_property
    def by_topic(self) -> Mapping[str, int]:
        """How many agreements have each topic, by its IRI."""
        return {facet.value: facet.count for facet in self.facets("topic")}

    def facets(self, name: str) -> tuple[Facet, ...]:
        """Return the values that agreements have for a filter, most frequent first."""
        counted: dict[tuple[str, str], int] = {}
        for entry in self.agreements:
            for pair in set(_facet_values(entry, name)):
                counted[pair] = counted.get(pair, 0) + 1
        facets = [Facet(value=value, label=label, count=count) for (value, label), count in counted.items()]
        if name == "year":
            return tuple(sorted(facets, key=lambda facet: facet.value, reverse=True))
        return tuple(sorted(facets, key=lambda facet: (-facet.count, facet.label.casefold())))

    def query_of(self, start: str) -> str:
        """Return the query behind the list of things whose IRI begins with `start`."""
        return self.data.text("things", start=literal_term(f"{self.data.iris.base}{start}"))

    def things(self, start: str) -> tuple[Entry, ...]:
        """Return the things whose IRI begins with `start`: those with most agreements first."""
        beginning = literal_term(f"{self.data.iris.base}{start}")
        rows = list(self.data.rows("things", start=beginning))
        counts = {
            (row["value"].value, row["kind"].value): int(row["count"].value)
            for row in self.data.rows("counts", start=beginning)
            if "value" in row
        }
        labels = pick_labels(rows)
        classes: dict[str, set[str]] = {}
        for row in rows:
            names = classes.setdefault(row["value"].value, set())
            if "class" in row and row["class"].value.startswith(self.data.iris.base):
                names.add(self.data.name_of(row["class"].value))
        entries = [
            Entry(
                iri=iri,
                label=labels.get(iri, iri),
                classes=tuple(sorted(names)),
                agreements=counts.get((iri, "agreements"), 0),
                claims=counts.get((iri, "claims"), 0),
            )
            for iri, names in classes.items()
        ]
        return tuple(sorted(entries, key=lambda entry: (-entry.agreements, -entry.claims, entry.label.casefold())))


def _facet_values(entry: AgreementEntry, name: str) -> list[tuple[str, str]]:
    if name == "year":
        return [(entry.year, entry.year)] if entry.year else []
    if name == "status":
        return [(entry.status, entry.status)] if entry.status else []
    named = {"party": (*entry.parties, *entry.states), "type": entry.types, "topic": entry.topics}[name]
    return [(each.iri, each.label) for each in named]


def _text(row: Row, name: str) -> str:
    return row[name].value if name in row else ""
