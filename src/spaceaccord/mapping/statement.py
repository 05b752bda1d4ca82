"""One triple on its way into a graph, with the sourced value it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rdflib import Literal, URIRef
from rdflib.term import Node

from spaceaccord.model.evidence import Sourced
from spaceaccord.namespaces import RDF, RDFS, SKOS

Triple = tuple[Node, Node, Node]
AnySourced = Sourced[object]


class Layer(Enum):
    """Where a triple belongs.

    A FACT of an article needs a claim, and enters the default view only as a canonical fact. FRAME is the label
    or superclass of an agreement or event. NODE describes a thing named by its own content (an extent, a
    participation, an unlinked name), equal wherever it occurs.
    """

    FACT = "fact"
    FRAME = "frame"
    NODE = "node"


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple, its layer, and for a fact the value it rests on and who says so, where it is not the text itself."""

    subject: URIRef
    predicate: URIRef
    object: URIRef | Literal
    layer: Layer
    source: AnySourced | None = None
    attributed_to: URIRef | None = None

    @property
    def triple(self) -> Triple:
        """The bare triple."""
        return (self.subject, self.predicate, self.object)


def fact(
    s: URIRef, p: URIRef, o: URIRef | Literal, source: AnySourced, attributed_to: URIRef | None = None
) -> Statement:
    """Return a statement that rests on `source`, in the words of `attributed_to` where somebody is quoted with it."""
    return Statement(s, p, o, Layer.FACT, source, attributed_to)


def frame(s: URIRef, p: URIRef, o: URIRef | Literal) -> Statement:
    """Return a statement that labels or classes a thing."""
    return Statement(s, p, o, Layer.FRAME)


def node(s: URIRef, p: URIRef, o: URIRef | Literal) -> Statement:
    """Return a statement that describes a node named by its content."""
    return Statement(s, p, o, Layer.NODE)


def label_statements(s: URIRef, text: str, *, layer: Layer, language: str = "en") -> list[Statement]:
    """Return `rdfs:label` and `skos:prefLabel` of `s`."""
    literal = Literal(text, lang=language)
    return [Statement(s, RDFS.label, literal, layer), Statement(s, SKOS.prefLabel, literal, layer)]


def class_statements(s: URIRef, *classes: URIRef, layer: Layer) -> list[Statement]:
    """Return `rdf:type` of `s` for each class."""
    return [Statement(s, RDF.type, c, layer) for c in classes]
