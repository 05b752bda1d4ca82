"""What operators and their tools ask of a running site: figures, and the end of a query."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from spaceaccord.web.exchange import NotFound, check_method
from spaceaccord.web.metrics import CONTENT_TYPE, counter, counters, gauge, gauges
from spaceaccord.web.publication import Publication

QUERIES_PATH = "/sparql/queries/"


class Operations:
    """Answers /metrics and /sparql/queries/<number>."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication

    def metrics(self, request: Request) -> Response:
        """Return all figures."""
        check_method(request, "GET")
        body = "\n".join([*self._lines(), ""])
        return Response(body, headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})

    def cancel(self, request: Request) -> Response:
        """Stop the query that the address names; whoever waits for it is told.

        Raises:
            NotFound: no query of this number runs.
        """
        check_method(request, "DELETE", "POST")
        if not self._publication.ledger.cancel(request.url.path.removeprefix(QUERIES_PATH)):
            raise NotFound("no query of this number runs")
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    def _lines(self) -> Iterator[str]:
        publication = self._publication
        yield from publication.ledger.figures.lines()
        workers = publication.store.counts()
        states = {"idle": workers.get("idle", 0), "busy": workers.get("alive", 0) - workers.get("idle", 0)}
        yield from gauges("workers", "Processes that run queries.", "state", states)
        ends = {name: workers.get(name, 0) for name in ("killed", "crashed")}
        yield from counters("worker_ends_total", "Workers that did not end of their own.", "cause", ends)
        places = {"places": publication.admission.counts, "short_places": publication.short_queries.counts}
        for name, counts in places.items():
            yield from gauges(f"queries_in_{name}", "Queries that run or wait now.", "state", counts)
        cache = publication.cache.counts()
        yield from gauge("cache_bytes", "Memory that kept answers take.", cache["bytes"])
        yield from gauge("cache_answers", "Answers that are kept.", cache["answers"])
        requests = {"hit": cache["hits"], "miss": cache["misses"]}
        yield from counters("cache_requests_total", "Look-ups in the cache of answers.", "result", requests)
        yield from gauges("release", "Which release is served.", "id", {publication.release.id: 1})
        yield from gauge("open_descriptors", "Open files and connections.", _open_descriptors())
        yield from gauge("resident_bytes", "Memory of the server's own process.", _resident_bytes())
        used = resource.getrusage(resource.RUSAGE_SELF)
        yield from counter("process_seconds_total", "Processor time of the server.", used.ru_utime + used.ru_stime)


def _open_descriptors() -> int:
    try:
        return sum(1 for _ in Path("/proc/self/fd").iterdir())
    except OSError:  # not on this kind of system
        return 0


def _resident_bytes() -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0
