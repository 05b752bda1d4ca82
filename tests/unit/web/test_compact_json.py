"""JSON-LD with a context says the same triples as the expanded form."""

from __future__ import annotations

import json

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from spaceaccord.namespaces import prefixes
from spaceaccord.web.compact_json import compact
from spaceaccord.web.graph_formats import as_quads, as_trig

_TURTLE = """
@prefix e: <http://e.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://xmlns.com/foaf/0.1/x> a e:C, <http://xmlns.com/foaf/0.1/Person> ;
  <http://xmlns.com/foaf/0.1/name> "A <b>", "A"@fr ;
  <http://xmlns.com/foaf/0.1/age> 3, 3.5, true, "2031-03"^^xsd:gYearMonth ;
  <http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q1>,
    <http://xmlns.com/foaf/0.1///odd>, <urn:x> .
"""


_TRIPLES = {quad.triple for quad in parse(_TURTLE, format=RdfFormat.TURTLE)}


def test_a_compacted_document_has_the_same_triples_and_a_context() -> None:
    expanded = serialize(sorted(_TRIPLES, key=str), format=RdfFormat.JSON_LD)
    assert expanded

    written = compact(expanded, prefixes())

    assert {quad.triple for quad in parse(written, format=RdfFormat.JSON_LD)} == _TRIPLES
    content = json.loads(written)
    assert {"foaf", "owl", "wd", "xsd"} <= set(content["@context"])
    assert "wd:Q1" in [each["@id"] for each in content["@graph"][0]["owl:sameAs"]]


def test_the_triples_of_a_graph_are_put_under_its_name() -> None:
    name = "http://e.example/graph"
    expected = {Quad(each.subject, each.predicate, each.object, NamedNode(name)) for each in _TRIPLES}
    turtle = serialize(_TRIPLES, format=RdfFormat.TURTLE, prefixes={"foaf": "http://xmlns.com/foaf/0.1/"})
    lines = serialize(_TRIPLES, format=RdfFormat.N_TRIPLES)
    assert turtle
    assert lines

    assert set(parse(as_trig(turtle, name), format=RdfFormat.TRIG)) == expected
    assert set(parse(as_quads(lines, name), format=RdfFormat.N_QUADS)) == expected
