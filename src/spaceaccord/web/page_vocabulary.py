"""The readable form of the ontology, the topic scheme and the code lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from spaceaccord.namespaces import DCTERMS, OWL, RDF, RDFS, SCHEMA, SKOS, prefixes
from spaceaccord.store.query_text import iri_term, literal_term
from spaceaccord.web.class_diagram import draw_classes
from spaceaccord.web.ontology_files import OntologyFile
from spaceaccord.web.page_data import PageData
from spaceaccord.web.page_terms import Row, Term, pick_labels

_KINDS: Final = (
    (OWL.Class, "class"),
    (OWL.ObjectProperty, "property between things"),
    (OWL.DatatypeProperty, "property with a value"),
    (OWL.AnnotationProperty, "annotation"),
    (OWL.NamedIndividual, "individual"),
)
_TRAITS: Final = (
    (OWL.SymmetricProperty, "goes both ways"),
    (OWL.TransitiveProperty, "transitive"),
    (OWL.FunctionalProperty, "one value at most"),
    (OWL.AsymmetricProperty, "never both ways"),
    (OWL.IrreflexiveProperty, "never to itself"),
)
# What a term says of other terms, in words; the last ones lead to other vocabularies.
_RELATIONS: Final = (
    ("is a kind of", (RDFS.subClassOf, RDFS.subPropertyOf)),
    ("is the same as", (OWL.equivalentClass, OWL.equivalentProperty)),
    ("of", (RDFS.domain, SCHEMA.domainIncludes)),
    ("to", (RDFS.range, SCHEMA.rangeIncludes)),
    ("inverse of", (OWL.inverseOf,)),
    ("never at once", (OWL.disjointWith,)),
    ("replaced by", (DCTERMS.isReplacedBy,)),
    ("close to", (SKOS.closeMatch, SKOS.exactMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)),
    ("see", (RDFS.seeAlso,)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What a term says of others: words, and the IRIs of these with the names to show."""

    words: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """One term of the ontology."""

    iri: str
    anchor: str
    kind: str
    label: str
    label_fr: str
    definition: str
    definition_fr: str
    example: str
    traits: tuple[str, ...]
    relations: tuple[Relation, ...]
    note: str
    is_deprecated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The terms under one heading of the file."""

    title: str
    anchor: str
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OntologyView:
    """A version of the ontology: what its header says, how many terms it has, its terms, its picture as SVG."""

    version: str
    abstract: str
    citation: str
    changes: str
    counts: tuple[tuple[str, int], ...]
    sections: tuple[Section, ...]
    diagram: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptView:
    """A concept with those below it."""

    iri: str
    anchor: str
    label: str
    label_fr: str
    definition: str
    others: tuple[str, ...]
    narrower: tuple[ConceptView, ...] = ()


def read_ontology(file: OntologyFile, base: str) -> OntologyView:
    """Return a version of the ontology, its terms as the file groups them."""
    graph, reader = file.graph, _TermReader(file.graph, base)
    header = URIRef(f"{base}ontology")
    sections = tuple(
        Section(
            title=title, anchor=f"group-{number}", terms=tuple(reader.read(f"{base}ontology#{name}") for name in names)
        )
        for number, (title, names) in enumerate(file.groups.items(), start=1)
    )
    kinds = [term.kind for section in sections for term in section.terms]
    return OntologyView(
        version=_text(graph, header, OWL.versionInfo),
        abstract=_text(graph, header, DCTERMS.abstract),
        citation=_text(graph, header, DCTERMS.bibliographicCitation),
        changes=_text(graph, header, SKOS.changeNote),
        counts=tuple((words, kinds.count(words)) for _, words in _KINDS if words in kinds),
        sections=sections,
        diagram=draw_classes(graph, base),
    )


class _TermReader:
    def __init__(self, graph: Graph, base: str) -> None:
        self._graph = graph
        self._names = sorted(prefixes(base).items(), key=lambda pair: -len(pair[1]))

    def read(self, iri: str) -> TermView:
        graph, term = self._graph, URIRef(iri)
        types = set(graph.objects(term, RDF.type))
        relations = []
        for words, properties in _RELATIONS:
            found = {str(o) for each in properties for o in graph.objects(term, each) if isinstance(o, URIRef)}
            if found:
                relations.append(Relation(words=words, others=tuple((o, self._short(o)) for o in sorted(found))))
        return TermView(
            iri=iri,
            anchor=iri.rpartition("#")[2],
            kind=next((words for kind, words in _KINDS if kind in types), "term"),
            label=_text(graph, term, RDFS.label),
            label_fr=_text(graph, term, RDFS.label, "fr"),
            definition=_text(graph, term, SKOS.definition),
            definition_fr=_text(graph, term, SKOS.definition, "fr"),
            example=_text(graph, term, SKOS.example),
            traits=tuple(words for kind, words in _TRAITS if kind in types),
            relations=tuple(relations),
            note=_text(graph, term, SKOS.scopeNote) or _text(graph, term, SKOS.note),
            is_deprecated=(term, OWL.deprecated, Literal(True)) in graph,
        )

    def _short(self, iri: str) -> str:
        for prefix, namespace in self._names:
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri.removeprefix("https://").removeprefix("http://")


def _text(graph: Graph, subject: Node, predicate: URIRef, language: str = "en") -> str:
    """Return a text in `language`, or for English one without."""
    found = [o for o in graph.objects(subject, predicate) if isinstance(o, Literal)]
    wanted = (language, None) if language == "en" else (language,)
    return min((str(o) for o in found if o.language in wanted), default="")


def read_concepts(data: PageData, start: str) -> tuple[ConceptView, ...]:
    """Return the top concepts among the IRIs that begin with `start` below the base, with all below them."""
    rows = list(
        data.rows(
            "vocabulary-facts",
            graph=iri_term(str(data.iris.graph("vocabulary"))),
            start=literal_term(f"{data.iris.base}{start}"),
        )
    )
    labels = pick_labels([_as_label(row) for row in rows if row["property"].value == str(SKOS.prefLabel)])
    broader: dict[str, set[str]] = {}
    texts: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        iri, name, found = row["value"].value, row["property"].value, row["object"]
        if name == str(SKOS.broader):
            broader.setdefault(iri, set()).add(found.value)
        elif not found.is_iri:
            texts.setdefault((iri, name, found.language), []).append(found.value)

    def view(iri: str, above: frozenset[str]) -> ConceptView:
        below = sorted((each for each, wider in broader.items() if iri in wider), key=lambda each: labels.get(each, ""))
        return ConceptView(
            iri=iri,
            anchor=iri.rpartition("/")[2],
            label=labels.get(iri) or data.name_of(iri),
            label_fr="".join(texts.get((iri, str(SKOS.prefLabel), "fr"), [])[:1]),
            definition=data.definitions.get(iri, ""),
            others=tuple(sorted(texts.get((iri, str(SKOS.altLabel), "en"), []), key=str.casefold)),
            narrower=tuple(view(each, above | {iri}) for each in below if each not in above | {iri}),
        )

    # Facets have labels too, and are collections.
    kinds = ((row["value"].value, row["object"].value) for row in rows if row["property"].value == str(RDF.type))
    concepts = {iri for iri, kind in kinds if kind == str(SKOS.Concept)}
    tops = [iri for iri in labels if iri in concepts and not broader.get(iri, set()) & labels.keys()]
    return tuple(view(iri, frozenset()) for iri in sorted(tops, key=lambda iri: labels[iri].casefold()))


def count_concepts(concepts: Iterable[ConceptView]) -> int:
    """Return how many concepts there are, with those below; one below two others counts once."""
    found: set[str] = set()
    waiting = list(concepts)
    while waiting:
        concept = waiting.pop()
        found.add(concept.iri)
        waiting += concept.narrower
    return len(found)


def _as_label(row: Row) -> dict[str, Term]:
    return {"value": row["value"], "label": row["object"]}
