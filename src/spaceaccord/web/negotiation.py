"""Which representation a request gets: from the Accept header, a suffix or a format parameter. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from spaceaccord.errors import SpaceAccordError
from spaceaccord.media_types import MediaType

LONGEST_HEADER: Final = 8 * 1024
MOST_RANGES: Final = 100
# Short names for the format parameter, beside suffixes and full media types.
_SHORT_NAMES: Final = {
    "turtle": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "xml": "srx",
    "json": "srj",
    "rdfxml": "rdf",
    "rdf/xml": "rdf",
    "json-ld": "jsonld",
    "nquads": "nq",
    "n-quads": "nq",
    # What SPARQLWrapper and other clients write.
    "rdf+xml": "rdf",
    "n3": "ttl",
    "rdf+n3": "ttl",
    "text/n3": "ttl",
    "text/rdf+n3": "ttl",
    "ld+json": "jsonld",
    "sparql-results+json": "srj",
    "sparql-results+xml": "srx",
    "sparql-results": "srj",
}
# Of the wider names that clients ask for, the format that each gets.
_WIDER_NAMES: Final = {"json": ("srj", "jsonld", "json"), "xml": ("srx", "rdf")}


class NotAcceptable(SpaceAccordError):
    """None of `offered` is acceptable to the client."""

    def __init__(self, asked: str, offered: Sequence[MediaType]) -> None:
        super().__init__(f"{asked[:200]!r} is not offered here; there is {', '.join(each.name for each in offered)}")
        self.offered = tuple(offered)


class MalformedAccept(SpaceAccordError):
    """The Accept header is too long, or not a list of media ranges."""


def choose_representation(accept: str | None, offered: Sequence[MediaType]) -> MediaType:
    """Return the member of `offered` that `accept` prefers; ties go to the earlier one.

    `None` or an empty header accepts anything. Parameters of media types other than q are not looked at.
    Source: RFC 9110, 12.5.1.

    Raises:
        NotAcceptable: every offer has weight 0; carries `offered`.
        MalformedAccept: not a media-range list, or one past the limits.
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = _read_ranges(accept)
    weights = [_weight(each.name, ranges) for each in offered]
    best = max(weights)
    if best <= 0:
        raise NotAcceptable(accept, offered)
    return offered[weights.index(best)]


def choose_format(name: str, offered: Sequence[MediaType]) -> MediaType:
    """Return the member of `offered` that a suffix, a short name or a media type calls for.

    Raises:
        NotAcceptable: none is called that.
    """
    wanted = name.strip().lower()
    suffixes = _WIDER_NAMES.get(wanted) or (_SHORT_NAMES.get(wanted, wanted),)
    for suffix in suffixes:
        for each in offered:
            if suffix in (each.suffix, each.name):
                return each
    raise NotAcceptable(name, offered)


def names_one_of(accept: str | None, offered: Sequence[MediaType]) -> bool:
    """Say whether `accept` names a member of `offered`, not only by a wildcard."""
    try:
        ranges = dict(_read_ranges(accept or ""))
    except MalformedAccept:
        return False
    return any(ranges.get(each.name, 0.0) > 0 for each in offered)


def prefers_html(accept: str | None) -> bool:
    """Say whether a client asks for HTML by name, as browsers do, with the highest weight it gives to anything."""
    try:
        ranges = _read_ranges(accept or "")
    except MalformedAccept:
        return False
    named = dict(ranges).get("text/html", 0.0)
    return named > 0 and named >= max(weight for _, weight in ranges)


def _read_ranges(accept: str) -> list[tuple[str, float]]:
    """Return the media ranges and their weights; ranges are lower case, without parameters."""
    if len(accept) > LONGEST_HEADER or accept.count(",") >= MOST_RANGES:
        raise MalformedAccept(f"an Accept header has at most {LONGEST_HEADER} bytes and {MOST_RANGES} ranges")
    ranges = []
    for value, weight in parse_accept_header(accept, MIMEAccept):
        name = value.partition(";")[0].strip().lower()
        kind, slash, subtype = name.partition("/")
        if name == "*":
            name = "*/*"
        elif not (kind and slash and subtype) or (kind == "*" and subtype != "*"):
            raise MalformedAccept(f"not a media range: {value[:100]!r}")
        ranges.append((name, float(weight)))
    return ranges


def _weight(name: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the weight of the most specific range that holds `name`."""
    kind = name.partition("/")[0]
    for pattern in (name, f"{kind}/*", "*/*"):
        weights = [weight for each, weight in ranges if each == pattern]
        if weights:
            return max(weights)
    return 0.0
