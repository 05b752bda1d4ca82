"""The screen never clears what it does not understand."""

from __future__ import annotations

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from spaceaccord.validation.screening import Screen
from spaceaccord.validation.triple_index import TripleIndex

E = "http://example.org/"
PREFIXES = f"""
@prefix e: <{E}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
A, B = URIRef(f"{E}a"), URIRef(f"{E}b")


def suspects(shapes: str, *, value: str) -> set[str]:
    """Return the suspects among two nodes of class e:C, of which only e:a has `value`."""
    index = TripleIndex(
        {(A, RDF.type, URIRef(f"{E}C")), (B, RDF.type, URIRef(f"{E}C")), (A, URIRef(f"{E}p"), Literal(value))}
    )
    found = Screen(Graph().parse(data=PREFIXES + shapes, format="turtle")).suspects(index)
    return {str(node).removeprefix(E) for nodes in found.values() for node in nodes}


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        pytest.param("sh:minCount 1", {"b"}, id="a missing value"),
        pytest.param("sh:maxCount 0", {"a"}, id="a value too many"),
        pytest.param('sh:pattern "^x"', {"a"}, id="a pattern that does not match"),
        pytest.param('sh:pattern "^y"', set(), id="a pattern that matches"),
        pytest.param('sh:pattern "^Y" ; sh:flags "i"', {"a", "b"}, id="flags are not understood"),
        pytest.param("sh:nodeKind sh:Literal", {"a", "b"}, id="a node kind that we do not use"),
        pytest.param("sh:minExclusive 3", {"a", "b"}, id="a constraint that is not understood"),
        pytest.param("sh:minInclusive 3", {"a"}, id="a value that has no order"),
    ],
)
def test_a_node_is_cleared_only_where_the_constraint_is_understood(constraint: str, expected: set[str]) -> None:
    shape = f"e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property e:P . e:P sh:path e:p ; {constraint} ."

    assert suspects(shape, value="yes") == expected


def test_a_path_that_is_no_property_is_left_to_pyshacl() -> None:
    shape = "e:S sh:targetClass e:C ; sh:property e:P . e:P sh:path [ sh:inversePath e:p ] ; sh:minCount 0 ."

    assert suspects(shape, value="yes") == {"a", "b"}


def test_a_shape_that_refers_to_itself_is_left_to_pyshacl() -> None:
    assert suspects("e:S sh:targetClass e:C ; sh:node e:S .", value="yes") == {"a", "b"}


def test_what_pyshacl_needs_is_within_reach_of_the_paths() -> None:
    shapes = PREFIXES + (
        "e:S sh:targetClass e:C ; sh:property e:P . e:P sh:path e:p ; sh:node e:N . "
        "e:N sh:property e:Q . e:Q sh:path e:q ; sh:class e:D ."
    )
    data = (
        "e:a a e:C ; e:p e:b . e:b e:q e:c . e:c a e:D0 ; e:r e:far . e:far e:s e:farther . "
        "e:D0 <http://www.w3.org/2000/01/rdf-schema#subClassOf> e:D ."
    )
    index = TripleIndex(Graph().parse(data=PREFIXES + data, format="turtle"))

    near = Screen(Graph().parse(data=shapes, format="turtle")).surroundings(index, [A])

    assert {str(s).removeprefix(E) for s, _, _ in near} == {"a", "b", "c", "D0"}
