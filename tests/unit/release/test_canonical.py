from __future__ import annotations

import pytest
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from spaceaccord.errors import BadInput
from spaceaccord.release.canonical import CanonicalWriter
from spaceaccord.release.dumps import check_terms

S = URIRef("https://example.org/s")
P = URIRef("https://example.org/p")


def _written(value: Node) -> str:
    (statement,) = CanonicalWriter().statements([(S, P, value)], place="graph x")
    return statement.removeprefix("<https://example.org/s> <https://example.org/p> ")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(Literal("plain"), '"plain"', id="a plain literal has no datatype"),
        pytest.param(Literal("plain", datatype=XSD.string), '"plain"', id="xsd:string is left out"),
        pytest.param(Literal('a "b" \\ c'), r'"a \"b\" \\ c"', id="quotes and backslashes are escaped"),
        pytest.param(Literal("a\tb\nc\rd\x7f"), r'"a\tb\nc\rd\u007F"', id="white space and delete are escaped"),
        pytest.param(Literal("é 日本 😀 \u0085\u2028"), '"é 日本 😀 \u0085\u2028"', id="all else stays as it is"),
        pytest.param(Literal("e\u0301"), '"e\u0301"', id="nothing is composed"),
        pytest.param(Literal("colour", lang="en-GB"), '"colour"@en-gb', id="language tags are in lower case"),
        pytest.param(
            Literal("01", datatype=XSD.integer, normalize=False),
            '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
            id="lexical forms are kept",
        ),
        pytest.param(URIRef("https://example.org/é"), "<https://example.org/é>", id="an IRI keeps its letters"),
    ],
)
def test_a_term_has_one_canonical_text(value: Node, expected: str) -> None:
    assert _written(value) == expected


def test_statements_come_sorted_by_code_point_and_each_once() -> None:
    triples = [(S, P, Literal(text)) for text in ("é", "z", "Z", "z", "😀", "￮")]

    statements = CanonicalWriter().statements(triples, place="graph x")

    assert [statement.split(" ", 2)[2] for statement in statements] == ['"Z"', '"z"', '"é"', '"￮"', '"😀"']


@pytest.mark.parametrize("code", [0x00, 0x01, 0x08, 0x0B, 0x0C, 0x1F, 0xFFFE, 0xFFFF, 0xD800])
def test_a_character_that_xml_cannot_write_is_refused_with_its_number(code: int) -> None:
    with pytest.raises(BadInput, match=rf"graph x: .*U\+{code:04X}"):
        _written(Literal(f"a{chr(code)}b"))


def test_a_blank_node_is_refused() -> None:
    with pytest.raises(BadInput, match="graph x: _:b1 stands where an IRI must stand"):
        _written(BNode("b1"))


def test_a_literal_as_subject_is_refused() -> None:
    with pytest.raises(BadInput, match="stands where an IRI must stand"):
        CanonicalWriter().statements([(Literal("s"), P, S)], place="graph x")


@pytest.mark.parametrize(
    "iri", ["https://example.org/> <https://example.org/x", "a b", "a\nb", 'a"b', "a\\u003Eb", "a{b"]
)
def test_an_iri_that_would_end_early_or_decode_to_another_is_refused(iri: str) -> None:
    with pytest.raises(BadInput, match=r"the IRI .* contains"):
        _written(URIRef(iri))


@pytest.mark.parametrize("predicate", ["https://example.org/1", "https://example.org/a/", "https://example.org#2020"])
def test_a_predicate_that_rdf_xml_cannot_write_is_refused(predicate: str) -> None:
    with pytest.raises(BadInput, match="cannot be written in RDF/XML"):
        CanonicalWriter().statements([(S, URIRef(predicate), S)], place="graph x")


@pytest.mark.parametrize(
    "iri", ["<relative/path>", "<https://[broken/>", "<https://example.org/%zz>", "<//example.org/no-scheme>"]
)
def test_an_iri_that_is_not_absolute_or_well_formed_is_named(iri: str) -> None:
    with pytest.raises(BadInput) as raised:
        check_terms(["<https://example.org/fine>", iri, "<urn:also:fine>"], ["en", "zh-hant"])

    assert iri in str(raised.value)


@pytest.mark.parametrize("tag", ["abcdefghijk", "en-abcdefghijklm", "de-1", "a"])
def test_a_language_tag_that_is_none_is_named(tag: str) -> None:
    with pytest.raises(BadInput, match=f"@{tag} is no language tag"):
        check_terms(["<https://example.org/fine>"], ["en", tag, "zh-hant"])


def test_the_writer_remembers_what_there_is_to_check() -> None:
    writer = CanonicalWriter()

    writer.statements([(S, P, Literal("1", datatype=XSD.byte)), (S, P, Literal("x", lang="en-GB"))], place="graph x")
    writer.graph_name(URIRef("https://example.org/g"))

    assert writer.iris == {f"<{S}>", f"<{P}>", f"<{XSD.byte}>", "<https://example.org/g>"}
    assert writer.languages == {"en-gb"}
