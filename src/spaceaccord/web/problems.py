"""Errors as answers: problem details (RFC 9457) for machines, a page for people, never a traceback."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from spaceaccord.errors import BadInput, EnvironmentFault, SpaceAccordError, UsageError
from spaceaccord.media_types import HTML, PROBLEM_JSON
from spaceaccord.store import query_errors
from spaceaccord.web import admission, exchange, ledger, negotiation, sparql_request, time_budget
from spaceaccord.web.rendering import Pages

_log = logging.getLogger(__name__)
# The first class that an error is an instance of decides.
_STATUS: tuple[tuple[type[Exception], int, str], ...] = (
    (negotiation.NotAcceptable, 406, "Not acceptable"),
    (negotiation.MalformedAccept, 400, "Malformed Accept header"),
    (exchange.MethodNotAllowed, 405, "Method not allowed"),
    (exchange.BodyTooLarge, 413, "Body too large"),
    (exchange.BodyTooSlow, 408, "Body too slow"),
    (exchange.HeadTooLarge, 431, "Headers too large"),
    (exchange.NotFound, 404, "Not found"),
    (exchange.Gone, 410, "Gone"),
    (admission.TooManyRequests, 429, "Too many requests"),
    (time_budget.BudgetSpent, 429, "Query time used up"),
    (ledger.BadQueryId, 400, "Malformed request"),
    (ledger.QueryIdTaken, 409, "Query number taken"),
    (sparql_request.MalformedRequest, 400, "Malformed request"),
    (sparql_request.UpdateAsked, 403, "Updates are refused"),
    (sparql_request.UnsupportedBody, 415, "Unsupported body"),
    (query_errors.MalformedQuery, 400, "Malformed query"),
    (query_errors.UpdateRefused, 403, "Updates are refused"),
    (query_errors.QueryRemembered, 400, "Query refused"),
    (query_errors.QueryRefused, 400, "Query refused"),
    (sparql_request.AddressTooLong, 414, "Query too long for a GET"),
    (query_errors.QueryTooLong, 413, "Query too long"),
    (query_errors.UnsupportedFormat, 406, "Not acceptable"),
    (query_errors.QueryTooBig, 400, "Result too large"),
    (query_errors.BadAnswer, 502, "The endpoint behind gave no answer"),
    (query_errors.QueryTimeout, 503, "Query timed out"),
    (query_errors.NoAnswer, 503, "No answer this time"),
    (UsageError, 400, "Malformed request"),
    (BadInput, 400, "Malformed request"),
    (EnvironmentFault, 503, "Not available"),
)
# What may go well later; each says when.
_LATER = query_errors.NoAnswer | query_errors.QueryRemembered | admission.TooManyRequests | time_budget.BudgetSpent


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, for the client."""

    status: int
    title: str
    detail: str
    headers: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str | int | list[str]] = field(default_factory=dict)
    nearest: tuple[tuple[str, str], ...] = ()


def problem_of(error: Exception) -> Problem:
    """Return what a client is told about `error`; of a bug of ours only that it is one."""
    for kind, status, title in _STATUS:
        if isinstance(error, kind):
            return Problem(
                status=status,
                title=title,
                detail=str(error),
                headers=_headers_of(error),
                facts=_facts_of(error),
                nearest=error.nearest if isinstance(error, exchange.NotFound) else (),
            )
    if isinstance(error, SpaceAccordError):
        return Problem(status=500, title="Internal error", detail=str(error))
    _log.exception("a bug of ours", exc_info=error)
    return Problem(status=500, title="Internal error", detail="This is a fault of ours, not of your request.")


def respond(request: Request, problem: Problem, pages: Pages) -> Response:
    """Return `problem` as HTML where the client asks for that by name, as JSON otherwise."""
    headers = {**problem.headers, "Cache-Control": "no-store", "Vary": "Accept"}
    if negotiation.prefers_html(request.headers.get("accept")):
        body = pages.render("problem.html", title=problem.title, problem=problem)
        return Response(body, problem.status, {**headers, "Content-Type": HTML.content_type})
    content = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        **problem.facts,
    }
    body = json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8", "replace")
    return Response(body, problem.status, {**headers, "Content-Type": PROBLEM_JSON.content_type})


def _headers_of(error: Exception) -> dict[str, str]:
    if isinstance(error, exchange.MethodNotAllowed):
        return {"Allow": ", ".join(error.allowed)}
    if isinstance(error, _LATER):
        return {"Retry-After": str(error.retry_seconds)}
    if isinstance(error, sparql_request.UnsupportedBody):
        return {"Accept-Post": f"{sparql_request.FORM}, {sparql_request.QUERY}"}
    return {}


def _facts_of(error: Exception) -> dict[str, str | int | list[str]]:
    if isinstance(error, query_errors.MalformedQuery | query_errors.QueryRefused) and error.line:
        return {"line": error.line, "column": error.column}
    if isinstance(error, exchange.NotFound) and error.nearest:
        return {"nearest": [iri for _, iri in error.nearest]}
    if isinstance(error, negotiation.NotAcceptable):
        return {"offered": [each.name for each in error.offered]}
    return {}
