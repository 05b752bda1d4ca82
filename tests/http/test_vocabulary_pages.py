"""Ontology and topics as publications of their own: every version in every format, each term at its anchor."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import httpx
import pytest
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import OWL, RDF, SKOS, Graph

from served_release import BASE
from spaceaccord.resources import shipped_folder

VERSIONS = sorted(path.stem for path in (shipped_folder("ontology") / "versions").glob("*.ttl"))
HTML = {"Accept": "text/html"}
FORMATS = [
    ("text/turtle", RdfFormat.TURTLE, "ttl"),
    ("application/rdf+xml", RdfFormat.RDF_XML, "rdf"),
    ("application/ld+json", RdfFormat.JSON_LD, "jsonld"),
    ("application/n-triples", RdfFormat.N_TRIPLES, "nt"),
]
SVG = "{http://www.w3.org/2000/svg}"


def of_file(number: str) -> Graph:
    return Graph().parse(shipped_folder("ontology") / "versions" / f"{number}.ttl")


@pytest.mark.parametrize("number", VERSIONS)
@pytest.mark.parametrize(("media_type", "parser", "suffix"), FORMATS, ids=[each[2] for each in FORMATS])
def test_a_version_is_its_file_in_every_format(
    client: httpx.Client, number: str, media_type: str, parser: RdfFormat, suffix: str
) -> None:
    asked = client.get(f"/ontology/{number}", headers={"Accept": media_type})
    suffixed = client.get(f"/ontology/{number}.{suffix}")

    assert (asked.status_code, asked.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert asked.headers["content-location"] == f"/ontology/{number}.{suffix}"
    assert asked.content == suffixed.content
    # Through a second engine: rdflib warns of what its own reader of JSON-LD does.
    lines = serialize(parse(asked.content, format=parser), format=RdfFormat.N_TRIPLES)
    assert lines is not None
    assert set(Graph().parse(data=lines, format="nt")) == set(of_file(number))


@pytest.mark.parametrize("number", VERSIONS)
def test_a_version_has_a_page_of_its_own_terms(client: httpx.Client, number: str) -> None:
    answer = client.get(f"/ontology/{number}", headers=HTML)

    assert answer.headers["content-type"].startswith("text/html")
    assert f"version {number}" in answer.text
    assert anchors(answer.text) >= names_of(of_file(number))


@pytest.mark.parametrize("path", ["/ontology/9.9.9", "/ontology/0.1", "/ontology/x.ttl", "/ontology/0.1.0/x"])
def test_a_version_that_never_was_is_404(client: httpx.Client, path: str) -> None:
    assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 404


def names_of(graph: Graph) -> set[str]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
    start = f"{BASE}ontology#"
    return {
        str(s).removeprefix(start) for kind in kinds for s in graph.subjects(RDF.type, kind) if str(s).startswith(start)
    }


def anchors(text: str) -> set[str]:
    return set(re.findall(r'id="([^"]+)"', text))


def test_the_page_has_an_anchor_for_every_term_and_no_name_twice(client: httpx.Client) -> None:
    text = client.get("/ontology", headers=HTML).text
    current = Graph().parse(data=client.get("/ontology", headers={"Accept": "text/turtle"}).text, format="turtle")
    found = re.findall(r'id="([^"]+)"', text)

    assert anchors(text) >= names_of(current)
    assert len(found) == len(set(found))
    assert len(names_of(current)) > 200


def test_every_link_within_the_page_reaches_something_on_it(client: httpx.Client) -> None:
    for path in ("/ontology", "/topic", *(f"/ontology/{number}" for number in VERSIONS)):
        text = client.get(path, headers=HTML).text
        assert set(re.findall(r'href="#([^"]+)"', text)) - anchors(text) == set(), path


def test_a_term_is_told_with_definition_example_domain_range_and_alignments(client: httpx.Client) -> None:
    text = client.get("/ontology", headers=HTML).text
    start = text.index('id="hasParty"')
    party = text[start : text.index('class="term"', start)]
    agreement = text[text.index('id="Agreement"') : text.index('id="Treaty"')]

    assert "partie" in party
    assert 'href="#Agreement">sco:Agreement</a>' in party
    assert "org:Organization" in party
    assert "sco:hasParty" in re.sub(r"<[^>]+>", "", party.partition("<pre>")[2])
    assert "close to" in agreement
    assert "Agreement" in agreement


def test_groups_stand_in_the_order_of_the_file(client: httpx.Client) -> None:
    text = client.get("/ontology", headers=HTML).text
    titles = re.findall(r'<section id="group-\d+"><h2>([^<]+)</h2>', text)

    assert titles[0].startswith("Agreements")
    assert titles.index("Dates") < titles.index("Claims and evidence") < titles.index("Runs and decisions")


def test_the_diagram_is_svg_whose_links_reach_terms_and_say_what_they_mean(client: httpx.Client) -> None:
    text = client.get("/ontology", headers=HTML).text
    drawing = ElementTree.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])  # noqa: S314 - our own page
    links = list(drawing.iter(f"{SVG}a"))

    assert drawing.findtext(f"{SVG}title") == "The main classes of the ontology and how they hang together"
    assert {"#Agreement", "#SigningEvent", "#Claim", "#EvidencePassage", "#hasParty", "/topic"} <= {
        each.get("href") for each in links
    }
    assert all(each.findtext(f"{SVG}title") for each in links)
    assert len(links) == 16 + 17


def test_the_topics_page_has_every_concept_once_with_its_definition(client: httpx.Client) -> None:
    text = client.get("/topic", headers=HTML).text
    graph = Graph().parse(data=client.get("/topic", headers={"Accept": "text/turtle"}).text, format="turtle")
    start = f"{BASE}topic/"
    concepts = {str(s).removeprefix(start) for s in graph.subjects(RDF.type, SKOS.Concept) if str(s).startswith(start)}
    listed: list[str] = re.findall(r'<(?:li|section) id="([^"]+)"', text)

    assert set(listed) == concepts
    assert len(listed) == len(set(listed)) >= 98
    assert f"{len(listed)} concepts" in text
