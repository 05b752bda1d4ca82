"""An answer between its worker and its reader: the worker runs at full speed, the reader at its own."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections.abc import AsyncIterator

from spaceaccord.errors import SpaceAccordError
from spaceaccord.store.port import QueryAnswer

_IN_MEMORY_BYTES = 1024 * 1024
_CHUNK_BYTES = 64 * 1024


class Spool:
    """Holds an answer as it comes, in memory at first and in a file without a name beyond that.

    One thread fills it; one coroutine reads it, once.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - closed by `read`
        self._lock = threading.Lock()
        self._changed = asyncio.Event()
        self._error: SpaceAccordError | None = None
        self._is_full = False
        self._is_closed = False
        self.bytes = 0

    def fill(self, answer: QueryAnswer) -> None:
        """Take the whole of `answer`, and close it; what breaks it off is raised by `read`."""
        try:
            with answer:
                for chunk in answer.chunks:
                    with self._lock:
                        if self._is_closed:
                            return
                        self._file.seek(0, 2)
                        self._file.write(chunk)
                        self.bytes += len(chunk)
                    self._tell()
        except SpaceAccordError as error:
            self._error = error
        except OSError as error:
            self._error = SpaceAccordError(f"the answer cannot be held: {error.strerror}")
        finally:
            self._is_full = True
            self._tell()

    @property
    def error(self) -> SpaceAccordError | None:
        """What broke the answer off, if anything did."""
        return self._error

    async def read(self) -> AsyncIterator[bytes]:
        """Yield the answer in pieces.

        Raises:
            SpaceAccordError: it broke off.
        """
        offset = 0
        try:
            while True:
                self._changed.clear()
                was_full = self._is_full
                with self._lock:
                    self._file.seek(offset)
                    data = self._file.read(_CHUNK_BYTES)
                if data:
                    offset += len(data)
                    yield data
                elif was_full:
                    if self._error:
                        raise self._error
                    return
                else:
                    await self._changed.wait()
        finally:
            with self._lock:
                self._is_closed = True
                self._file.close()

    def _tell(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._changed.set)
        except RuntimeError:  # the loop has ended, and the reader with it
            self._is_closed = True
