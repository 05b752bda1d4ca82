"""Queries that have brought down a worker, refused for a while so that they cannot do it again and again."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from spaceaccord.store.query_errors import QueryRemembered
from spaceaccord.store.query_guard import ReadQuery

REFUSED_SECONDS = 300.0
_MOST_REMEMBERED = 1000


class Remembered:
    """What is remembered of fatal queries. Any thread may call."""

    def __init__(self, *, seconds: float = REFUSED_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._suspects: OrderedDict[str, int] = OrderedDict()
        self._until: OrderedDict[str, tuple[float, str]] = OrderedDict()

    def check(self, query: ReadQuery) -> None:
        """Do nothing where `query` is not remembered.

        Raises:
            QueryRemembered: it is; says why and for how long.
        """
        key = _key(query)
        with self._lock:
            until, why = self._until.get(key, (0.0, ""))
            left = until - self._clock()
            if left <= 0:
                self._until.pop(key, None)
                return
        raise QueryRemembered(
            f"this query has ended its process a short while ago ({why}); it is not tried again yet",
            retry_seconds=int(left) + 1,
        )

    def add(self, query: ReadQuery, why: str) -> None:
        """Refuse `query` from now on, for a while."""
        with self._lock:
            self._until[_key(query)] = (self._clock() + self._seconds, why)
            while len(self._until) > _MOST_REMEMBERED:
                self._until.popitem(last=False)

    def suspect(self, query: ReadQuery, why: str) -> None:
        """Refuse `query` from its second loss on: a first one may have had nothing to do with it."""
        key = _key(query)
        with self._lock:
            self._suspects[key] = losses = self._suspects.pop(key, 0) + 1
            while len(self._suspects) > _MOST_REMEMBERED:
                self._suspects.popitem(last=False)
        if losses > 1:
            self.add(query, why)


def _key(query: ReadQuery) -> str:
    parts = "\0".join((query.text, "", *query.default_graphs, "", *query.named_graphs))
    return hashlib.sha256(parts.encode()).hexdigest()
