"""The SPARQL endpoint: the query operation of the protocol, and the service description where there is no query."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from spaceaccord.media_types import HTML, JSON_LD, N_TRIPLES, RDF_FORMATS, RDF_XML, TURTLE, MediaType
from spaceaccord.store.port import formats_for
from spaceaccord.store.query_errors import QueryProblem, QueryTooLong
from spaceaccord.store.query_guard import ReadQuery, check_query
from spaceaccord.web.exchange import check_method, finished, make_etag, read_body
from spaceaccord.web.ledger import outcome_of
from spaceaccord.web.negotiation import NotAcceptable, choose_format, choose_representation, names_one_of, prefers_html
from spaceaccord.web.publication import Publication
from spaceaccord.web.query_page import QueryPage
from spaceaccord.web.running import QueryRunner
from spaceaccord.web.service_description import ServiceDescription
from spaceaccord.web.sparql_request import AddressTooLong, QueryOperation, read_get, read_post

_DESCRIPTION_FORMATS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, HTML)
# Where programs look for examples, by the convention of SIB.
EXAMPLES_PATH = "/.well-known/sparql-examples"


class SparqlEndpoint:
    """Answers requests to /sparql."""

    def __init__(
        self, publication: Publication, runner: QueryRunner, description: ServiceDescription, page: QueryPage
    ) -> None:
        self._publication = publication
        self._runner = runner
        self._description = description
        self._page = page

    async def respond(self, request: Request) -> Response:
        """Return the answer to one request.

        Raises:
            SpaceAccordError: there is none.
        """
        check_method(request, "GET", "POST")
        query_string = request.scope["query_string"]
        if request.method == "POST":
            headers = request.headers
            kind, packing = headers.get("content-type", ""), headers.get("content-encoding", "")
            operation = read_post(query_string, kind, packing, await read_body(request))
            return await self._answer(request, operation)
        asked = read_get(query_string)
        return await self._answer(request, asked) if asked else self._describe(request)

    def examples(self, request: Request) -> Response:
        """Return the example queries alone, in RDF; Turtle where no format of ours is asked for by name.

        Raises:
            NotAcceptable: none of our formats is wanted.
        """
        check_method(request, "GET")
        wanted, accept = request.query_params.get("format", ""), request.headers.get("accept")
        if wanted:
            chosen = choose_format(wanted, RDF_FORMATS)
        else:
            chosen = TURTLE if prefers_html(accept) else choose_representation(accept, RDF_FORMATS)
        body = self._description.write(chosen, examples_only=True)
        etag = make_etag(self._publication.release.id, "examples", chosen.name)
        return finished(request, body, chosen.content_type, etag)

    async def _answer(self, request: Request, operation: QueryOperation) -> Response:
        try:
            query = check_query(
                operation.text, default_graphs=operation.default_graphs, named_graphs=operation.named_graphs
            )
        except QueryProblem as error:
            self._runner.note(request, operation.text, "", outcome_of(error))
            if request.method == "GET" and isinstance(error, QueryTooLong):
                raise AddressTooLong(str(error)) from error
            raise
        media_type = _choose(request, query, operation.format)
        if media_type is HTML:
            return await self._page.respond(request, query)
        return await self._runner.respond(request, query, media_type)

    def _describe(self, request: Request) -> Response:
        """Return the service description in RDF, or as the query form for people."""
        wanted = request.query_params.get("format", "")
        accept = request.headers.get("accept")
        if wanted:
            chosen = choose_format(wanted, _DESCRIPTION_FORMATS)
        else:
            chosen = choose_representation(accept, _DESCRIPTION_FORMATS)
        if chosen is HTML:
            return self._page.empty(request)
        body = self._description.write(chosen)
        links = [
            f'</sparql?format={each.suffix}>; rel="alternate"; type="{each.name}"'
            for each in RDF_FORMATS
            if each is not chosen
        ]
        etag = make_etag(self._publication.release.id, "service description", chosen.name)
        return finished(request, body, chosen.content_type, etag, {"Link": ", ".join(links)})


def _choose(request: Request, query: ReadQuery, wanted: str) -> MediaType:
    """Return the format of the answer: a format parameter that is known here beats the Accept header."""
    offered = (*formats_for(query.form), HTML)
    accept = request.headers.get("accept")
    if wanted:
        try:
            return choose_format(wanted, offered)
        except NotAcceptable:  # clients send names of their own beside a good header
            if not names_one_of(accept, offered):
                raise
    try:
        return choose_representation(accept, offered)
    except NotAcceptable:
        # Plain names that many clients send for what has a more exact one.
        for name, meant in (("application/json", "json"), ("application/xml", "xml"), ("text/xml", "xml")):
            if name in (accept or ""):
                return choose_format(meant, offered)
        raise
