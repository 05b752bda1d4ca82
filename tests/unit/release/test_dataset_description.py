from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Literal, URIRef

from spaceaccord.namespaces import CC_BY, DCAT, DCTERMS, SPDX, VOID
from spaceaccord.release.building import ReleaseContent, publish
from spaceaccord.release.canonical import Triple
from spaceaccord.release.dumps import DUMPS
from spaceaccord.release.opening import open_release

ContentMaker = Callable[..., ReleaseContent]
BASE = "https://example.org/accord/"
DATASET = URIRef(f"{BASE}dataset")
AGENCY = URIRef(f"{BASE}id/org/agency")
FURTHER: list[Triple] = [
    (AGENCY, RDF.type, URIRef(f"{BASE}ontology#SpaceAgency")),
    (AGENCY, RDFS.label, Literal("Agency", lang="en")),
    (AGENCY, OWL.sameAs, URIRef("http://www.wikidata.org/entity/Q1")),
    (URIRef(f"{BASE}id/org/other"), OWL.sameAs, URIRef("http://www.wikidata.org/entity/Q2")),
    (URIRef(f"{BASE}topic/launch"), SKOS.closeMatch, URIRef("http://www.wikidata.org/entity/Q3")),
]


@pytest.fixture
def described(a_content: ContentMaker, releases: Path) -> Path:
    return releases / publish(a_content(articles=3, further=FURTHER), releases)


@pytest.fixture
def void(described: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(described / "void.ttl", format="turtle")


@pytest.fixture
def data(described: Path) -> rdflib.Graph:
    """The default view without the description, as an independent reader sees it."""
    graph = rdflib.Graph()
    graph.parse(data=gzip.decompress((described / "dumps" / "spaceaccord-view.nt.gz").read_bytes()), format="nt")
    for triple in _description(described):
        graph.remove(triple)
    return graph


def _description(release: Path) -> rdflib.Graph:
    lines = gzip.decompress((release / "dumps" / "spaceaccord.nq.gz").read_bytes()).splitlines()
    end = f" <{BASE}graph/description> .".encode()
    mine = b"".join(line.removesuffix(end) + b" .\n" for line in lines if line.endswith(end))
    return rdflib.Graph().parse(data=mine, format="nt")


def _number(graph: rdflib.Graph, node: rdflib.term.Node, term: URIRef) -> int:
    value = graph.value(node, term, any=False)
    assert isinstance(value, Literal)
    return int(value)


def test_the_counts_are_those_of_the_data(void: rdflib.Graph, data: rdflib.Graph) -> None:
    assert _number(void, DATASET, VOID.triples) == len(data) == 3 * 5 + len(FURTHER)
    assert _number(void, DATASET, VOID.distinctSubjects) == len(set(data.subjects()))
    assert _number(void, DATASET, VOID.distinctObjects) == len(set(data.objects()))
    assert _number(void, DATASET, VOID.properties) == len(set(data.predicates()))
    assert _number(void, DATASET, VOID.classes) == len(set(data.objects(None, RDF.type))) == 3
    assert _number(void, DATASET, VOID.entities) == len({s for s in data.subjects() if str(s).startswith(BASE)})


def test_each_class_partition_counts_its_instances_and_their_properties(void: rdflib.Graph, data: rdflib.Graph) -> None:
    partitions = {void.value(part, VOID["class"]): part for part in void.objects(DATASET, VOID.classPartition)}
    assert set(partitions) == set(data.objects(None, RDF.type))
    for name, partition in partitions.items():
        instances = set(data.subjects(RDF.type, name))
        uses = [p for s, p, _ in data if s in instances]
        assert _number(void, partition, VOID.entities) == len(instances)
        assert _number(void, partition, VOID.triples) == len(uses)
        assert {
            void.value(part, VOID.property): _number(void, part, VOID.triples)
            for part in void.objects(partition, VOID.propertyPartition)
        } == {name: uses.count(name) for name in uses}


def test_each_property_partition_counts_its_triples(void: rdflib.Graph, data: rdflib.Graph) -> None:
    predicates = list(data.predicates())

    assert {
        void.value(part, VOID.property): _number(void, part, VOID.triples)
        for part in void.objects(DATASET, VOID.propertyPartition)
    } == {name: predicates.count(name) for name in predicates}


def test_links_to_wikidata_are_linksets_one_a_predicate(void: rdflib.Graph) -> None:
    found = {
        void.value(node, VOID.linkPredicate): _number(void, node, VOID.triples)
        for node in void.subjects(RDF.type, VOID.Linkset)
    }

    assert found == {OWL.sameAs: 2, SKOS.closeMatch: 1}
    for node in void.subjects(RDF.type, VOID.Linkset):
        target = void.value(node, VOID.objectsTarget)
        assert void.value(target, VOID.uriSpace) == Literal("http://www.wikidata.org/entity/")
        assert (DATASET, VOID.subset, node) in void


def test_each_named_graph_is_a_subset_with_its_count(described: Path, void: rdflib.Graph) -> None:
    counts = dict(open_release(described).manifest.graphs)
    del counts[f"{BASE}graph/description"]

    for name, number in counts.items():
        assert (DATASET, VOID.subset, URIRef(name)) in void
        assert _number(void, URIRef(name), VOID.triples) == number


def test_it_says_who_publishes_where_and_on_which_terms(void: rdflib.Graph) -> None:
    assert set(void.objects(DATASET, DCTERMS.license)) == {CC_BY}
    assert set(void.objects(DATASET, VOID.sparqlEndpoint)) == {URIRef(f"{BASE}sparql")}
    assert set(void.objects(DATASET, VOID.uriSpace)) == {Literal(BASE)}
    assert set(void.objects(DATASET, VOID.dataDump)) == {URIRef(f"{BASE}dumps/{dump.name}") for dump in DUMPS}
    assert set(void.objects(DATASET, VOID.exampleResource)) == {URIRef(f"{BASE}id/agreement/accord-0")}
    assert URIRef(f"{BASE}ontology#") in set(void.objects(DATASET, VOID.vocabulary))
    for term in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher):
        assert len(set(void.objects(DATASET, term))) == 1


def test_each_distribution_tells_the_size_and_digest_of_its_file(described: Path, void: rdflib.Graph) -> None:
    release = open_release(described)

    assert set(void.objects(DATASET, DCAT.version)) == {Literal("1")}
    for file in release.dumps:
        node = URIRef(f"{BASE}{file.name}")
        assert (DATASET, DCAT.distribution, node) in void
        assert void.value(node, DCAT.byteSize) == Literal(str(file.size), datatype=XSD.nonNegativeInteger)
        checksum = void.value(node, SPDX.checksum)
        assert str(void.value(checksum, SPDX.checksumValue)).lower() == file.sha256


def test_the_description_is_in_its_graph_and_in_the_view_and_has_no_blank_node(
    described: Path, void: rdflib.Graph
) -> None:
    own = set(_description(described))
    view = rdflib.Graph()
    view.parse(data=gzip.decompress((described / "dumps" / "spaceaccord-view.nt.gz").read_bytes()), format="nt")

    assert own
    assert own <= set(view)
    assert own <= set(void)
    assert not [term for triple in void for term in triple if isinstance(term, BNode)]
