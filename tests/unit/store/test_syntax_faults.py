"""What users are told of a query that is none."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from spaceaccord.store.syntax_faults import explain_fault


def _told(text: str) -> str:
    with pytest.raises(SyntaxError) as caught:
        Store().query(text)
    place, _, what = str(caught.value).removeprefix("error at ").partition(": ")
    line, column = (int(each) for each in place.split(":"))
    return str(explain_fault(what, text, line, column))


def test_the_line_stands_below_with_a_caret_at_the_place() -> None:
    assert _told("SELECT *\nWHERE { ?s ?p").splitlines()[1:] == ["  WHERE { ?s ?p", "               ^"]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p",
        "SELECT ?x WHERE { ?x a ?y . } ORDER",
        'SELECT ?x { FILTER(?x = "a) }',
        "SELECT ?x { ?x ?y ?z ; }} ",
        "SELECT ?x { FILTER(",
    ],
)
def test_few_alternatives_are_told_and_no_class_of_characters(text: str) -> None:
    first = _told(text).splitlines()[0]

    assert "[" not in first
    assert "\\" not in first
    assert "u{" not in first
    assert len(first) < 160


def test_a_prefix_without_declaration_is_told_where_it_stands() -> None:
    told = _told("PREFIX a: <http://a/>\nSELECT ?x WHERE { ?x a:p ?y ; b:c ?z }")

    assert told.startswith("line 2, column 31: the prefix b: is not declared")
    assert told.splitlines()[2].index("^") == told.splitlines()[1].index("b:c")


def test_the_caret_of_a_long_line_stays_with_its_place() -> None:
    told = _told("SELECT * { " + "?s ?p ?o . " * 100 + "?s ?p").splitlines()

    assert len(told[1]) < 170
    assert abs(told[2].index("^") - len(told[1])) <= 1
