"""Which representation an Accept header, a suffix or a format parameter gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaceaccord.media_types import HTML, JSON_LD, N_TRIPLES, RDF_XML, RESULTS_CSV, RESULTS_JSON, TURTLE, MediaType
from spaceaccord.web.negotiation import (
    MalformedAccept,
    NotAcceptable,
    choose_format,
    choose_representation,
    prefers_html,
)

OFFERED = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, HTML)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        pytest.param(None, TURTLE, id="no header takes the first offer"),
        pytest.param("", TURTLE, id="an empty header takes the first offer"),
        pytest.param("*/*", TURTLE, id="a wildcard takes the first offer"),
        pytest.param("*", TURTLE, id="a lone star is a wildcard, as old clients send"),
        pytest.param("text/turtle;q=0.5, application/ld+json", JSON_LD, id="the higher weight wins"),
        pytest.param("text/*, text/turtle;q=0", HTML, id="a zero weight excludes the exact type"),
        pytest.param("application/*;q=0.3, text/html;q=0.2", JSON_LD, id="a range of subtypes counts"),
        pytest.param(BROWSER, HTML, id="a browser gets HTML"),
        pytest.param("text/turtle; charset=utf-8", TURTLE, id="parameters are not looked at"),
        pytest.param(
            'application/ld+json; profile="http://www.w3.org/ns/json-ld#compacted"', JSON_LD, id="profiles too"
        ),
        pytest.param("TEXT/TURTLE", TURTLE, id="case does not matter"),
        pytest.param("image/png, application/n-triples;q=0.1", N_TRIPLES, id="what is not offered is passed over"),
    ],
)
def test_accept_header_selects_representation(accept: str | None, expected: MediaType) -> None:
    assert choose_representation(accept, OFFERED) is expected


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "*/*;q=0", "text/turtle;q=0, application/foo"])
def test_where_nothing_fits_the_error_names_what_there_is(accept: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        choose_representation(accept, (TURTLE, HTML))

    assert caught.value.offered == (TURTLE, HTML)


@pytest.mark.parametrize(
    "accept",
    [
        pytest.param("text/turtle," * 3000, id="three thousand ranges"),
        pytest.param("a" * 9000 + "/b", id="nine thousand characters"),
        pytest.param("turtle", id="no slash"),
        pytest.param("*/turtle", id="a wild type with a subtype"),
    ],
)
def test_a_header_that_is_no_list_of_ranges_is_malformed(accept: str) -> None:
    with pytest.raises(MalformedAccept):
        choose_representation(accept, OFFERED)


@given(st.text(max_size=300))
def test_any_header_gives_an_offer_or_one_of_two_errors(accept: str) -> None:
    try:
        chosen = choose_representation(accept, OFFERED)
    except (NotAcceptable, MalformedAccept):
        return
    assert chosen in OFFERED


@pytest.mark.parametrize(
    ("name", "offered", "expected"),
    [
        pytest.param("ttl", OFFERED, TURTLE, id="a suffix"),
        pytest.param("Turtle", OFFERED, TURTLE, id="a name"),
        pytest.param("application/rdf+xml", OFFERED, RDF_XML, id="a media type"),
        pytest.param("json", (RESULTS_CSV, RESULTS_JSON), RESULTS_JSON, id="JSON of results"),
        pytest.param("json", OFFERED, JSON_LD, id="JSON of a graph"),
        pytest.param("xml", OFFERED, RDF_XML, id="XML of a graph"),
    ],
)
def test_a_format_is_named_in_several_ways(name: str, offered: tuple[MediaType, ...], expected: MediaType) -> None:
    assert choose_format(name, offered) is expected


def test_a_format_that_nobody_knows_is_not_acceptable() -> None:
    with pytest.raises(NotAcceptable):
        choose_format("png", OFFERED)


@pytest.mark.parametrize(
    ("accept", "expected"), [(BROWSER, True), ("*/*", False), (None, False), ("text/html;q=0.1, text/turtle", False)]
)
def test_only_who_asks_for_html_by_name_prefers_it(accept: str | None, expected: bool) -> None:
    assert prefers_html(accept) is expected
