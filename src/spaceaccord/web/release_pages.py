"""Everything below /releases/, /changes and /feed.atom: which releases there are, what is in each, what it changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final, TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from spaceaccord.iris import Iris
from spaceaccord.media_types import ATOM, HTML, JSON, LINKSET_JSON, PLAIN_TEXT, RDF_PATCH, TURTLE, MediaType
from spaceaccord.release.change_reports import DatedComparison, field_name, rdf_patch, to_atom, to_json, to_text
from spaceaccord.release.opening import Release
from spaceaccord.store.query_guard import is_absolute_iri
from spaceaccord.web.exchange import NotFound, check_method, finished, make_etag
from spaceaccord.web.mementos import RESOURCE_ROOTS, Mementos
from spaceaccord.web.negotiation import choose_format, choose_representation
from spaceaccord.web.publication import Publication
from spaceaccord.web.release_files import send_file
from spaceaccord.web.shelf import KeptRelease, Shelf
from spaceaccord.web.signposting import (
    add_links,
    dataset_markup,
    link_set,
    signposts_of_document,
    signposts_of_release,
)
from spaceaccord.web.sparql_request import MalformedRequest

T = TypeVar("T")
RELEASE_ROOTS: Final = frozenset(("releases", "changes", "feed", "timemap", "catalog", "linkset"))
_CHANGE_FORMATS: Final = (HTML, JSON, RDF_PATCH, ATOM, PLAIN_TEXT)
_RELEASES_IN_FEED = 10
_FRESH: Final = {"Cache-Control": "no-cache"}


class ReleasePages:
    """Answers requests about releases from the folder that the served one lies in."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._shelf = Shelf(publication.release.folder.parent)
        self.mementos = Mementos(publication, self._shelf)

    async def respond(self, request: Request) -> Response:
        """Return the page, the file, the feed or the old document.

        Raises:
            NotFound: there is no such release, or nothing of that name in it.
            Gone: the release is no longer kept.
        """
        check_method(request, "GET")
        path: str = request.scope["path"]
        if path == "/feed.atom":
            return await self._feed(request)
        if path == "/changes":
            return await self._since(request)
        if path.startswith("/timemap/"):
            return await self._in_thread(lambda: self.mementos.time_map(path.removeprefix("/timemap")))
        if path == "/catalog":
            return RedirectResponse("/.well-known/void", 303, {"Vary": "Accept"})
        if path.startswith("/linkset/"):
            return await self._link_set(request, path.removeprefix("/linkset"))
        if path == "/releases":
            return RedirectResponse("/releases/", 301)
        name, slash, rest = path.removeprefix("/releases/").partition("/")
        if not path.startswith("/releases/"):
            raise NotFound(f"there is nothing at {path[:200]!r}")
        if not name:
            return await self._list(request)
        kept = await self._in_thread(lambda: self._shelf.find(name, current=self._publication.release.id))
        if name != kept.release.id:
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"/releases/{kept.release.id}/{quote(rest)}{query}", 307, {"Vary": "Accept"})
        if not slash:
            return RedirectResponse(f"/releases/{name}/", 303)
        return await self._within(request, kept, rest)

    async def _within(self, request: Request, kept: KeptRelease, rest: str) -> Response:
        stem, _, suffix = rest.partition(".")
        if not rest:
            return await self._release(request, kept)
        if stem == "changes":
            return await self._changes(request, kept, suffix)
        if stem.partition("/")[0] in RESOURCE_ROOTS:
            return await self.mementos.respond(request, kept, f"/{rest}")
        return send_file(request, kept.release, rest)

    async def _list(self, request: Request) -> Response:
        chosen = choose_representation(request.headers.get("accept"), (HTML, JSON))
        kept = await self._in_thread(self._shelf.kept)
        served = self._publication.release.id
        etag = make_etag(served, "releases", self._shelf.stamp, chosen.name)
        if chosen is JSON:
            content = {"current": served, "releases": [_described(each, served) for each in kept]}
            return finished(request, json.dumps(content, indent=2).encode(), JSON.content_type, etag, _FRESH)
        body = self._publication.pages.render("releases.html", title="Releases", kept=kept, served=served)
        return finished(request, body, HTML.content_type, etag, _FRESH)

    async def _release(self, request: Request, kept: KeptRelease) -> Response:
        chosen = choose_representation(request.headers.get("accept"), (HTML, TURTLE, JSON))
        release = kept.release
        if chosen is TURTLE:
            return send_file(request, release, "void.ttl", caching="no-cache")
        if chosen is JSON:
            return send_file(request, release, "manifest.json")
        served = self._publication.release.id
        earlier = await self._in_thread(lambda: self._shelf.before(release))
        body = self._publication.pages.render(
            "release.html",
            title=f"Release {kept.name}",
            kept=kept,
            served=served,
            earlier=earlier,
            markup=dataset_markup(Iris(release.base), release, published=f"{kept.at:%Y-%m-%d}"),
        )
        etag = make_etag(served, "release", release.id, self._shelf.stamp)
        page = finished(request, body, HTML.content_type, etag, _FRESH)
        return add_links(page, signposts_of_release(Iris(release.base), release))

    async def _link_set(self, request: Request, path: str) -> Response:
        """Return the links of a document or of a release's page as a link set."""
        publication = self._publication
        iris, release = publication.iris, publication.release
        if path.startswith("/releases/"):
            name = path.removeprefix("/releases/").rstrip("/")
            kept = await self._in_thread(lambda: self._shelf.find(name, current=release.id))
            signposts = signposts_of_release(Iris(kept.release.base), kept.release)
        else:
            thing = iris.base + path[1:].replace("doc/", "id/", 1)
            is_ours = path.split("/")[1] in RESOURCE_ROOTS - {"id"} and is_absolute_iri(thing)
            if not is_ours or not await self._in_thread(lambda: publication.data.is_known(thing)):
                raise NotFound(f"there is no document at {path[:200]!r}")
            signposts = signposts_of_document(iris, release, path)
        etag = make_etag(release.id, "linkset", path)
        return finished(request, link_set(path, signposts), LINKSET_JSON.content_type, etag)

    async def _changes(self, request: Request, kept: KeptRelease, suffix: str) -> Response:
        against = request.query_params.get("against", "")
        if against:
            old = await self._in_thread(lambda: self._shelf.find(against, current=self._publication.release.id))
        else:
            before = await self._in_thread(lambda: self._shelf.before(kept.release))
            if before is None:
                raise NotFound(f"no release before {kept.name} is kept")
            old = before
        return await self._show_changes(request, old, kept, suffix)

    async def _since(self, request: Request) -> Response:
        """Return what changed since a release or a moment, up to what is served."""
        since = request.query_params.get("since", "")
        if not since:
            raise MalformedRequest("give ?since=, a version, the id of a release, or a date such as 2031-03-05")
        served = self._publication.release.id
        moment = _moment(since)
        find = self._shelf.find
        old = await self._in_thread(lambda: self._shelf.at(moment) if moment else find(since, current=served))
        new = await self._in_thread(lambda: find(served, current=served))
        return await self._show_changes(request, old, new, "")

    async def _show_changes(self, request: Request, old: KeptRelease, new: KeptRelease, suffix: str) -> Response:
        chosen = _choose(request, suffix)
        path, query = f"/releases/{new.release.id}/changes", f"?against={old.release.id}"
        etag = make_etag(self._publication.release.id, old.release.id, new.release.id, "changes", chosen.name)
        links = ", ".join(f'<{path}.{e.suffix}{query}>; rel="alternate"; type="{e.name}"' for e in _CHANGE_FORMATS)
        headers = {**_FRESH, "Link": links}
        if chosen is RDF_PATCH:
            return StreamingResponse(
                _encoded(old.release, new.release),
                headers={**headers, "ETag": etag, "Vary": "Accept"},
                media_type=chosen.content_type,
            )
        comparison = await self._in_thread(lambda: self._shelf.compare(old.release, new.release))
        if chosen is HTML:
            alternates = [(f"{path}.{e.suffix}{query}", e.name, e.label) for e in _CHANGE_FORMATS[1:]]
            body = self._publication.pages.render(
                "changes.html",
                title=f"What release {new.name} changed",
                comparison=comparison,
                old=old,
                new=new,
                alternates=alternates,
                field_name=field_name,
            )
        elif chosen is ATOM:
            body = to_atom(new.release.base, [DatedComparison(comparison=comparison, at=new.at)]).encode()
        else:
            body = (to_json if chosen is JSON else to_text)(comparison).encode()
        return finished(request, body, chosen.content_type, etag, headers)

    async def _feed(self, request: Request) -> Response:
        changes = await self._in_thread(lambda: self._shelf.latest_changes(_RELEASES_IN_FEED))
        body = to_atom(self._publication.iris.base, changes).encode()
        etag = make_etag(self._publication.release.id, "feed", self._shelf.stamp)
        return finished(request, body, ATOM.content_type, etag, _FRESH)

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._publication.threads, call)


