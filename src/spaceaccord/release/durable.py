"""How bytes reach the disk for good: digests while writing, fsync, names that switch in one step, faults in words."""

from __future__ import annotations

import ctypes
import errno
import gzip
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from spaceaccord.errors import EnvironmentFault

# Everything unfinished in a releases folder has a name that begins so; the next build removes it.
UNFINISHED = ".building-"
GZIP_LEVEL = 6
# fcntl.h and linux/fs.h.
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_READ_BYTES = 1 << 20
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_PERMISSION = {errno.EACCES, errno.EPERM, errno.EROFS}
# RocksDB tells its faults in words, without a number.
_NO_SPACE_WORDS = ("No space left", "File too large", "quota exceeded")
_NO_PERMISSION_WORDS = ("Permission denied", "Read-only file system")


class DigestedFile:
    """A new binary file that knows the sha256 and the number of the bytes that went into it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        self._sha256 = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Append `data`, and return its length."""
        self._file.write(data)
        self._sha256.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Hand what is buffered to the system."""
        self._file.flush()

    @property
    def sha256(self) -> str:
        """The digest of what was written, in hexadecimal."""
        return self._sha256.hexdigest()

    def __enter__(self) -> DigestedFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()


def open_gzip(output: DigestedFile) -> gzip.GzipFile:
    """Return a gzip stream into `output` without name or time, so that equal content gives equal bytes."""
    return gzip.GzipFile(filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=output, mtime=0)


def digest_file(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_pieces(path: Path) -> Iterator[bytes]:
    """Return the content of a gzip file in pieces of at most a mebibyte."""
    with gzip.open(path, "rb") as file:
        while piece := file.read(_READ_BYTES):
            yield piece


def sync(path: Path) -> None:
    """Wait until the file or folder itself is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Wait until `folder` is on the disk: first its files, then the folders that name them, the outermost last."""
    for parent, _, names in os.walk(folder, topdown=False):
        for name in names:
            sync(Path(parent, name))
        sync(Path(parent))


def replace_text(path: Path, text: str) -> None:
    """Give the file `path` the content `text` in one step, and wait until it is on the disk."""
    draft = path.parent / f"{UNFINISHED}{os.getpid()}-{path.name}"
    with draft.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync(path.parent)


def replace_link(link: Path, target: str) -> None:
    """Make `link` a symbolic link to `target` in one step, and wait until it is on the disk."""
    draft = link.parent / f"{UNFINISHED}{os.getpid()}-{link.name}"
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(link)
    sync(link.parent)


def exchange(one: Path, other: Path) -> None:
    """Swap the names of two folders: in one step where the system can (Linux, renameat2), else in three."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 and renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return
    aside = one.parent / f"{UNFINISHED}{os.getpid()}-aside"
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


@contextmanager
def faults_told(folder: Path) -> Iterator[None]:
    """Turn an `OSError` of the block into an `EnvironmentFault` that says what to do."""
    try:
        yield
    except OSError as error:
        words = str(error)
        if error.errno in _NO_SPACE or any(part in words for part in _NO_SPACE_WORDS):
            told = "no space is left, or a file grew past a limit. Free some space or raise the limit"
        elif error.errno in _NO_PERMISSION or any(part in words for part in _NO_PERMISSION_WORDS):
            told = "permission denied, or the file system is read-only. Make the folder writable or name another"
        else:
            told = f"{words}. Correct that"
        raise EnvironmentFault(f"{folder}: {told}, then build again; what was published before is unchanged") from error
