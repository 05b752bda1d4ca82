"""What is around every answer: headers for safety and origin, no body for HEAD, errors as problems."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spaceaccord.web.exchange import MethodNotAllowed, check_head
from spaceaccord.web.operations import QUERIES_PATH
from spaceaccord.web.problems import problem_of, respond
from spaceaccord.web.rendering import Pages
from spaceaccord.web.running import ClientGone

Answering = Callable[[Request], Awaitable[ASGIApp]]
_USUAL_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_METHODS: Final = (*_USUAL_METHODS, "DELETE")
_EVERYWHERE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, Location, ETag, Content-Location, Retry-After, X-Release, X-Query-Id",
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Envelope:
    """Sends the response of an `Answering`, whatever becomes of it."""

    def __init__(self, answering: Answering, *, pages: Pages, release_id: str) -> None:
        self._answering = answering
        self._pages = pages
        self._release_id = release_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)

        async def send_wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in _EVERYWHERE.items():
                    headers.setdefault(name, value)
                if "query_id" in scope:
                    headers["X-Query-Id"] = scope["query_id"]
                headers.setdefault("X-Release", self._release_id)  # a page of an earlier release names that one
            elif message["type"] == "http.response.body" and request.method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        try:
            response = await self._respond(request)
        except (ClientDisconnect, ClientGone):
            return
        await response(scope, receive, send_wrapped)

    async def _respond(self, request: Request) -> ASGIApp:
        try:
            check_head(request)
            if request.method == "OPTIONS":
                return _allow(request)
            if request.method not in _METHODS:
                raise MethodNotAllowed(request.method, _METHODS)
            return await self._answering(request)
        except (ClientDisconnect, ClientGone):
            raise
        except Exception as error:  # the outer edge: what is not ours to tell becomes "a fault of ours"
            return respond(request, problem_of(error), self._pages)


def _allow(request: Request) -> Response:
    """Return what a browser asks before a request to another origin."""
    path: str = request.scope["path"]
    methods = ", ".join(("POST", "DELETE", "OPTIONS") if path.startswith(QUERIES_PATH) else _USUAL_METHODS)
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, Range, X-Query-Id",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers=headers)
