"""Blocks of quads are joined to one file in the format of its name."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Literal, URIRef

from spaceaccord.errors import EnvironmentFault
from spaceaccord.namespaces import DEFAULT_BASE, RDFS
from spaceaccord.release.writing import QuadBlock, describe_blocks, write_blocks

A, B = URIRef(f"{DEFAULT_BASE}graph/article/a"), URIRef(f"{DEFAULT_BASE}graph/article/b")
GRAPHS = [(B, {(B, RDFS.label, Literal("b"))}), (A, {(A, RDFS.label, Literal("a")), (A, RDFS.label, Literal("á"))})]


def test_blocks_keep_their_order_in_n_quads(tmp_path: Path) -> None:
    quads = write_blocks(describe_blocks(GRAPHS, compressed=False), tmp_path / "out.nq", base=DEFAULT_BASE)

    lines = (tmp_path / "out.nq").read_text(encoding="utf-8").splitlines()
    assert quads == 3
    assert [line.split()[-2] for line in lines] == [f"<{B}>", f"<{A}>", f"<{A}>"]


def test_compressed_blocks_join_to_one_gzip_file(tmp_path: Path) -> None:
    write_blocks(describe_blocks(GRAPHS, compressed=True), tmp_path / "out.nq.gz", base=DEFAULT_BASE)
    write_blocks(describe_blocks(GRAPHS, compressed=False), tmp_path / "out.nq", base=DEFAULT_BASE)

    assert gzip.decompress((tmp_path / "out.nq.gz").read_bytes()) == (tmp_path / "out.nq").read_bytes()


def test_trig_holds_the_same_quads(tmp_path: Path) -> None:
    write_blocks(describe_blocks(GRAPHS, compressed=False), tmp_path / "out.trig", base=DEFAULT_BASE)

    found = list(parse((tmp_path / "out.trig").read_bytes(), RdfFormat.TRIG))
    assert len(found) == 3


@pytest.mark.parametrize("name", ["out.nq", "out.nq.gz", "out.trig"])
def test_no_graphs_make_an_empty_file_that_can_be_read(tmp_path: Path, name: str) -> None:
    assert write_blocks([], tmp_path / name, base=DEFAULT_BASE) == 0
    content = (tmp_path / name).read_bytes()
    assert (gzip.decompress(content) if name.endswith(".gz") else content).strip() == b""


def test_the_first_block_of_a_graph_is_kept(tmp_path: Path) -> None:
    blocks = [QuadBlock(graph="g", quads=1, content=b"<a:s> <a:p> <a:o> <a:g> .\n")] * 2

    assert write_blocks(blocks, tmp_path / "out.nq", base=DEFAULT_BASE) == 1


def test_a_folder_that_is_not_there_is_the_machines_fault(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="Choose a folder"):
        write_blocks([], tmp_path / "absent" / "out.nq", base=DEFAULT_BASE)
