from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from rdflib import URIRef

from spaceaccord.errors import BadInput
from spaceaccord.pipeline.validating import read_graphs

NAMED = "<http://e.org/s> <http://e.org/p> <http://e.org/o> <http://e.org/g> .\n"
UNNAMED = "<http://e.org/s> <http://e.org/p> <http://e.org/o> .\n"


@pytest.mark.parametrize(
    ("name", "content", "graphs"),
    [
        ("a.nt", UNNAMED, {None}),
        ("a.ttl", UNNAMED, {None}),
        ("a.nq", NAMED + UNNAMED, {None, URIRef("http://e.org/g")}),
        ("a.trig", "<http://e.org/g> { <http://e.org/s> <http://e.org/p> 1 }", {URIRef("http://e.org/g")}),
    ],
)
def test_a_file_gives_its_graphs_by_name(tmp_path: Path, name: str, content: str, graphs: set[URIRef | None]) -> None:
    (tmp_path / name).write_text(content)
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content.encode()))

    assert set(read_graphs(tmp_path / name)) == graphs
    assert set(read_graphs(tmp_path / f"{name}.gz")) == graphs


@pytest.mark.parametrize("name", ["a.docx", "missing.ttl", "cut.nq.gz"])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "cut.nq.gz").write_bytes(gzip.compress(NAMED.encode() * 100)[:-20])
    (tmp_path / "a.docx").write_bytes(b"PK")

    with pytest.raises(BadInput, match=name):
        read_graphs(tmp_path / name)
