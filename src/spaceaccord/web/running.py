"""Runs queries for the web: place in the queue, worker, cache, stream; and lets go when the client goes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from spaceaccord.errors import SpaceAccordError
from spaceaccord.media_types import MediaType
from spaceaccord.store.query_errors import StoreBusy
from spaceaccord.store.query_guard import ReadQuery
from spaceaccord.web.admission import MOMENT_SECONDS
from spaceaccord.web.answer_cache import FinishedAnswer
from spaceaccord.web.exchange import client_of, finished, is_unchanged, make_etag
from spaceaccord.web.ledger import RunningQuery, outcome_of
from spaceaccord.web.publication import Publication
from spaceaccord.web.query_run import QueryRun
from spaceaccord.web.spool import Spool

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
        etag, since = self.etag(query, media_type) if query.repeatable else "", time.monotonic()
        headers = {"Content-Disposition": f'inline; filename="result.{media_type.suffix}"'}
        if media_type.suffix in ("csv", "tsv"):
            headers = {"Content-Disposition": f'attachment; filename="result.{media_type.suffix}"'}
        if etag and is_unchanged(request, etag):
            self.note(request, query.text, media_type.name, "unchanged", since=since)
            return finished(request, b"", media_type.content_type, etag)
        cached = self._publication.cache.get(self._key(query, media_type)) if etag else None
        if cached:
            self.note(request, query.text, media_type.name, "cached", size=len(cached.body), since=since)
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
            self.note(request, query.text, media_type.name, "cached", size=len(cached.body))
            return cached.body
        answer = await self._start(request, query, media_type)
        if isinstance(answer, Spool):
            return b"".join([piece async for piece in answer.read()])
        return answer

    def note(
        self, request: Request, text: str, format: str, outcome: str, *, size: int = 0, since: float = 0.0
    ) -> None:
        """Record a query that was answered, or refused, without running."""
        self._publication.ledger.note(
            client=client_of(request),
            text=text,
            format=format,
            release=self._publication.release.id,
            outcome=outcome,
            size=size,
            since=since,
        )

    def _key(self, query: ReadQuery, media_type: MediaType) -> tuple[str, ...]:
        graphs = ("default", *query.default_graphs, "named", *query.named_graphs)
        return (self._publication.release.id, media_type.name, query.text, *graphs)

    async def _start(self, request: Request, query: ReadQuery, media_type: MediaType) -> bytes | Spool:
        """Return the whole answer, or a spool that fills with it, as soon as one or the other is there."""
        loop = asyncio.get_running_loop()
        first: asyncio.Future[bytes | Spool] = loop.create_future()
        entry = self._publication.ledger.begin(
            client=client_of(request),
            text=query.text,
            format=media_type.name,
            release=self._publication.release.id,
            wanted_id=request.headers.get("x-query-id", ""),
        )
        request.scope["query_id"] = entry.id
        run = asyncio.create_task(self._run(entry, query, media_type, first))
        self._keep(run)
        watch = asyncio.create_task(_wait_for_disconnect(request))
        self._keep(watch)
        watch.add_done_callback(lambda task: None if task.cancelled() else entry.leave())
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
        self, entry: RunningQuery, query: ReadQuery, media_type: MediaType, first: asyncio.Future[bytes | Spool]
    ) -> None:
        """Hold a place while the worker runs, not while the client reads."""
        admission = self._publication.admission
        run = QueryRun(self._publication, entry, query, media_type, first)
        outcome = "client gone"
        try:
            async with contextlib.AsyncExitStack() as stack:
                ticket = None
                if not admission.is_stuck:
                    # Where places come free all the time, a try would be work done twice.
                    with contextlib.suppress(StoreBusy):
                        soon = admission.place(entry.client, patience_seconds=MOMENT_SECONDS)
                        ticket = await stack.enter_async_context(soon)
                if ticket is None and not await run.try_shortly():
                    ticket = await stack.enter_async_context(admission.place(entry.client))
                if ticket:
                    ticket.give_way = entry.cancellation.cancel
                    await run.finish(entry.cancellation, ticket)
            outcome = outcome_of(run.broken_off) if run.broken_off else "answered"
        except Exception as error:
            outcome = outcome_of(error)
            # Whatever it is, the request that waits for `first` is the place to tell it.
            if first.done():
                _log.exception("an answer was lost after its first byte")
            else:
                first.set_exception(error)
                first.exception()
        finally:
            self._publication.ledger.end(entry, outcome)


async def _wait_for_disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
