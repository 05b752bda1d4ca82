"""Who may run a query now: a bounded queue that is fair to clients and lets short queries pass slow ones."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from spaceaccord.errors import SpaceAccordError
from spaceaccord.store.query_errors import StoreBusy

# A query that has run for longer makes room when others wait and nearly all places are taken by such.
_SLOW_SECONDS = 1.0
_CHECK_SECONDS = 0.2
# Within this time a query shows whether it is a short one.
MOMENT_SECONDS = 0.3


class TooManyRequests(SpaceAccordError):
    """One client has more queries waiting than its share; `retry_seconds` says when to come back."""

    def __init__(self, retry_seconds: int) -> None:
        super().__init__("too many of your queries are waiting; send fewer at a time")
        self.retry_seconds = retry_seconds


@dataclass(eq=False)
class Ticket:
    """One running query: since when, and how to make it give way."""

    since: float
    give_way: Callable[[], None] = lambda: None
    gave_way: bool = False


@dataclass
class Admission:
    """Lets `places` queries run; at most `waiting` more wait, in turn by client.

    A client may fill half of the queue while others wait. `newest_first` calls a client's latest query first, which
    suits tries that are worth little when they come late. Belongs to one event loop.
    """

    places: int
    waiting: int
    patience_seconds: float
    newest_first: bool = False
    clock: Callable[[], float] = time.monotonic
    _running: set[Ticket] = field(default_factory=set)
    _queues: OrderedDict[str, deque[asyncio.Future[Ticket]]] = field(default_factory=OrderedDict)
    _waiting: int = 0
    _check: asyncio.TimerHandle | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Return how many queries run and how many wait."""
        return {"running": len(self._running), "waiting": self._waiting}

    @property
    def is_full(self) -> bool:
        """Whether a query that came now would have to wait."""
        return self._waiting > 0 or len(self._running) >= self.places

    @property
    def is_stuck(self) -> bool:
        """Whether a query that came now would have to wait for others that have all run for more than a moment."""
        since = self.clock() - MOMENT_SECONDS
        return self.is_full and not any(ticket.since > since for ticket in self._running)

    @asynccontextmanager
    async def place(self, client: str, *, patience_seconds: float | None = None) -> AsyncIterator[Ticket]:
        """Wait for a place, at most `patience_seconds` or else those of all, and hold it.

        Raises:
            StoreBusy: the queue is full, or the wait took too long.
            TooManyRequests: the client has too many queries in the queue.
        """
        if len(self._running) < self.places:
            ticket = Ticket(self.clock())
            self._running.add(ticket)
        else:
            ticket = await self._wait(client, self.patience_seconds if patience_seconds is None else patience_seconds)
        try:
            yield ticket
        finally:
            self._running.discard(ticket)
            self._call_next()

    async def _wait(self, client: str, patience_seconds: float) -> Ticket:
        if self._waiting >= self.waiting:
            raise StoreBusy("too many queries are waiting; try again shortly", retry_seconds=5)
        queue = self._queues.setdefault(client, deque())
        if len(queue) >= max(1, self.waiting // 2) and len(self._queues) > 1:
            raise TooManyRequests(5)
        called: asyncio.Future[Ticket] = asyncio.get_running_loop().create_future()
        queue.append(called)
        self._waiting += 1
        self._watch()
        try:
            # Not `wait_for`: a call in the same moment as a cancellation would swallow that.
            await asyncio.wait((called,), timeout=patience_seconds)
            if called.done():
                return called.result()
            raise StoreBusy("no place came free in time; try again shortly", retry_seconds=5)
        except asyncio.CancelledError:
            if called.done():  # the place goes on to the next
                self._running.discard(called.result())
                self._call_next()
            raise
        finally:
            self._waiting -= 1
            called.cancel()
            with suppress(ValueError):
                queue.remove(called)
            if not queue and self._queues.get(client) is queue:
                del self._queues[client]

    def _call_next(self) -> None:
        """Call the longest waiting query of the client whose turn it is."""
        while self._queues and len(self._running) < self.places:
            client, queue = next(iter(self._queues.items()))
            self._queues.move_to_end(client)
            called = (queue.pop() if self.newest_first else queue.popleft()) if queue else None
            if not queue:
                del self._queues[client]
            if called and not called.done():
                ticket = Ticket(self.clock())
                self._running.add(ticket)
                called.set_result(ticket)

    def _watch(self) -> None:
        if self._check is None:
            self._check = asyncio.get_running_loop().call_later(_CHECK_SECONDS, self._make_room)

    def _make_room(self) -> None:
        """Where others wait and slow queries hold too many places, end those that have run longest."""
        self._check = None
        if not self._waiting:
            return
        now = self.clock()
        slow = [ticket for ticket in self._running if now - ticket.since > _SLOW_SECONDS and not ticket.gave_way]
        # The more wait, the fewer slow ones may stay.
        most = max(1, self.places - 2 - self._waiting // 2)
        for oldest in sorted(slow, key=lambda ticket: ticket.since)[: max(0, len(slow) - most)]:
            oldest.gave_way = True
            oldest.give_way()
        self._watch()
