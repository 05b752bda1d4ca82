"""The lock that lets one build at a time write into a releases folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spaceaccord.errors import ReleaseLocked

LOCK_NAME = ".lock"


@contextmanager
def build_lock(releases: Path) -> Iterator[None]:
    """Hold the lock of `releases` during the block.

    The lock is the system's (flock) on a file that stays, so it ends with its process, however that ends;
    the file's text, the number of the process, is only for messages.

    Raises:
        ReleaseLocked: a live process holds the lock.
        OSError: the file cannot be made or written.
    """
    descriptor = os.open(releases / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            owner = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise ReleaseLocked(
                f"{releases}: another build (process {owner}) is at work here. Wait for it, or end it and build again"
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)
