"""A remote endpoint that misbehaves: told soon, in its own class, and never believed."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator

import pytest

from spaceaccord.errors import SpaceAccordError, StoreUnavailable, UsageError
from spaceaccord.media_types import RESULTS_JSON, RESULTS_XML, MediaType
from spaceaccord.store.port import QueryLimits
from spaceaccord.store.query_errors import (
    BadAnswer,
    MalformedQuery,
    QueryRefused,
    QueryTimeout,
    QueryTooBig,
    QueryTooLong,
    StoreBusy,
)
from spaceaccord.store.query_guard import check_query
from spaceaccord.store.remote import RemoteStore

JSON = "application/sparql-results+json"


@contextlib.contextmanager
def _endpoint(reply: Callable[[socket.socket], None]) -> Iterator[str]:
    """Serve an endpoint that treats each request by `reply`, after it was read."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                if self.request.recv(65536):
                    reply(self.request)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
        finally:
            server.shutdown()
            thread.join()


def _says(head: str, body: bytes = b"") -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(f"HTTP/1.1 {head}\r\n\r\n".encode() + body)


def _ask(address: str, media_type: MediaType = RESULTS_JSON, seconds: float = 5) -> bytes:
    limits = QueryLimits(seconds=seconds, max_bytes=10_000)
    with RemoteStore(address).answer(check_query("ASK {}"), media_type, limits) as answer:
        return answer.read()


def test_an_answer_comes_through() -> None:
    with _endpoint(_says(f"200 OK\r\nContent-Type: {JSON}\r\nContent-Length: 2", b"{}")) as address:
        assert _ask(address) == b"{}"


@pytest.mark.parametrize(
    ("head", "error"),
    [
        ("400 Bad Request\r\nContent-Length: 0", MalformedQuery),
        ("403 Forbidden\r\nContent-Length: 0", QueryRefused),
        ("413 Too Large\r\nContent-Length: 0", QueryTooLong),
        ("429 Too Many\r\nContent-Length: 0\r\nRetry-After: 7", StoreBusy),
        ("503 Busy\r\nContent-Length: 0", StoreBusy),
        ("504 Late\r\nContent-Length: 0", QueryTimeout),
        ("500 Broken\r\nContent-Length: 0", BadAnswer),
        ("302 Elsewhere\r\nLocation: file:///etc/hostname\r\nContent-Length: 0", BadAnswer),
        ("302 Elsewhere\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0", BadAnswer),
    ],
)
def test_a_status_becomes_the_error_of_its_kind(head: str, error: type[SpaceAccordError]) -> None:
    with _endpoint(_says(head)) as address, pytest.raises(error):
        _ask(address)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        pytest.param("200 OK\r\nContent-Type: text/html\r\nContent-Length: 2", b"hi", id="HTML"),
        pytest.param(f"200 OK\r\nContent-Type: {JSON}\r\nContent-Length: 50", b"{", id="cut by length"),
        pytest.param(f"200 OK\r\nContent-Type: {JSON}\r\nTransfer-Encoding: chunked", b"5\r\n{", id="cut in a chunk"),
        pytest.param(f"200 OK\r\nContent-Type: {JSON}\r\nContent-Encoding: gzip", b"\x1f\x8b", id="packed"),
        pytest.param("not http at all", b"", id="no HTTP"),
    ],
)
def test_what_is_no_answer_is_a_bad_answer(head: str, body: bytes) -> None:
    with _endpoint(_says(head, body)) as address, pytest.raises(BadAnswer):
        _ask(address)


def test_xml_with_a_document_type_is_not_read() -> None:
    head = "200 OK\r\nContent-Type: application/sparql-results+xml\r\nConnection: close"
    body = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sparql/>'

    with _endpoint(_says(head, body)) as address, pytest.raises(BadAnswer, match="document type"):
        _ask(address, RESULTS_XML)


def test_more_bytes_than_allowed_are_too_big() -> None:
    head = f"200 OK\r\nContent-Type: {JSON}\r\nConnection: close"

    with _endpoint(_says(head, b"x" * 20_000)) as address, pytest.raises(QueryTooBig):
        _ask(address)


def test_an_endpoint_that_never_answers_is_given_up() -> None:
    done = threading.Event()

    def say_nothing(_: socket.socket) -> None:
        done.wait(5)

    with _endpoint(say_nothing) as address:
        with pytest.raises(QueryTimeout):
            _ask(address, seconds=0.3)
        done.set()


def test_an_endpoint_that_drips_is_given_up_in_total() -> None:
    done = threading.Event()

    def drip(connection: socket.socket) -> None:
        _says(f"200 OK\r\nContent-Type: {JSON}\r\nContent-Length: 1000")(connection)
        while not done.wait(0.05):
            connection.sendall(b"x")

    with _endpoint(drip) as address:
        with pytest.raises(QueryTimeout):
            _ask(address, seconds=0.3)
        done.set()


def test_nobody_there_is_told_at_once() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with pytest.raises(StoreUnavailable):
        _ask(f"http://127.0.0.1:{port}/sparql")


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://e/", "sparql", "http://", "http://e:port/"])
def test_only_addresses_of_the_web_are_endpoints(address: str) -> None:
    with pytest.raises(UsageError):
        RemoteStore(address)
