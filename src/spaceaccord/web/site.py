"""The ASGI application of one site: opens the release at start-up, sends each request to the part that answers it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from spaceaccord.resources import shipped_folder
from spaceaccord.store.query_text import read_stored_queries
from spaceaccord.web.downloads import Downloads
from spaceaccord.web.envelope import Answering, Envelope
from spaceaccord.web.front_pages import make_front
from spaceaccord.web.mementos import RESOURCE_ROOTS
from spaceaccord.web.operations import QUERIES_PATH, Operations
from spaceaccord.web.publication import Publication
from spaceaccord.web.query_page import QueryPage
from spaceaccord.web.reconciliation import Reconciliation
from spaceaccord.web.release_pages import RELEASE_ROOTS, ReleasePages
from spaceaccord.web.resources import Resources
from spaceaccord.web.retirement import Retirement
from spaceaccord.web.running import QueryRunner
from spaceaccord.web.service_description import ServiceDescription
from spaceaccord.web.sparql import EXAMPLES_PATH, SparqlEndpoint
from spaceaccord.web.switching import Switching, look


class Site:
    """Serves the current release of a folder, from the start of the server to its end, and each one that follows it.

    Args:
        releases: the folder of all releases.
        open_first: opens the release to begin with, which is the last good one where the current one is damaged.
        open_next: opens the current release, and raises where it is damaged.
        address: where readers reach the site, for links on pages.
        answers_at_once: whether a thing is answered by its document, with 200, instead of a redirect to it.
    """

    def __init__(
        self,
        releases: Path,
        *,
        open_first: Callable[[], Publication],
        open_next: Callable[[], Publication],
        address: str,
        answers_at_once: bool = False,
    ) -> None:
        self._answers_at_once = answers_at_once
        self._releases = releases
        self._open_first = open_first
        self._open_next = open_next
        self._address = address
        self._switching: Switching | None = None
        self.startup_error: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or start and stop."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and self._switching:
            await self._switching.served(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1003})
        else:
            raise RuntimeError("the site has not been started: run it under a server that speaks lifespan")

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        mark = look(self._releases)
        try:
            publication = await asyncio.get_running_loop().run_in_executor(None, self._open_first)
        except Exception as error:  # the server prints the message and ends; `serving` raises the error itself
            self.startup_error = error
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        self._switching = Switching(self._releases, self._open_next, self._application, first=publication, mark=mark)
        watching = asyncio.create_task(self._switching.watch())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watching.cancel()
        self._switching.close()
        await send({"type": "lifespan.shutdown.complete"})

    def _application(self, publication: Publication) -> Envelope:
        answering = _route(publication, self._address, answers_at_once=self._answers_at_once)
        return Envelope(answering, pages=publication.pages, release_id=publication.release.id)


def _route(publication: Publication, address: str, *, answers_at_once: bool) -> Answering:
    """Return what answers each request: queries, things and dumps by plain look-up, the rest by FastAPI."""
    runner = QueryRunner(publication)
    page = QueryPage(publication, runner)
    examples = [*publication.queries.values(), *read_stored_queries(shipped_folder("queries") / "federated").values()]
    description = ServiceDescription(publication.release, examples, address=address)
    endpoint = SparqlEndpoint(publication, runner, description, page)
    resources, downloads = Resources(publication), Downloads(publication)
    releases, operations = ReleasePages(publication), Operations(publication)
    mementos = releases.mementos
    front = make_front(publication, page)
    reconciliation, retirement = Reconciliation(publication, address=address), Retirement(publication)

    async def answer(request: Request) -> ASGIApp:
        path: str = request.scope["path"]
        root = path.split("/", 2)[1].partition(".")[0] if path.startswith("/") else ""
        if path == "/sparql":
            return await endpoint.respond(request)
        if path == EXAMPLES_PATH:
            return endpoint.examples(request)
        if path.startswith(QUERIES_PATH):
            return operations.cancel(request)
        if path == "/metrics":
            return operations.metrics(request)
        if root in RESOURCE_ROOTS:
            successor = await retirement.redirect(request)
            if successor:
                return successor
            if answers_at_once and root == "id":
                request.scope["path"] = f"/doc/{path.removeprefix('/id/')}"
            earlier = await mementos.redirect(request)
            return earlier or mementos.mark(request, await resources.respond(request))
        if root in RELEASE_ROOTS:
            return await releases.respond(request)
        if root == "reconcile":
            return await reconciliation.respond(request)
        if root == "dumps":
            return await downloads.respond(request)
        return front

    return answer


def make_threads(places: int) -> ThreadPoolExecutor:
    """Return the threads in which calls of the store block: one a place in the queue, and some for pages."""
    return ThreadPoolExecutor(max_workers=places + 6, thread_name_prefix="store")
