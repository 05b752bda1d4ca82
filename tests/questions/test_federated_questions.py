"""The two questions that ask Wikidata beside us, asked of a recording of it on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store
from rdflib.query import ResultRow

from asked_release import Asked
from spaceaccord.resources import shipped_folder

WIKIDATA = "https://query.wikidata.org/sparql"
RECORDED = Path(__file__).with_name("wikidata.ttl")
BASE, WD = "https://w3id.org/spaceaccord/id/", "http://www.wikidata.org/entity/"


@dataclass
class Recording:
    """An endpoint that knows what is in `RECORDED`, and the queries that it was asked."""

    address: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def wikidata() -> Iterator[Recording]:
    store, recording = Store(), Recording()
    store.load(path=str(RECORDED), format=RdfFormat.TURTLE)

    class Endpoint(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(parse_qs(urlsplit(self.path).query)["query"][0])

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(parse_qs(form)["query"][0])

        def answer(self, query: str) -> None:
            recording.asked.append(query)
            found = store.query(query)
            assert isinstance(found, QuerySolutions)
            body = found.serialize(format=QueryResultsFormat.JSON)
            assert body is not None
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        recording.address = f"http://127.0.0.1:{server.server_port}/sparql"
        yield recording
        server.shutdown()
        thread.join()


def ask(asked: Asked, name: str, wikidata: Recording) -> list[tuple[str, ...]]:
    text = (shipped_folder("queries") / "federated" / f"{name}.rq").read_text(encoding="utf-8")
    assert text.count(f"SERVICE <{WIKIDATA}>") == 1
    rows = asked.view.query(text.replace(WIKIDATA, wikidata.address))
    return [
        tuple("" if term is None else str(term).removeprefix(BASE).removeprefix(WD) for term in row)
        for row in rows
        if isinstance(row, ResultRow)
    ]


def test_our_founding_years_are_set_against_those_of_wikidata(asked: Asked, wikidata: Recording) -> None:
    assert ask(asked, "cq-23-founding-dates-in-wikidata", wikidata) == [
        ("org/air-liquide", "Air Liquide", "1902", "1903", "false", ""),
        ("org/cnes", "CNES", "1961", "1961", "true", "Q10000001"),
    ]


def test_only_offices_that_were_held_on_the_day_of_signing_count(asked: Asked, wikidata: Recording) -> None:
    mou = "agreement/lux-usa-mou-2019"
    assert ask(asked, "cq-24-offices-on-the-signing-date", wikidata) == [
        (mou, "person/etienne-schneider", "2019-05-01", "Q10000005", "2018-12-05T00:00:00+00:00", ""),
        (
            mou,
            "person/wilbur-ross",
            "2019-05-01",
            "Q10000003",
            "2017-02-28T00:00:00+00:00",
            "2021-01-20T00:00:00+00:00",
        ),
    ]


def test_wikidata_is_asked_of_our_own_items_only(asked: Asked, wikidata: Recording) -> None:
    ask(asked, "cq-23-founding-dates-in-wikidata", wikidata)

    assert wikidata.asked
    assert all(f"<{WD}Q" in query for query in wikidata.asked)
    assert not any("Q10000002" in query for query in wikidata.asked)
