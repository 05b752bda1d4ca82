"""The readable form of ontology, topic scheme and code lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from spaceaccord.namespaces import OWL, RDF, RDFS, SKOS
from spaceaccord.store.query_text import iri_term, literal_term
from spaceaccord.web.page_data import PageData
from spaceaccord.web.page_terms import Row, Term, pick_labels

_SECTIONS: Final = (
    (str(OWL.Class), "Classes"),
    (str(OWL.ObjectProperty), "Properties between things"),
    (str(OWL.DatatypeProperty), "Properties with values"),
    (str(OWL.AnnotationProperty), "Annotations"),
)
_SHOWN: Final = {
    str(RDFS.subClassOf): "is a kind of",
    str(RDFS.subPropertyOf): "is a kind of",
    str(RDFS.domain): "of",
    str(RDFS.range): "to",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """One term of the ontology; `relations` are pairs of words and IRIs."""

    iri: str
    anchor: str
    label: str
    definition: str
    relations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Terms of one sort."""

    title: str
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptView:
    """A concept with those below it."""

    iri: str
    label: str
    definition: str
    narrower: tuple[ConceptView, ...] = ()


def read_ontology(data: PageData) -> tuple[Section, ...]:
    """Return the terms of the ontology, by sort and name."""
    rows = _read_rows(data, "ontology#")
    kinds: dict[str, set[str]] = {}
    relations: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        iri, name, found = row["value"].value, row["property"].value, row["object"]
        if name == str(RDF.type):
            kinds.setdefault(found.value, set()).add(iri)
        elif name in _SHOWN and found.is_iri:
            relations.setdefault(iri, []).append((_SHOWN[name], found.value))
    sections = []
    for kind, title in _SECTIONS:
        terms = [
            TermView(
                iri=iri,
                anchor=iri.rpartition("#")[2],
                label=data.name_of(iri),
                definition=data.definitions.get(iri, ""),
                relations=tuple(relations.get(iri, ())),
            )
            for iri in kinds.get(kind, ())
        ]
        if terms:
            sections.append(Section(title=title, terms=tuple(sorted(terms, key=lambda term: term.anchor.casefold()))))
    return tuple(sections)


def read_concepts(data: PageData, start: str) -> tuple[ConceptView, ...]:
    """Return the top concepts among the IRIs that begin with `start` below the base, with all below them."""
    rows = _read_rows(data, start)
    labels = pick_labels([_as_label(row) for row in rows if row["property"].value == str(SKOS.prefLabel)])
    broader: dict[str, set[str]] = {}
    for row in rows:
        if row["property"].value == str(SKOS.broader):
            broader.setdefault(row["value"].value, set()).add(row["object"].value)

    def view(iri: str, above: frozenset[str]) -> ConceptView:
        below = sorted((each for each, wider in broader.items() if iri in wider), key=lambda each: labels.get(each, ""))
        return ConceptView(
            iri=iri,
            label=labels.get(iri) or data.name_of(iri),
            definition=data.definitions.get(iri, ""),
            narrower=tuple(view(each, above | {iri}) for each in below if each not in above | {iri}),
        )

    concepts = {
        row["value"].value
        for row in rows
        if row["property"].value == str(RDF.type) and row["object"].value == str(SKOS.Concept)
    }
    tops = [iri for iri in labels if iri in concepts and not broader.get(iri, set()) & labels.keys()]
    return tuple(view(iri, frozenset()) for iri in sorted(tops, key=lambda iri: labels[iri].casefold()))


def _read_rows(data: PageData, start: str) -> list[Row]:
    return list(
        data.rows(
            "vocabulary-facts",
            graph=iri_term(str(data.iris.graph("vocabulary"))),
            start=literal_term(f"{data.iris.base}{start}"),
        )
    )


def _as_label(row: Row) -> dict[str, Term]:
    return {"value": row["value"], "label": row["object"]}
