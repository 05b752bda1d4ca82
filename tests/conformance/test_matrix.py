"""Method x media type x status, for every kind of IRI that the site answers."""

from __future__ import annotations

import httpx
import pytest

RDF = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = (*RDF, "application/trig", "application/n-quads")
HTML = "text/html"
THING = "/id/org/nasa"
DOCUMENT = "/doc/org/nasa"
SELECT = "/sparql?query=SELECT%20%2A%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%203"
ASK = "/sparql?query=ASK%20%7B%7D"
CONSTRUCT = "/sparql?query=CONSTRUCT%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%203"
DESCRIBE = "/sparql?query=DESCRIBE%20%3Chttps%3A%2F%2Fw3id.org%2Fspaceaccord%2Fid%2Forg%2Fnasa%3E"

# Each address, and the types that it is to be had in.
OFFERS = {
    DOCUMENT: (HTML, *RDF),
    "/ontology": (HTML, *RDF),
    "/topic/space-resources": (HTML, *RDF),
    "/code/status/signed": (HTML, *RDF),
    "/graph/merge": (HTML, *RDF),
    "/sparql": (HTML, *RDF),
    SELECT: (HTML, *RESULTS),
    ASK: (HTML, *RESULTS[:2]),
    CONSTRUCT: (HTML, *GRAPHS),
    DESCRIBE: (HTML, *GRAPHS),
    "/queries/agreements": (HTML, *RESULTS),
    "/": (HTML,),
    "/agreements": (HTML,),
    "/browse/organisations": (HTML,),
    "/queries": (HTML,),
    "/about": (HTML,),
}
PAIRS = [(address, name) for address, names in OFFERS.items() for name in names]
READ_ONLY = [THING, *(each for each in OFFERS if not each.startswith("/sparql")), "/dumps/", "/.well-known/void"]


@pytest.mark.parametrize(("address", "name"), PAIRS)
def test_each_type_that_is_offered_is_given(client: httpx.Client, address: str, name: str) -> None:
    answer = client.get(address, headers={"Accept": name})

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == name
    assert "accept" in answer.headers["vary"].lower()
    assert answer.content


@pytest.mark.parametrize(("address", "name"), PAIRS)
def test_head_tells_what_get_gives_without_a_body(client: httpx.Client, address: str, name: str) -> None:
    got = client.get(address, headers={"Accept": name})
    head = client.head(address, headers={"Accept": name})

    assert head.status_code == 200
    assert head.content == b""
    for header in ("content-type", "etag", "vary"):
        assert head.headers.get(header) == got.headers.get(header)


