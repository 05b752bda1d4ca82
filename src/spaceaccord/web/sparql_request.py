"""The query operation of the SPARQL 1.1 Protocol (section 2.1): from an HTTP request to one query and its data set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from werkzeug.http import parse_options_header

from spaceaccord.errors import SpaceAccordError
from spaceaccord.store.query_errors import QueryTooLong

MOST_FIELDS: Final = 200
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"


class MalformedRequest(SpaceAccordError):
    """The request is not a query operation: HTTP 400."""


class UpdateAsked(SpaceAccordError):
    """The request is an update operation: HTTP 403."""


class UnsupportedBody(SpaceAccordError):
    """The body is of a type, charset or packing that is not read: HTTP 415."""


class AddressTooLong(QueryTooLong):
    """A query too long for a GET: HTTP 414."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryOperation:
    """One query as the protocol gives it; `format` is our own parameter (or `output`), or empty."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str


def read_get(query_string: bytes) -> QueryOperation | None:
    """Return the operation of a GET; None where there is no query, which asks for the service description.

    Raises:
        MalformedRequest: more than one query, undecodable or too many parameters.
        UpdateAsked: it has an update parameter.
    """
    fields = _read_fields(query_string)
    if not any(name in ("query", "update") for name, _ in fields):
        return None
    return _operation(fields)


def read_post(query_string: bytes, content_type: str, content_encoding: str, body: bytes) -> QueryOperation:
    """Return the operation of a POST, by form or direct.

    Raises:
        MalformedRequest: no query or more than one, undecodable text or parameters.
        UpdateAsked: an update, by form or direct.
        UnsupportedBody: neither a form nor a query, another charset than UTF-8, or a packed body.
    """
    if content_encoding and content_encoding.lower() != "identity":
        raise UnsupportedBody(f"packed bodies ({content_encoding[:40]}) are not read")
    kind, options = parse_options_header(content_type)
    charset = options.get("charset", "utf-8").lower()
    if kind == UPDATE:
        raise UpdateAsked("updates are refused: a release never changes")
    if kind not in (FORM, QUERY):
        raise UnsupportedBody(f"send {FORM} or {QUERY}, not {kind[:80] or 'a body without a Content-Type'}")
    if charset not in ("utf-8", "utf8"):
        raise UnsupportedBody(f"send UTF-8, not {charset[:40]}")
    if kind == FORM:
        return _operation([*_read_fields(query_string), *_read_fields(body)])
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedRequest(f"the query is not UTF-8: byte {error.start}") from error
    return _operation([*_read_fields(query_string), ("query", text)])


def _read_fields(encoded: bytes) -> list[tuple[str, str]]:
    """Return the names and values of `encoded`, in order."""
    try:
        return parse_qsl(
            encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS, separator="&"
        )
    except UnicodeDecodeError as error:
        raise MalformedRequest("a parameter is not UTF-8") from error
    except ValueError as error:
        raise MalformedRequest(f"more than {MOST_FIELDS} parameters") from error


def _operation(fields: list[tuple[str, str]]) -> QueryOperation:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for each, value in fields if each == name)

    queries = values("query")
    if values("update"):
        if queries:
            raise MalformedRequest("a request has a query or an update, not both")
        raise UpdateAsked("updates are refused: a release never changes")
    if len(queries) != 1:
        raise MalformedRequest(f"a request has exactly one query, not {len(queries)}")
    formats = values("format") or values("output")
    return QueryOperation(
        text=queries[0],
        default_graphs=values("default-graph-uri"),
        named_graphs=values("named-graph-uri"),
        format=formats[0] if formats else "",
    )
