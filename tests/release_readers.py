"""Clients that read a site without pause, and notice any answer that is not wholly of the release that it names."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

PATHS = (
    "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fs%20%3Fp%20%3Fo%7D",
    "/dumps/SHA256SUMS",
    "/agreements",
    "/.well-known/void",
)


@dataclass
class Readings:
    """What all readers saw: the answers of each release by path, and everything that was wrong."""

    bodies: dict[tuple[str, str], bytes] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, path: str, answer: httpx.Response) -> None:
        """Keep the answer; one that differs from another of the same release and path is a fault."""
        release = answer.headers.get("x-release", "none")
        with self._lock:
            if answer.status_code != 200:
                self.faults.append(f"{path}: {answer.status_code} of {release}")
                return
            self.seen[release] += 1
            if self.bodies.setdefault((release, path), answer.content) != answer.content:
                self.faults.append(f"{path}: two answers of {release} differ")

    def fail(self, path: str, error: Exception) -> None:
        """Count a request without an answer."""
        with self._lock:
            self.faults.append(f"{path}: {error!r}")


@contextmanager
def reading(address: str, *, clients: int, paths: Sequence[str] = PATHS) -> Iterator[Readings]:
    """Read with so many clients at once until the block ends."""
    readings, stop = Readings(), threading.Event()

    def read(start: int) -> None:
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            number = start
            while not stop.is_set():
                path = paths[number % len(paths)]
                number += 1
                try:
                    readings.take(path, client.get(path))
                except httpx.HTTPError as error:
                    readings.fail(path, error)

    threads = [threading.Thread(target=read, args=(start,)) for start in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield readings
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def wait_until(is_true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Return as soon as `is_true`.

    Raises:
        TimeoutError: it did not come true.
    """
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if is_true():
            return
        pause.wait(0.02)
    raise TimeoutError(f"not true after {seconds} s")
