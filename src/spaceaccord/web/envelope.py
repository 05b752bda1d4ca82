"""What is around every answer: headers for safety and origin, no body for HEAD, errors as problems."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spaceaccord.web.exchange import MethodNotAllowed, check_head
from spaceaccord.web.problems import problem_of, respond
from spaceaccord.web.rendering import Pages
from spaceaccord.web.running import ClientGone

Answering = Callable[[Request], Awaitable[ASGIApp]]
_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_EVERYWHERE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, Location, ETag, Content-Location, Retry-After, X-Release",
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
                return _allow()
            if request.method not in _METHODS:
                raise MethodNotAllowed(request.method, _METHODS)
            return await self._answering(request)
        except (ClientDisconnect, ClientGone):
            raise
        except Exception as error:  # the outer edge: what is not ours to tell becomes "a fault of ours"
            return respond(request, problem_of(error), self._pages)


def _allow() -> Response:
    """Return what a browser asks before a request to another origin."""
    headers = {
        "Allow": ", ".join(_METHODS),
        "Access-Control-Allow-Methods": ", ".join(_METHODS),
        "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, Range",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers=headers)
