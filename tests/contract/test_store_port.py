"""What every store promises, whoever implements it."""

from __future__ import annotations

import csv
import io
import json
import threading
from xml.etree import ElementTree

import pytest
from rdflib import Graph

from served_release import AGREEMENT, BASE
from spaceaccord.errors import SpaceAccordError
from spaceaccord.media_types import (
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    TRIG,
    TURTLE,
    MediaType,
)
from spaceaccord.store.port import Cancellation, QueryLimits, SparqlStore
from spaceaccord.store.query_errors import (
    MalformedQuery,
    NoAnswer,
    QueryCancelled,
    QueryRefused,
    QueryTimeout,
    QueryTooBig,
    UnsupportedFormat,
)
from spaceaccord.store.query_guard import check_query

LIMITS = QueryLimits(seconds=10)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "SELECT (COUNT(*) AS ?n) {dataset} {{ {pattern} }}"
PARTIES = f"PREFIX sco: <{BASE}ontology#> SELECT ?party {{ <{AGREEMENT}> sco:hasParty ?party }} ORDER BY ?party"


def _ask(store: SparqlStore, text: str, media_type: MediaType = RESULTS_JSON, limits: QueryLimits = LIMITS) -> bytes:
    with store.answer(check_query(text), media_type, limits) as answer:
        return answer.read()


def _count(store: SparqlStore, text: str, *, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> int:
    query = check_query(text, default_graphs=default, named_graphs=named)
    with store.answer(query, RESULTS_JSON, LIMITS) as answer:
        return int(json.loads(answer.read())["results"]["bindings"][0]["n"]["value"])


def test_select_gives_the_same_rows_in_every_format(store: SparqlStore) -> None:
    expected = [f"{BASE}id/org/aland", f"{BASE}id/org/borland"]

    found = json.loads(_ask(store, PARTIES))["results"]["bindings"]
    table = list(csv.reader(io.StringIO(_ask(store, PARTIES, RESULTS_CSV).decode())))
    tree = ElementTree.fromstring(_ask(store, PARTIES, RESULTS_XML))  # noqa: S314 - our own server's XML

    assert [row["party"]["value"] for row in found] == expected
    assert table == [["party"], *([each] for each in expected)]
    assert [each.text for each in tree.iter("{http://www.w3.org/2005/sparql-results#}uri")] == expected
    assert _ask(store, PARTIES, RESULTS_TSV).decode() == "?party\n" + "".join(f"<{each}>\n" for each in expected)


@pytest.mark.parametrize(("pattern", "truth"), [("?s ?p ?o", True), ("?s <http://nowhere/> ?o", False)])
def test_ask_gives_a_truth_value(store: SparqlStore, pattern: str, truth: bool) -> None:
    assert json.loads(_ask(store, f"ASK {{ {pattern} }}"))["boolean"] is truth


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its JSON-LD parser uses its own old classes
@pytest.mark.parametrize(
    ("media_type", "parser"),
    [
        (TURTLE, "turtle"),
        (N_TRIPLES, "nt"),
        (RDF_XML, "xml"),
        (JSON_LD, "json-ld"),
        (TRIG, "turtle"),
        (N_QUADS, "nt"),
    ],
    ids=lambda each: each.suffix if isinstance(each, MediaType) else "",
)
def test_construct_gives_the_same_graph_in_every_format(store: SparqlStore, media_type: MediaType, parser: str) -> None:
    text = f"CONSTRUCT WHERE {{ <{AGREEMENT}> ?p ?o }}"
    expected = set(Graph().parse(data=_ask(store, text, N_TRIPLES), format="nt"))

    parsed = Graph().parse(data=_ask(store, text, media_type), format=parser)

    assert set(parsed) == expected
    assert len(expected) == 12


def test_describe_gives_the_triples_of_a_thing(store: SparqlStore) -> None:
    graph = Graph().parse(data=_ask(store, f"DESCRIBE <{BASE}id/person/ann-chair>", TURTLE), format="turtle")

    assert len(graph) == 3


def test_without_a_graph_the_default_view_is_seen(store: SparqlStore) -> None:
    assert _count(store, "SELECT (COUNT(*) AS ?n) { <http://padding.example/1> ?p ?o }") == 1


def test_graph_and_from_see_named_graphs(store: SparqlStore) -> None:
    merge = f"{BASE}graph/merge"
    in_graph = _count(store, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{merge}> {{ ?s ?p ?o }} }}")

    assert in_graph == 24
    assert _count(store, COUNT.format(dataset=f"FROM <{merge}>", pattern="?s ?p ?o")) == in_graph
    assert _count(store, COUNT.format(dataset=f"FROM NAMED <{merge}>", pattern="GRAPH ?g { ?s ?p ?o }")) == in_graph


