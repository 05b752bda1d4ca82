"""The query operation of the protocol: one query, its data set, and what is no query operation."""

from __future__ import annotations

import pytest

from spaceaccord.web.sparql_request import (
    FORM,
    QUERY,
    UPDATE,
    MalformedRequest,
    UnsupportedBody,
    UpdateAsked,
    read_get,
    read_post,
)


def test_graph_parameters_may_be_repeated_and_others_are_passed_over() -> None:
    operation = read_get(
        b"query=ASK+%7B%7D&default-graph-uri=http%3A%2F%2Fa%2F&default-graph-uri=http://b/&named-graph-uri=http://c/&x=1"
    )

    assert operation is not None
    assert operation.text == "ASK {}"
    assert (operation.default_graphs, operation.named_graphs) == (("http://a/", "http://b/"), ("http://c/",))


def test_a_get_without_a_query_asks_for_the_service_description() -> None:
    assert read_get(b"") is None
    assert read_get(b"format=ttl") is None


def test_a_form_is_decoded_once() -> None:
    assert read_post(b"", FORM, "", b"query=ASK+%7B+%3Fs+%3Fp+%22%2525%22+%7D").text == 'ASK { ?s ?p "%25" }'


def test_a_direct_query_takes_its_data_set_from_the_address() -> None:
    operation = read_post(b"default-graph-uri=http://a/", f"{QUERY}; charset=UTF-8", "", "ASK { ?s ?p 'é' }".encode())

    assert (operation.text, operation.default_graphs) == ("ASK { ?s ?p 'é' }", ("http://a/",))


@pytest.mark.parametrize(
    ("query_string", "content_type", "body"),
    [
        pytest.param(b"", FORM, b"query=ASK+%7B%7D&query=ASK+%7B%7D", id="two queries in a form"),
        pytest.param(b"query=ASK+%7B%7D", QUERY, b"ASK {}", id="a query in the address and in the body"),
        pytest.param(b"", FORM, b"x=1", id="no query"),
        pytest.param(b"", FORM, b"query=%FF", id="a form that is not UTF-8"),
        pytest.param(b"", QUERY, b"\xff\xfe", id="a body that is not UTF-8"),
        pytest.param(b"", FORM, b"query=ASK+%7B%7D&update=x", id="a query and an update"),
        pytest.param(b"", FORM, b"query=ASK+%7B%7D" + b"&x=1" * 5000, id="five thousand fields"),
    ],
)
def test_what_is_not_exactly_one_query_is_malformed(query_string: bytes, content_type: str, body: bytes) -> None:
    with pytest.raises(MalformedRequest):
        read_post(query_string, content_type, "", body)


@pytest.mark.parametrize(
    ("content_type", "packing"),
    [
        ("text/plain", ""),
        ("", ""),
        ("multipart/form-data; boundary=x", ""),
        (f"{FORM}; charset=utf-16", ""),
        (f"{QUERY}; charset=latin-1", ""),
        (QUERY, "gzip"),
    ],
)
def test_other_bodies_are_not_read(content_type: str, packing: str) -> None:
    with pytest.raises(UnsupportedBody):
        read_post(b"", content_type, packing, b"query=ASK+%7B%7D")


def test_updates_are_known_as_updates() -> None:
    with pytest.raises(UpdateAsked):
        read_post(b"", UPDATE, "", b"INSERT DATA {}")
    with pytest.raises(UpdateAsked):
        read_post(b"", FORM, "", b"update=INSERT+DATA+%7B%7D")
    with pytest.raises(UpdateAsked):
        read_get(b"update=INSERT+DATA+%7B%7D")
