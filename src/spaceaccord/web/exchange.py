"""What every answer has in common: reading bodies within a limit, ETags and 304, links to other representations."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from spaceaccord.errors import SpaceAccordError
from spaceaccord.media_types import MediaType

MOST_BODY_BYTES = 1024 * 1024
BODY_SECONDS = 30
MOST_HEADERS = 100
MOST_HEADER_BYTES = 32 * 1024
# An hour; the ETag tells a client that comes back whether anything has changed.
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_CACHE_CONTROL = "public, max-age=3600"


class BodyTooLarge(SpaceAccordError):
    """The body is larger than any request needs: HTTP 413."""


class BodyTooSlow(SpaceAccordError):
    """The body did not come in time: HTTP 408."""


class HeadTooLarge(SpaceAccordError):
    """There are more or longer headers than any request needs: HTTP 431."""


class MethodNotAllowed(SpaceAccordError):
    """The method is not one of `allowed`: HTTP 405."""

    def __init__(self, method: str, allowed: Iterable[str]) -> None:
        self.allowed = tuple(allowed)
        super().__init__(f"{method[:20]} is not allowed here; use {', '.join(self.allowed)}")


class NotFound(SpaceAccordError):
    """Nothing has this name: HTTP 404. `nearest` are pairs of a name and the IRI of what has it."""

    def __init__(self, what: str, *, nearest: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(what)
        self.nearest = tuple(nearest)


def check_head(request: Request) -> None:
    """Do nothing where the headers of `request` are of a usual number and length.

    Raises:
        HeadTooLarge: they are not.
    """
    headers = request.scope["headers"]
    size = sum(len(name) + len(value) for name, value in headers)
    if len(headers) > MOST_HEADERS or size > MOST_HEADER_BYTES:
        raise HeadTooLarge(f"a request has at most {MOST_HEADERS} headers of {MOST_HEADER_BYTES} bytes together")


class Gone(SpaceAccordError):
    """There was something of this name, but it is no longer kept: HTTP 410."""


def check_method(request: Request, *allowed: str) -> None:
    """Do nothing where the method of `request` is one of `allowed`; HEAD goes with GET.

    Raises:
        MethodNotAllowed: it is another.
    """
    if request.method not in allowed and not (request.method == "HEAD" and "GET" in allowed):
        raise MethodNotAllowed(request.method, (*allowed, *(["HEAD"] if "GET" in allowed else []), "OPTIONS"))


async def read_body(request: Request) -> bytes:
    """Return the body.

    Raises:
        BodyTooLarge: it has more than `MOST_BODY_BYTES`, declared or sent.
        BodyTooSlow: it did not come within `BODY_SECONDS`.
        ClientDisconnect: the client went away before its end.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > MOST_BODY_BYTES:
        raise BodyTooLarge(f"a body has at most {MOST_BODY_BYTES} bytes, not {declared[:20]}")
    pieces, size = [], 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                size += len(piece)
                if size > MOST_BODY_BYTES:
                    raise BodyTooLarge(f"a body has at most {MOST_BODY_BYTES} bytes")
                pieces.append(piece)
    except TimeoutError as error:
        raise BodyTooSlow(f"a body comes within {BODY_SECONDS} seconds") from error
    return b"".join(pieces)


def make_etag(*parts: str) -> str:
    """Return a strong ETag that stands for `parts`."""
    return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def is_unchanged(request: Request, etag: str) -> bool:
    """Say whether If-None-Match names `etag`. Source: RFC 9110, 13.1.2."""
    header = request.headers.get("if-none-match", "")
    if not header or request.method not in ("GET", "HEAD"):
        return False
    named = [each.strip().removeprefix("W/") for each in header.split(",")]
    return "*" in named or etag in named


def finished(
    request: Request, body: bytes, content_type: str, etag: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a finished answer, or 304 where the client has it."""
    common = {"ETag": etag, "Cache-Control": _CACHE_CONTROL, "Vary": "Accept", **(headers or {})}
    if is_unchanged(request, etag):
        return Response(status_code=304, headers=common)
    return Response(body, headers={**common, "Content-Type": content_type})


def alternate_links(path: str, offered: Iterable[MediaType], chosen: MediaType) -> list[str]:
    """Return Link values from the document `path` (no suffix) to its other representations."""
    return [f'<{path}.{each.suffix}>; rel="alternate"; type="{each.name}"' for each in offered if each is not chosen]


def address_of(request: Request) -> str:
    """Return where the client reaches the site, by its Host header; empty where that is no host and port."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        return ""
    return f"{'https' if request.url.scheme == 'https' else 'http'}://{host}"


def client_of(request: Request) -> str:
    """Return who asks, as far as the connection shows it: no header is believed."""
    return request.client.host if request.client else "?"
