"""The stored queries as examples for programs: all of them, each with what an editor needs, each as it runs."""

from __future__ import annotations

import httpx
import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef

from served_release import BASE
from spaceaccord.namespaces import SCHEMA, SH
from spaceaccord.resources import shipped_folder

PATH = "/.well-known/sparql-examples"
SPEX = Namespace("https://purl.expasy.org/sparql-examples/ontology#")
FILES = {path.stem: path for path in shipped_folder("queries").rglob("*.rq")}


@pytest.fixture
def examples(client: httpx.Client) -> Graph:
    return Graph().parse(data=client.get(PATH).text, format="turtle")


def node(name: str) -> URIRef:
    return URIRef(f"{BASE}queries/{name}")


def test_every_query_file_is_an_example(examples: Graph) -> None:
    assert set(examples.subjects(RDF.type, SH.SPARQLExecutable)) == {node(name) for name in FILES}
    assert len([name for name in FILES if name.startswith("cq-")]) == 25


def test_an_example_says_what_an_editor_needs(examples: Graph) -> None:
    for name in FILES:
        texts = [*examples.objects(node(name), RDFS.label), *examples.objects(node(name), RDFS.comment)]
        assert [text.language for text in texts if isinstance(text, Literal)] == ["en", "en"], name
        assert list(examples.objects(node(name), SCHEMA.keywords)), name
        assert (node(name), SH.prefixes, URIRef(f"{BASE}ontology")) in examples
        assert len(list(examples.objects(node(name), SH.select))) == 1


def test_prefixes_are_declared_with_their_namespaces(examples: Graph) -> None:
    declared = {
        str(examples.value(each, SH.prefix)): str(examples.value(each, SH.namespace))
        for each in examples.objects(URIRef(f"{BASE}ontology"), SH.declare)
    }

    assert declared["sco"] == f"{BASE}ontology#"
    assert declared["skos"] == "http://www.w3.org/2004/02/skos/core#"


def test_an_example_runs_as_it_stands_at_its_target(client: httpx.Client, examples: Graph) -> None:
    targeted = sorted(examples.subject_objects(SCHEMA.target))

    assert {str(target) for _, target in targeted} == {f"{BASE}sparql"}
    for each, _ in targeted:
        query = str(examples.value(each, SH.select))
        answer = client.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"})
        assert answer.status_code == 200, (each, answer.text)
        assert "$" not in "".join(line for line in query.splitlines() if not line.startswith("#")), each


def test_a_federated_example_names_the_other_endpoint_and_has_no_target(examples: Graph) -> None:
    federated = {node(path.stem) for path in (shipped_folder("queries") / "federated").glob("*.rq")}

    assert {each for each, _ in examples.subject_objects(SPEX.federatesWith)} == federated
    assert federated.isdisjoint(each for each, _ in examples.subject_objects(SCHEMA.target))


def test_the_service_description_holds_the_examples(client: httpx.Client, examples: Graph) -> None:
    described = Graph().parse(data=client.get("/sparql", headers={"Accept": "text/turtle"}).text, format="turtle")

    assert set(examples) <= set(described)


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        (None, 200, "text/turtle"),
        ("text/html", 200, "text/turtle"),
        ("application/ld+json", 200, "application/ld+json"),
        ("application/rdf+xml", 200, "application/rdf+xml"),
        ("image/png", 406, "application/problem+json"),
    ],
)
def test_examples_come_in_every_rdf_format(
    client: httpx.Client, accept: str | None, status: int, media_type: str
) -> None:
    answer = client.get(PATH, headers={"Accept": accept} if accept else {})

    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (status, media_type)
    assert client.head(PATH).status_code == 200
    assert client.put(PATH).status_code == 405
