"""Runs queries for the web: place in the queue, worker, cache, stream; and lets go when the client goes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from spaceaccord.errors import SpaceAccordError
from spaceaccord.media_types import MediaType
from spaceaccord.store.port import Cancellation, QueryAnswer
from spaceaccord.store.query_errors import QueryCancelled, StoreBusy
from spaceaccord.store.query_guard import ReadQuery
from spaceaccord.web.admission import Ticket
from spaceaccord.web.answer_cache import FinishedAnswer
from spaceaccord.web.exchange import client_of, finished, is_unchanged, make_etag
from spaceaccord.web.publication import Publication
from spaceaccord.web.spool import Spool

# Within this time a query shows whether it is a short one.
_MOMENT_SECONDS = 0.3
_log = logging.getLogger(__name__)


class ClientGone(Exception):
    """The client went away; nobody waits for an answer."""


class StreamedResponse(Response):
    """An answer in pieces. Where it breaks off, the body is left without its end: no client takes it for whole."""

    def __init__(self, pieces: AsyncIterator[bytes], *, headers: Mapping[str, str]) -> None:
        super().__init__(headers=dict(headers))
        del self.headers["content-length"]
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the pieces; return without the last one where the answer breaks off."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        try:
            async for piece in self._pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        except SpaceAccordError as error:
            _log.warning("an answer was broken off: %s", error)
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class QueryRunner:
    """Runs queries of strangers, with limits, on a publication."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._tasks: set[asyncio.Task[None]] = set()

    def etag(self, query: ReadQuery, media_type: MediaType) -> str:
        """Return the ETag of an answer, known before it is made."""
        return make_etag(*self._key(query, media_type))

    async def respond(self, request: Request, query: ReadQuery, media_type: MediaType) -> Response:
        """Return the answer to `query` as a response, from the cache where it is there.

        Raises:
            SpaceAccordError: there is none, and not a byte was sent.
            ClientGone: nobody waits for it.
        """
        etag = self.etag(query, media_type) if query.repeatable else ""
        headers = {"Content-Disposition": f'inline; filename="result.{media_type.suffix}"'}
        if media_type.suffix in ("csv", "tsv"):
            headers = {"Content-Disposition": f'attachment; filename="result.{media_type.suffix}"'}
        if etag and is_unchanged(request, etag):
            return finished(request, b"", media_type.content_type, etag)
        cached = self._publication.cache.get(self._key(query, media_type)) if etag else None
        if cached:
            return finished(request, cached.body, cached.content_type, etag, headers)
        answer = await self._start(request, query, media_type)
        if isinstance(answer, bytes):
            if not etag:
                uncached = {**headers, "Content-Type": media_type.content_type, "Cache-Control": "no-store"}
                return Response(answer, headers={**uncached, "Vary": "Accept"})
            kept = FinishedAnswer(body=answer, content_type=media_type.content_type, etag=etag)
            self._publication.cache.put(self._key(query, media_type), kept)
            return finished(request, answer, media_type.content_type, etag, headers)
        common = {**headers, "Content-Type": media_type.content_type, "Vary": "Accept", "Cache-Control": "no-cache"}
        return StreamedResponse(answer.read(), headers={**common, "ETag": etag} if etag else common)

    async def collect(self, request: Request, query: ReadQuery, media_type: MediaType) -> bytes:
        """Return the whole answer, for a page.

        Raises:
            SpaceAccordError: there is none, or it broke off.
            ClientGone: nobody waits for it.
        """
        cached = self._publication.cache.get(self._key(query, media_type))
        if cached:
            return cached.body
        answer = await self._start(request, query, media_type)
        if isinstance(answer, Spool):
            return b"".join([piece async for piece in answer.read()])
        return answer

    def _key(self, query: ReadQuery, media_type: MediaType) -> tuple[str, ...]:
        graphs = ("default", *query.default_graphs, "named", *query.named_graphs)
        return (self._publication.release.id, media_type.name, query.text, *graphs)

    async def _start(self, request: Request, query: ReadQuery, media_type: MediaType) -> bytes | Spool:
        """Return the whole answer, or a spool that fills with it, as soon as one or the other is there."""
        loop = asyncio.get_running_loop()
        first: asyncio.Future[bytes | Spool] = loop.create_future()
        cancellation = Cancellation()
        run = asyncio.create_task(self._run(client_of(request), query, media_type, cancellation, first))
        self._keep(run)
        watch = asyncio.create_task(_wait_for_disconnect(request))
        self._keep(watch)
        watch.add_done_callback(lambda task: None if task.cancelled() else cancellation.cancel())
        either: tuple[asyncio.Future[Any], ...] = (first, watch)
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not first.done():
            run.cancel()
            raise ClientGone
        if not isinstance(first.exception(), Exception) and isinstance(first.result(), Spool):
            run.add_done_callback(lambda _: watch.cancel())
        else:
            watch.cancel()
        return first.result()

    def _keep(self, task: asyncio.Task[None]) -> None:
        """Hold on to a task until it ends; the loop itself would let it be collected."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(
        self,
        client: str,
        query: ReadQuery,
        media_type: MediaType,
        cancellation: Cancellation,
        first: asyncio.Future[bytes | Spool],
    ) -> None:
        """Hold a place while the worker runs, not while the client reads."""
        admission = self._publication.admission
        run = _Run(self._publication, query, media_type, first)
        try:
            if admission.is_full and await run.try_shortly(client, cancellation):
                return
            async with admission.place(client) as ticket:
                ticket.give_way = cancellation.cancel
                await run.finish(cancellation, ticket)
        except Exception as error:
            # Whatever it is, the request that waits for `first` is the place to tell it.
            if first.done():
                _log.exception("an answer was lost after its first byte")
            else:
                first.set_exception(error)
                first.exception()


@dataclass(frozen=True)
class _Run:
    """One query, tried shortly or run to its end; its answer goes to `first`."""

    publication: Publication
    query: ReadQuery
    media_type: MediaType
    first: asyncio.Future[bytes | Spool]

    async def try_shortly(self, client: str, cancellation: Cancellation) -> bool:
        """Say whether the query had an answer, or an error, within a moment; if not, nothing has happened."""
        loop = asyncio.get_running_loop()
        moment = Cancellation()
        cancellation.react(moment.cancel)
        try:
            async with self.publication.short_queries.place(client) as ticket:
                timer = loop.call_later(_MOMENT_SECONDS, moment.cancel)
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
        publication, loop = self.publication, asyncio.get_running_loop()
        ask = partial(
            publication.store.answer, self.query, self.media_type, publication.limits, cancellation=cancellation
        )
        answer = await _shielded(loop.run_in_executor(publication.threads, ask), ticket)
        if timer:
            timer.cancel()
        if answer.whole is not None:
            _give(self.first, answer.whole)
            return
        spool = Spool()
        _give(self.first, spool)
        await loop.run_in_executor(publication.threads, spool.fill, answer)


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


async def _wait_for_disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