@pytest.mark.parametrize(("address", "name"), PAIRS)
def test_who_has_it_already_gets_304(client: httpx.Client, address: str, name: str) -> None:
    etag = client.get(address, headers={"Accept": name}).headers.get("etag")
    if etag is None:
        assert address.startswith("/queries/"), "only a page that is made anew each time has no ETag"
        return

    again = client.get(address, headers={"Accept": name, "If-None-Match": etag})

    assert not etag.startswith("W/")
    assert again.status_code == 304
    assert again.content == b""
    assert client.get(address, headers={"Accept": name, "If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", [*OFFERS, THING])
@pytest.mark.parametrize("accept", [None, "*/*", "text/html;q=0.1, */*;q=0.05"])
def test_who_takes_anything_gets_something(client: httpx.Client, address: str, accept: str | None) -> None:
    headers = {"Accept": accept} if accept else {}
    request = client.build_request("GET", address, headers=headers)
    if accept is None:
        del request.headers["accept"]

    answer = client.send(request, follow_redirects=True)

    assert answer.status_code == 200


@pytest.mark.parametrize("address", [each for each, names in OFFERS.items() if len(names) > 1])
@pytest.mark.parametrize("accept", ["image/png", "application/pdf;q=1, video/mp4", "*/*;q=0"])
def test_what_cannot_be_given_is_refused_with_a_list(client: httpx.Client, address: str, accept: str) -> None:
    answer = client.get(address, headers={"Accept": accept})

    assert answer.status_code == 406
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["offered"]


@pytest.mark.parametrize("name", RDF)
def test_a_thing_leads_to_the_document_that_fits(client: httpx.Client, name: str) -> None:
    answer = client.get(THING, headers={"Accept": name})

    assert answer.status_code == 303
    assert answer.headers["location"].startswith((DOCUMENT, f"{client.base_url}{DOCUMENT[1:]}"))
    assert "accept" in answer.headers["vary"].lower()
    followed = client.get(THING, headers={"Accept": name}, follow_redirects=True)
    assert followed.headers["content-type"].partition(";")[0] == name


@pytest.mark.parametrize("address", READ_ONLY)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_what_is_only_read_is_not_changed(client: httpx.Client, address: str, method: str) -> None:
    answer = client.request(method, address)

    assert answer.status_code in (405, 400, 501)
    if answer.status_code == 405:
        assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("address", [*OFFERS, THING, "/dumps/", "/.well-known/void"])
def test_other_origins_may_read(client: httpx.Client, address: str) -> None:
    asked = client.options(
        address, headers={"Origin": "https://editor.example", "Access-Control-Request-Method": "GET"}
    )
    got = client.get(address, headers={"Origin": "https://editor.example"}, follow_redirects=True)

    assert asked.status_code == 204
    assert "GET" in asked.headers["access-control-allow-methods"]
    for answer in (asked, got):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "address",
    ["/id/org/nobody", "/doc/org/nobody", "/nothing", "/dumps/nothing.nq", "/queries/nothing", "/topic/nothing",
     "/code/status/nothing", "/graph/nothing", "/browse/nothing", "/doc/org/nobody.ttl", "/id/agreement/"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_not_there_is_not_found(client: httpx.Client, address: str, method: str) -> None:
    assert client.request(method, address).status_code == 404


@pytest.mark.parametrize(("suffix", "name"), [("ttl", RDF[0]), ("jsonld", RDF[1]), ("nt", RDF[2]), ("rdf", RDF[3])])
def test_a_suffix_beats_the_accept_header(client: httpx.Client, suffix: str, name: str) -> None:
    answer = client.get(f"{DOCUMENT}.{suffix}", headers={"Accept": "text/html"})

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == name


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        pytest.param("application/sparql-query", "ASK {}", 200, id="direct"),
        pytest.param("application/sparql-query; charset=utf-8", "ASK {}", 200, id="direct with a charset"),
        pytest.param("application/sparql-query; charset=latin-1", "ASK {}", 415, id="another charset"),
        pytest.param("application/x-www-form-urlencoded", "query=ASK%20%7B%7D", 200, id="form"),
        pytest.param("application/x-www-form-urlencoded", "query=ASK+%7B%7D&query=ASK+%7B%7D", 400, id="two queries"),
        pytest.param("application/x-www-form-urlencoded", "x=1", 400, id="no query"),
        pytest.param("application/x-www-form-urlencoded", "update=CLEAR%20ALL", 403, id="update by form"),
        pytest.param("application/sparql-update", "CLEAR ALL", 403, id="direct update"),
        pytest.param("application/sparql-query", "CLEAR ALL", 403, id="an update as a query"),
        pytest.param("application/json", "{}", 415, id="another type"),
        pytest.param("", "ASK {}", 415, id="no type"),
        pytest.param("application/sparql-query", "ASK {", 400, id="malformed"),
        pytest.param("application/sparql-query", "ASK { SERVICE <http://127.0.0.1:9/> {} }", 400, id="SERVICE"),
    ],
)  # fmt: skip
def test_posts_to_the_endpoint(client: httpx.Client, content_type: str, body: str, status: int) -> None:
    headers = {"Content-Type": content_type} if content_type else {}

    assert client.post("/sparql", content=body.encode(), headers=headers).status_code == status