def _choose(request: Request, suffix: str) -> MediaType:
    if suffix:
        by_suffix = {each.suffix: each for each in _CHANGE_FORMATS}
        if suffix not in by_suffix:
            raise NotFound(f"changes come as {', '.join(by_suffix)}, not as {suffix[:20]!r}")
        return by_suffix[suffix]
    if wanted := request.query_params.get("format", ""):
        return choose_format(wanted, _CHANGE_FORMATS)
    return choose_representation(request.headers.get("accept"), _CHANGE_FORMATS)


def _encoded(old: Release, new: Release) -> Iterator[bytes]:
    """Yield the RDF Patch in pieces of some hundred lines."""
    lines: list[str] = []
    for line in rdf_patch(old, new):
        lines.append(line)
        if len(lines) == 500:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def _moment(text: str) -> datetime | None:
    """Return the moment that `text` names; a day is its end. None where it is no date."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) < 8 or text.isdecimal():
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.replace(hour=23, minute=59, second=59) if len(text) == len("2031-03-05") else moment


def _described(kept: KeptRelease, served: str) -> dict[str, object]:
    manifest = kept.release.manifest
    return {
        "id": manifest.id,
        "version": manifest.version,
        "previous": manifest.previous,
        "published": kept.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "current": manifest.id == served,
        "quads": manifest.quads,
        "summary": dict(manifest.summary),
        "path": f"/releases/{manifest.id}/",
        "changes": f"/releases/{manifest.id}/changes",
    }
