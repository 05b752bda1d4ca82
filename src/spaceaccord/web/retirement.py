"""Names that were published once: 301 to what replaced them, 410 with the reason where nothing did."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from spaceaccord.media_types import RDF_FORMATS
from spaceaccord.store.query_text import literal_term
from spaceaccord.web.exchange import Gone
from spaceaccord.web.publication import Publication

_SUFFIXES = (*(f".{each.suffix}" for each in RDF_FORMATS), ".html")


@dataclass(frozen=True, slots=True)
class _Tombstone:
    successor: str
    reason: str


class Retirement:
    """Knows the retired names of one release, read once."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._tombstones: dict[str, _Tombstone] | None = None

    async def redirect(self, request: Request) -> Response | None:
        """Return the way to the successor of what is asked for, or None where it is not retired.

        Raises:
            Gone: it was withdrawn; says why.
        """
        _, root, name = (*request.scope["path"].split("/", 2), "", "")[:3]
        if root not in ("id", "doc"):
            return None
        if self._tombstones is None:
            loop = asyncio.get_running_loop()
            self._tombstones = await loop.run_in_executor(self._publication.threads, self._read)
        suffix = next((s for s in _SUFFIXES if name.endswith(s)), "") if root == "doc" else ""
        stone = self._tombstones.get(name.removesuffix(suffix))
        if stone is None:
            return None
        if not stone.successor:
            raise Gone(f"{name} was withdrawn: {stone.reason}")
        return RedirectResponse(f"/{root}/{stone.successor}{suffix}", 301)

    def _read(self) -> dict[str, _Tombstone]:
        start = f"{self._publication.iris.base}id/"
        return {
            row["thing"].value.removeprefix(start): _Tombstone(
                row["successor"].value.removeprefix(start) if "successor" in row else "", row["reason"].value
            )
            for row in self._publication.data.rows("retired", start=literal_term(start))
        }
