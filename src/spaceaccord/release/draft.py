"""A release while it is written: every file of its folder, and the manifest that names them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from spaceaccord import __version__
from spaceaccord.errors import BadInput, UsageError
from spaceaccord.iris import Iris
from spaceaccord.media_types import JSON, RESULTS_CSV, TURTLE, MediaType
from spaceaccord.namespaces import prefixes
from spaceaccord.release.canonical import CanonicalWriter
from spaceaccord.release.catalogue import CatalogueEntry, describe_entry
from spaceaccord.release.content import CanonicalContent, ReleaseContent
from spaceaccord.release.dumps import (
    DATASET,
    DATASET_LINES,
    DUMPS,
    PARTS,
    Dump,
    StoreCount,
    build_store,
    count_report,
    turtle,
    write_dump,
)
from spaceaccord.release.durable import DigestedFile, digest_file
from spaceaccord.release.history import Edition
from spaceaccord.release.integrity import STORE_FOLDER, STORE_SUMS, SUMS, sums_text
from spaceaccord.release.manifest import MANIFEST_NAME, Manifest, ReleaseFile
from spaceaccord.release.tables import write_tables

REPORT: str = "report.ttl"
DESCRIPTION: str = "void.ttl"
_PLAIN_TEXT = MediaType(name="text/plain", suffix="", label="text")
_OWN_NAMES = {REPORT, DESCRIPTION, MANIFEST_NAME, SUMS, STORE_SUMS, STORE_FOLDER, "dumps"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A release of `content` that is being written into the empty folder `folder`; `lines` are its N-Quads."""

    folder: Path
    content: ReleaseContent
    canonical: CanonicalContent
    lines: bytes
    id: str
    edition: Edition

    def write(self, on_stage: Callable[[str], None]) -> None:
        """Write all files, the manifest last; tells `on_stage` of "dumps", "store", "description", "manifest"."""
        on_stage("dumps")
        (self.folder / "dumps").mkdir()
        # The store takes as long as all dumps together, and its loader runs outside of Python's lock.
        with ThreadPoolExecutor(max_workers=1) as beside:
            loading = beside.submit(
                build_store, self.folder / STORE_FOLDER, self.canonical.dataset, self.canonical.view
            )
            files = [*(self._dump(dump) for dump in DUMPS), *self._tables()]
            on_stage("store")
            stored = loading.result()
        on_stage("description")
        files += self._small_files(files)
        self._write_store_sums()
        on_stage("manifest")
        text = self._manifest(files, stored).to_json()
        (self.folder / MANIFEST_NAME).write_text(text, encoding="utf-8", newline="")

    def _dump(self, dump: Dump) -> ReleaseFile:
        name = f"dumps/{dump.name}"
        source = self._statements(dump)
        written = write_dump(self.folder / name, dump, source, prefixes(self.content.base))
        return _described(name, written, dump.media_type, compression="gzip", triples=source.count(b"\n"))

    def _statements(self, dump: Dump) -> bytes:
        if dump is DATASET_LINES:
            return self.lines
        if dump.holds in PARTS:
            iris = Iris(self.content.base)
            return self.canonical.triples_of(str(iris.graph(name)) for name in PARTS[dump.holds])
        return self.canonical.dataset if dump.holds == DATASET else self.canonical.view

    def _tables(self) -> list[ReleaseFile]:
        tables = write_tables(self.canonical.view, Iris(self.content.base))
        return [self._write(f"dumps/{name}", data, RESULTS_CSV) for name, data in tables.items()]

    def _small_files(self, dumps: Iterable[ReleaseFile]) -> list[ReleaseFile]:
        names, listed = prefixes(self.content.base), list(dumps)
        report = self.content.report_turtle
        try:
            found = count_report(report)
        except SyntaxError as error:
            raise BadInput(f"the SHACL report is no Turtle: {error}") from error
        entry = CatalogueEntry(
            release_id=self.id,
            edition=self.edition,
            issued=issued_text(self.content),
            files=listed,
            inputs=sorted(self.content.inputs, key=lambda file: file.name),
            violations=found.violations,
            warnings=found.warnings,
        )
        of_release = CanonicalWriter().statements(describe_entry(Iris(self.content.base), entry), place=DESCRIPTION)
        description = sorted({*self.canonical.description, *of_release})
        files = [
            self._write(DESCRIPTION, turtle(description, names), TURTLE, triples=len(description)),
            self._write(REPORT, report.encode(), TURTLE, triples=found.triples),
        ]
        for name, data in sorted(self.content.attachments.items()):
            files.append(self._write(name, data, JSON if name.endswith(".json") else _PLAIN_TEXT))
        sums = sums_text({file.name: file.sha256 for file in (*listed, *files)})
        return [*files, self._write(SUMS, sums.encode(), _PLAIN_TEXT)]

    def _write(self, name: str, data: bytes, media_type: MediaType, triples: int | None = None) -> ReleaseFile:
        with DigestedFile(self.folder / name) as output:
            output.write(data)
        return _described(name, output, media_type, triples=triples)

    def _write_store_sums(self) -> None:
        store = sorted(path for path in (self.folder / STORE_FOLDER).iterdir() if path.is_file())
        sums = sums_text({f"{STORE_FOLDER}/{path.name}": digest_file(path) for path in store})
        (self.folder / STORE_SUMS).write_text(sums, encoding="utf-8", newline="")

    def _manifest(self, files: Iterable[ReleaseFile], stored: StoreCount) -> Manifest:
        content, canonical = self.content, self.canonical
        return Manifest(
            id=self.id,
            content_sha256=content_digest(content, canonical),
            base=content.base,
            software_version=__version__,
            issued=issued_text(content),
            quads=canonical.quads,
            view=canonical.view_count,
            stored_quads=stored.quads,
            stored_view=stored.view,
            graphs=canonical.graph_counts,
            summary=dict(sorted(content.summary.items())),
            files=tuple(sorted(files, key=lambda file: file.name)),
            inputs=tuple(sorted(content.inputs, key=lambda file: file.name)),
            version=self.edition.version,
            previous=self.edition.previous,
        )


def content_digest(content: ReleaseContent, canonical: CanonicalContent) -> str:
    """Return a digest of all that goes into a release beside its quads, to tell whether it must be written anew."""
    parts: list[bytes] = [content.base.encode(), __version__.encode(), issued_text(content).encode()]
    parts += [canonical.view, content.report_turtle.encode(), repr(sorted(content.summary.items())).encode()]
    parts += [f"{file.name} {file.sha256} {file.size}".encode() for file in sorted(content.inputs, key=str)]
    for name, data in sorted(content.attachments.items()):
        parts += [name.encode(), data]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def check_attachments(attachments: Mapping[str, bytes]) -> None:
    """Do nothing where every name is that of a further file of the release's top folder.

    Raises:
        UsageError: a name that the release uses itself, or that leads elsewhere.
    """
    for name in attachments:
        if name in _OWN_NAMES or Path(name).name != name or name.startswith("."):
            raise UsageError(f"{name!r} cannot name an attachment of a release")


def issued_text(content: ReleaseContent) -> str:
    """Return the date of issue as the release writes it, "" where there is none."""
    return content.issued.isoformat() if content.issued else ""


def _described(
    name: str, written: DigestedFile, media_type: MediaType, compression: str = "", triples: int | None = None
) -> ReleaseFile:
    return ReleaseFile(
        name=name,
        sha256=written.sha256,
        size=written.size,
        media_type=media_type.name,
        compression=compression,
        triples=triples,
    )
