"""Dumps: the right bytes, whole or in part, under their digest."""

from __future__ import annotations

import gzip
import hashlib

import httpx
from rdflib import Graph

from served_release import BASE, Running
from spaceaccord.namespaces import RDF, VOID

NAME = "/dumps/spaceaccord.nq.gz"


def test_every_dump_has_the_bytes_that_the_manifest_names(client: httpx.Client, running: Running) -> None:
    for file in running.release.dumps:
        answer = client.get(f"/{file.name}")
        assert answer.headers["etag"] == f'"{file.sha256}"'
        assert hashlib.sha256(answer.content).hexdigest() == file.sha256
        packed = "application/gzip" if file.name.endswith(".gz") else "text/csv; charset=utf-8"
        assert answer.headers["content-type"] == packed
        assert file.name.rpartition("/")[2] in answer.headers["content-disposition"]
        assert "content-encoding" not in answer.headers


def test_an_interrupted_download_is_resumed(client: httpx.Client) -> None:
    whole = client.get(NAME)
    part = client.get(NAME, headers={"Range": "bytes=100-199"})
    rest = client.get(NAME, headers={"Range": "bytes=200-", "If-Range": whole.headers["etag"]})

    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole.content)}"
    assert (rest.status_code, rest.content) == (206, whole.content[200:])
    assert gzip.decompress(whole.content).count(b"\n") > 100


def test_a_part_of_another_release_is_not_joined(client: httpx.Client) -> None:
    answer = client.get(NAME, headers={"Range": "bytes=200-", "If-Range": '"older"'})

    assert (answer.status_code, answer.content[:2]) == (200, b"\x1f\x8b")


def test_a_part_that_is_not_there_is_416(client: httpx.Client) -> None:
    assert client.get(NAME, headers={"Range": "bytes=99999999-"}).status_code == 416


def test_head_and_if_none_match_send_no_bytes(client: httpx.Client) -> None:
    head = client.head(NAME)
    again = client.get(NAME, headers={"If-None-Match": head.headers["etag"]})

    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) > 100
    assert (again.status_code, again.content) == (304, b"")


def test_the_list_comes_for_people_and_for_programs(client: httpx.Client, running: Running) -> None:
    listed = client.get("/dumps/", headers={"Accept": "application/json"}).json()["dumps"]
    sums = client.get("/dumps/SHA256SUMS").text.splitlines()

    assert len(listed) == len(running.release.dumps) == len(sums) == 15
    assert "spaceaccord.nq.gz" in client.get("/dumps/", headers={"Accept": "text/html"}).text


def test_nothing_but_dumps_can_be_had(client: httpx.Client) -> None:
    for path in (
        "/dumps/..%2fmanifest.json",
        "/dumps/%2e%2e/manifest.json",
        "/dumps/../void.ttl",
        "/dumps//etc/passwd",
    ):
        request = client.build_request("GET", httpx.URL(str(client.base_url).rstrip("/") + path))
        assert client.send(request).status_code in (404, 400)


def test_void_is_there_at_once(client: httpx.Client) -> None:
    turtle = client.get("/.well-known/void")
    xml = client.get("/.well-known/void", headers={"Accept": "application/rdf+xml"})

    assert turtle.status_code == 200
    graphs = Graph().parse(data=turtle.text, format="turtle"), Graph().parse(data=xml.text, format="xml")
    assert set(graphs[0]) == set(graphs[1])
    assert (None, RDF.type, VOID.Dataset) in graphs[0]
    assert client.get("/dataset").headers["location"] == "/.well-known/void"
    assert BASE in turtle.text
