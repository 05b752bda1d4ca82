"""Triples by subject and predicate, with what is known besides: the quick look-ups that shapes and rules need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rdflib.term import Node

from spaceaccord.namespaces import RDF, RDFS

Triple = tuple[Node, Node, Node]
# Looked up often: `RDF.type` makes a new term at every use.
_TYPE = RDF.type
_SUBCLASS_OF = RDFS.subClassOf
_UNITED = frozenset({_TYPE, _SUBCLASS_OF})
_NOTHING: dict[Node, list[Node]] = {}


class TripleIndex:
    """The triples of one graph, and of a `background` that is consulted but never a subject of validation itself.

    The background (vocabulary, authorities) tells of classes, schemes and labels of things that the graph refers to.
    Doubled triples count once.
    """

    def __init__(self, triples: Iterable[Triple], *, background: TripleIndex | None = None) -> None:
        self.background = background
        self.by_subject: dict[Node, dict[Node, list[Node]]] = {}
        self._instances: dict[Node, list[Node]] = defaultdict(list)
        self._superclasses: dict[Node, frozenset[Node]] = {}
        unique = triples if isinstance(triples, set | frozenset) else dict.fromkeys(triples)
        by_subject = self.by_subject
        for s, p, o in unique:
            known = by_subject.get(s)
            if known is None:
                known = by_subject[s] = {}
            values = known.get(p)
            if values is None:
                known[p] = [o]
            else:
                values.append(o)
        for s, known in by_subject.items():
            for class_ in known.get(_TYPE, ()):
                self._instances[class_].append(s)

    def values(self, subject: Node, predicate: Node) -> Sequence[Node]:
        """Return the objects of `predicate` at `subject`.

        What the graph says itself counts; the background speaks where it is silent. Only of classes both tell.
        """
        own = self.by_subject.get(subject, _NOTHING).get(predicate)
        if self.background is None or (own and predicate not in _UNITED):
            return own or ()
        known = self.background.values(subject, predicate)
        if not own:
            return known
        return [*own, *(o for o in known if o not in own)] if known else own

    def value(self, subject: Node, predicate: Node) -> Node | None:
        """Return the first object of `predicate` at `subject`, or None."""
        found = self.values(subject, predicate)
        return found[0] if found else None

    def superclasses(self, class_: Node) -> frozenset[Node]:
        """Return `class_` and every class above it."""
        found = self._superclasses.get(class_)
        if found is None:
            seen, waiting = {class_}, [class_]
            while waiting:
                for above in self.values(waiting.pop(), _SUBCLASS_OF):
                    if above not in seen:
                        seen.add(above)
                        waiting.append(above)
            found = self._superclasses[class_] = frozenset(seen)
        return found

    def is_a(self, node: Node, class_: Node) -> bool:
        """Say whether `node` is an instance of `class_` or of a class below it."""
        return any(class_ in self.superclasses(t) for t in self.values(node, _TYPE))

    def instances(self, class_: Node) -> Iterator[Node]:
        """Yield the nodes of this graph that it types as `class_` or a class below it; some more than once."""
        for given, nodes in self._instances.items():
            if given == class_ or class_ in self.superclasses(given):
                yield from nodes

    def subjects_of(self, predicate: Node) -> Iterator[Node]:
        """Yield the nodes of this graph that have `predicate`."""
        return (s for s, known in self.by_subject.items() if predicate in known)

    def triples_of(self, subject: Node) -> Iterator[Triple]:
        """Yield the triples of `subject` that `values` tells of; some may come twice."""
        own = self.by_subject.get(subject, _NOTHING)
        for p, values in own.items():
            yield from ((subject, p, o) for o in values)
        if self.background is not None:
            yield from (t for t in self.background.triples_of(subject) if t[1] not in own or t[1] in _UNITED)

    def all_triples(self) -> Iterator[Triple]:
        """Yield the triples of every subject; some may come twice."""
        for subject in self._subjects():
            yield from self.triples_of(subject)

    def _subjects(self) -> set[Node]:
        known = self.background._subjects() if self.background is not None else set()
        return known | set(self.by_subject)

    def class_hierarchy(self) -> Iterator[Triple]:
        """Yield every `rdfs:subClassOf` triple."""
        for s, known in self.by_subject.items():
            yield from ((s, _SUBCLASS_OF, o) for o in known.get(_SUBCLASS_OF, ()))
        if self.background is not None:
            yield from self.background.class_hierarchy()


def label(index: TripleIndex, node: Node) -> str:
    """Return the first label of `node`, or its IRI."""
    found = index.value(node, RDFS.label)
    return str(found) if found is not None else str(node)


def local(iri: Node) -> str:
    """Return what follows the last hash or slash of an IRI."""
    return str(iri).replace("#", "/").rpartition("/")[2]
