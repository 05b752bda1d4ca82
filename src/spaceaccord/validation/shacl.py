"""The core shapes over one graph: the screen clears what certainly conforms, pySHACL judges and words the rest.

The only module that imports pyshacl.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Literal as OneOf
from typing import Self

import pyshacl
import pyshacl.errors
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from spaceaccord.errors import BadReference
from spaceaccord.namespaces import DEFAULT_BASE, SH
from spaceaccord.validation.report import Severity, ValidationResult
from spaceaccord.validation.screening import Screen
from spaceaccord.validation.triple_index import TripleIndex

Stage = OneOf["article", "merged"]
_SEVERITIES: dict[Node, Severity] = {SH[severity.value]: severity for severity in Severity}
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)


class Unjudged(Exception):
    """PySHACL could not come to a judgement."""


class CoreShapes:
    """The core shapes, ready for use on graphs of either stage; parse and compile them once.

    `base` is the base IRI of the publication that the graphs belong to.
    """

    def __init__(self, shapes: Graph, *, base: str = DEFAULT_BASE) -> None:
        self._shapes = {stage: _for_stage(shapes, stage, base) for stage in ("article", "merged")}
        self._screens = {stage: Screen(graph) for stage, graph in self._shapes.items()}

    @classmethod
    def read(cls, file: Path, *, base: str = DEFAULT_BASE) -> Self:
        """Read the shapes in the Turtle `file`, their IRIs moved below `base`.

        Raises:
            BadReference: the file is missing or is not Turtle.
        """
        return cls(read_shapes(file, base=base), base=base)

    def of_stage(self, stage: Stage) -> Graph:
        """Return the shapes that are in force at `stage`."""
        return self._shapes[stage]

    def validate(self, index: TripleIndex, *, stage: Stage) -> list[ValidationResult]:
        """Return what the shapes find in the graph of `index`; its background is consulted, not judged."""
        screen = self._screens[stage]
        suspects = screen.suspects(index)
        if not suspects:
            return []
        surroundings = Graph()
        for triple in screen.surroundings(index, set().union(*suspects.values())):
            surroundings.add(triple)
        return _judge(surroundings, self._shapes[stage], suspects)


def _judge(data: Graph, shapes: Graph, suspects: Mapping[Node, Collection[Node]]) -> list[ValidationResult]:
    """Return pySHACL's results; a node that it gives up on is a violation, and does not hide the others."""
    try:
        return run_pyshacl(data, _excerpt(shapes, suspects))
    except Unjudged as error:
        pairs = [(shape, focus) for shape, nodes in suspects.items() for focus in nodes]
        if len(pairs) > 1:
            return [r for shape, focus in pairs for r in _judge(data, shapes, {shape: [focus]})]
        shape, focus = pairs[0]
        message = (
            f"Cannot be judged ({error}): give the properties of this node values of the datatypes that they ask for."
        )
        return [
            ValidationResult(
                focus_node=focus,
                path=None,
                value=None,
                severity=Severity.VIOLATION,
                message=message,
                shape=URIRef(str(shape)),
                component=SH.ConstraintComponent,
            )
        ]


def read_shapes(file: Path, *, base: str = DEFAULT_BASE) -> Graph:
    """Return the graph of a shapes file, with every IRI and pattern moved below `base`.

    Raises:
        BadReference: the file is missing or is not Turtle.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadReference("no such file", file=str(file), remedy="Restore it from the repository.") from error
    if base != DEFAULT_BASE:
        text = text.replace(DEFAULT_BASE, base).replace(_escaped(DEFAULT_BASE), _escaped(base))
        text = text.replace(f"<{DEFAULT_BASE.rstrip('/')}", f"<{base.rstrip('/')}")
    try:
        return Graph().parse(data=text, format="turtle")
    except Exception as error:  # rdflib's parser raises many unrelated classes
        raise BadReference(f"not Turtle: {error}", file=str(file), remedy="Mend the syntax.") from error


def run_pyshacl(data: Graph, shapes: Graph) -> list[ValidationResult]:
    """Return everything that pySHACL finds in `data`, in no fixed order.

    Raises:
        Unjudged: pySHACL gave up, on the shapes or on a value.
    """
    with warnings.catch_warnings():
        # pySHACL 0.40 takes the truth of NotImplemented where two literals have no order.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            _, found, text = pyshacl.validate(data, shacl_graph=shapes, inplace=True, do_owl_imports=False)
        except (pyshacl.errors.ReportableRuntimeError, TypeError, ValueError) as error:
            raise Unjudged(str(error)) from error
    if not isinstance(found, Graph):
        raise Unjudged(" ".join(str(text).split()))
    return [_result(found, node) for node in found.objects(None, SH.result)]


def _result(report: Graph, node: Node) -> ValidationResult:
    def one(predicate: URIRef) -> Node | None:
        return report.value(node, predicate)

    severity, focus, shape = one(SH.resultSeverity), one(SH.focusNode), one(SH.sourceShape)
    component = one(SH.sourceConstraintComponent)
    if severity not in _SEVERITIES or focus is None or not isinstance(shape, URIRef):
        raise BadReference(
            f"a result of pySHACL lacks severity, focus node or a named shape: {shape}",
            file="shapes",
            remedy="Give the shape an IRI and a severity.",
        )
    return ValidationResult(
        focus_node=focus,
        path=one(SH.resultPath),
        value=one(SH.value),
        severity=_SEVERITIES[severity],
        message=" ".join(sorted(str(m) for m in report.objects(node, SH.resultMessage))),
        shape=shape,
        component=component if isinstance(component, URIRef) else SH.ConstraintComponent,
    )


def _excerpt(shapes: Graph, suspects: Mapping[Node, Iterable[Node]]) -> Graph:
    """Return the shapes that are suspected of being broken, each aimed at its suspects only."""
    excerpt = Graph()
    for shape, focus_nodes in suspects.items():
        for focus in focus_nodes:
            excerpt.add((shape, SH.targetNode, focus))
    seen: set[Node] = set()
    waiting = list(suspects)
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for s, p, o in shapes.triples((node, None, None)):
            if p not in _TARGETS:
                excerpt.add((s, p, o))
                waiting.append(o)
    return excerpt


def _for_stage(shapes: Graph, stage: str, base: str) -> Graph:
    """Return the shapes without the targets of those that are for another stage only."""
    marker = URIRef(f"{base}shapes#stage")
    elsewhere = {s for s, _, o in shapes.triples((None, marker, None)) if o != Literal(stage)}
    kept = Graph()
    for s, p, o in shapes:
        if not (s in elsewhere and p in _TARGETS):
            kept.add((s, p, o))
    return kept


def _escaped(base: str) -> str:
    """Return `base` as it stands in a regular expression in Turtle: dots escaped twice."""
    return base.replace(".", "\\\\.")
