"""Finished answers, kept within a bound of memory; a release never changes, so they never go stale."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedAnswer:
    """The bytes of one answer, their type and their strong ETag."""

    body: bytes
    content_type: str
    etag: str


class AnswerCache:
    """Keeps the answers that were used last. Any thread may call."""

    def __init__(self, *, max_bytes: int, largest: int = 1024 * 1024) -> None:
        self._max_bytes = max_bytes
        self._largest = min(largest, max_bytes)
        self._lock = threading.Lock()
        self._answers: OrderedDict[tuple[str, ...], FinishedAnswer] = OrderedDict()
        self._bytes = self._hits = self._misses = 0

    @property
    def largest(self) -> int:
        """An answer of more bytes is not kept."""
        return self._largest

    def get(self, key: tuple[str, ...]) -> FinishedAnswer | None:
        """Return the answer that was kept under `key`."""
        with self._lock:
            answer = self._answers.get(key)
            if answer:
                self._answers.move_to_end(key)
                self._hits += 1
            else:
                self._misses += 1
            return answer

    def counts(self) -> dict[str, int]:
        """Return the "answers" kept and their "bytes", and the "hits" and "misses" so far."""
        with self._lock:
            return {"answers": len(self._answers), "bytes": self._bytes, "hits": self._hits, "misses": self._misses}

    def put(self, key: tuple[str, ...], answer: FinishedAnswer) -> None:
        """Keep `answer`, and let the oldest go."""
        size = _size(key, answer)
        if size > self._largest:
            return
        with self._lock:
            former = self._answers.pop(key, None)
            self._bytes += size - (_size(key, former) if former else 0)
            self._answers[key] = answer
            while self._bytes > self._max_bytes:
                oldest, gone = self._answers.popitem(last=False)
                self._bytes -= _size(oldest, gone)


def _size(key: tuple[str, ...], answer: FinishedAnswer) -> int:
    return len(answer.body) + sum(map(len, key)) + 500
