"""The SPARQL 1.1 Protocol, query operation, over a real connection."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import httpx
import pytest
from rdflib import Graph, URIRef

from served_release import BASE, Running
from spaceaccord.namespaces import RDF, SD, SH, VOID

QUERY = "SELECT ?s { ?s a <http://xmlns.com/foaf/0.1/Person> }"
GRAPH_QUERY = "CONSTRUCT WHERE { ?s a <http://xmlns.com/foaf/0.1/Person> }"
PERSON = f"{BASE}id/person/ann-chair"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


def _rows(response: httpx.Response) -> list[str]:
    return [row["s"]["value"] for row in response.json()["results"]["bindings"]]


def test_a_query_may_come_by_get_by_form_and_directly(client: httpx.Client) -> None:
    answers = [
        client.get("/sparql", params={"query": QUERY}),
        client.post("/sparql", data={"query": QUERY}),
        client.post("/sparql", content=QUERY, headers={"Content-Type": DIRECT}),
        client.post("/sparql", content=QUERY, headers={"Content-Type": f"{DIRECT}; charset=UTF-8"}),
        client.post("/sparql", content=urlencode({"query": QUERY}), headers={"Content-Type": f"{FORM};charset=utf-8"}),
    ]

    assert [(answer.status_code, _rows(answer)) for answer in answers] == [(200, [PERSON])] * 5


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json", "application/sparql-results+json"),
        ("text/xml", "application/sparql-results+xml; charset=utf-8"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.8", "application/sparql-results+xml; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
    ],
)
def test_select_comes_in_the_type_asked_for(client: httpx.Client, accept: str, content_type: str) -> None:
    answer = client.get("/sparql", params={"query": QUERY}, headers={"Accept": accept})

    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert "ann-chair" in answer.text
    assert "accept" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    "name",
    ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml", "application/trig",
     "application/n-quads"],
)  # fmt: skip
def test_construct_comes_in_the_type_asked_for(client: httpx.Client, name: str) -> None:
    answer = client.get("/sparql", params={"query": GRAPH_QUERY}, headers={"Accept": name})

    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, name)
    assert "ann-chair" in answer.text


@pytest.mark.parametrize(
    ("name", "content_type"), [("csv", "text/csv"), ("json", "application/sparql-results+json"), ("tsv", "text/tab")]
)
def test_the_format_parameter_beats_the_accept_header(client: httpx.Client, name: str, content_type: str) -> None:
    answer = client.get("/sparql", params={"query": QUERY, "format": name}, headers={"Accept": "text/html"})

    assert answer.headers["content-type"].startswith(content_type)


@pytest.mark.parametrize(("accept", "query"), [("image/png", QUERY), ("text/turtle", QUERY), ("text/csv", GRAPH_QUERY)])
def test_a_type_that_is_not_there_is_406_with_the_list(client: httpx.Client, accept: str, query: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})

    assert answer.status_code == 406
    assert len(answer.json()["offered"]) >= 5


def test_graph_parameters_make_the_data_set(client: httpx.Client) -> None:
    count = "SELECT (COUNT(*) AS ?s) { ?s ?p ?o }"
    merge, authorities = f"{BASE}graph/merge", f"{BASE}graph/authorities"

    one = client.get("/sparql", params={"query": count, "default-graph-uri": merge})
    both = client.get(
        "/sparql", params=[("query", count), *(("default-graph-uri", each) for each in (merge, authorities))]
    )
    direct = client.post(
        "/sparql", params={"default-graph-uri": merge}, content=count, headers={"Content-Type": DIRECT}
    )

    assert [_rows(each) for each in (one, both, direct)] == [["24"], ["44"], ["24"]]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        pytest.param(urlencode([("query", QUERY)] * 2), FORM, 400, id="two queries"),
        pytest.param("nothing=here", FORM, 400, id="no query"),
        pytest.param("query=%FF%FE", FORM, 400, id="not UTF-8"),
        pytest.param("SELECT * { ?s ?p }", DIRECT, 400, id="malformed"),
        pytest.param("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", DIRECT, 400, id="federated"),
        pytest.param("INSERT DATA { <a> <b> <c> }", DIRECT, 403, id="an update as a query"),
        pytest.param("INSERT DATA { <a> <b> <c> }", "application/sparql-update", 403, id="an update"),
        pytest.param(urlencode({"update": "CLEAR ALL"}), FORM, 403, id="an update in a form"),
        pytest.param(QUERY, "text/plain", 415, id="another type"),
        pytest.param(QUERY, f"{DIRECT}; charset=utf-16", 415, id="another charset"),
        pytest.param("ASK {} #" + "x" * 70_000, DIRECT, 413, id="a long query"),
        pytest.param("ASK {} #" + "x" * 1_100_000, DIRECT, 413, id="a large body"),
    ],
)
def test_what_cannot_be_answered_is_told_with_its_status(
    client: httpx.Client, body: str, content_type: str, status: int
) -> None:
    answer = client.post("/sparql", content=body, headers={"Content-Type": content_type})

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert "Traceback" not in answer.text


def test_a_large_body_without_a_length_is_refused_while_it_comes(client: httpx.Client) -> None:
    pieces = (b"x" * 100_000 for _ in range(30))

    assert client.post("/sparql", content=pieces, headers={"Content-Type": DIRECT}).status_code == 413


@pytest.mark.parametrize("name", ["rdf+xml", "n3", "turtle", "json-ld", "rdfxml"])
def test_names_of_formats_that_clients_send_are_understood(client: httpx.Client, name: str) -> None:
    params = {"query": "CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 1", "format": name, "output": name}

    answer = client.get("/sparql", params=params)

    assert answer.status_code == 200
    expected = {"rdf+xml": "rdf+xml", "rdfxml": "rdf+xml", "json-ld": "ld+json"}.get(name, "turtle")
    assert expected in answer.headers["content-type"]


def test_an_unknown_format_beside_a_good_header_is_passed_over(client: httpx.Client) -> None:
    params = {"query": "ASK {}", "output": "rdf+xml", "format": "rdf+xml"}

    named = client.get("/sparql", params=params, headers={"Accept": "application/sparql-results+json"})
    alone = client.get("/sparql", params=params)

    assert named.json()["boolean"] is True
    assert alone.status_code == 406


def test_a_malformed_query_is_told_with_line_and_column(client: httpx.Client) -> None:
    problem = client.get("/sparql", params={"query": "SELECT *\n{ ?s ?p }"}).json()

    assert (problem["line"], problem["column"]) == (2, 10)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_405_with_those_allowed(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/sparql")

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_a_query_too_long_for_an_address_is_told_so(running: Running) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{running.address}/sparql?query=ASK%7B%7D%23" + "x" * 65_600)
    with caught.value as answer:
        assert answer.code in (400, 414)  # the HTTP parser itself reads addresses of 64 KB at most


def test_browsers_of_other_origins_may_read_but_bring_no_credentials(client: httpx.Client) -> None:
    preflight = client.options("/sparql", headers={"Origin": "http://e/", "Access-Control-Request-Method": "POST"})
    answer = client.get("/sparql", params={"query": QUERY}, headers={"Origin": "http://e/"})

    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    get, head = (client.request(method, "/sparql", params={"query": QUERY}) for method in ("GET", "HEAD"))

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == get.headers["etag"]
    assert head.headers["content-type"] == get.headers["content-type"]


def test_the_same_answer_is_not_sent_twice(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": QUERY})
    again = client.get("/sparql", params={"query": QUERY}, headers={"If-None-Match": first.headers["etag"]})
    other = client.get("/sparql", params={"query": QUERY, "format": "csv"})

    assert not first.headers["etag"].startswith("W/")
    assert (again.status_code, again.content) == (304, b"")
    assert other.headers["etag"] != first.headers["etag"]


def test_an_answer_that_changes_has_no_etag(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT (RAND() AS ?s) {}"})

    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_the_service_description_is_true(client: httpx.Client) -> None:
    endpoint = URIRef(f"{BASE}sparql")
    graph = Graph().parse(data=client.get("/sparql").text, format="turtle")
    total = json.loads(client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?s) { ?s ?p ?o }"}).text)

    assert (endpoint, RDF.type, SD.Service) in graph
    default = next(graph.objects(next(graph.objects(endpoint, SD.defaultDataset)), SD.defaultGraph))
    assert str(next(graph.objects(default, VOID.triples))) == total["results"]["bindings"][0]["s"]["value"]
    for named in graph.subjects(RDF.type, SD.NamedGraph):
        name, described = next(graph.objects(named, SD.name)), next(graph.objects(named, SD.graph))
        count = f"SELECT (COUNT(*) AS ?s) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        assert _rows(client.get("/sparql", params={"query": count})) == [
            str(next(graph.objects(described, VOID.triples)))
        ]
    assert len(list(graph.subjects(RDF.type, SD.NamedGraph))) >= 4
    assert list(graph.subjects(RDF.type, SH.SPARQLExecutable))


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("text/html", "text/html"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/n-triples", "application/n-triples"),
    ],
)
def test_the_service_description_comes_in_every_format(client: httpx.Client, accept: str, content_type: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})

    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, content_type)
