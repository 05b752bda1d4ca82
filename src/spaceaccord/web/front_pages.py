"""The pages and small resources that are routed by FastAPI: home, lists, queries, health, robots."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from rdflib import Graph
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from spaceaccord import __version__
from spaceaccord.errors import SpaceAccordError
from spaceaccord.media_types import HTML, JSON, JSON_LD, N_TRIPLES, RDF_FORMATS, RDF_XML, RESULTS_CSV, TURTLE, MediaType
from spaceaccord.web.agreement_table import as_csv, as_json
from spaceaccord.web.answer_cache import FinishedAnswer
from spaceaccord.web.exchange import MethodNotAllowed, NotFound, address_of, finished, make_etag
from spaceaccord.web.negotiation import choose_format, choose_representation
from spaceaccord.web.page_agreement import AgreementView, read_agreement
from spaceaccord.web.page_lists import LISTS, Filters, Lists
from spaceaccord.web.page_options import check_year, one_of
from spaceaccord.web.problems import problem_of, respond
from spaceaccord.web.publication import Publication
from spaceaccord.web.query_page import QueryPage
from spaceaccord.web.running import ClientGone
from spaceaccord.web.search_page import SearchPage

STATIC_FOLDER = Path(__file__).with_name("static")
T = TypeVar("T")
_RDFLIB_NAMES = {TURTLE: "turtle", N_TRIPLES: "nt", RDF_XML: "xml", JSON_LD: "json-ld"}
_SORTS = ("date", "name")


def make_front(publication: Publication, query_page: QueryPage) -> FastAPI:
    """Return the application for everything but queries, things and dumps."""
    app = FastAPI(title="Space Accord", version=__version__, docs_url=None, redoc_url=None)
    app.include_router(_FrontPages(publication, query_page).router)
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), name="static")

    async def tell(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            error = _as_ours(request, error)
        return respond(request, problem_of(error), publication.pages)

    async def let_go(_request: Request, _error: Exception) -> Response:
        return Response(status_code=499)  # nobody reads it

    for kind in (HTTPException, RequestValidationError, SpaceAccordError):
        app.add_exception_handler(kind, tell)
    app.add_exception_handler(ClientGone, let_go)
    return app


def _as_ours(request: Request, error: HTTPException) -> Exception:
    """Return the error that FastAPI's routing found, as one of ours."""
    if error.status_code == 405:
        return MethodNotAllowed(request.method, ("GET", "HEAD", "OPTIONS"))
    return NotFound(f"there is nothing at {request.url.path[:200]!r}")


