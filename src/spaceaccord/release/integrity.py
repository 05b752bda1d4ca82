"""Whether the files of a release are those that its manifest and its list of store files name, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from spaceaccord.release.durable import digest_file
from spaceaccord.release.manifest import MANIFEST_NAME, Manifest

STORE_FOLDER: Final = "store"
# The store's files are named apart from the manifest, since RocksDB never writes the same bytes twice.
STORE_SUMS: Final = "store.sha256"
SUMS: Final = "SHA256SUMS"
MISSING: Final = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at: `what` of `file` should be `expected` and was `found`."""

    file: str
    what: str
    expected: str
    found: str

    @property
    def passed(self) -> bool:
        """Whether what was found is what was expected."""
        return self.expected == self.found


def sums_text(digests: dict[str, str]) -> str:
    """Return digests by file name in the form that `sha256sum --check` reads."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))


def check_sizes(folder: Path, manifest: Manifest) -> Iterator[Check]:
    """Yield one check for each file: there and of its size. Reads no content."""
    for file in manifest.files:
        path = folder / file.name
        found = str(path.stat().st_size) if path.is_file() else MISSING
        yield Check(file=file.name, what="bytes", expected=str(file.size), found=found)
    for name in _store_digests(folder):
        found = "there" if (folder / name).is_file() else MISSING
        yield Check(file=name, what="file", expected="there", found=found)
    if not (folder / STORE_SUMS).is_file():
        yield Check(file=STORE_SUMS, what="file", expected="there", found=MISSING)


def check_digests(folder: Path, manifest: Manifest) -> Iterator[Check]:
    """Yield one check for each file: its sha256; then one for each file that no list names."""
    expected = {file.name: file.sha256 for file in manifest.files} | _store_digests(folder)
    if not (folder / STORE_SUMS).is_file():
        yield Check(file=STORE_SUMS, what="file", expected="there", found=MISSING)
    for name, digest in expected.items():
        yield Check(file=name, what="sha256", expected=digest, found=_found_digest(folder / name))
    known = {*expected, MANIFEST_NAME, STORE_SUMS}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in known:
            yield Check(file=name, what="file", expected=MISSING, found="there")


def _found_digest(path: Path) -> str:
    try:
        return digest_file(path)
    except (FileNotFoundError, IsADirectoryError):
        return MISSING
    except OSError as error:
        return f"unreadable: {error.strerror}"


def _store_digests(folder: Path) -> dict[str, str]:
    """Return the digests of the store's files by name; a line that is none names a file that cannot be there."""
    try:
        lines = (folder / STORE_SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
