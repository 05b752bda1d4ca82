"""What the rest of the house knows of a store: a checked query goes in, bytes in a named format come out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol, Self

from spaceaccord.media_types import (
    DATASET_FORMATS,
    RDF_FORMATS,
    RESULT_FORMATS,
    MediaType,
)
from spaceaccord.store.query_errors import UnsupportedFormat
from spaceaccord.store.query_guard import QueryForm, ReadQuery

# Formats of CONSTRUCT and DESCRIBE, in the order of our preference.
GRAPH_FORMATS: Final = (*RDF_FORMATS, *(each for each in DATASET_FORMATS if each not in RDF_FORMATS))


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryLimits:
    """What one query may cost: wall-clock seconds, added memory, rows and bytes of its result."""

    seconds: float = 10.0
    memory_bytes: int = 1024 * 1024 * 1024
    max_rows: int = 100_000
    max_bytes: int = 50_000_000


class Cancellation:
    """A switch that one thread throws to stop a query that another waits for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thrown = False
        self._reaction: Callable[[], None] | None = None

    @property
    def thrown(self) -> bool:
        """Whether `cancel` was called."""
        return self._thrown

    def react(self, reaction: Callable[[], None] | None) -> None:
        """Call `reaction` on `cancel`; at once where that has been; `None` forgets the former one."""
        with self._lock:
            self._reaction = reaction
            late = self._thrown
        if late and reaction:
            reaction()

    def cancel(self) -> None:
        """Stop the query; does nothing the second time."""
        with self._lock:
            reaction, first = self._reaction, not self._thrown
            self._thrown = True
        if first and reaction:
            reaction()


class QueryAnswer(AbstractContextManager["QueryAnswer"]):
    """The bytes of one answer, in order.

    `whole` holds all of them where the answer came in one piece; otherwise iterate over `chunks`, which raises
    a `QueryProblem` or `NoAnswer` where the answer breaks off: what came before must then not look complete.
    After the last byte, `rows` says how many rows a table has; None for graphs, and where nobody counts.
    Close it, or use it as a context: that frees the worker.
    """

    def __init__(
        self,
        *,
        media_type: MediaType,
        whole: bytes | None = None,
        chunks: Iterator[bytes] | None = None,
        close: Callable[[], None] = lambda: None,
        count_rows: Callable[[], int | None] = lambda: None,
    ) -> None:
        self.media_type = media_type
        self._count_rows = count_rows
        self.whole = whole
        self.chunks = iter((whole,)) if whole is not None else chunks or iter(())
        self._close = close

    @property
    def rows(self) -> int | None:
        """The rows of the answer, once it is whole."""
        return self._count_rows()

    def read(self) -> bytes:
        """Return the whole answer; meant for small ones."""
        return self.whole if self.whole is not None else b"".join(self.chunks)

    def close(self) -> None:
        """Free what the answer holds; a second time does nothing."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class SparqlStore(Protocol):
    """Answers read-only queries. Calls block; any thread may call."""

    def answer(
        self, query: ReadQuery, media_type: MediaType, limits: QueryLimits, *, cancellation: Cancellation | None = None
    ) -> QueryAnswer:
        """Return the answer to `query`, written as `media_type`.

        Raises:
            QueryProblem: the query cannot be answered as it is.
            NoAnswer: not this time.
            StoreUnavailable: the store is not there.
        """
        ...

    def counts(self) -> Mapping[str, int]:
        """Return figures for operators: workers "alive", "idle", and since the start "killed" and "crashed"."""
        ...

    def close(self) -> None:
        """End everything that the store has started."""
        ...


def formats_for(form: QueryForm) -> tuple[MediaType, ...]:
    """Return the formats that a result of this form can be written in, our preference first."""
    if form in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE):
        return GRAPH_FORMATS
    return RESULT_FORMATS


def check_format(query: ReadQuery, media_type: MediaType) -> None:
    """Do nothing where the result of `query` can be written as `media_type`.

    Raises:
        UnsupportedFormat: it cannot; names those that can.
    """
    offered = formats_for(query.form)
    if media_type not in offered:
        names = ", ".join(each.name for each in offered)
        raise UnsupportedFormat(f"{query.form.value} results are written as {names}, not as {media_type.name}")
