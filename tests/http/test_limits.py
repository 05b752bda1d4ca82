"""Under load and abuse: deadlines hold, others are served, what breaks off does not look whole."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from urllib.parse import urlencode

import httpx
import pytest

from served_release import Running
from spaceaccord.web.connections import GuardedConnection

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def _health(client: httpx.Client) -> dict[str, int]:
    answer: dict[str, int] = client.get("/health").json()
    return answer


def test_runaways_end_at_their_deadline_while_others_are_served(running: Running, client: httpx.Client) -> None:
    ended: list[httpx.Response] = []

    def run(number: int) -> None:
        ended.append(httpx.get(f"{running.address}/sparql", params={"query": f"{ENDLESS} # {number}"}, timeout=30))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    served: list[int] = []
    while any(thread.is_alive() for thread in threads):
        served.append(client.get("/sparql", params={"query": f"ASK {{}} # {len(served)}"}).status_code)
    for thread in threads:
        thread.join()

    assert [each.status_code for each in ended] == [503] * 3
    assert all("retry-after" in each.headers for each in ended)
    assert len(served) > 10
    assert set(served) == {200}


def test_more_queries_than_places_are_answered_or_turned_away(running: Running) -> None:
    statuses: list[int] = []

    def run(number: int) -> None:
        query = ENDLESS if number % 3 else "ASK {}"
        answer = httpx.get(f"{running.address}/sparql", params={"query": f"{query} # m{number}"}, timeout=60)
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(statuses) == 40
    assert set(statuses) <= {200, 429, 503}
    assert httpx.get(f"{running.address}/sparql", params={"query": "ASK {} # after"}).status_code == 200


def test_a_client_that_leaves_frees_its_place(running: Running, client: httpx.Client) -> None:
    host, port = running.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        query = urlencode({"query": f"{ENDLESS} # leaver"})
        connection.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        while _health(client)["running"] != 1:
            pass

    for _ in range(2000):
        if _health(client)["running"] == 0:
            break
    else:
        pytest.fail("the query runs on")


@pytest.mark.parametrize("name", ["json", "xml", "csv"])
def test_a_result_past_its_limit_breaks_off_and_does_not_look_whole(running: Running, name: str) -> None:
    host, port = running.address.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=30)
    query = urlencode({"query": f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} # {name}", "format": name})
    connection.request("GET", f"/sparql?{query}")
    answer = connection.getresponse()

    assert answer.status == 200
    with pytest.raises(http.client.IncompleteRead):
        answer.read()
    connection.close()


def test_an_uncut_large_result_is_whole(client: httpx.Client) -> None:
    rows = client.get("/sparql", params={"query": "SELECT * { ?s <http://padding.example/p1> ?o }"}).json()

    assert len(rows["results"]["bindings"]) == 429


def test_a_client_that_never_reads_holds_no_worker(running: Running, client: httpx.Client) -> None:
    host, port = running.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        query = urlencode({"query": "SELECT * { ?a ?b ?c . ?d <http://padding.example/p1> ?f } LIMIT 20000"})
        connection.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        connection.recv(1)
        for _ in range(3000):
            if _health(client)["running"] == 0:
                break
        else:
            pytest.fail("the worker waits for the reader")


@pytest.mark.parametrize(
    ("sent", "accepted"),
    [
        pytest.param(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nquery", False,
                     id="two lengths"),
        pytest.param(b"GET /sparql HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 200_000 + b"\r\n\r\n", False,
                     id="a header of 200 KB"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-A: a\r\n" * 5000 + b"\r\n", False, id="5000 headers"),
        pytest.param(b"FROBNICATE / HTTP/1.1\r\nHost: x\r\n\r\n", False, id="an unknown method"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", False, id="no HTTP at all"),
        pytest.param(b"GET /%zz%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", False, id="broken escapes"),
        pytest.param(b"GET /health HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n\r\n", True, id="any host"),
    ],
)  # fmt: skip
def test_what_is_hardly_http_is_no_danger(running: Running, client: httpx.Client, sent: bytes, accepted: bool) -> None:
    host, port = running.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        try:
            connection.sendall(sent)
            head = connection.recv(12)
        except (ConnectionError, TimeoutError):
            head = b""

    assert head == b"HTTP/1.1 200" if accepted else not head.startswith((b"HTTP/1.1 2", b"HTTP/1.1 5"))
    assert json.loads(client.get("/health").text)["status"] == "ok"


def test_a_connection_that_never_ends_its_headers_is_closed(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GuardedConnection, "head_seconds", 0.1)
    host, port = running.address.removeprefix("http://").split(":")

    for sent in (b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-", b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET / HT"):
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(sent)
            while connection.recv(4096):
                pass
