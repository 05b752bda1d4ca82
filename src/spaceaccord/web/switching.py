"""Takes up a new current release while the site runs: opened and warmed beside the old one, then swapped in one step.

Each request is answered by the release that was being served when it came in, to its end.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spaceaccord.errors import SpaceAccordError
from spaceaccord.release.pointer import CURRENT, current_id
from spaceaccord.web.publication import Publication

_log = logging.getLogger(__name__)
# A look is one readlink and one stat.
LOOK_SECONDS = 1.0
# Answers from the release of before that take longer are broken off.
LONGEST_FAREWELL_SECONDS = 600.0
# What a new release shows first, so that nobody waits for it.
_WARM_PATHS = ("/", "/agreements", "/releases/")

Opening = Callable[[], Publication]
# Which release is current, and which folder that is: a release that is mended gets another folder of the same name.
Mark = tuple[str, int] | None


def look(releases: Path) -> Mark:
    """Return what stands for the current release in `releases`; None where nothing is there."""
    release_id = current_id(releases)
    try:
        return (release_id, (releases / CURRENT).stat().st_ino) if release_id else None
    except OSError:
        return None


class Served:
    """A publication, the application that answers from it, and the requests under way."""

    def __init__(self, publication: Publication, application: ASGIApp) -> None:
        self.publication = publication
        self._application = application
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        self._under_way += 1
        self._idle.clear()
        try:
            await self._application(scope, receive, send)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def warm(self) -> None:
        """Ask for the pages that people see first, so that they are made before anybody waits for them."""
        for path in _WARM_PATHS:
            status = await _status_of(self, path)
            if status >= 500:
                _log.warning("release %s answers %s with %s", self.publication.release.id, path, status)

    async def retire(self) -> None:
        """Wait until the last request has its answer, then let go of the store."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), LONGEST_FAREWELL_SECONDS)
        await asyncio.get_running_loop().run_in_executor(None, self.close)

    def close(self) -> None:
        """Let go of the store at once."""
        self.publication.close()


class Switching:
    """Keeps `served` at the current release of a folder.

    Args:
        releases: the folder.
        open_current: opens what is current, and raises where that is damaged.
        application: makes the application that answers from a publication.
        first: what is served to begin with.
        mark: what `look` said before that was opened.
    """

    def __init__(
        self,
        releases: Path,
        open_current: Opening,
        application: Callable[[Publication], ASGIApp],
        *,
        first: Publication,
        mark: Mark,
    ) -> None:
        self.served = Served(first, application(first))
        self._releases = releases
        self._open_current = open_current
        self._application = application
        self._mark = mark
        self._asked = asyncio.Event()
        self._leaving: dict[asyncio.Task[None], Served] = {}

    async def watch(self) -> None:
        """Look for a new release until cancelled: every second, and at once after SIGHUP."""
        loop = asyncio.get_running_loop()
        with contextlib.suppress(RuntimeError, ValueError, NotImplementedError):  # not in the main thread
            loop.add_signal_handler(signal.SIGHUP, self._asked.set)
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), LOOK_SECONDS)
            asked = self._asked.is_set()
            self._asked.clear()
            mark = await loop.run_in_executor(None, partial(look, self._releases))
            is_refused = asked and mark is not None and mark[0] != self.served.publication.release.id
            if mark is not None and (mark != self._mark or is_refused):
                self._mark = mark
                await self._take_up()

    async def _take_up(self) -> None:
        old = self.served
        try:
            publication = await asyncio.get_running_loop().run_in_executor(None, self._open_current)
        except SpaceAccordError as error:
            _log.error("the new release is refused, %s is served on: %s", old.publication.release.id, error)
            return
        new = Served(publication, self._application(publication))
        await new.warm()
        self.served = new
        _log.warning("release %s is served instead of %s", publication.release.id, old.publication.release.id)
        leaving = asyncio.create_task(old.retire())
        self._leaving[leaving] = old
        leaving.add_done_callback(self._leaving.pop)

    def close(self) -> None:
        """Let go of all stores."""
        for task, old in list(self._leaving.items()):
            task.cancel()
            old.close()
        self.served.close()


async def _status_of(application: ASGIApp, path: str) -> int:
    """Return the status with which `application` answers a request that comes from nobody."""
    found = 500
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"accept", b"text/html"), (b"host", b"localhost")],
        "client": None,
        "server": None,
        "state": {},
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal found
        if message["type"] == "http.response.start":
            found = message["status"]

    await application(scope, receive, send)
    return found
