"""Figures for operators, in the text format of Prometheus (version 0.0.4)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_PREFIX: Final = "spaceaccord_"
# Seconds: an answer of the cache, a look-up, a join, a report, the deadline.
_BOUNDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


@dataclass(slots=True)
class _Histogram:
    counts: list[int] = field(default_factory=lambda: [0] * (len(_BOUNDS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(_BOUNDS, seconds)] += 1
        self.total += seconds


class QueryFigures:
    """How many queries had which outcome, and how long they took. Belongs to one event loop."""

    def __init__(self) -> None:
        self._seconds: dict[str, _Histogram] = {}
        self._rows = 0
        self._bytes = 0
        self._worker_seconds = 0.0

    def add(self, outcome: str, *, seconds: float, worker_seconds: float, rows: int, size: int) -> None:
        """Count one query; `size` is in bytes."""
        self._seconds.setdefault(outcome, _Histogram()).add(seconds)
        self._rows += rows
        self._bytes += size
        self._worker_seconds += worker_seconds

    def lines(self) -> Iterable[str]:
        """Yield the lines of all of them."""
        name = f"{_PREFIX}query_seconds"
        yield f"# HELP {name} Time from a query's coming in to its end, by outcome."
        yield f"# TYPE {name} histogram"
        for outcome, histogram in sorted(self._seconds.items()):
            label, below = f'outcome="{outcome}"', 0
            for bound, count in zip((*map(str, _BOUNDS), "+Inf"), histogram.counts, strict=True):
                below += count
                yield f'{name}_bucket{{{label},le="{bound}"}} {below}'
            yield f"{name}_sum{{{label}}} {histogram.total:.6f}"
            yield f"{name}_count{{{label}}} {below}"
        yield from counter("query_rows_total", "Rows of results.", self._rows)
        yield from counter("query_bytes_total", "Bytes of results.", self._bytes)
        yield from counter("query_worker_seconds_total", "Time in which workers ran queries.", self._worker_seconds)


def counter(name: str, meaning: str, value: float) -> Iterable[str]:
    """Yield the lines of a figure that only grows; its name ends in "_total"."""
    return _figure(name, meaning, "counter", {"": value})


def gauge(name: str, meaning: str, value: float) -> Iterable[str]:
    """Yield the lines of a figure that goes up and down."""
    return _figure(name, meaning, "gauge", {"": value})


def gauges(name: str, meaning: str, label: str, values: Mapping[str, float]) -> Iterable[str]:
    """Yield the lines of a figure that goes up and down, one for each value of `label`."""
    return _figure(name, meaning, "gauge", _labelled(label, values))


def counters(name: str, meaning: str, label: str, values: Mapping[str, float]) -> Iterable[str]:
    """Yield the lines of a figure that only grows, one for each value of `label`."""
    return _figure(name, meaning, "counter", _labelled(label, values))


def _labelled(label: str, values: Mapping[str, float]) -> dict[str, float]:
    return {f'{{{label}="{name.translate(_ESCAPES)}"}}': value for name, value in values.items()}


def _figure(name: str, meaning: str, kind: str, values: Mapping[str, float]) -> Iterable[str]:
    yield f"# HELP {_PREFIX}{name} {meaning}"
    yield f"# TYPE {_PREFIX}{name} {kind}"
    for labels, value in values.items():
        yield f"{_PREFIX}{name}{labels} {value:.10g}"
