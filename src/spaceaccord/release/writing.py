"""Graphs written to a file that a user names: TriG or N-Quads, whole or not at all."""

from __future__ import annotations

import gzip
import os
from collections.abc import Collection, Mapping
from pathlib import Path

from rdflib import URIRef

from spaceaccord.errors import EnvironmentFault, UsageError
from spaceaccord.namespaces import prefixes
from spaceaccord.release.canonical import CanonicalWriter, Triple
from spaceaccord.release.dumps import check_terms, trig

_SUFFIXES = (".trig", ".nq", ".nq.gz")


def write_graphs(graphs: Mapping[URIRef, Collection[Triple]], output: Path, *, base: str) -> int:
    """Write `graphs` to `output` in the format that its name says; return the number of quads.

    Raises:
        BadInput: a term that cannot be written; names the graph.
        UsageError: the name ends in none of .trig, .nq, .nq.gz.
        EnvironmentFault: the file cannot be written; nothing is left behind.
    """
    if not output.name.endswith(_SUFFIXES):
        raise UsageError(f"{output}: the name must end in one of {', '.join(_SUFFIXES)}")
    writer = CanonicalWriter()
    lines: list[str] = []
    for graph in sorted(graphs):
        lines += (f"{s} <{graph}> .\n" for s in writer.statements(graphs[graph], place=f"graph {graph}"))
    writer.statements([(graph, graph, graph) for graph in graphs], place="names of graphs")
    check_terms(writer.iris, writer.languages)
    content = "".join(lines).encode()
    if output.name.endswith(".trig"):
        content = trig(content, prefixes(base))
    elif output.name.endswith(".gz"):
        content = gzip.compress(content, mtime=0)
    draft = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(output)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise EnvironmentFault(f"{output}: {error.strerror}. Choose a folder that you may write to") from error
    return len(lines)
