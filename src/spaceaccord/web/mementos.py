"""Things as earlier releases described them: the same documents below /releases/<id>/, dated as Mementos.

Source: RFC 7089 (Memento), section 4.1 and pattern 1.1: the document of today is its own TimeGate.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from spaceaccord.iris import Iris
from spaceaccord.media_types import HTML, LINK_FORMAT, RDF_FORMATS
from spaceaccord.release.opening import Release
from spaceaccord.store.port import SparqlStore
from spaceaccord.web.citation import Citation
from spaceaccord.web.exchange import NotFound
from spaceaccord.web.page_data import PageData
from spaceaccord.web.publication import Publication
from spaceaccord.web.rendering import Pages
from spaceaccord.web.resources import Resources
from spaceaccord.web.shelf import KeptRelease, Shelf
from spaceaccord.web.signposting import add_links, signposts_of_document
from spaceaccord.web.sparql_request import MalformedRequest

_SUFFIXES: Final = frozenset(each.suffix for each in (*RDF_FORMATS, HTML))
RESOURCE_ROOTS: Final = frozenset(("id", "doc", "ontology", "topic", "code", "graph"))
# A link to a path of this site, in a Link header.
_LOCAL_LINK: Final = re.compile(r"<(/[^>]*)>")


class OldPages(Pages):
    """Pages of an earlier release: links between its things stay in it, and each page says which release it is."""

    def __init__(self, *, kept: KeptRelease) -> None:
        self._prefix = f"/releases/{kept.release.id}"
        release = kept.release
        citation = Citation(base=release.base, release_id=release.id, version=release.manifest.version, at=kept.at)
        super().__init__(base=release.base, release_id=release.id, citation=citation)
        self._environment.globals["earlier_release"] = kept

    def href(self, iri: str) -> str:
        """Return where a link to `iri` leads."""
        path = super().href(iri)
        return _within(self._prefix, path)


class Mementos:
    """Answers for earlier releases, and says of today's documents where the earlier ones are."""

    def __init__(self, publication: Publication, shelf: Shelf) -> None:
        self._publication = publication
        self._shelf = shelf
        self._resources: dict[str, tuple[SparqlStore, Resources]] = {}

    async def respond(self, request: Request, kept: KeptRelease, path: str) -> Response:
        """Return what the release `kept` answers at `path`.

        Raises:
            NotFound: it says nothing of that.
            StoreBusy: too many earlier releases are being read.
        """
        resources = await asyncio.get_running_loop().run_in_executor(
            self._publication.threads, partial(self._open, kept)
        )
        response = await resources.respond(Request({**request.scope, "path": path}, request.receive))
        prefix = f"/releases/{kept.release.id}"
        for name in ("Location", "Content-Location"):
            if name in response.headers:
                response.headers[name] = _within(prefix, response.headers[name])
        links = response.headers.get("Link", "")
        own = [_LOCAL_LINK.sub(lambda found: f"<{_within(prefix, found[1])}>", links)] if links else []
        response.headers["Link"] = ", ".join([*own, *_time_links(path)])
        response.headers["X-Release"] = kept.release.id
        if not path.startswith("/id/"):
            response.headers["Memento-Datetime"] = format_datetime(kept.at, usegmt=True)
        return response

    async def redirect(self, request: Request) -> Response | None:
        """Return where the document of the moment in Accept-Datetime is; None where no moment is asked for.

        Raises:
            MalformedRequest: the header is no date.
        """
        wanted = request.headers.get("accept-datetime")
        path: str = request.scope["path"]
        if not wanted or path.startswith("/id/"):
            return None
        try:
            moment = parsedate_to_datetime(wanted)
        except (ValueError, TypeError) as error:
            raise MalformedRequest(f"Accept-Datetime is no HTTP date: {wanted[:60]!r}") from error
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        threads = self._publication.threads
        kept = await asyncio.get_running_loop().run_in_executor(threads, self._shelf.at, moment)
        headers = {"Vary": "Accept-Datetime, Accept", "Link": ", ".join(_time_links(path)), "Cache-Control": "no-cache"}
        return RedirectResponse(f"/releases/{kept.release.id}{path}", 302, headers)

    def mark(self, request: Request, response: Response) -> Response:
        """Say in today's document where its TimeGate and its TimeMap are."""
        if response.status_code in (200, 304):
            path = request.scope["path"]
            links = response.headers.get("Link", "")
            response.headers["Link"] = ", ".join([*([links] if links else []), *_time_links(path)])
            if path.startswith("/doc/"):
                add_links(
                    response, signposts_of_document(self._publication.iris, self._publication.release, _bare(path))
                )
            response.headers["Vary"] = f"{response.headers.get('Vary', 'Accept')}, Accept-Datetime"
        return response

    def time_map(self, path: str) -> Response:
        """Return the list of all releases' documents at `path`, whether or not each has one. Source: RFC 6690.

        Raises:
            NotFound: `path` is no document's.
        """
        root = path.split("/")[1].partition(".")[0] if path.startswith("/") else ""
        if root not in RESOURCE_ROOTS - {"id"} or _LOCAL_LINK.fullmatch(f"<{path}>") is None:
            raise NotFound(f"there is no document at {path[:200]!r}")
        lines = [f'<{path}>; rel="original timegate"', f'</timemap{path}>; rel="self"; type="{LINK_FORMAT.name}"']
        for kept in reversed(self._shelf.kept()):
            at = format_datetime(kept.at, usegmt=True)
            lines.append(f'</releases/{kept.release.id}{path}>; rel="memento"; datetime="{at}"')
        return Response(
            ",\n".join(lines).encode(), headers={"Content-Type": LINK_FORMAT.content_type, "Cache-Control": "no-cache"}
        )

    def _open(self, kept: KeptRelease) -> Resources:
        release = kept.release
        if release.id == self._publication.release.id:
            store = self._publication.store
        else:
            store = self._publication.archive.open(release)
        known = self._resources.get(release.id)
        if known is None or known[0] is not store:
            known = (store, Resources(self._as_published(kept, release, store)))
            self._resources[release.id] = known
        return known[1]

    def _as_published(self, kept: KeptRelease, release: Release, store: SparqlStore) -> Publication:
        iris = Iris(release.base)
        return replace(
            self._publication,
            release=release,
            iris=iris,
            store=store,
            pages=OldPages(kept=kept),
            data=PageData(store, iris),
        )


def _time_links(path: str) -> list[str]:
    return [f'<{path}>; rel="original timegate"', f'</timemap{path}>; rel="timemap"; type="{LINK_FORMAT.name}"']


def _bare(path: str) -> str:
    """Return the path of a document without the suffix of a format."""
    stem, dot, suffix = path.rpartition(".")
    return stem if dot and suffix in _SUFFIXES else path


def _within(prefix: str, path: str) -> str:
    """Return `path` of this site as the same path within a release, where releases have it."""
    root = path.split("/")[1].partition(".")[0].partition("#")[0] if path.startswith("/") else ""
    return f"{prefix}{path}" if root in RESOURCE_ROOTS else path
