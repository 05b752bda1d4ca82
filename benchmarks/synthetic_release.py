"""Releases of made-up statements, of any size, written straight to the folder that a server reads.

The default view is the union of all graphs, so that answers can be compared with those of other engines.
"""

from __future__ import annotations

import gzip
import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from spaceaccord import __version__
from spaceaccord.namespaces import DEFAULT_BASE
from spaceaccord.release.integrity import STORE_SUMS
from spaceaccord.release.manifest import MANIFEST_NAME, Manifest, ReleaseFile

DATA = "http://data.example/"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


def made_up_lines(statements: int, seed: int = 1) -> Iterator[str]:
    """Yield about so many statements as lines of N-Quads: agencies, agreements between them, claims in graphs."""
    choose = random.Random(seed)
    agencies = max(20, statements // 1000)
    count = number = 0
    for agency in range(agencies):
        yield f'<{DATA}agency/{agency}> {_LABEL} "Agency number {agency}"@en .\n'
        yield f"<{DATA}agency/{agency}> <{DATA}state> <{DATA}state/{agency % 50}> .\n"
        count += 2
    while count < statements:
        subject, graph = f"<{DATA}agreement/{number}>", f"<{DATA}graph/{number // 3}>"
        one, other = choose.randrange(agencies), choose.randrange(agencies)
        yield f"{subject} {_TYPE} <{DATA}Agreement> .\n"
        yield f'{subject} {_LABEL} "Memorandum {number} between agency {one} and agency {other}"@en .\n'
        yield f"{subject} <{DATA}party> <{DATA}agency/{one}> .\n"
        yield f"{subject} <{DATA}party> <{DATA}agency/{other}> .\n"
        yield f'{subject} <{DATA}year> "{1960 + choose.randrange(65)}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        yield f"{subject} <{DATA}follows> <{DATA}agreement/{choose.randrange(number + 1)}> .\n"
        yield f"<{DATA}claim/{number}> <{DATA}about> {subject} {graph} .\n"
        yield f'<{DATA}claim/{number}> <{DATA}quote> "They signed memorandum {number} in the end." {graph} .\n'
        count += 8
        number += 1


def write_release(lines: Iterable[str], releases: Path) -> str:
    """Write a release of `lines` (N-Quads) to `releases`, make it the current one, and return its id."""
    draft = releases / "draft"
    (draft / "dumps").mkdir(parents=True, exist_ok=True)
    digest, graphs, view = hashlib.sha256(), Counter[str](), 0
    with (
        gzip.open(draft / "dumps/spaceaccord.nq.gz", "wt", compresslevel=1, encoding="utf-8") as quads,
        gzip.open(draft / "dumps/spaceaccord-view.nt.gz", "wt", compresslevel=1, encoding="utf-8") as triples,
    ):
        for line in lines:
            digest.update(line.encode())
            statement, graph = _split(line)
            view += 1
            triples.write(statement)
            if graph:
                graphs[graph] += 1
                quads.write(line)
    (draft / "void.ttl").write_text(f"<{DEFAULT_BASE}dataset> a <http://rdfs.org/ns/void#Dataset> .\n")
    release_id = digest.hexdigest()[:16]
    names = ("dumps/spaceaccord.nq.gz", "dumps/spaceaccord-view.nt.gz", "void.ttl")
    manifest = Manifest(
        id=release_id,
        content_sha256=digest.hexdigest(),
        base=DEFAULT_BASE,
        software_version=__version__,
        issued="",
        quads=sum(graphs.values()),
        view=view,
        stored_quads=sum(graphs.values()),
        stored_view=view,
        graphs={},  # thousands of them, which the service description need not list here
        summary={},
        files=tuple(_file(draft, name) for name in names),
        inputs=(),
    )
    (draft / STORE_SUMS).write_text("")  # no store on the disk: servers load the dumps
    (draft / MANIFEST_NAME).write_text(manifest.to_json(), encoding="utf-8")
    target = releases / release_id
    draft.rename(target)
    (releases / "current").unlink(missing_ok=True)
    (releases / "current").symlink_to(release_id)
    return release_id


def ensure_release(statements: int, releases: Path) -> Path:
    """Return `releases`, with a release of so many made-up statements in it."""
    if not (releases / "current").exists():
        write_release(made_up_lines(statements), releases)
    return releases


def _split(line: str) -> tuple[str, str]:
    """Return the statement of a line without its graph, and the graph, or nothing."""
    body = line.rstrip().removesuffix(".").rstrip()
    head, _, last = body.rpartition(" ")
    # A quad ends in an IRI that follows a whole object; the object of a triple follows the second space.
    is_quad = last.startswith("<") and last.endswith(">") and not _is_object(head)
    return (f"{head} .\n", last) if is_quad else (line, "")


def _is_object(head: str) -> bool:
    """Say whether what follows `head`, a subject and what else, is the object."""
    return head.count(" ") == 1


def _file(folder: Path, name: str) -> ReleaseFile:
    content = (folder / name).read_bytes()
    packed = name.endswith(".gz")
    return ReleaseFile(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type="application/n-quads" if "nq" in name else "text/turtle",
        compression="gzip" if packed else "",
    )
