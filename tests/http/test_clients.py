"""What common clients of Python get from the endpoint."""

from __future__ import annotations

import json

import pytest
from rdflib import Graph, URIRef
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from served_release import BASE, Running

QUERY = (
    f"SELECT ?party {{ <{BASE}id/agreement/aland-borland-mou-2031> <{BASE}ontology#hasParty> ?party }} ORDER BY ?party"
)
ALAND = f"{BASE}id/org/aland"


def _ask(running: Running, query: str, answer_format: str, method: str = "GET") -> object:
    wrapper = SPARQLWrapper(f"{running.address}/sparql")
    wrapper.setQuery(query)
    wrapper.setReturnFormat(answer_format)
    wrapper.setMethod(method)
    return wrapper.query().convert()


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_gets_json(running: Running, method: str) -> None:
    found = _ask(running, QUERY, JSON, method)

    assert isinstance(found, dict)
    assert found["results"]["bindings"][0]["party"]["value"] == ALAND


def test_sparqlwrapper_gets_xml(running: Running) -> None:
    found = _ask(running, QUERY, XML)

    assert ALAND in found.toxml()  # type: ignore[attr-defined]


def test_sparqlwrapper_gets_csv(running: Running) -> None:
    found = _ask(running, QUERY, CSV)

    assert isinstance(found, bytes)
    assert found.decode().splitlines()[:2] == ["party", ALAND]


def test_sparqlwrapper_gets_turtle(running: Running) -> None:
    found = _ask(running, f"CONSTRUCT WHERE {{ <{ALAND}> ?p ?o }}", TURTLE)

    assert isinstance(found, bytes)
    assert len(Graph().parse(data=found, format="turtle")) == 5


def test_sparqlwrapper_is_told_of_a_bad_query(running: Running) -> None:
    with pytest.raises(QueryBadFormed, match="column"):
        _ask(running, "SELECT * {", JSON)


def test_rdflib_queries_the_endpoint(running: Running) -> None:
    graph = Graph("SPARQLStore")
    graph.open(f"{running.address}/sparql")

    assert (URIRef(ALAND), None, None) in graph
    assert json.dumps([str(row[0]) for row in graph.query(QUERY)]) == json.dumps([ALAND, f"{BASE}id/org/borland"])  # type: ignore[index]