def test_graphs_of_the_protocol_win_over_those_of_the_query(store: SparqlStore) -> None:
    merge, authorities = f"{BASE}graph/merge", f"{BASE}graph/authorities"
    everywhere = COUNT.format(dataset=f"FROM <{authorities}>", pattern="?s ?p ?o")

    assert _count(store, everywhere, default=(merge,)) == 24
    assert _count(store, everywhere, default=(merge, authorities)) == 24 + 20
    assert _count(store, everywhere, named=(merge,)) == 0
    assert _count(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", named=(authorities,)) == 20


def test_a_graph_that_is_not_there_is_empty_and_never_fetched(store: SparqlStore) -> None:
    assert _count(store, "SELECT (COUNT(*) AS ?n) FROM <http://127.0.0.1:9/x> { ?s ?p ?o }") == 0


def test_a_query_that_is_not_sparql_is_malformed(store: SparqlStore) -> None:
    with pytest.raises(MalformedQuery, match="line 2, column"):
        _ask(store, "SELECT *\n{ ?s ?p }")


def test_a_function_that_nobody_knows_is_refused(store: SparqlStore) -> None:
    with pytest.raises((QueryRefused, MalformedQuery)):
        _ask(store, "SELECT (<java:x>(1) AS ?y) {}")


def test_a_result_has_the_formats_of_its_form_only(store: SparqlStore) -> None:
    with pytest.raises(UnsupportedFormat):
        _ask(store, "ASK {}", TURTLE)


def test_a_query_without_end_ends_at_its_deadline(store: SparqlStore) -> None:
    with pytest.raises((QueryTimeout, NoAnswer)):
        _ask(store, ENDLESS, limits=QueryLimits(seconds=1))

    assert json.loads(_ask(store, "ASK {}"))["boolean"] is True


def test_a_result_of_too_many_bytes_is_no_result(store: SparqlStore) -> None:
    with pytest.raises(QueryTooBig):
        _ask(store, "SELECT * { ?s ?p ?o }", limits=QueryLimits(max_bytes=5000))


def test_a_cancelled_query_ends(store: SparqlStore) -> None:
    cancellation = Cancellation()
    threading.Timer(0.1, cancellation.cancel).start()

    with pytest.raises((QueryCancelled, QueryTimeout, NoAnswer)):
        store.answer(check_query(ENDLESS), RESULTS_JSON, QueryLimits(seconds=5), cancellation=cancellation).read()


def test_an_answer_that_is_abandoned_frees_its_worker(store: SparqlStore) -> None:
    for _ in range(20):
        store.answer(check_query("SELECT * { ?s ?p ?o }"), RESULTS_JSON, LIMITS).close()

    assert json.loads(_ask(store, "ASK {}"))["boolean"] is True


def test_many_threads_ask_at_once(store: SparqlStore) -> None:
    found: list[int] = []

    def ask(number: int) -> None:
        text = f"SELECT (COUNT(*) AS ?n) {{ <http://padding.example/{number}> ?p ?o }}"
        try:
            found.append(_count(store, text))
        except SpaceAccordError:
            found.append(-1)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [1] * 30
