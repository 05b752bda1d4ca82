"""The words between the server and its query processes: requests, frames of an answer, control messages."""

from __future__ import annotations

import json
import socket
import struct
import time
from dataclasses import asdict, dataclass
from typing import Final

DATA: Final = b"D"
END: Final = b"E"
PROBLEM: Final = b"X"
_HEAD: Final = struct.Struct("!cI")
_LENGTH: Final = struct.Struct("!I")


class Disconnected(Exception):
    """The other side has closed the connection, or died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRequest:
    """One query for a worker; `media_type` is a media type's name, sizes are bytes."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    media_type: str
    seconds: float
    memory_bytes: int
    max_rows: int
    max_bytes: int

    def encode(self) -> bytes:
        """Return the request as it is sent."""
        body = json.dumps(asdict(self)).encode()
        return _LENGTH.pack(len(body)) + body


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfAnswer:
    """The answer is whole; `rows` is None for graphs; `retires` says that the worker ends itself now."""

    rows: int | None = None
    retires: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemReport:
    """Why there is no answer: `kind` is "malformed", "refused" or "too big"."""

    kind: str
    what: str
    line: int = 0
    column: int = 0
    retires: bool = False


def frame(kind: bytes, payload: bytes) -> bytes:
    """Return one frame of an answer."""
    return _HEAD.pack(kind, len(payload)) + payload


def frame_of(message: EndOfAnswer | ProblemReport) -> bytes:
    """Return the frame that ends an answer."""
    return frame(END if isinstance(message, EndOfAnswer) else PROBLEM, json.dumps(asdict(message)).encode())


def read_frame_message(kind: bytes, payload: bytes) -> EndOfAnswer | ProblemReport:
    """Return what the payload of a frame other than data says."""
    fields = json.loads(payload)
    return EndOfAnswer(**fields) if kind == END else ProblemReport(**fields)


class FrameReader:
    """Reads frames and requests from a blocking socket, each before a deadline."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray()

    def read_frame(self, deadline: float | None) -> tuple[bytes, bytes]:
        """Return the kind and the payload of the next frame.

        Raises:
            TimeoutError: `deadline` (of the monotonic clock) came first; what was read is kept.
            Disconnected: the other side is gone.
        """
        self._fill(_HEAD.size, deadline)
        kind, length = _HEAD.unpack_from(self._buffer)
        self._fill(_HEAD.size + length, deadline)
        payload = bytes(self._buffer[_HEAD.size : _HEAD.size + length])
        del self._buffer[: _HEAD.size + length]
        return kind, payload

    def has_frame(self) -> bool:
        """Say whether a whole frame has come already."""
        if len(self._buffer) < _HEAD.size:
            return False
        return len(self._buffer) >= _HEAD.size + int(_HEAD.unpack_from(self._buffer)[1])

    def read_request(self) -> QueryRequest:
        """Return the next request, however long it takes.

        Raises:
            Disconnected: the other side is gone.
        """
        self._fill(_LENGTH.size, None)
        (length,) = _LENGTH.unpack_from(self._buffer)
        self._fill(_LENGTH.size + length, None)
        fields = json.loads(self._buffer[_LENGTH.size : _LENGTH.size + length])
        del self._buffer[: _LENGTH.size + length]
        fields["default_graphs"] = tuple(fields["default_graphs"])
        fields["named_graphs"] = tuple(fields["named_graphs"])
        return QueryRequest(**fields)

    def _fill(self, size: int, deadline: float | None) -> None:
        while len(self._buffer) < size:
            remaining = None if deadline is None else deadline - time.monotonic()
            if remaining is not None and remaining <= 0:
                raise TimeoutError
            self._connection.settimeout(remaining)
            try:
                data = self._connection.recv(256 * 1024)
            except ConnectionError as error:
                raise Disconnected from error
            if not data:
                raise Disconnected
            self._buffer += data
