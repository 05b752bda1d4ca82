"""Whether a release holds all that its manifest says: every digest, every size, every count, every store block."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spaceaccord.errors import DamagedRelease
from spaceaccord.media_types import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from spaceaccord.release.dumps import DATASET_LINES, count_statements, count_store
from spaceaccord.release.durable import read_pieces
from spaceaccord.release.integrity import STORE_FOLDER, Check, check_digests, check_sizes
from spaceaccord.release.manifest import MANIFEST_NAME, REMEDY, Manifest, read_manifest

_FORMATS = {media_type.name: media_type for media_type in (JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE)}
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, zlib.error, RuntimeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """All checks of one release, in the order in which they were made."""

    folder: Path
    checks: tuple[Check, ...]

    @property
    def failures(self) -> tuple[Check, ...]:
        """The checks that did not pass."""
        return tuple(check for check in self.checks if not check.passed)

    @property
    def damaged_files(self) -> tuple[str, ...]:
        """The files that failed a check, each once, by name."""
        return tuple(sorted({check.file for check in self.failures}))

    @property
    def is_whole(self) -> bool:
        """Whether every check passed."""
        return not self.failures


def verify(folder: Path) -> Verification:
    """Check the release in `folder` against its manifest, reading and parsing every byte of it.

    A file that fails its digest is not parsed: that it is damaged is known by then.

    Raises:
        DamagedRelease: there is no such folder. A damaged release is a result, not an error.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise DamagedRelease(f"{folder}: no such release folder. {REMEDY}")
    return Verification(folder=folder, checks=tuple(_checks(folder)))


def _checks(folder: Path) -> Iterator[Check]:
    try:
        manifest = read_manifest(folder)
    except DamagedRelease as error:
        yield Check(file=MANIFEST_NAME, what="manifest", expected="readable", found=str(error))
        return
    yield Check(file=MANIFEST_NAME, what="id", expected=folder.name, found=manifest.id)
    files = [*check_sizes(folder, manifest), *check_digests(folder, manifest)]
    yield from files
    damaged = {check.file for check in files if not check.passed}
    for file in manifest.files:
        if file.triples is not None and file.name not in damaged:
            found = _counted(folder / file.name, file.media_type)
            yield Check(file=file.name, what="triples", expected=str(file.triples), found=found)
    lines = f"dumps/{DATASET_LINES.name}"
    if lines not in damaged:
        try:
            yield from _check_lines(folder / lines, lines, manifest)
        except _UNREADABLE as error:
            yield Check(file=lines, what="lines", expected=str(manifest.quads), found=f"unreadable: {error}")
    yield from _check_store(folder, manifest, is_damaged=any(name.startswith(STORE_FOLDER) for name in damaged))


def _counted(path: Path, media_type: str) -> str:
    try:
        return str(count_statements(path, _FORMATS[media_type]))
    except _UNREADABLE as error:
        return f"unreadable: {error}"


def _check_lines(path: Path, name: str, manifest: Manifest) -> Iterator[Check]:
    """Check the N-Quads dump line by line: the digest that names the release, the order, the count of each graph."""
    digest = hashlib.sha256()
    graphs: Counter[bytes] = Counter()
    lines = disordered = 0
    last = rest = b""
    for piece in read_pieces(path):
        digest.update(piece)
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            disordered += line <= last
            graphs[line[line.rindex(b"<") + 1 : -3]] += 1
            last = line
        lines += len(whole)
    counts = {graph.decode(): number for graph, number in graphs.items()}
    yield Check(file=name, what="release id", expected=manifest.id, found=digest.hexdigest()[:16])
    yield Check(file=name, what="lines", expected=str(manifest.quads), found=str(lines + bool(rest)))
    yield Check(file=name, what="lines out of order", expected="0", found=str(disordered))
    yield Check(file=name, what="graphs", expected=str(len(manifest.graphs)), found=str(len(counts)))
    for graph in sorted({*counts, *manifest.graphs}):
        expected, found = manifest.graphs.get(graph, 0), counts.get(graph, 0)
        if expected != found:
            yield Check(file=name, what=f"triples of {graph}", expected=str(expected), found=str(found))


def _check_store(folder: Path, manifest: Manifest, *, is_damaged: bool) -> Iterator[Check]:
    """Read the whole store; one whose files are damaged is not opened, as little as a damaged dump is parsed."""
    if is_damaged:
        return
    expected = f"{manifest.stored_quads} in named graphs, {manifest.stored_view} in the default graph"
    try:
        counted = count_store(folder / STORE_FOLDER)
        found = f"{counted.quads} in named graphs, {counted.view} in the default graph"
    except _UNREADABLE as error:
        found = f"unreadable: {error}"
    yield Check(file=STORE_FOLDER, what="statements", expected=expected, found=found)
