"""Ontology, topic scheme, code lists and mappings as they enter a release, and the topics as extraction needs them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from spaceaccord.errors import BadReference
from spaceaccord.mapping.statement import Triple
from spaceaccord.model.topic import TopicConcept
from spaceaccord.namespaces import DEFAULT_BASE, RDF, SKOS

PUBLISHED_FILES = ("spaceaccord.ttl", "topics.ttl", "codes.ttl")
LINK_FILES = ("mappings.ttl",)


def read_graph(path: Path) -> Graph:
    """Parse one Turtle file.

    Raises:
        BadReference: it is missing, does not parse, or holds blank nodes, which no release may.
    """
    graph = Graph()
    try:
        graph.parse(data=path.read_bytes(), format="turtle")
    except FileNotFoundError as error:
        raise BadReference("no such file", file=str(path), remedy="Restore it from the repository.") from error
    except Exception as error:  # rdflib's parser raises many unrelated classes
        raise BadReference(f"not Turtle: {error}", file=str(path), remedy="Mend the syntax.") from error
    if any(isinstance(term, BNode) for triple in graph for term in triple):
        raise BadReference("holds blank nodes", file=str(path), remedy="Give every node an IRI.")
    return graph


def read_vocabulary(folder: Path, names: Iterable[str] = PUBLISHED_FILES, *, base: str = DEFAULT_BASE) -> set[Triple]:
    """Return the triples of the vocabulary files in `folder`, their IRIs moved below `base`."""
    triples: set[Triple] = set()
    for name in names:
        for s, p, o in read_graph(folder / name):
            triples.add((_rebased(s, base), _rebased(p, base), _rebased(o, base)))
    return triples


def read_topics(path: Path) -> tuple[TopicConcept, ...]:
    """Return the concepts of the topic scheme in `path`, sorted by slug.

    A concept below the top concept "cooperation-modes" is of facet "mode", every other one of "subject".
    """
    graph = read_graph(path)
    prefix = f"{DEFAULT_BASE}topic/"
    concepts = {str(s).removeprefix(prefix): s for s in graph.subjects(RDF.type, SKOS.Concept)}
    broader = {
        slug: min((str(b).removeprefix(prefix) for b in graph.objects(iri, SKOS.broader)), default=None)
        for slug, iri in concepts.items()
    }
    return tuple(
        TopicConcept(
            slug=slug,
            label=_label(graph, iri, slug),
            alt_labels=_alternatives(graph, iri),
            facet="mode" if _top(slug, broader) == "cooperation-modes" else "subject",
            broader=broader[slug],
        )
        for slug, iri in sorted(concepts.items())
    )


def _label(graph: Graph, iri: Node, slug: str) -> str:
    labels = [o for o in graph.objects(iri, SKOS.prefLabel) if isinstance(o, Literal) and o.language == "en"]
    return str(labels[0]) if labels else slug


def _alternatives(graph: Graph, iri: Node) -> tuple[str, ...]:
    french = [o for o in graph.objects(iri, SKOS.prefLabel) if isinstance(o, Literal) and o.language != "en"]
    others: Collection[Node] = [*graph.objects(iri, SKOS.altLabel), *graph.objects(iri, SKOS.hiddenLabel)]
    return tuple(sorted({str(o) for o in (*french, *others)}))


def _top(slug: str, broader: dict[str, str | None]) -> str:
    seen = {slug}
    while (above := broader.get(slug)) and above not in seen:
        seen.add(above)
        slug = above
    return slug


def _rebased(term: Node, base: str) -> Node:
    if base != DEFAULT_BASE and isinstance(term, URIRef) and term.startswith(DEFAULT_BASE.rstrip("/")):
        return URIRef(base.rstrip("/") + term[len(DEFAULT_BASE) - 1 :])
    return term
