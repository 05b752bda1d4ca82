"""The ledger of links: what is refused, what is published, what is asked of an endpoint and what becomes of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from typer.testing import CliRunner

from spaceaccord.cli.link import link_app
from spaceaccord.errors import BadInput, BadReference, StoreUnavailable
from spaceaccord.linking.ledger import CANDIDATES, REVIEWED, read_ledger, write_links
from spaceaccord.mapping.link_graph import link_prefixes
from spaceaccord.model.link import Link
from spaceaccord.pipeline.outward import (
    Item,
    candidates,
    check,
    decide,
    dump_source,
    endpoint_source,
    propose,
    quick_statements,
    read_links,
)
from spaceaccord.resources import shipped_folder
from spaceaccord.store.query_errors import BadAnswer, QueryTimeout

NAMES = link_prefixes()
HEAD = "subject_id\tpredicate_modifier\tpredicate_id\tobject_id\tmapping_justification\tconfidence\treviewer_label\n"
LINK = Link(
    subject="https://w3id.org/spaceaccord/id/org/aland",
    subject_label="Aland Agency",
    predicate="owl:sameAs",
    object="http://www.wikidata.org/entity/Q1",
    justification=REVIEWED,
    confidence=0.95,
    reviewer="Jo",
    day="2031-01-01",
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "organisations.csv").write_text(
        "slug,type,label,names,evidence\n"
        "aland,SpaceAgency,Aland Agency,Agency of Aland,made up\n"
        "borland,SpaceAgency,Borland Office,,made up\n",
        encoding="utf-8",
    )
    return tmp_path


@contextmanager
def recorded(answers: dict[str, list[dict[str, str]]], *, html: bool = False) -> Iterator[str]:
    """Serve recorded answers by a word of the query; everything else has no result."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            query = form["query"][0]
            rows = next((found for word, found in answers.items() if word in query), [])
            bindings = [{k: {"type": "literal", "value": v} for k, v in row.items()} for row in rows]
            body = json.dumps({"head": {"vars": ["item", "label"]}, "results": {"bindings": bindings}}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if html else "application/sparql-results+json")
            self.end_headers()
            self.wfile.write(b"<html>" if html else body)

        def log_message(self, *_: object) -> None:
            """Keep silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        pytest.param("organisation:a\t\towl:equal\twd:Q1\t{}\t0.9\tJo", "predicate_id", "unknown predicate", id="pred"),
        pytest.param("nobody:a\t\towl:sameAs\twd:Q1\t{}\t0.9\tJo", "subject_id", "known prefix", id="prefix"),
        pytest.param("organisation:a\tno\towl:sameAs\twd:Q1\t{}\t0.9\tJo", "predicate_modifier", "modifier", id="not"),
        pytest.param("organisation:a\t\towl:sameAs\twd:Q1\tguess\t0.9\tJo", "mapping_justification", "just", id="why"),
        pytest.param("organisation:a\t\towl:sameAs\twd:Q1\t{}\tsure\tJo", "confidence", "no number", id="confidence"),
        pytest.param(
            "organisation:a\t\towl:sameAs\twd:Q1\t{}\t0.9\t", "reviewer_label", "nobody reviewed", id="reviewer"
        ),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(tmp_path: Path, row: str, column: str, words: str) -> None:
    (tmp_path / "t.sssom.tsv").write_text(f"#curie_map:\n{HEAD}{row.format(REVIEWED)}\n", encoding="utf-8")

    with pytest.raises(BadReference, match=words) as caught:
        read_ledger(tmp_path, NAMES)

    assert caught.value.place == f"line 3, column {column}"


def test_one_item_for_two_things_is_refused(tmp_path: Path) -> None:
    other = replace(LINK, subject="https://w3id.org/spaceaccord/id/org/borland")
    write_links(tmp_path / "t.sssom.tsv", [LINK, other], NAMES)

    with pytest.raises(BadReference, match=r"is .*aland already"):
        read_ledger(tmp_path, NAMES)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    rejected = replace(LINK, object="http://www.wikidata.org/entity/Q2", rejected=True, comment="a namesake")
    write_links(tmp_path / "t.sssom.tsv", [LINK, rejected], NAMES)

    ledger = read_ledger(tmp_path, NAMES)

    assert ledger.links == (LINK, rejected)
    assert ledger.published == (LINK,)


def test_the_shipped_ledger_holds_the_identifiers_of_the_tables_and_no_others() -> None:
    from spaceaccord.iris import Iris
    from spaceaccord.linking.authorities import read_authorities

    data = shipped_folder("data")
    told = {
        (str(Iris().thing(r.kind, r.slug)), f"http://www.wikidata.org/entity/{r.wikidata}")
        for r in read_authorities(data / "reference").records
        if r.wikidata and r.kind != "event"
    }

    published = read_links(data).published
    assert {(li.subject, li.object) for li in published if li.predicate == "owl:sameAs"} == told
    assert all(li.comment and li.reviewer and li.day for li in published)


def test_a_rejected_candidate_is_never_proposed_again(data: Path) -> None:
    with recorded(
        {"Aland Agency": [{"item": "http://www.wikidata.org/entity/Q9", "label": "Aland Agency"}]}
    ) as address:
        (first,) = propose(data, endpoint_source(address))
        decide(data, first, accepted=False, reviewer="Jo", day="2031-01-01")

        assert propose(data, endpoint_source(address)) == ()

    assert candidates(data) == ()
    assert read_links(data).published == ()
    assert read_links(data).links[0].rejected


def test_an_accepted_candidate_becomes_an_identity_with_its_reviewer(data: Path) -> None:
    (first,) = propose(data, lambda name: [Item("http://www.wikidata.org/entity/Q9", name)] if "Aland" in name else [])
    decide(data, first, accepted=True, reviewer="Jo", day="2031-01-01")

    (published,) = read_links(data).published
    assert (published.predicate, published.reviewer, published.day) == ("owl:sameAs", "Jo", "2031-01-01")
    assert list(quick_statements([published], base="https://data.example/")) == [
        'Q9\tP2888\t"https://data.example/id/org/aland"'
    ]


def test_the_terminal_asks_for_one_key_a_candidate(data: Path) -> None:
    propose(data, lambda name: [Item(f"http://www.wikidata.org/entity/Q{len(name)}", name)])

    answer = CliRunner().invoke(link_app, ["review", "--reviewer", "Jo", "--data", str(data)], input="yn")

    assert answer.exit_code == 0, answer.output
    assert [li.rejected for li in read_links(data).links] == [False, True]


def test_a_dump_serves_where_there_is_no_network(data: Path, tmp_path: Path) -> None:
    dump = tmp_path / "items.jsonl"
    dump.write_text('{"id": "Q5", "names": ["Borland Office", "BO"]}\n', encoding="utf-8")

    (found,) = propose(data, dump_source(dump))

    assert (found.subject_label, found.object) == ("Borland Office", "http://www.wikidata.org/entity/Q5")


def test_a_broken_dump_is_named_by_line(tmp_path: Path) -> None:
    dump = tmp_path / "items.jsonl"
    dump.write_text('{"id": "Q5", "names": ["B"]}\nnonsense\n', encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        dump_source(dump)

    assert caught.value.place == "line 2"


def test_an_item_that_is_called_otherwise_or_gone_is_in_doubt(data: Path) -> None:
    gone = replace(
        LINK, subject="https://w3id.org/spaceaccord/id/org/borland", object="http://www.wikidata.org/entity/Q2"
    )
    (data / "mappings").mkdir()
    write_links(data / "mappings" / "t.sssom.tsv", [LINK, gone], NAMES)

    with recorded({"entity/Q1>": [{"label": "Agency of Aland"}]}) as address:
        assert [doubt.link for doubt in check(data, address)] == [gone]
    with recorded(
        {"entity/Q1>": [{"label": "A football club"}], "entity/Q2>": [{"label": "Borland Office"}]}
    ) as address:
        (doubt,) = check(data, address)

    assert doubt.reason == "it is called A football club there"


def test_an_endpoint_that_sends_html_ends_the_proposal_and_writes_nothing(data: Path) -> None:
    with recorded({}, html=True) as address, pytest.raises(BadAnswer):
        propose(data, endpoint_source(address))

    assert not (data / "mappings" / CANDIDATES).exists()


def test_without_a_network_the_word_is_clear(data: Path) -> None:
    with recorded({}) as address:
        pass

    with pytest.raises((StoreUnavailable, QueryTimeout), match="does not answer"):
        propose(data, endpoint_source(address))
