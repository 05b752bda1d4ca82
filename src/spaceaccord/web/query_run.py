"""One query on its way: tried for a moment or run to its end, in threads that wait for the store."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, replace
from functools import partial

from spaceaccord.errors import SpaceAccordError
from spaceaccord.media_types import MediaType
from spaceaccord.store.port import Cancellation, QueryAnswer
from spaceaccord.store.query_errors import QueryCancelled, StoreBusy
from spaceaccord.store.query_guard import ReadQuery
from spaceaccord.web.admission import MOMENT_SECONDS, Ticket
from spaceaccord.web.ledger import RunningQuery
from spaceaccord.web.publication import Publication
from spaceaccord.web.spool import Spool

# Of its deadline, a query has at least this part to run in.
_LEAST_SHARE = 0.25


@dataclass
class QueryRun:
    """One query, tried shortly or run to its end; its answer goes to `first`."""

    publication: Publication
    entry: RunningQuery
    query: ReadQuery
    media_type: MediaType
    first: asyncio.Future[bytes | Spool]
    broken_off: SpaceAccordError | None = None

    async def try_shortly(self) -> bool:
        """Say whether the query had an answer, or an error, within a moment; if not, nothing has happened."""
        loop = asyncio.get_running_loop()
        moment, cancellation = Cancellation(), self.entry.cancellation
        cancellation.react(moment.cancel)
        try:
            async with self.publication.short_queries.place(self.entry.client) as ticket:
                timer = loop.call_later(MOMENT_SECONDS, moment.cancel)
                try:
                    await self.finish(moment, ticket, timer)
                finally:
                    timer.cancel()
        except (QueryCancelled, StoreBusy):
            if cancellation.thrown:
                raise
            return False
        return True

    async def finish(
        self, cancellation: Cancellation, ticket: Ticket, timer: asyncio.TimerHandle | None = None
    ) -> None:
        """Run the query to its end; `timer` is called off with its first byte."""
        since = time.monotonic()
        try:
            await self._ask(cancellation, ticket, timer)
        finally:
            self.entry.worker_seconds += time.monotonic() - since

    async def _ask(self, cancellation: Cancellation, ticket: Ticket, timer: asyncio.TimerHandle | None) -> None:
        publication, loop = self.publication, asyncio.get_running_loop()
        # The deadline counts from the query's coming in, but what has waited long gets a fair try nevertheless.
        whole, waited = publication.limits.seconds, time.monotonic() - self.entry.since
        limits = replace(publication.limits, seconds=max(whole * _LEAST_SHARE, whole - waited))
        ask = partial(publication.store.answer, self.query, self.media_type, limits, cancellation=cancellation)
        answer = await _shielded(loop.run_in_executor(publication.threads, ask), ticket)
        if timer:
            timer.cancel()
        if answer.whole is not None:
            self.entry.rows, self.entry.bytes = answer.rows, len(answer.whole)
            _give(self.first, answer.whole)
            return
        spool = Spool()
        _give(self.first, spool)
        await loop.run_in_executor(publication.threads, spool.fill, answer)
        self.entry.rows, self.entry.bytes, self.broken_off = answer.rows, spool.bytes, spool.error


async def _shielded(call: asyncio.Future[QueryAnswer], ticket: Ticket) -> QueryAnswer:
    """Return the answer of a thread; a cancelled wait does not give up the place before the thread has ended."""
    try:
        return await asyncio.shield(call)
    except QueryCancelled as error:
        if ticket.gave_way:
            raise StoreBusy("the query gave way to shorter ones; try again when fewer run", retry_seconds=10) from error
        raise
    except asyncio.CancelledError:
        with contextlib.suppress(SpaceAccordError):
            (await call).close()
        raise


def _give(first: asyncio.Future[bytes | Spool], result: bytes | Spool) -> None:
    if not first.done():
        first.set_result(result)