class _FrontPages:
    """The routes, each reading what it shows in a thread."""

    def __init__(self, publication: Publication, query_page: QueryPage) -> None:
        self._publication = publication
        self._query_page = query_page
        self._search_page = SearchPage(publication)
        self._lists = Lists(publication.data)
        self.router = APIRouter()
        add = self.router.add_api_route
        for path, endpoint in (
            ("/", self.home),
            ("/agreements", self.agreements),
            ("/browse/{name}", self.browse),
            ("/queries", self.queries),
            ("/queries/{name}", self.stored_query),
            ("/search", self.search),
            ("/about", self.about),
            ("/.well-known/void", self.void),
            ("/dataset", self.dataset),
            ("/health", self.health),
            ("/robots.txt", self.robots),
            ("/favicon.ico", self.favicon),
        ):
            add(path, endpoint, methods=["GET"], response_model=None)
            add(path, endpoint, methods=["HEAD"], response_model=None, include_in_schema=False)

    async def home(self, request: Request) -> Response:
        """The front page."""

        def write() -> bytes:
            return self._render("home.html", featured=self._featured(), latest=self._lists.agreements[:6])

        return await self._page(request, write)

    async def agreements(
        self,
        request: Request,
        party: str = "",
        type: str = "",
        topic: str = "",
        status: str = "",
        year: str = "",
        sort: str = "date",
        format: str = "",
    ) -> Response:
        """All agreements, filtered and sorted, as HTML, CSV or JSON."""
        check_year(year)
        one_of("sort", sort, _SORTS)
        filters = Filters(party=party, type=type, topic=topic, status=status, year=year)
        offered = (HTML, RESULTS_CSV, JSON)
        chosen = (
            choose_format(format, offered) if format else choose_representation(request.headers.get("accept"), offered)
        )

        def write() -> bytes:
            entries = [entry for entry in self._lists.agreements if filters.admit(entry)]
            if sort == "name":
                entries.sort(key=lambda entry: entry.label.casefold())
            if chosen is not HTML:
                return (as_csv if chosen is RESULTS_CSV else as_json)(entries)
            given = [(key, value) for key, value in request.query_params.multi_items() if key != "format" and value]
            facets = {name: self._lists.facets(name) for name in ("party", "type", "topic", "year", "status")}
            return self._render(
                "agreements.html",
                title="Agreements",
                entries=entries,
                total=len(self._lists.agreements),
                filters=filters,
                facets=facets,
                sort=sort,
                page_path="/agreements",
                query_behind=self._publication.data.text("agreements"),
                alternates=[
                    (f"/agreements?{urlencode([*given, ('format', each.suffix)])}", each.name, each.label)
                    for each in offered[1:]
                ],
            )

        return await self._page(request, write, chosen)

    async def browse(self, request: Request, name: str, show: str = "") -> Response:
        """The things of one kind that have to do with agreements, or all."""
        if name not in LISTS:
            raise NotFound(f"there is no list called {name[:80]!r}")
        start, title = LISTS[name]
        show = one_of("show", show, ("", "all"))

        def write() -> bytes:
            things = self._lists.things(start)
            named = [entry for entry in things if entry.agreements]
            shown, entries = (show, named) if named and not show else ("all", things)
            shape = {"total": len(things), "show": shown, "lists": LISTS, "list_name": name}
            behind = self._lists.query_of(start)
            return self._render("list.html", title=title, entries=entries, query_behind=behind, **shape)

        return await self._page(request, write)

    async def queries(self, request: Request) -> Response:
        """The stored queries."""
        queries = tuple(self._publication.queries.values())
        return await self._page(request, lambda: self._render("queries.html", title="Questions", queries=queries))

    async def stored_query(self, request: Request, name: str) -> Response:
        """One stored query, run."""
        return await self._query_page.stored(request, name)

    async def search(self, request: Request) -> Response:
        """What has the words asked for."""
        return await self._search_page.respond(request)

    async def about(self, request: Request) -> Response:
        """How to use the site from a program."""
        address = self._publication.pages.address or address_of(request)
        return await self._page(
            request, lambda: self._render("about.html", title="For programs", address=address), address=address
        )

    async def void(self, request: Request) -> Response:
        """The description of the dataset, at once and without a redirect."""
        wanted = request.query_params.get("format", "")
        accept = request.headers.get("accept")
        chosen = choose_format(wanted, RDF_FORMATS) if wanted else TURTLE
        if not wanted and accept and "text/html" not in accept:
            chosen = choose_representation(accept, RDF_FORMATS)
        release = self._publication.release

        def write() -> bytes:
            turtle = release.path("void.ttl").read_bytes()
            if chosen is TURTLE:
                return turtle
            return Graph().parse(data=turtle, format="turtle").serialize(format=_RDFLIB_NAMES[chosen], encoding="utf-8")

        body = await self._in_thread(write)
        return finished(request, body, chosen.content_type, make_etag(release.id, "void", chosen.name))

    async def dataset(self) -> Response:
        """The dataset is no document; its description is."""
        return RedirectResponse("/.well-known/void", 303)

    async def health(self) -> Response:
        """Whether the site answers, and with which release."""
        publication = self._publication
        content = {"status": "ok", "release": publication.release.id, **publication.admission.counts}
        return JSONResponse(content, headers={"Cache-Control": "no-store"})

    async def robots(self) -> Response:
        """What crawlers may read: everything but queries and filtered lists."""
        return PlainTextResponse(
            "User-agent: *\nDisallow: /sparql?\nDisallow: /agreements?\nDisallow: /queries/*?\nDisallow: /search?\n"
        )

    async def favicon(self) -> Response:
        """The emblem."""
        return RedirectResponse("/static/emblem.svg", 302)

    def _featured(self) -> AgreementView | None:
        """Return an agreement that shows what the site is about: the one with most sources, then most claims."""
        views = (read_agreement(self._publication.data, entry.iri) for entry in self._lists.agreements[:20])
        quoted = [view for view in views if any(claim.quote for group in view.claims for claim in group.claims)]
        return max(quoted, key=lambda view: (len(view.sources), len(view.claims), view.iri), default=None)

    def _render(self, template: str, **context: object) -> bytes:
        publication = self._publication
        shown = {"queries": tuple(publication.queries.values()), **context}
        return publication.pages.render(template, summary=dict(publication.release.manifest.summary), **shown)

    async def _page(
        self, request: Request, write: Callable[[], bytes], chosen: MediaType = HTML, *, address: str = ""
    ) -> Response:
        """Return a page, from the cache where it is there; `address` is what else it depends on."""
        publication = self._publication
        key = (publication.release.id, "page", request.url.path, str(request.query_params), chosen.name, address)
        kept = publication.cache.get(key)
        body = kept.body if kept else await self._in_thread(write)
        etag = make_etag(*key)
        if not kept:
            publication.cache.put(key, FinishedAnswer(body=body, content_type=chosen.content_type, etag=etag))
        return finished(request, body, chosen.content_type, etag)

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._publication.threads, call)
