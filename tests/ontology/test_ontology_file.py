"""The ontology as a publication: it parses everywhere, says what it is, and never loses a term."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.namespaces import DCTERMS, SKOS, VANN
from spaceaccord.resources import shipped_folder
from spaceaccord.validation.validator import Validator

IRIS = Iris()
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
PUBLISHED = ("spaceaccord.ttl", "topics.ttl", "codes.ttl", "mappings.ttl")


def terms_of(graph: Graph) -> set[Node]:
    """Return every term that the ontology defines in its own namespace."""
    return {s for kind in KINDS for s in graph.subjects(RDF.type, kind) if str(s).startswith(str(IRIS.terms))}


@pytest.mark.parametrize("name", [*PUBLISHED, "axioms.ttl"])
def test_two_parsers_read_the_same_number_of_triples(ontology_folder: Path, name: str) -> None:
    file = ontology_folder / name
    store = pyoxigraph.Store()
    store.load(path=str(file), format=pyoxigraph.RdfFormat.TURTLE)

    assert len(Graph().parse(file)) == len(store) > 0


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_blank_node_is_published(ontology_folder: Path, name: str) -> None:
    graph = Graph().parse(ontology_folder / name)

    assert [term for triple in graph for term in triple if isinstance(term, BNode)] == []


def test_every_term_has_an_english_and_a_french_label(ontology: Graph) -> None:
    languages = {
        term: sorted(str(o.language) for o in ontology.objects(term, RDFS.label) if isinstance(o, Literal))
        for term in terms_of(ontology)
    }

    assert {term for term, found in languages.items() if found != ["en", "fr"]} == set()


@pytest.mark.parametrize("predicate", [SKOS.definition, SKOS.example, RDFS.isDefinedBy])
def test_every_term_is_defined_once_with_an_example(ontology: Graph, predicate: URIRef) -> None:
    assert {t for t in terms_of(ontology) if len(list(ontology.objects(t, predicate))) != 1} == set()


def test_every_example_uses_the_term_that_it_explains(ontology: Graph) -> None:
    strangers = [
        term
        for term in terms_of(ontology)
        if f"sco:{str(term).rpartition('#')[2]}" not in str(ontology.value(term, SKOS.example))
    ]

    assert strangers == []


def test_the_header_says_what_assessors_ask_for(ontology: Graph) -> None:
    report = Validator.read(shipped_folder("shapes"), []).validate_graph(
        {t for t in ontology if t[0] == IRIS.ontology}, stage="merged"
    )

    assert report.results == ()
    for predicate in (DCTERMS.abstract, DCTERMS.publisher, DCTERMS.issued, DCTERMS.contributor, OWL.priorVersion):
        assert ontology.value(IRIS.ontology, predicate) is not None
    assert str(ontology.value(IRIS.ontology, DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    assert str(ontology.value(IRIS.ontology, VANN.preferredNamespaceUri)) == str(IRIS.terms)


def test_the_version_and_the_prior_version_are_kept_as_files(ontology: Graph, ontology_folder: Path) -> None:
    for predicate in (OWL.versionIRI, OWL.priorVersion):
        number = str(ontology.value(IRIS.ontology, predicate)).rpartition("/")[2]
        kept = Graph().parse(ontology_folder / "versions" / f"{number}.ttl")
        assert str(kept.value(IRIS.ontology, OWL.versionInfo)) == number
    current = str(ontology.value(IRIS.ontology, OWL.versionInfo))
    assert (ontology_folder / "versions" / f"{current}.ttl").read_bytes() == (
        ontology_folder / "spaceaccord.ttl"
    ).read_bytes()


def test_no_published_term_has_disappeared(ontology: Graph, topics: Graph, codes: Graph, ontology_folder: Path) -> None:
    lines = (ontology_folder / "terms.txt").read_text("utf-8").splitlines()
    listed = {line for line in lines if line and not line.startswith("#")}
    present = {str(t) for t in terms_of(ontology)}
    present |= {str(c) for graph in (topics, codes) for c in graph.subjects(RDF.type, SKOS.Concept)}
    kept = {
        str(term) for file in (ontology_folder / "versions").glob("*.ttl") for term in terms_of(Graph().parse(file))
    }

    assert listed - present == set(), "a term was removed: deprecate it instead"
    assert present - listed == set(), "a new term: add it to ontology/terms.txt"
    assert kept - listed == set(), "a term of an earlier version is missing from ontology/terms.txt"


def test_the_converter_writes_no_term_that_the_ontology_does_not_define(ontology: Graph) -> None:
    known = {str(t).rpartition("#")[2] for t in terms_of(ontology)}
    source = Path(__file__).parents[2] / "src" / "spaceaccord"
    if not source.is_dir():
        pytest.skip("the sources are not beside the tests")
    used = {
        name
        for file in [*source.glob("mapping/*.py"), *source.glob("validation/*.py")]
        for name in re.findall(r"\bterms\.([A-Za-z]+)\b", file.read_text("utf-8"))
    }
    used |= {
        name
        for folder in ("queries", "shapes")
        for file in shipped_folder(folder).iterdir()
        if file.suffix in (".rq", ".ttl")
        for name in re.findall(r"\bsco:([A-Za-z]+)\b", file.read_text("utf-8"))
    }

    assert used - known == set()
    assert len(used) > 50
