"""Stored queries: what their header says, and that values enter them as terms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.query import ResultRow

from spaceaccord.errors import BadReference, UsageError
from spaceaccord.store.query_errors import MalformedQuery
from spaceaccord.store.query_text import bind, iri_term, literal_term, place_terms, read_stored_query

TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"))
TEXT = """# title: Agreements of a state
# description: All that
# param: state iri https://w3id.org/spaceaccord/id/org/aland
# param: from date 2031-01-01
# columns: agreement state
SELECT ?agreement ?state WHERE { ?agreement <http://p/> ?state FILTER(?date > $from && "$from" != "x") }
"""


def _stored(folder: Path, text: str = TEXT) -> Path:
    path = folder / "by-state.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_header_gives_title_description_parameters_and_columns(tmp_path: Path) -> None:
    query = read_stored_query(_stored(tmp_path))

    assert (query.name, query.title, query.description) == ("by-state", "Agreements of a state", "All that")
    assert [(each.name, each.kind, each.default) for each in query.parameters] == [
        ("state", "iri", "https://w3id.org/spaceaccord/id/org/aland"),
        ("from", "date", "2031-01-01"),
    ]
    assert query.columns == ("agreement", "state")


def test_a_dollar_name_is_replaced_and_another_variable_is_narrowed_down(tmp_path: Path) -> None:
    bound = bind(read_stored_query(_stored(tmp_path)), {"state": "http://e/x", "from": "2031-05-06"})

    assert '?date > "2031-05-06"^^<http://www.w3.org/2001/XMLSchema#date> && "$from" != "x"' in bound.text
    assert bound.text.endswith("VALUES (?state) { (<http://e/x>) }\n")


def test_an_empty_value_leaves_a_parameter_free(tmp_path: Path) -> None:
    assert "VALUES" not in bind(read_stored_query(_stored(tmp_path)), {"state": ""}).text


def test_iris_of_the_default_base_move_with_the_base(tmp_path: Path) -> None:
    bound = bind(read_stored_query(_stored(tmp_path)), {}, base="http://local.example/")

    assert "VALUES (?state) { (<http://local.example/id/org/aland>) }" in bound.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("state", "http://e/x> . ?a ?b <y", id="an IRI that would end early"),
        pytest.param("state", "http://e/\\u003E", id="an IRI with an escape"),
        pytest.param("state", "no iri", id="no IRI at all"),
        pytest.param("from", "2031-02-30", id="a day that does not exist"),
        pytest.param("from", '2031-01-01" }', id="a date that would end early"),
    ],
)
def test_a_value_of_another_kind_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(UsageError, match=name):
        bind(read_stored_query(_stored(tmp_path)), {name: value})


@pytest.mark.parametrize(
    "line", ["# param: x", "# param: x colour red", "# param: 1x iri", "# param: a text\n# param: a text"]
)
def test_a_header_that_cannot_be_read_is_told(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadReference, match=r"by-state\.rq"):
        read_stored_query(_stored(tmp_path, f"{line}\nASK {{}}"))


@settings(deadline=None)
@given(TEXTS)
def test_every_literal_comes_back_as_it_went_in(value: str) -> None:
    text = place_terms("SELECT ?o { ?s ?p ?o FILTER(?o = $value) }", {"value": literal_term(value)})
    graph = Graph()
    graph.add((URIRef("http://s/"), URIRef("http://p/"), Literal(value)))

    rows = [row for row in graph.query(text) if isinstance(row, ResultRow)]

    assert [str(row[0]) for row in rows] == [value]


@settings(deadline=None)
@given(TEXTS)
def test_no_text_becomes_an_iri_that_ends_early(value: str) -> None:
    try:
        written = iri_term(value).written
    except MalformedQuery:
        return
    assert written == f"<{value}>"
    assert not set(value) & set('<>"{}|^`\\ \n')
