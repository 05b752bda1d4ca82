"""What operators and careful clients have: figures, a log, the end of a query, a budget."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from served_release import Running, publish_small_release, serve

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NUMBER = "6f1c2a34-90ab-4cde-8f01-23456789abcd"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "queries.jsonl"


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, log: Path) -> Iterator[Running]:
    releases = tmp_path_factory.mktemp("releases")
    publish_small_release(releases, padding=3000)
    with serve(releases, query_seconds=8.0, workers=2, max_bytes=3_000_000, query_log=str(log)) as server:
        yield server


def _ask(server: Running, query: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{server.address}/sparql", params={"query": query}, headers=headers, timeout=30)


def _figure(server: Running, name: str) -> float:
    text = httpx.get(f"{server.address}/metrics").text
    found = re.search(rf"^spaceaccord_{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def _lines(log: Path, mark: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text().splitlines() if mark in line]


def test_a_running_query_is_cancelled_by_the_number_that_its_client_gave(watched: Running, log: Path) -> None:
    answers: list[httpx.Response] = []
    thread = threading.Thread(
        target=lambda: answers.append(_ask(watched, f"{ENDLESS} # cancelled", **{"X-Query-Id": NUMBER}))
    )
    thread.start()
    while httpx.delete(f"{watched.address}/sparql/queries/{NUMBER}").status_code == 404:
        pass
    thread.join()

    assert answers[0].status_code == 503
    assert "cancelled" in answers[0].json()["detail"]
    assert answers[0].headers["x-query-id"] == NUMBER
    assert answers[0].elapsed.total_seconds() < 6
    assert [each["outcome"] for each in _lines(log, "# cancelled")] == ["cancelled"]


def test_an_answer_names_its_query(watched: Running) -> None:
    first = _ask(watched, "ASK {} # named")

    assert re.fullmatch(r"[A-Za-z0-9_-]{22,}", first.headers["x-query-id"])
    assert "x-query-id" not in _ask(watched, "ASK {} # named").headers  # out of the cache: nothing ran


@pytest.mark.parametrize(("method", "status"), [("DELETE", 404), ("POST", 404), ("GET", 405), ("PUT", 405)])
def test_a_query_that_does_not_run_cannot_be_cancelled(watched: Running, method: str, status: int) -> None:
    assert httpx.request(method, f"{watched.address}/sparql/queries/{'x' * 22}").status_code == status


@pytest.mark.parametrize("path", ["/", "/sparql", "/id/org/aland", "/dumps/", "/metrics"])
def test_nothing_else_can_be_deleted(watched: Running, path: str) -> None:
    answer = httpx.delete(f"{watched.address}{path}")

    assert answer.status_code == 405
    assert "DELETE" not in answer.headers["allow"]


def test_a_number_that_can_be_guessed_is_refused(watched: Running) -> None:
    assert _ask(watched, "ASK {} # guess", **{"X-Query-Id": "1"}).status_code == 400


def test_the_log_has_a_line_for_each_query(watched: Running, log: Path) -> None:
    rows = "SELECT * { ?s <http://padding.example/p1> ?o } # logged"
    for _ in range(2):
        _ask(watched, rows)
    _ask(watched, "SELECT * { # logged badly")
    _ask(watched, "LOAD <http://127.0.0.1/> # logged update")

    found = _lines(log, "# logged")

    assert [each["outcome"] for each in found] == ["answered", "cached", "malformed", "refused"]
    assert found[0]["rows"] == 429
    assert int(str(found[0]["bytes"])) == int(str(found[1]["bytes"])) > 10_000
    assert found[0]["release"] == watched.release.id


@pytest.mark.parametrize(("name", "rows"), [("json", 100), ("xml", 100), ("csv", 100), ("tsv", 100)])
def test_the_log_counts_rows_in_every_format(watched: Running, log: Path, name: str, rows: int) -> None:
    query = f"SELECT * {{ ?s <http://padding.example/p1> ?o }} LIMIT 100 # counted as {name}"
    httpx.get(f"{watched.address}/sparql", params={"query": query, "format": name})
    empty = query.replace("100", "0")
    httpx.get(f"{watched.address}/sparql", params={"query": empty, "format": name})

    assert [each["rows"] for each in _lines(log, f"# counted as {name}")] == [rows, 0]


def test_a_result_that_broke_off_is_logged_as_such(watched: Running, log: Path) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        _ask(watched, "SELECT * { ?a ?b ?c . ?d ?e ?f } # broken off")

    assert [each["outcome"] for each in _lines(log, "# broken off")] == ["too big"]


def test_the_figures_follow_what_happens(watched: Running) -> None:
    answered = 'query_seconds_count{outcome="answered"}'
    before, hits = _figure(watched, answered), _figure(watched, 'cache_requests_total{result="hit"}')
    _ask(watched, "ASK {} # figures")
    _ask(watched, "ASK {} # figures")

    assert _figure(watched, answered) == before + 1
    assert _figure(watched, 'cache_requests_total{result="hit"}') == hits + 1
    assert _figure(watched, 'workers{state="idle"}') >= 1
    assert _figure(watched, "open_descriptors") > 5
    assert _figure(watched, "resident_bytes") > 1_000_000
    assert _figure(watched, "cache_answers") >= 1


def test_the_figures_are_in_the_format_of_prometheus(watched: Running) -> None:
    answer = httpx.get(f"{watched.address}/metrics")
    line = re.compile(
        r"# (HELP|TYPE) spaceaccord_[a-z_]+ .+|spaceaccord_[a-z_]+(\{([a-z]+=\"[^\"]*\",?)+\})? [0-9.e+-]+"
    )

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.text.endswith("\n")
    assert [each for each in answer.text.splitlines() if not line.fullmatch(each)] == []


def test_a_killed_worker_shows_in_the_figures(watched: Running) -> None:
    before = _figure(watched, 'worker_ends_total{cause="killed"}')
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{watched.address}/sparql", params={"query": f"{ENDLESS} # left"}, timeout=0.5)

    for _ in range(1000):
        if _figure(watched, 'worker_ends_total{cause="killed"}') > before:
            return
    pytest.fail("no worker was killed")


def test_a_client_that_has_used_up_its_time_is_told_to_wait(tmp_path: Path) -> None:
    publish_small_release(tmp_path, padding=3000)
    with serve(tmp_path, query_seconds=1.0, client_seconds=0.5, unmetered="192.0.2.0/24") as server:
        assert _ask(server, ENDLESS).status_code == 503
        refused = _ask(server, "ASK {}")

        assert refused.status_code == 429
        assert 30 < int(refused.headers["retry-after"]) < 300
        assert httpx.get(server.address).status_code == 200
