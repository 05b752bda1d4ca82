"""Any SPARQL 1.1 endpoint behind our port: the one file that imports SPARQLWrapper."""

from __future__ import annotations

import contextlib
import http.client
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from SPARQLWrapper import POST, URLENCODED, SPARQLWrapper

from spaceaccord import __version__, media_types
from spaceaccord.errors import StoreUnavailable, UsageError
from spaceaccord.media_types import MediaType
from spaceaccord.store.port import Cancellation, QueryAnswer, QueryLimits, check_format
from spaceaccord.store.query_errors import (
    BadAnswer,
    MalformedQuery,
    QueryCancelled,
    QueryRefused,
    QueryTimeout,
    QueryTooBig,
    QueryTooLong,
    StoreBusy,
)
from spaceaccord.store.query_guard import ReadQuery

_CONNECT_SECONDS = 2.0
_CHUNK_BYTES = 64 * 1024
_LONGEST_REASON = 300
# Other names under which endpoints send the same bytes.
_ALIASES: Final = {
    media_types.RESULTS_JSON.name: ("application/json",),
    media_types.RESULTS_XML.name: ("application/xml", "text/xml"),
    media_types.RDF_XML.name: ("application/xml", "text/xml"),
    media_types.N_TRIPLES.name: ("text/plain",),
    media_types.JSON_LD.name: ("application/json",),
}


class RemoteStore:
    """Answers queries by asking an endpoint over HTTP, without following it anywhere else."""

    def __init__(self, endpoint: str) -> None:
        parts = urlsplit(endpoint)
        try:
            port = parts.port
        except ValueError as error:
            raise UsageError(f"no address of an endpoint: {endpoint!r}: {error}") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"no address of an endpoint: {endpoint!r}; give one that starts with http:// or https://")
        self.endpoint = endpoint
        self._address = (parts.hostname, port or (443 if parts.scheme == "https" else 80))

    def answer(
        self, query: ReadQuery, media_type: MediaType, limits: QueryLimits, *, cancellation: Cancellation | None = None
    ) -> QueryAnswer:
        """Return the endpoint's answer; see `SparqlStore.answer`. `limits.memory_bytes` is the endpoint's affair."""
        check_format(query, media_type)
        deadline = time.monotonic() + limits.seconds
        self._knock(min(_CONNECT_SECONDS, limits.seconds))
        response = self._ask(query, media_type, limits, deadline)
        try:
            _check_head(response, media_type, self.endpoint)
        except BadAnswer:
            response.close()
            raise
        chunks = _read(response, limits, deadline, cancellation or Cancellation(), self.endpoint)
        return QueryAnswer(media_type=media_type, chunks=chunks, close=response.close)

    def counts(self) -> Mapping[str, int]:
        """Return nothing: there are no workers here."""
        return {}

    def close(self) -> None:
        """Nothing is held open between queries."""

    def _knock(self, seconds: float) -> None:
        """Find out soon whether anyone listens: the library has one timeout for all."""
        try:
            socket.create_connection(self._address, timeout=seconds).close()
        except OSError as error:
            raise StoreUnavailable(f"{self.endpoint} does not answer: {error}") from error

    def _ask(
        self, query: ReadQuery, media_type: MediaType, limits: QueryLimits, deadline: float
    ) -> http.client.HTTPResponse:
        wrapper = _Wrapper(self.endpoint, agent=f"spaceaccord/{__version__}")
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(URLENCODED)
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", media_type.name)
        for name, graphs in (("default-graph-uri", query.default_graphs), ("named-graph-uri", query.named_graphs)):
            for graph in graphs:
                wrapper.addParameter(name, graph)
        wrapper.setQuery(query.text)
        wrapper.seconds = max(0.1, deadline - time.monotonic())
        try:
            return wrapper.ask()
        except urllib.error.HTTPError as error:
            with error:
                raise _translate(error, self.endpoint, limits) from error
        except TimeoutError as error:
            raise _too_late(self.endpoint, limits) from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise _too_late(self.endpoint, limits) from error
            raise StoreUnavailable(f"{self.endpoint} does not answer: {error.reason}") from error
        except (OSError, http.client.HTTPException) as error:
            raise BadAnswer(f"{self.endpoint} broke off: {error!r}") from error


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper's request, sent by an opener that follows no redirect."""

    seconds: float = 10.0

    def ask(self) -> http.client.HTTPResponse:
        """Send the request."""
        opener = urllib.request.build_opener(_NoRedirect)
        response = opener.open(self._createRequest(), timeout=self.seconds)
        assert isinstance(response, http.client.HTTPResponse)  # noqa: S101 - only http and https get here
        return response


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Takes a redirect for the error that it is: the query belongs to one endpoint."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


def _translate(error: urllib.error.HTTPError, endpoint: str, limits: QueryLimits) -> Exception:
    """Return what an HTTP error of the endpoint means to our caller."""
    reason = ""
    with contextlib.suppress(OSError, http.client.HTTPException):
        reason = error.read(_LONGEST_REASON).decode("utf-8", "replace").strip()
    what = f"{endpoint} says {error.code}: {reason or error.reason}"
    if error.code == 400:
        return MalformedQuery(what)
    if error.code in (413, 414):
        return QueryTooLong(what)
    if error.code in (429, 503):
        retry = error.headers.get("Retry-After", "")
        return StoreBusy(what, retry_seconds=int(retry) if retry.isdigit() else 5)
    if error.code == 504:
        return _too_late(endpoint, limits)
    if error.code in (401, 403, 406, 415):
        return QueryRefused(what)
    return BadAnswer(what)


def _too_late(endpoint: str, limits: QueryLimits) -> QueryTimeout:
    return QueryTimeout(f"{endpoint} gave no answer within {limits.seconds:g} seconds")


def _check_head(response: http.client.HTTPResponse, media_type: MediaType, endpoint: str) -> None:
    """Refuse an answer in another format than the one asked for, or packed."""
    found = response.headers.get_content_type()
    if found != media_type.name and found not in _ALIASES.get(media_type.name, ()):
        raise BadAnswer(f"{endpoint} answered with {found} where {media_type.name} was asked for")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise BadAnswer(f"{endpoint} packed its answer, which it was not asked to")


def _read(
    response: http.client.HTTPResponse,
    limits: QueryLimits,
    deadline: float,
    cancellation: Cancellation,
    endpoint: str,
) -> Iterator[bytes]:
    """Yield the body; raises where it breaks off or passes a limit."""
    size = 0
    with response:
        while True:
            if cancellation.thrown:
                raise QueryCancelled("the query was cancelled")
            if time.monotonic() > deadline:
                raise _too_late(endpoint, limits)
            try:
                data = response.read1(_CHUNK_BYTES)
            except TimeoutError as error:
                raise _too_late(endpoint, limits) from error
            except (OSError, http.client.HTTPException) as error:
                raise BadAnswer(f"{endpoint} broke off: {error!r}") from error
            if not data:
                break
            if not size and b"<!DOCTYPE" in data.upper():
                raise BadAnswer(f"{endpoint} sent XML with a document type, which is not read")
            size += len(data)
            if size > limits.max_bytes:
                raise QueryTooBig(f"the result has more than {limits.max_bytes} bytes; ask for less")
            yield data
    if response.length:
        raise BadAnswer(f"{endpoint} broke off {response.length} bytes before the end")
