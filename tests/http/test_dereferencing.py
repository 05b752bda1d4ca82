"""Method x media type x status for every kind of IRI that the release mints."""

from __future__ import annotations

import httpx
import pytest
from rdflib import Graph, URIRef

from served_release import AGREEMENT, BASE
from spaceaccord.namespaces import DCTERMS, FOAF, RDFS, VOID

THINGS = [
    "agreement/aland-borland-mou-2031", "event/aland-borland-mou-2031-signing", "org/aland", "person/ann-chair",
    "place/cityville", "article/0123456789abcdef", "claim/c1", "passage/x1", "selector/x1-quote", "date/2031-03-aaaa",
    "participation/p1",
]  # fmt: skip
DOCUMENTS = [
    *(f"/doc/{name}" for name in THINGS), "/ontology", "/ontology/0.1.0", "/topic", "/topic/space-resources",
    "/code/status",
    "/code/status/signed", "/graph/merge", "/graph/article/0123456789abcdef",
]  # fmt: skip
TYPES = [
    ("text/turtle", "ttl", "turtle"), ("application/n-triples", "nt", "nt"), ("application/rdf+xml", "rdf", "xml"),
    ("application/ld+json", "jsonld", ""), ("text/html", "html", ""),
]  # fmt: skip


@pytest.mark.parametrize("name", THINGS)
def test_a_thing_leads_to_its_document(client: httpx.Client, name: str) -> None:
    for method in ("GET", "HEAD"):
        answer = client.request(method, f"/id/{name}", headers={"Accept": "text/turtle"})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/doc/{name}.ttl")
        assert "Accept" in answer.headers["vary"]
    assert client.get(f"/id/{name}", headers={"Accept": "text/html"}).headers["location"] == f"/doc/{name}"
    assert client.get(f"/id/{name}", headers={"Accept": "image/png"}).status_code == 406
    assert client.post(f"/id/{name}").status_code == 405


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize(("name", "suffix", "parser"), TYPES, ids=[each[1] for each in TYPES])
def test_a_document_comes_by_accept_by_suffix_and_by_parameter(
    client: httpx.Client, path: str, name: str, suffix: str, parser: str
) -> None:
    answers = [
        client.get(path, headers={"Accept": name}),
        client.get(f"{path}.{suffix}", headers={"Accept": "image/png"}),
        client.get(path, params={"format": suffix}, headers={"Accept": "image/png"}),
    ]

    for answer in answers:
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, name)
        assert answer.headers["content-location"] == f"{path}.{suffix}"
        assert answer.headers["link"].count('rel="alternate"') == (6 if path.startswith("/graph/") else 4)
        assert answer.content == answers[0].content
    if parser:
        assert len(Graph().parse(data=answers[0].content, format=parser)) > 0


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_knows_its_methods_and_its_etag(client: httpx.Client, path: str) -> None:
    get, head = client.get(path), client.head(path)
    again = client.get(path, headers={"If-None-Match": get.headers["etag"]})

    assert get.headers["content-type"] == "text/turtle; charset=utf-8"
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", get.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"Accept": "image/png"}).json()["offered"][0] == "text/turtle"
    assert client.put(path).status_code == 405
    assert client.options(path).status_code == 204


@pytest.mark.parametrize(
    "path",
    ["/id/agreement/nobody", "/id/frobnication/x", "/id/agreement", "/doc/agreement/nobody.ttl", "/doc/frob/x", "/doc",
     "/topic/nothing", "/code/none/none", "/graph/none", "/ontology/9.9.9", "/id/org/a%20b", "/id/org/%3Cx%3E",
     "/id/org/%22%7D", "/id/..%2f..%2fetc/passwd", "/id/org/%ff", "/nothing", "/.env", "/dumps/x", "/queries/none"],
)  # fmt: skip
def test_what_nothing_is_said_of_is_404(client: httpx.Client, path: str) -> None:
    machine, person = client.get(path), client.get(path, headers={"Accept": "text/html"})

    assert (machine.status_code, machine.headers["content-type"]) == (404, "application/problem+json")
    assert (person.status_code, person.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_a_document_describes_the_thing_its_evidence_and_itself(client: httpx.Client) -> None:
    document = URIRef(f"{BASE}doc/agreement/aland-borland-mou-2031")
    answer = client.get(
        "/id/agreement/aland-borland-mou-2031", headers={"Accept": "text/turtle"}, follow_redirects=True
    )
    graph = Graph().parse(data=answer.text, format="turtle")

    assert (document, FOAF.primaryTopic, URIRef(AGREEMENT)) in graph
    assert next(graph.objects(document, VOID.inDataset)) == URIRef(f"{BASE}dataset")
    assert "creativecommons" in str(next(graph.objects(document, DCTERMS.license)))
    assert "In March, Aland & Borland <signed> a memorandum." in {str(each) for each in graph.objects()}
    assert str(next(graph.objects(URIRef(f"{BASE}id/org/aland"), RDFS.label))) == "Aland"
    assert (URIRef(f"{BASE}id/event/aland-borland-mou-2031-signing"), None, URIRef(AGREEMENT)) in graph


def test_no_header_of_the_client_gets_into_iris_or_redirects(client: httpx.Client) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}

    redirect = client.get("/id/org/aland", headers=headers)
    document = client.get("/doc/org/aland.ttl", headers=headers)

    assert redirect.headers["location"].startswith("/doc/")
    assert "evil.example" not in document.text


@pytest.mark.parametrize("path", ["//evil.example/id/org/aland", "/id//evil.example", "/id/org/%0d%0aX-Evil:1"])
def test_no_path_leads_elsewhere(client: httpx.Client, path: str) -> None:
    answer = client.send(client.build_request("GET", httpx.URL(str(client.base_url).rstrip("/") + path)))

    assert answer.status_code == 404
    assert "x-evil" not in answer.headers


def test_every_answer_names_its_release(client: httpx.Client) -> None:
    paths = ("/", "/sparql", "/id/org/aland", "/doc/org/aland", "/dumps/", "/nothing", "/health", "/static/site.css")

    assert len({client.get(path).headers["x-release"] for path in paths}) == 1
