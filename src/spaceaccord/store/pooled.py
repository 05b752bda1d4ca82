"""The store of a release, answering in worker processes: deadline, memory bound, and what the end of a worker means."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator, Mapping
from typing import Final, NoReturn

from spaceaccord.media_types import MediaType
from spaceaccord.store.frames import DATA, Disconnected, EndOfAnswer, ProblemReport, QueryRequest, read_frame_message
from spaceaccord.store.pool import StoreFiles, Worker, WorkerPool
from spaceaccord.store.port import Cancellation, QueryAnswer, QueryLimits, check_format
from spaceaccord.store.query_errors import (
    MalformedQuery,
    QueryCancelled,
    QueryProblem,
    QueryRefused,
    QueryTimeout,
    QueryTooBig,
    WorkerLost,
)
from spaceaccord.store.query_guard import ReadQuery
from spaceaccord.store.remembered import Remembered

# After this long a query is slow and yields the processors to shorter ones. Its worker is not used again, and the
# next one has to copy the pages that it touches: at a million triples, that costs more than many a query.
_SLOW_SECONDS = 1.0
_NICE = 10
_BURIAL_SECONDS = 1.0
# How a process ends whose engine crashed or could not get memory; the kernel's own limit on processor time.
_CRASHES: Final[dict[int, str]] = {
    signal.SIGSEGV: "a crash",
    signal.SIGBUS: "a crash",
    signal.SIGILL: "a crash",
    signal.SIGABRT: "lack of memory",
    signal.SIGXCPU: "its processor time",
}


class PooledStore:
    """Answers queries over the files of a release, each in a process that can be killed."""

    def __init__(
        self, files: StoreFiles, *, spare: int = 2, largest: int = 8, remembered: Remembered | None = None
    ) -> None:
        self.pool = WorkerPool(files, spare=spare, largest=largest)
        self.quads = self.pool.wait_until_ready()
        self._remembered = remembered or Remembered()

    def answer(
        self, query: ReadQuery, media_type: MediaType, limits: QueryLimits, *, cancellation: Cancellation | None = None
    ) -> QueryAnswer:
        """Return the answer; see `SparqlStore.answer`."""
        check_format(query, media_type)
        self._remembered.check(query)
        worker = self.pool.acquire(limits.seconds)
        cancellation = cancellation or Cancellation()
        run = _Run(self.pool, self._remembered, worker, query, limits, cancellation)
        cancellation.react(lambda: self.pool.kill(worker))
        first = run.start(media_type)
        if run.ended:
            return QueryAnswer(media_type=media_type, whole=first, count_rows=lambda: run.rows)
        return QueryAnswer(
            media_type=media_type, chunks=run.chunks(first), close=run.abandon, count_rows=lambda: run.rows
        )

    def counts(self) -> Mapping[str, int]:
        """Return how many workers there are, and how many have been killed or have crashed."""
        return self.pool.counts()

    def close(self) -> None:
        """End all processes."""
        self.pool.close()


class _Run:
    """One query on one worker, from its request to its last byte; gives the worker back in every case."""

    def __init__(
        self,
        pool: WorkerPool,
        remembered: Remembered,
        worker: Worker,
        query: ReadQuery,
        limits: QueryLimits,
        cancellation: Cancellation,
    ) -> None:
        self._pool = pool
        self._remembered = remembered
        self._worker = worker
        self._query = query
        self._limits = limits
        self._cancellation = cancellation
        self._deadline = time.monotonic() + limits.seconds
        self._slow = False
        self.ended = False
        self.rows: int | None = None

    def start(self, media_type: MediaType) -> bytes:
        """Send the request; return the first bytes, which are all of them where `ended`."""
        request = QueryRequest(
            text=self._query.text,
            default_graphs=self._query.default_graphs,
            named_graphs=self._query.named_graphs,
            media_type=media_type.name,
            seconds=self._limits.seconds,
            memory_bytes=self._limits.memory_bytes,
            max_rows=self._limits.max_rows,
            max_bytes=self._limits.max_bytes,
        )
        try:
            self._worker.connection.settimeout(self._limits.seconds)
            self._worker.connection.sendall(request.encode())
        except OSError:
            self._explain_end()
        first = self._next()
        if first is None:
            return b""
        if self._worker.reader.has_frame():
            second = self._next()
            return first if second is None else first + second
        return first

    def chunks(self, first: bytes) -> Iterator[bytes]:
        """Yield the answer; raises where it breaks off."""
        yield first
        while not self.ended:
            data = self._next()
            if data is not None:
                yield data

    def abandon(self) -> None:
        """Kill the worker where it has not come to an end."""
        if not self.ended:
            self.ended = True
            self._cancellation.react(None)
            self._pool.discard(self._worker)

    def _next(self) -> bytes | None:
        """Return the next bytes; None at the end, when the worker has been given back."""
        kind, payload = self._next_frame()
        if kind == DATA:
            return payload
        message = read_frame_message(kind, payload)
        self._give_back(message)
        if isinstance(message, ProblemReport):
            raise _problem(message)
        self.rows = message.rows
        return None

    def _next_frame(self) -> tuple[bytes, bytes]:
        reader = self._worker.reader
        try:
            if not self._slow:
                try:
                    return reader.read_frame(min(self._deadline, time.monotonic() + _SLOW_SECONDS))
                except TimeoutError:
                    self._slow = True
                    with contextlib.suppress(OSError):
                        os.setpriority(os.PRIO_PROCESS, self._worker.pid, _NICE)
            return reader.read_frame(self._deadline)
        except TimeoutError:
            self.abandon()
            raise QueryTimeout(
                f"the query was stopped after {self._limits.seconds:g} seconds; ask for less, or use the dumps"
            ) from None
        except (Disconnected, OSError):
            self._explain_end()

    def _give_back(self, message: EndOfAnswer | ProblemReport) -> None:
        self.ended = True
        self._cancellation.react(None)
        if message.retires:
            self._pool.retire(self._worker)
        elif self._slow or self._cancellation.thrown:
            self._pool.discard(self._worker)  # its low priority cannot be taken back
        else:
            self._pool.release(self._worker)

    def _explain_end(self) -> NoReturn:
        """Say why the worker has ended in the middle of the query."""
        self.ended = True
        self._cancellation.react(None)
        worker = self._worker
        worker.ended.wait(_BURIAL_SECONDS)
        killed = worker.killed_by_us
        self._pool.discard(worker)
        if self._cancellation.thrown:
            raise QueryCancelled("the query was cancelled", retry_seconds=1)
        why = _CRASHES.get(-(worker.exit_code or 0)) if not killed else None
        if why:
            self._remembered.add(self._query, why)
            if why == "lack of memory":
                megabytes = self._limits.memory_bytes // (1024 * 1024)
                raise QueryTooBig(f"the query needs more than {megabytes} MB of memory; ask for less, or use the dumps")
            raise QueryRefused(f"the query has ended its process by {why}; it will not be tried again for a while")
        if worker.exit_code == -signal.SIGALRM:
            raise QueryTimeout(f"the query was stopped after {self._limits.seconds:g} seconds")
        if not killed:
            self._remembered.suspect(self._query, "it was killed")
        raise WorkerLost("the process that ran the query has died; try again", retry_seconds=1)


def _problem(report: ProblemReport) -> QueryProblem:
    if report.kind == "malformed":
        return MalformedQuery(report.what, line=report.line, column=report.column)
    if report.kind == "too big":
        return QueryTooBig(report.what)
    return QueryRefused(report.what, line=report.line, column=report.column)
