"""The guard lets SPARQL through that is short, shallow and read-only, and nothing else, whatever it looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaceaccord.errors import SpaceAccordError
from spaceaccord.store.query_errors import MalformedQuery, QueryRefused, QueryTooLong, UpdateRefused
from spaceaccord.store.query_guard import QueryForm, ReadQuery, check_query, is_absolute_iri

P = "PREFIX ex: <http://e.example/> "


@pytest.mark.parametrize(
    ("text", "form"),
    [
        pytest.param("SELECT * { ?s ?p ?o }", QueryForm.SELECT, id="select"),
        pytest.param("# a comment\nask{}", QueryForm.ASK, id="lower case after a comment"),
        pytest.param("BASE <http://b/> PREFIX : <x#> DESCRIBE <a>", QueryForm.DESCRIBE, id="prologue"),
        pytest.param("PREFIX select: <x> CONSTRUCT WHERE { ?s select:ask ?o }", QueryForm.CONSTRUCT, id="prefix"),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(text: str, form: QueryForm) -> None:
    assert check_query(text).form is form


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('SELECT * { ?s ?p "SERVICE <http://x/> {" }', id="in a string"),
        pytest.param("SELECT * { ?s ?p '''a ' SERVICE <http://x/> {} ''' }", id="in a long string"),
        pytest.param("SELECT * { ?s ?p ?o } # SERVICE <http://x/> {}", id="in a comment"),
        pytest.param("SELECT * { ?s <http://x/SERVICE> ?o }", id="in an IRI"),
        pytest.param(P + "SELECT * { ?s ex:service ?service . ?s a ex:Service . }", id="in names and variables"),
        pytest.param("PREFIX service: <http://x/> SELECT * { ?s service:p ?o . }", id="as a prefix"),
        pytest.param("PREFIX service: <http://x/> SELECT * { GRAPH service:g { ?s ?p ?o } }", id="as a graph's prefix"),
        pytest.param('SELECT * { ?s ?p "a"@service }', id="as a language"),
    ],
)
def test_the_word_service_is_harmless_where_it_is_no_keyword(text: str) -> None:
    assert check_query(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", id="plainly"),
        pytest.param("SELECT * { sErViCe SILENT ?x { ?s ?p ?o } }", id="mixed case and a variable"),
        pytest.param("SELECT * { SERVICE# <\n<http://x/> {} }", id="a comment in between"),
        pytest.param("PREFIX x: <http://x/> SELECT * { SERVICEx:y {} }", id="glued to a prefix"),
        pytest.param("PREFIX : <http://x/> SELECT * { SERVICE:y {} }", id="glued to an empty prefix"),
        pytest.param("SELECT * { ?s ?p 1SERVICE<http://x/>{} }", id="glued to a number"),
        pytest.param("SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE#>\n<http://x/> {} }", id="hidden by a false IRI"),
        pytest.param("SELECT * { ?s ?p ?o FILTER(?s<'a>')SERVICE <http://x/> {} #'\n}", id="hidden by a false string"),
        pytest.param("SELECT * { ?s ?p 'a\\u0027 . SERVICE <http://x/> {} #' }", id="hidden by an escaped quote"),
        pytest.param('SELECT * { ?s ?p "a\\\\" SERVICE <http://x/> {} #" }', id="after an escaped backslash"),
        pytest.param("SELECT * { FILTER NOT EXISTS { SERVICE <http://x/> {} } }", id="in a filter"),
    ],
)
def test_no_spelling_of_service_gets_through(text: str) -> None:
    with pytest.raises(QueryRefused):
        check_query(text)


@pytest.mark.parametrize("word", ["INSERT DATA {}", "DELETE WHERE {}", "LOAD <http://x/>", "CLEAR ALL", "DROP ALL"])
def test_updates_are_refused_as_updates(word: str) -> None:
    with pytest.raises(UpdateRefused):
        check_query(f"PREFIX ex: <http://e/> {word}")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT * " + "{" * 2300 + "}" * 2300, id="braces"),
        pytest.param("SELECT (" + "(" * 4700 + "1" + ")" * 4700 + " AS ?x) {}", id="parentheses"),
        pytest.param("SELECT * { ?s ?p " + "[ ?p " * 190 + "1" + "]" * 190 + " }", id="property lists"),
        pytest.param("SELECT * { ?s ?p " + "(" * 250 + "1" + ")" * 250 + " }", id="lists"),
        pytest.param("SELECT * {" + "OPTIONAL {} " * 2700 + "}", id="optionals in a row"),
        pytest.param("SELECT * {" + "BIND(1 AS ?x) " * 2700 + "}", id="binds in a row"),
        pytest.param("SELECT * {" + "{} UNION " * 5000 + "{} }", id="union branches"),
        pytest.param("SELECT (1" + "+1" * 7000 + " AS ?x) {}", id="sums"),
        pytest.param("SELECT (" + "!" * 9500 + "true AS ?x) {}", id="negations"),
        pytest.param("SELECT * { FILTER(1" + "||1" * 9500 + ") }", id="disjunctions"),
        pytest.param("SELECT * { ?s " + "(" * 200 + "<p>" + ")" * 200 + " ?o }", id="path groups"),
        pytest.param(
            "SELECT * {" + "".join(f"?s{n} ?p ?o{n} . " for n in range(170)) + "}", id="variables as predicates"
        ),
        pytest.param("SELECT * {" + "".join(f"?s <p{n}> ?o{n} . " for n in range(200)) + "}", id="a star of patterns"),
        pytest.param(
            "SELECT * {?s " + " ; ".join(f"<p{n}> ?o{n}" for n in range(200)) + "}", id="a star by semicolons"
        ),
        pytest.param("SELECT * { FILTER(?a<" + "(" * 5000 + "?b" + ")" * 5000 + ">?c) }", id="depth in a false IRI"),
    ],
)
def test_what_overflows_parsers_or_stalls_planners_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        check_query(text)


def test_large_data_blocks_are_not_taken_for_patterns() -> None:
    rows = " ".join(f"(<http://e/{n}> {n})" for n in range(1500))

    assert check_query(f"SELECT * {{ VALUES (?a ?b) {{ {rows} }} ?a ?p ?b }}").form is QueryForm.SELECT


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        pytest.param('SELECT *\n{ ?s ?p "open }', 2, 9, id="an open string"),
        pytest.param("SELECT *\n{ \\ }", 2, 3, id="a character that begins nothing"),
        pytest.param("", 1, 1, id="nothing at all"),
        pytest.param("\n  FROBNICATE {}", 2, 3, id="no query form"),
    ],
)
def test_what_is_not_sparql_is_told_with_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(MalformedQuery) as caught:
        check_query(text)

    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_query_of_more_than_64_kilobytes_is_too_long() -> None:
    with pytest.raises(QueryTooLong):
        check_query("ASK {} #" + "é" * 33_000)


def test_graphs_of_the_protocol_are_absolute_iris() -> None:
    with pytest.raises(MalformedQuery):
        check_query("ASK {}", default_graphs=("http://x/> . <y",))


def test_nobody_else_can_make_a_checked_query() -> None:
    with pytest.raises(TypeError):
        ReadQuery(text="ASK { SERVICE <http://x/> {} }", form=QueryForm.ASK)


def test_queries_that_answer_otherwise_each_time_are_known() -> None:
    assert not check_query("SELECT (now() AS ?t) {}").repeatable
    assert check_query("SELECT ?now { ?now ?p 'RAND()' }").repeatable


@pytest.mark.parametrize(
    "piece", ["a.", "<", '"\\a', "'''", "(", ":.", "ex:a.", "?", "\\u0041", "<a", "_:", "1.", "@a-", "#\n", '"""a"'],
)  # fmt: skip
def test_the_worst_text_of_the_largest_size_is_refused_and_not_choked_on(piece: str) -> None:
    text = (piece * (64 * 1024 // len(piece.encode())))[: 64 * 1024]

    with pytest.raises(SpaceAccordError):
        check_query(text)


@given(st.text(max_size=200))
def test_any_text_is_checked_or_told_why_not(text: str) -> None:
    try:
        checked = check_query(text)
    except SpaceAccordError:
        return
    assert checked.text == text


@given(st.text(alphabet=st.characters(max_codepoint=128), max_size=30))
def test_an_absolute_iri_holds_no_delimiter(text: str) -> None:
    assert not (is_absolute_iri(text) and set(text) & set(' <>"{}|^`\\\n\t'))
