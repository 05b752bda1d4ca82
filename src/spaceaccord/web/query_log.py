"""The log of queries for operators: a line of JSON for each, in which nothing can pass for a line of its own."""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
import logging.handlers
import secrets
from dataclasses import dataclass
from typing import Final

from spaceaccord.errors import EnvironmentFault

MOST_TEXT_BYTES: Final = 2048
STANDARD_ERROR: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedQuery:
    """What is known of a query at its end; `seconds` from its coming in, `worker_seconds` in which it was run.

    `rows` is None for graphs. `client` is an address; it is never written. `client_share` is the part of its time
    budget that it has spent.
    """

    id: str
    client: str
    client_share: float
    text: str
    format: str
    outcome: str
    seconds: float
    worker_seconds: float
    rows: int | None
    bytes: int
    release: str


class QueryLog:
    """Writes to a file, which may be rotated at any time, or to standard error."""

    def __init__(self, target: str) -> None:
        """Open `target`: the path of a file, "-" for standard error, or nothing for no log.

        Raises:
            EnvironmentFault: the file cannot be written.
        """
        self._handler: logging.Handler | None = None
        # Clients are told apart by a number that means nothing after a restart.
        self._salt = secrets.token_bytes(16)
        if target == STANDARD_ERROR:
            self._handler = logging.StreamHandler()
        elif target:
            try:
                self._handler = logging.handlers.WatchedFileHandler(target, encoding="utf-8")
            except OSError as error:
                raise EnvironmentFault(f"cannot write the query log {target}: {error.strerror}") from error

    def write(self, query: LoggedQuery) -> None:
        """Write one line."""
        if self._handler:
            self._handler.handle(logging.makeLogRecord({"msg": self._line(query)}))

    def close(self) -> None:
        """Close the file."""
        if self._handler:
            self._handler.close()

    def _line(self, query: LoggedQuery) -> str:
        encoded = query.text.encode("utf-8", "surrogatepass")
        content = {
            "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
            "id": query.id,
            "outcome": query.outcome,
            "seconds": round(query.seconds, 4),
            "worker_seconds": round(query.worker_seconds, 4),
            "rows": query.rows,
            "bytes": query.bytes,
            "format": query.format,
            "client": hashlib.blake2s(query.client.encode(), key=self._salt, digest_size=6).hexdigest(),
            "client_share": round(query.client_share, 3),
            "release": query.release,
            "sha256": hashlib.sha256(encoded).hexdigest(),
            "query": encoded[:MOST_TEXT_BYTES].decode("utf-8", "ignore"),
        }
        # Only ASCII: control characters and marks that turn the direction of text are escaped like all others.
        return json.dumps(content).replace("\x7f", "\\u007f")
