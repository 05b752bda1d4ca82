"""Which focus nodes certainly conform, so that pySHACL need only look at the others.

SHACL Core is decided here exactly where it is understood (`constraints.py`); every doubt counts as a suspicion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from spaceaccord.namespaces import RDF, SH
from spaceaccord.validation.constraints import SIMPLE, Constraint, NodeTest, Unscreened, Values
from spaceaccord.validation.triple_index import Triple, TripleIndex

_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
_SILENT = {SH.name, SH.description, SH.order, SH.group, SH.severity, SH.message, SH.path, *_TARGETS}
_SILENT |= {SH.qualifiedMinCount, SH.qualifiedMaxCount}


@dataclass(frozen=True, slots=True)
class _Target:
    """A shape with targets, and its test; None where only pySHACL can judge."""

    shape: Node
    test: NodeTest | None


class Screen:
    """The shapes of one graph, compiled."""

    def __init__(self, shapes: Graph) -> None:
        self._shapes = shapes
        self._compiled: dict[Node, NodeTest] = {}
        self._open: set[Node] = set()
        targeted = {s for target in _TARGETS for s in shapes.subjects(target, None)}
        self._targets = [_Target(shape, self._try(shape)) for shape in sorted(targeted, key=str)]
        self._understood = all(target.test is not None for target in self._targets)
        self._reach = (
            max((self._height(target.shape) for target in self._targets), default=0) if self._understood else 0
        )

    def suspects(self, index: TripleIndex) -> dict[Node, set[Node]]:
        """Return by shape the focus nodes of `index` that may break it; all others certainly conform."""
        found: dict[Node, set[Node]] = {}
        for target in self._targets:
            focus_nodes = set(self._focus_nodes(target.shape, index))
            if target.test is not None:
                focus_nodes = {focus for focus in focus_nodes if not _passes(target.test, index, focus)}
            if focus_nodes:
                found[target.shape] = focus_nodes
        return found

    def surroundings(self, index: TripleIndex, nodes: Iterable[Node]) -> set[Triple]:
        """Return every triple that a shape can read from `nodes`: as far as paths lead, with classes and background."""
        if not self._understood:
            return set(index.all_triples())
        triples: set[Triple] = set(index.class_hierarchy())
        seen: set[Node] = set()
        level = set(nodes)
        for _ in range(self._reach + 1):
            seen |= level
            reached = [t for node in level for t in index.triples_of(node)]
            triples.update(reached)
            level = {o for _, p, o in reached if not isinstance(o, Literal) and p != RDF.type} - seen
        return triples

    def _focus_nodes(self, shape: Node, index: TripleIndex) -> Iterable[Node]:
        for class_ in self._shapes.objects(shape, SH.targetClass):
            yield from index.instances(class_)
        for predicate in self._shapes.objects(shape, SH.targetSubjectsOf):
            yield from index.subjects_of(predicate)

    def _try(self, shape: Node) -> NodeTest | None:
        if any((shape, target, None) in self._shapes for target in (SH.targetObjectsOf, SH.targetNode)):
            raise Unscreened(f"{shape}: use sh:targetClass or sh:targetSubjectsOf")
        try:
            return self._test(shape)
        except Unscreened:
            return None

    def _test(self, shape: Node) -> NodeTest:
        known = self._compiled.get(shape)
        if known is not None:
            return known
        if shape in self._open:
            raise Unscreened(f"{shape} refers to itself")
        self._open.add(shape)
        try:
            test = _all_of(self._shapes.value(shape, SH.path), self._constraints(shape))
        finally:
            self._open.discard(shape)
        self._compiled[shape] = test
        return test

    def _constraints(self, shape: Node) -> list[Constraint]:
        made: list[Constraint] = []
        for parameter in sorted(set(self._shapes.predicates(shape, None)), key=str):
            if parameter in SIMPLE:
                made.append(SIMPLE[parameter](self._shapes, shape))
            elif parameter in _REFERRING:
                made.extend(_REFERRING[parameter](self, shape))
            elif str(parameter).startswith(str(SH)) and parameter not in _SILENT:
                raise Unscreened(f"{parameter} of {shape}")
        return made

    def _height(self, shape: Node) -> int:
        """Return how many steps from its focus node a shape can read."""
        below = [
            s for p in (SH.node, SH.property, SH["not"], SH.qualifiedValueShape) for s in self._shapes.objects(shape, p)
        ]
        for parameter in (SH["or"], SH["and"], SH.xone):
            below += [s for head in self._shapes.objects(shape, parameter) for s in Collection(self._shapes, head)]
        own = 1 if (shape, SH.path, None) in self._shapes else 0
        return own + max((self._height(s) for s in below), default=0)

    def _members(self, shape: Node, parameter: Node) -> list[list[NodeTest]]:
        return [
            [self._test(s) for s in Collection(self._shapes, head)] for head in self._shapes.objects(shape, parameter)
        ]

    def _node(self, shape: Node) -> list[Constraint]:
        tests = [self._test(s) for s in self._shapes.objects(shape, SH.node)]
        return [lambda index, _focus, values: all(t(index, v) for t in tests for v in values)]

    def _property(self, shape: Node) -> list[Constraint]:
        tests = [self._test(s) for s in self._shapes.objects(shape, SH.property)]
        return [lambda index, _focus, values: all(t(index, v) for t in tests for v in values)]

    def _not(self, shape: Node) -> list[Constraint]:
        tests = [self._test(s) for s in self._shapes.objects(shape, SH["not"])]
        return [lambda index, _focus, values: not any(t(index, v) for t in tests for v in values)]

    def _or(self, shape: Node) -> list[Constraint]:
        groups = self._members(shape, SH["or"])
        return [lambda index, _focus, values: all(any(t(index, v) for t in g) for g in groups for v in values)]

    def _and(self, shape: Node) -> list[Constraint]:
        groups = self._members(shape, SH["and"])
        return [lambda index, _focus, values: all(all(t(index, v) for t in g) for g in groups for v in values)]

    def _xone(self, shape: Node) -> list[Constraint]:
        groups = self._members(shape, SH.xone)
        return [lambda index, _focus, values: all(sum(t(index, v) for t in g) == 1 for g in groups for v in values)]

    def _qualified(self, shape: Node) -> list[Constraint]:
        tests = [self._test(s) for s in self._shapes.objects(shape, SH.qualifiedValueShape)]
        bounds = [self._shapes.value(shape, p) for p in (SH.qualifiedMinCount, SH.qualifiedMaxCount)]
        least, most = (int(b) if isinstance(b, Literal) else None for b in bounds)
        if len(tests) != 1:
            raise Unscreened(f"{shape} has {len(tests)} qualified value shapes")

        def check(index: TripleIndex, _focus: Node, values: Values) -> bool:
            number = sum(tests[0](index, v) for v in values)
            return (least is None or number >= least) and (most is None or number <= most)

        return [check]


_REFERRING: dict[Node, Callable[[Screen, Node], list[Constraint]]] = {
    SH.node: Screen._node,
    SH.property: Screen._property,
    SH["not"]: Screen._not,
    SH["or"]: Screen._or,
    SH["and"]: Screen._and,
    SH.xone: Screen._xone,
    SH.qualifiedValueShape: Screen._qualified,
}


def _all_of(path: Node | None, constraints: list[Constraint]) -> NodeTest:
    if path is None:
        return lambda index, focus: all(c(index, focus, (focus,)) for c in constraints)
    if not isinstance(path, URIRef):
        raise Unscreened("a path that is no property")

    def test(index: TripleIndex, focus: Node) -> bool:
        values = index.values(focus, path)
        return all(c(index, focus, values) for c in constraints)

    return test


def _passes(test: NodeTest, index: TripleIndex, focus: Node) -> bool:
    try:
        return test(index, focus)
    except Unscreened:
        return False
