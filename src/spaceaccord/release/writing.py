"""Graphs written to a file that a user names: TriG or N-Quads, block by block, whole or not at all."""

from __future__ import annotations

import gzip
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rdflib import URIRef

from spaceaccord.errors import EnvironmentFault, UsageError
from spaceaccord.namespaces import prefixes
from spaceaccord.release.canonical import CanonicalWriter, Triple
from spaceaccord.release.dumps import check_terms, trig

_SUFFIXES = (".trig", ".nq", ".nq.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuadBlock:
    """The canonical N-Quads of one graph; `content` is a gzip member of its own where the file is to be compressed.

    Members concatenate to a valid file (RFC 1952, 2.2), so blocks can be made anywhere and joined in any number.
    """

    graph: str
    quads: int
    content: bytes


def check_name(output: Path) -> None:
    """Do nothing where the name of `output` says a format that we write.

    Raises:
        UsageError: the name ends in none of .trig, .nq, .nq.gz.
    """
    if not output.name.endswith(_SUFFIXES):
        raise UsageError(f"{output}: the name must end in one of {', '.join(_SUFFIXES)}")


def is_compressed(output: Path) -> bool:
    """Say whether the blocks of `output` are to be compressed."""
    return output.name.endswith(".gz")


def describe_blocks(graphs: Iterable[tuple[URIRef, Collection[Triple]]], *, compressed: bool) -> tuple[QuadBlock, ...]:
    """Return the block of each graph, in the order given; the same graph gives the same bytes everywhere.

    Raises:
        BadInput: a term that cannot be written; names the graph.
    """
    writer = CanonicalWriter()
    blocks = []
    for graph, triples in graphs:
        name = writer.graph_name(graph)
        lines = [f"{s} {name} .\n" for s in writer.statements(triples, place=f"graph {graph}")]
        content = "".join(lines).encode()
        packed = gzip.compress(content, mtime=0) if compressed else content
        blocks.append(QuadBlock(graph=str(graph), quads=len(lines), content=packed))
    check_terms(writer.iris, writer.languages)
    return tuple(blocks)


def write_blocks(blocks: Iterable[QuadBlock], output: Path, *, base: str) -> int:
    """Write `blocks`, each graph once (the first block of it), to `output`; return the number of quads.

    N-Quads are written as they come; TriG is made of all of them together, in the order of the graphs' names.

    Raises:
        UsageError: see `check_name`.
        EnvironmentFault: the file cannot be written; nothing is left behind.
    """
    check_name(output)
    written: set[str] = set()
    quads = 0
    with _draft_of(output) as file:
        whole: list[QuadBlock] = []
        for block in blocks:
            if block.graph in written:
                continue
            written.add(block.graph)
            quads += block.quads
            if output.name.endswith(".trig"):
                whole.append(block)
            else:
                file.write(block.content)
        if output.name.endswith(".trig"):
            lines = b"".join(b.content for b in sorted(whole, key=lambda b: b.graph))
            file.write(trig(lines, prefixes(base)))
        elif is_compressed(output) and not written:
            file.write(gzip.compress(b"", mtime=0))
    return quads


@contextmanager
def _draft_of(output: Path) -> Iterator[BinaryIO]:
    """Yield a file that takes the place of `output` when all went well, and vanishes else."""
    draft = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(output)
    except OSError as error:
        raise EnvironmentFault(f"{output}: {error.strerror}. Choose a folder that you may write to") from error
    finally:
        draft.unlink(missing_ok=True)
