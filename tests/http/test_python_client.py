"""Our own client: what a notebook gets."""

from __future__ import annotations

import datetime
import sys
from decimal import Decimal

import pytest
from rdflib import URIRef

from served_release import AGREEMENT, BASE, Running
from spaceaccord.client import Endpoint, ResultTable, ResultTerm
from spaceaccord.errors import EnvironmentFault, StoreUnavailable, UsageError
from spaceaccord.namespaces import XSD
from spaceaccord.store.query_errors import MalformedQuery, QueryRefused


@pytest.fixture
def endpoint(running: Running) -> Endpoint:
    return Endpoint(f"{running.address}/sparql")


def test_a_select_gives_typed_rows(endpoint: Endpoint) -> None:
    table = endpoint.select(
        f"SELECT ?party ?label {{ <{AGREEMENT}> sco:hasParty ?party . ?party rdfs:label ?label }} ORDER BY ?label"
    )

    assert table.columns == ("party", "label")
    assert table.rows[0] == (
        ResultTerm(kind="uri", text=f"{BASE}id/org/aland"),
        ResultTerm(kind="literal", text="Aland", language="en"),
    )
    assert [row["label"] for row in table.records] == ["Aland", "Borland", "Borlande"]


def test_values_have_the_types_of_python(endpoint: Endpoint) -> None:
    table = endpoint.select(
        'SELECT (1 AS ?i) (1.50 AS ?d) (1e0 AS ?f) (true AS ?b) ("2024-02-29"^^xsd:date AS ?day) ("x" AS ?s) ?none {}'
    )

    assert table.records == (
        {"i": 1, "d": Decimal("1.5"), "f": 1.0, "b": True, "day": datetime.date(2024, 2, 29), "s": "x", "none": None},
    )


def test_a_value_that_its_type_does_not_allow_stays_text() -> None:
    assert ResultTerm(kind="literal", text="soon", datatype=str(XSD.date)).value == "soon"
    assert ResultTerm(kind="literal", text="perhaps", datatype=str(XSD.boolean)).value == "perhaps"


def test_an_ask_gives_a_truth_value(endpoint: Endpoint) -> None:
    assert endpoint.ask("ASK { ?s a sco:Agreement }") is True
    assert endpoint.ask("ASK { ?s a <http://nowhere.example/> }") is False


def test_a_construct_gives_a_graph(endpoint: Endpoint) -> None:
    graph = endpoint.graph(f"DESCRIBE <{BASE}id/person/ann-chair>")

    assert len(graph) == 3
    assert URIRef(f"{BASE}id/person/ann-chair") in set(graph.subjects())


def test_a_stored_query_is_run_by_its_name(endpoint: Endpoint) -> None:
    table = endpoint.stored("agreements-by-party", party=f"{BASE}id/org/aland")

    assert len(table) >= 1
    assert AGREEMENT in {row["agreement"] for row in table.records}


def test_what_is_wrong_is_told(endpoint: Endpoint) -> None:
    with pytest.raises(MalformedQuery):
        endpoint.select("SELECT * {")
    with pytest.raises(QueryRefused):
        endpoint.select("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(UsageError, match="SELECT query is expected"):
        endpoint.select("ASK {}")
    with pytest.raises(UsageError, match="no stored query"):
        endpoint.stored("nothing")
    with pytest.raises(StoreUnavailable):
        Endpoint("http://127.0.0.1:9/sparql").ask("ASK {}")


def test_a_data_frame_has_the_columns_of_the_query(endpoint: Endpoint) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed: pip install spaceaccord[pandas]")

    frame = endpoint.select("SELECT ?n { VALUES ?n { 3 1 2 } } ORDER BY ?n").to_frame()

    assert list(frame.columns) == ["n"]
    assert frame["n"].tolist() == [1, 2, 3]


def test_without_pandas_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(EnvironmentFault, match=r"spaceaccord\[pandas\]"):
        ResultTable(("n",), ()).to_frame()
