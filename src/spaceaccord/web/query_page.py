"""The query form for people, its results as a table, and the pages of stored queries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from spaceaccord.errors import SpaceAccordError
from spaceaccord.media_types import HTML, RESULTS_JSON, TURTLE
from spaceaccord.namespaces import prefixes
from spaceaccord.store.port import formats_for
from spaceaccord.store.query_guard import QueryForm, ReadQuery
from spaceaccord.store.query_text import StoredQuery, bind, place_terms
from spaceaccord.web.exchange import NotFound, check_method, finished, make_etag
from spaceaccord.web.negotiation import choose_format, choose_representation, prefers_html
from spaceaccord.web.page_terms import Term, read_term
from spaceaccord.web.problems import problem_of
from spaceaccord.web.publication import Publication
from spaceaccord.web.running import QueryRunner

_SHOWN_ROWS: Final = 1000
_SHOWN_CHARACTERS: Final = 200_000
_FIRST_QUERY: Final = """SELECT ?agreement ?label WHERE {
  ?agreement a sco:Agreement ; rdfs:label ?label .
}
ORDER BY ?label
LIMIT 50"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """A result as a page shows it: a table, a truth value or the text of a graph."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    total: int = 0
    truth: bool | None = None
    graph: str = ""


class QueryPage:
    """Writes the pages on which people query."""

    def __init__(self, publication: Publication, runner: QueryRunner) -> None:
        self._publication = publication
        self._runner = runner

    def empty(self, request: Request) -> Response:
        """Return the form with a first query in it, for a client that asked for no result."""
        base = self._publication.iris.base
        used = {name: prefixes(base)[name] for name in ("rdfs", "sco")}
        text = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in used.items()) + "\n" + _FIRST_QUERY
        body = self._render(text, None, {}, "")
        etag = make_etag(self._publication.release.id, "query form")
        links = '</sparql?format=ttl>; rel="describedby"; type="text/turtle"'
        return finished(request, body, HTML.content_type, etag, {"Link": links})

    async def respond(self, request: Request, query: ReadQuery) -> Response:
        """Return the form with `query` and its result, or what is wrong with it."""
        try:
            result = await self._run(request, query)
        except SpaceAccordError as error:
            return self.failed(query.text, error)
        links = self._links("/sparql", query, {"query": query.text})
        etag = make_etag(self._publication.release.id, "query page", query.text)
        body = self._render(query.text, result, links, "")
        return finished(request, body, HTML.content_type, etag)

    def failed(self, text: str, error: SpaceAccordError) -> Response:
        """Return the form with `text` and what is wrong with it."""
        problem = problem_of(error)
        headers = {"Content-Type": HTML.content_type, "Cache-Control": "no-store", "Vary": "Accept", **problem.headers}
        return Response(self._render(text, None, {}, problem.detail), problem.status, headers)

    async def stored(self, request: Request, name: str) -> Response:
        """Return a stored query's result in the format asked for, or its page.

        Raises:
            NotFound: no query has this name.
            SpaceAccordError: a parameter is not of its kind, or there is no answer.
        """
        check_method(request, "GET")
        stored = self._publication.queries.get(name)
        if not stored:
            raise NotFound(f"there is no query called {name[:80]!r}")
        given = {
            each.name: request.query_params[each.name]
            for each in stored.parameters
            if each.name in request.query_params
        }
        wanted, accept = request.query_params.get("format", ""), request.headers.get("accept")
        if wanted == HTML.suffix or (not wanted and prefers_html(accept)):
            return await self._stored_page(request, stored, given)
        query = bind(stored, given, base=self._publication.iris.base)
        offered = formats_for(query.form)
        chosen = choose_format(wanted, offered) if wanted else choose_representation(accept, offered)
        return await self._runner.respond(request, query, chosen)

    async def _stored_page(self, request: Request, stored: StoredQuery, given: Mapping[str, str]) -> Response:
        text, result, links, detail, status = (
            place_terms(stored.text, {}, base=self._publication.iris.base),
            None,
            {},
            "",
            200,
        )
        try:
            query = bind(stored, given, base=self._publication.iris.base)
            text = query.text
            result = await self._run(request, query)
            links = self._links(f"/queries/{stored.name}", query, given)
        except SpaceAccordError as error:
            problem = problem_of(error)
            detail, status = problem.detail, problem.status
        body = self._publication.pages.render(
            "stored_query.html",
            title=stored.title,
            stored=stored,
            values={each.name: given.get(each.name, each.default) for each in stored.parameters},
            text=text,
            result=result,
            links=links,
            detail=detail,
            open_link="/sparql?" + urlencode({"query": text}),
            page_path=f"/queries/{stored.name}",
        )
        headers = {"Content-Type": HTML.content_type, "Vary": "Accept", "Cache-Control": "no-cache"}
        return Response(body, status, headers)

    async def _run(self, request: Request, query: ReadQuery) -> ResultView:
        if query.form in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE):
            graph = (await self._runner.collect(request, query, TURTLE)).decode("utf-8", "replace")
            return ResultView(graph=graph[:_SHOWN_CHARACTERS] or "# an empty graph", total=len(graph))
        content = json.loads(await self._runner.collect(request, query, RESULTS_JSON))
        if "boolean" in content:
            return ResultView(truth=content["boolean"])
        columns = _in_order(tuple(content["head"]["vars"]), query.text)
        found = content["results"]["bindings"]
        rows = tuple(
            tuple(read_term(row[name]) if name in row and row[name]["type"] != "triple" else None for name in columns)
            for row in found[:_SHOWN_ROWS]
        )
        return ResultView(columns=columns, rows=rows, total=len(found))

    def _links(self, path: str, query: ReadQuery, given: Mapping[str, str]) -> dict[str, str]:
        """Return an address of the same result in every format, by the format's name."""
        return {each.label: f"{path}?{urlencode({**given, 'format': each.suffix})}" for each in formats_for(query.form)}

    def _render(self, text: str, result: ResultView | None, links: Mapping[str, str], detail: str) -> bytes:
        return self._publication.pages.render(
            "query.html",
            title="Query",
            text=text,
            result=result,
            links=links,
            detail=detail,
            queries=tuple(self._publication.queries.values()),
            shown_rows=_SHOWN_ROWS,
            page_path="/sparql",
        )


def _in_order(columns: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Return the columns of a "SELECT *", which the engine sorts by name, in the order in which the query has them."""
    return tuple(sorted(columns, key=lambda name: text.find(f"?{name}"))) if "*" in text.partition("{")[0] else columns
