"""The queries that run and have run: their numbers, by which they may be cancelled, their cost, and how they ended."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from spaceaccord.errors import SpaceAccordError, StoreUnavailable
from spaceaccord.store import query_errors
from spaceaccord.store.port import Cancellation
from spaceaccord.web.admission import TooManyRequests
from spaceaccord.web.metrics import QueryFigures
from spaceaccord.web.query_log import LoggedQuery, QueryLog
from spaceaccord.web.time_budget import BudgetSpent, TimeBudget

# 128 bits in base 64, or a UUID: nobody finds another's by trying.
_QUERY_ID: Final = re.compile(r"[A-Za-z0-9_-]{22,64}")
# The first class that an error is an instance of decides.
_OUTCOMES: Final[tuple[tuple[type[Exception], str], ...]] = (
    (query_errors.MalformedQuery, "malformed"),
    (query_errors.QueryRefused, "refused"),
    (query_errors.QueryTooLong, "refused"),
    (query_errors.QueryTooBig, "too big"),
    (query_errors.QueryProblem, "refused"),
    (query_errors.QueryTimeout, "timed out"),
    (query_errors.QueryCancelled, "cancelled"),
    (query_errors.WorkerLost, "worker lost"),
    (query_errors.StoreBusy, "busy"),
    (TooManyRequests, "too many"),
    (BudgetSpent, "over budget"),
    (StoreUnavailable, "unavailable"),
)


class QueryIdTaken(SpaceAccordError):
    """A query of this number runs already: HTTP 409."""


class BadQueryId(SpaceAccordError):
    """What a client gives as its query's number could be guessed: HTTP 400."""


@dataclass(eq=False, slots=True, kw_only=True)
class RunningQuery:
    """One query, from its admission to its end; `cancellation` stops it."""

    id: str
    client: str
    text: str
    format: str
    release: str
    since: float
    cancellation: Cancellation = field(default_factory=Cancellation)
    worker_seconds: float = 0.0
    rows: int | None = None
    bytes: int = 0
    client_left: bool = False

    def leave(self) -> None:
        """Stop, since nobody waits for the answer any more."""
        self.client_left = True
        self.cancellation.cancel()


class Ledger:
    """Outlives a change of the release. Belongs to one event loop."""

    def __init__(self, *, log: QueryLog, budget: TimeBudget, clock: Callable[[], float] = time.monotonic) -> None:
        self.figures = QueryFigures()
        self._log = log
        self._budget = budget
        self._clock = clock
        self._running: dict[str, RunningQuery] = {}

    def begin(self, *, client: str, text: str, format: str, release: str, wanted_id: str = "") -> RunningQuery:
        """Return a new entry; `end` it. `wanted_id` is what the client will cancel it by, or nothing.

        Raises:
            BadQueryId: `wanted_id` is too short, or has characters other than letters, digits, "-" and "_".
            QueryIdTaken: a query with this number runs.
            BudgetSpent: the client has no query time left.
        """
        if wanted_id and not _QUERY_ID.fullmatch(wanted_id):
            raise BadQueryId("an X-Query-Id has 22 to 64 letters, digits, '-' or '_', which nobody can guess")
        if wanted_id in self._running:
            raise QueryIdTaken("a query with this X-Query-Id runs already")
        entry = RunningQuery(
            id=wanted_id or secrets.token_urlsafe(16),
            client=client,
            text=text,
            format=format,
            release=release,
            since=self._clock(),
        )
        try:
            self._budget.check(client)
        except BudgetSpent as error:
            self._record(entry, outcome_of(error))
            raise
        self._running[entry.id] = entry
        return entry

    def end(self, entry: RunningQuery, outcome: str) -> None:
        """Record that `entry` has come to its end, whatever that was."""
        self._running.pop(entry.id, None)
        self._budget.charge(entry.client, entry.worker_seconds)
        self._record(entry, "client gone" if entry.client_left and outcome != "answered" else outcome)

    def note(
        self, *, client: str, text: str, format: str, release: str, outcome: str, size: int = 0, since: float = 0.0
    ) -> None:
        """Record a query that no worker ran; `since` is when it came in, by the monotonic clock."""
        entry = RunningQuery(
            id="", client=client, text=text, format=format, release=release, since=since or self._clock(), bytes=size
        )
        self._record(entry, outcome)

    def cancel(self, query_id: str) -> bool:
        """Stop the query with this number; say whether it ran."""
        entry = self._running.get(query_id)
        if entry is None:
            return False
        entry.cancellation.cancel()
        return True

    def close(self) -> None:
        """Close the log."""
        self._log.close()

    def _record(self, entry: RunningQuery, outcome: str) -> None:
        seconds = self._clock() - entry.since
        self.figures.add(
            outcome, seconds=seconds, worker_seconds=entry.worker_seconds, rows=entry.rows or 0, size=entry.bytes
        )
        self._log.write(
            LoggedQuery(
                id=entry.id,
                client=entry.client,
                client_share=self._budget.share(entry.client),
                text=entry.text,
                format=entry.format,
                outcome=outcome,
                seconds=seconds,
                worker_seconds=entry.worker_seconds,
                rows=entry.rows,
                bytes=entry.bytes,
                release=entry.release,
            )
        )


def outcome_of(error: BaseException) -> str:
    """Return the name of what `error` means for a query."""
    return next((name for kind, name in _OUTCOMES if isinstance(error, kind)), "failed")
