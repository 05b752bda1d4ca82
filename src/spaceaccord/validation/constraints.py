"""SHACL Core constraints compiled to Python: whether the values of a node conform, exactly as pySHACL decides it.

What is not understood here is not guessed: it raises `Unscreened`, and pySHACL decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from spaceaccord.namespaces import RDF, SH, XSD
from spaceaccord.validation.triple_index import TripleIndex

Values = Sequence[Node]
# Says whether the value nodes of a focus node conform: (index, focus, values) -> bool.
Constraint = Callable[[TripleIndex, Node, Values], bool]
# Says whether one node conforms to a shape.
NodeTest = Callable[[TripleIndex, Node], bool]


class Unscreened(Exception):
    """A constraint, path or value that only pySHACL may judge."""


def _number(shapes: Graph, shape: Node, parameter: Node) -> int:
    value = shapes.value(shape, parameter)
    if not isinstance(value, Literal) or not isinstance(value.value, int):
        raise Unscreened(f"{parameter} of {shape}")
    return value.value


def _string_of(node: Node) -> str:
    if isinstance(node, Literal) and node.value is not None and node.datatype in (None, RDF.langString, XSD.string):
        return str(node.value)
    return str(node)


def min_count(shapes: Graph, shape: Node) -> Constraint:
    """At least so many values."""
    least = _number(shapes, shape, SH.minCount)
    return lambda _index, _focus, values: len(values) >= least


def max_count(shapes: Graph, shape: Node) -> Constraint:
    """At most so many values."""
    most = _number(shapes, shape, SH.maxCount)
    return lambda _index, _focus, values: len(values) <= most


def class_of(shapes: Graph, shape: Node) -> Constraint:
    """Every value an instance of every class named."""
    classes = list(shapes.objects(shape, SH["class"]))
    return lambda index, _focus, values: all(
        not isinstance(v, Literal) and all(index.is_a(v, c) for c in classes) for v in values
    )


_PYTHON_TYPES: dict[Node, type] = {XSD.string: str, XSD.integer: int, XSD.decimal: Decimal, XSD.date: date}


def datatype(shapes: Graph, shape: Node) -> Constraint:
    """Every value a well-formed literal of the datatype."""
    expected = shapes.value(shape, SH.datatype)
    python_type = _PYTHON_TYPES.get(expected, object) if expected is not None else object

    def check(_index: TripleIndex, _focus: Node, values: Values) -> bool:
        for v in values:
            if not isinstance(v, Literal):
                return False
            given = XSD.string if v.datatype is None and v.language is None else v.datatype
            if given != expected or v.ill_typed is True or not isinstance(v.value, python_type):
                return False
        return True

    return check


def node_kind(shapes: Graph, shape: Node) -> Constraint:
    """Every value an IRI (the only kind that our shapes ask for)."""
    if shapes.value(shape, SH.nodeKind) != SH.IRI:
        raise Unscreened(f"node kind of {shape}")
    return lambda _index, _focus, values: all(isinstance(v, URIRef) for v in values)


def pattern(shapes: Graph, shape: Node) -> Constraint:
    """Every value matching every pattern."""
    if (shape, SH.flags, None) in shapes:
        raise Unscreened(f"flags of {shape}")
    patterns = [re.compile(str(p)) for p in shapes.objects(shape, SH.pattern)]
    return lambda _index, _focus, values: all(
        not isinstance(v, BNode) and all(p.search(_string_of(v)) for p in patterns) for v in values
    )


def min_length(shapes: Graph, shape: Node) -> Constraint:
    """Every value at least so long."""
    least = _number(shapes, shape, SH.minLength)
    return lambda _index, _focus, values: all(not isinstance(v, BNode) and len(_string_of(v)) >= least for v in values)


def max_length(shapes: Graph, shape: Node) -> Constraint:
    """Every value at most so long."""
    most = _number(shapes, shape, SH.maxLength)
    return lambda _index, _focus, values: all(not isinstance(v, BNode) and len(_string_of(v)) <= most for v in values)


def one_of(shapes: Graph, shape: Node) -> Constraint:
    """Every value in the list."""
    head = shapes.value(shape, SH["in"])
    if head is None:
        raise Unscreened(f"sh:in of {shape}")
    allowed = set(Collection(shapes, head))
    return lambda _index, _focus, values: all(v in allowed for v in values)


def has_value(shapes: Graph, shape: Node) -> Constraint:
    """Each demanded value among the values."""
    demanded = list(shapes.objects(shape, SH.hasValue))
    return lambda _index, _focus, values: all(d in values for d in demanded)


def _comparable(node: Node) -> tuple[str, date | Decimal | int]:
    value = node.value if isinstance(node, Literal) and node.ill_typed is not True else None
    if isinstance(value, date) and not isinstance(value, datetime):
        return ("date", value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return ("number", value)
    raise Unscreened(f"no order of {node}")


def _in_order(low: Node, high: Node, *, strictly: bool) -> bool:
    (kind, a), (other_kind, b) = _comparable(low), _comparable(high)
    if kind != other_kind:
        raise Unscreened(f"{low} against {high}")
    return bool(a < b) if strictly else bool(a <= b)  # type: ignore[operator]  # both are of one kind


def min_inclusive(shapes: Graph, shape: Node) -> Constraint:
    """No value below the bound."""
    bound = shapes.value(shape, SH.minInclusive)
    if bound is None:
        raise Unscreened(f"bound of {shape}")
    return lambda _index, _focus, values: all(_in_order(bound, v, strictly=False) for v in values)


def max_inclusive(shapes: Graph, shape: Node) -> Constraint:
    """No value above the bound."""
    bound = shapes.value(shape, SH.maxInclusive)
    if bound is None:
        raise Unscreened(f"bound of {shape}")
    return lambda _index, _focus, values: all(_in_order(v, bound, strictly=False) for v in values)


def _ordered(shapes: Graph, shape: Node, parameter: Node, *, strictly: bool) -> Constraint:
    others = list(shapes.objects(shape, parameter))
    return lambda index, focus, values: all(
        _in_order(v, w, strictly=strictly) for p in others for v in values for w in index.values(focus, p)
    )


def less_than(shapes: Graph, shape: Node) -> Constraint:
    """Every value below every value of the other property."""
    return _ordered(shapes, shape, SH.lessThan, strictly=True)


def less_than_or_equals(shapes: Graph, shape: Node) -> Constraint:
    """No value above any value of the other property."""
    return _ordered(shapes, shape, SH.lessThanOrEquals, strictly=False)


def equals(shapes: Graph, shape: Node) -> Constraint:
    """The same values as the other property."""
    others = list(shapes.objects(shape, SH.equals))
    return lambda index, focus, values: all(set(values) == set(index.values(focus, p)) for p in others)


def disjoint(shapes: Graph, shape: Node) -> Constraint:
    """No value that the other property has too."""
    others = list(shapes.objects(shape, SH.disjoint))
    return lambda index, focus, values: all(set(values).isdisjoint(index.values(focus, p)) for p in others)


def unique_lang(shapes: Graph, shape: Node) -> Constraint:
    """No two values of one language."""
    if shapes.value(shape, SH.uniqueLang) != Literal(True):
        raise Unscreened(f"sh:uniqueLang of {shape}")

    def check(_index: TripleIndex, _focus: Node, values: Values) -> bool:
        languages = [v.language.lower() for v in values if isinstance(v, Literal) and v.language]
        return len(languages) == len(set(languages))

    return check


def language_in(shapes: Graph, shape: Node) -> Constraint:
    """Every value in one of the languages."""
    head = shapes.value(shape, SH.languageIn)
    if head is None:
        raise Unscreened(f"sh:languageIn of {shape}")
    ranges = [str(r).lower() for r in Collection(shapes, head)]

    def matches(node: Node) -> bool:
        tag = node.language.lower() if isinstance(node, Literal) and node.language else ""
        return any(tag == r or tag.startswith(f"{r}-") for r in ranges)

    return lambda _index, _focus, values: all(matches(v) for v in values)


# Constraints whose parameters say all; those that refer to other shapes are compiled by `screening`.
SIMPLE: dict[Node, Callable[[Graph, Node], Constraint]] = {
    SH.minCount: min_count,
    SH.maxCount: max_count,
    SH["class"]: class_of,
    SH.datatype: datatype,
    SH.nodeKind: node_kind,
    SH.pattern: pattern,
    SH.minLength: min_length,
    SH.maxLength: max_length,
    SH["in"]: one_of,
    SH.hasValue: has_value,
    SH.minInclusive: min_inclusive,
    SH.maxInclusive: max_inclusive,
    SH.lessThan: less_than,
    SH.lessThanOrEquals: less_than_or_equals,
    SH.equals: equals,
    SH.disjoint: disjoint,
    SH.uniqueLang: unique_lang,
    SH.languageIn: language_in,
}
