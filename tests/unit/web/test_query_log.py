"""What an operator finds in the log of queries."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from spaceaccord.errors import EnvironmentFault
from spaceaccord.web.query_log import LoggedQuery, QueryLog


def a_query(**changed: object) -> LoggedQuery:
    fields: dict[str, Any] = {
        "id": "0123456789abcdef012345",
        "client": "192.0.2.1",
        "client_share": 0.25,
        "text": "ASK {}",
        "format": "text/csv",
        "outcome": "answered",
        "seconds": 0.0123456,
        "worker_seconds": 0.01,
        "rows": 3,
        "bytes": 120,
        "release": "abc",
    }
    return LoggedQuery(**{**fields, **changed})


def test_a_query_is_one_line_of_json(tmp_path: Path) -> None:
    log = QueryLog(str(tmp_path / "queries.jsonl"))
    log.write(a_query())
    log.write(a_query(text="ASK { }"))
    log.close()

    lines = (tmp_path / "queries.jsonl").read_text().splitlines()
    first = json.loads(lines[0])

    assert len(lines) == 2
    assert first["query"] == "ASK {}"
    assert first["sha256"] == hashlib.sha256(b"ASK {}").hexdigest()
    assert (first["outcome"], first["rows"], first["bytes"], first["seconds"]) == ("answered", 3, 120, 0.0123)
    assert first["client_share"] == 0.25


def test_nothing_in_a_query_can_forge_a_line_or_drive_a_terminal(tmp_path: Path) -> None:
    log = QueryLog(str(tmp_path / "queries.jsonl"))
    hostile = 'ASK {}\r\n{"outcome": "answered"}\x1b[2J\u202e\u2028\x7f\x00'
    log.write(a_query(text=hostile))
    log.close()

    written = (tmp_path / "queries.jsonl").read_bytes()

    assert written.count(b"\n") == 1
    assert all(0x20 <= each < 0x7F for each in written.rstrip(b"\n"))
    assert json.loads(written)["query"] == hostile


def test_of_a_long_query_the_hash_is_of_all_and_the_text_is_cut(tmp_path: Path) -> None:
    log = QueryLog(str(tmp_path / "queries.jsonl"))
    long = "ASK {} # " + "\u20ac" * 10_000
    log.write(a_query(text=long))
    log.close()

    content = json.loads((tmp_path / "queries.jsonl").read_text())

    assert content["sha256"] == hashlib.sha256(long.encode()).hexdigest()
    assert 2045 <= len(content["query"].encode()) <= 2048


def test_addresses_are_not_written_but_clients_are_told_apart(tmp_path: Path) -> None:
    log = QueryLog(str(tmp_path / "queries.jsonl"))
    for client in ("192.0.2.1", "192.0.2.2", "192.0.2.1"):
        log.write(a_query(client=client))
    log.close()

    text = (tmp_path / "queries.jsonl").read_text()
    first, second, third = (json.loads(line)["client"] for line in text.splitlines())

    assert "192.0.2" not in text
    assert first == third != second


def test_a_log_that_was_moved_away_is_begun_anew(tmp_path: Path) -> None:
    target = tmp_path / "queries.jsonl"
    log = QueryLog(str(target))
    log.write(a_query())
    target.rename(tmp_path / "queries.1")
    log.write(a_query())
    log.close()

    assert len(target.read_text().splitlines()) == 1


def test_a_log_that_cannot_be_written_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="query log"):
        QueryLog(str(tmp_path / "nowhere" / "queries.jsonl"))
