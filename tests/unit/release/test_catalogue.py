"""The catalogue entry of a release: true to its files, to its data, to its history, and to DCAT-AP's shapes."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import QuerySolutions, Store
from pyshacl import validate
from rdflib import RDF, RDFS, Literal, Namespace, URIRef

from spaceaccord.namespaces import DCAT, DCTERMS, DQV, OA, PROV, SPDX, VOID
from spaceaccord.release.building import ReleaseContent, publish
from spaceaccord.release.canonical import Triple
from spaceaccord.release.opening import Release, open_release

ContentMaker = Callable[..., ReleaseContent]
BASE = "https://example.org/accord/"
TERMS = Namespace(f"{BASE}ontology#")
DATASET = URIRef(f"{BASE}dataset")
SHARED = Path(__file__).resolve().parents[4] / "shared"
SHAPES = SHARED / "conformance" / "dcat-ap" / "releases" / "3.0.1" / "html" / "shacl"
ACCORD, SIGNING = URIRef(f"{BASE}id/agreement/accord"), URIRef(f"{BASE}id/event/accord-signing")
ALAND, MONTH = URIRef(f"{BASE}id/org/aland"), URIRef(f"{BASE}id/date/2031-03")


def a_claim(number: int, predicate: URIRef, *, article: int) -> list[Triple]:
    claim, passage = URIRef(f"{BASE}id/claim/c{number}"), URIRef(f"{BASE}id/passage/{number}")
    return [
        (claim, TERMS.claimSubject, ACCORD),
        (claim, TERMS.claimPredicate, predicate),
        (claim, TERMS.claimObject, ALAND),
        (claim, TERMS.evidence, passage),
        (passage, OA.hasSource, URIRef(f"{BASE}id/article/{article}")),
    ]


FURTHER: list[Triple] = [
    (ALAND, RDF.type, TERMS.State),
    (ALAND, RDFS.label, Literal("Aland")),
    (ACCORD, RDF.type, TERMS.Agreement),
    (ACCORD, TERMS.hasParty, ALAND),
    (SIGNING, TERMS.signs, ACCORD),
    (SIGNING, TERMS.date, MONTH),
    (MONTH, TERMS.earliest, Literal("2031-03-01", datatype=rdflib.XSD.date)),
    (MONTH, TERMS.latest, Literal("2031-03-31", datatype=rdflib.XSD.date)),
    *a_claim(1, RDFS.label, article=1),
    *a_claim(2, TERMS.hasParty, article=1),
    *a_claim(3, TERMS.hasParty, article=2),
    (URIRef(f"{BASE}id/date/1999"), TERMS.earliest, Literal("1999-01-01", datatype=rdflib.XSD.date)),
]


@pytest.fixture
def release(a_content: ContentMaker, releases: Path) -> Release:
    """The second release of a folder."""
    publish(a_content(articles=1), releases)
    return open_release(releases / publish(a_content(further=FURTHER), releases))


@pytest.fixture
def entry(release: Release) -> rdflib.Graph:
    return rdflib.Graph().parse(release.path("void.ttl"), format="turtle")


@pytest.mark.parametrize("name", ["shapes.ttl", "range.ttl"])
def test_the_entry_conforms_to_the_shapes_of_dcat_ap(entry: rdflib.Graph, name: str) -> None:
    if not SHAPES.is_dir():
        pytest.skip("needs ../shared/conformance/dcat-ap beside the checkout")
    conforms, _, told = validate(entry, shacl_graph=rdflib.Graph().parse(SHAPES / name), advanced=True)

    assert conforms, told


def test_the_shapes_find_a_distribution_without_its_address(entry: rdflib.Graph) -> None:
    if not SHAPES.is_dir():
        pytest.skip("needs ../shared/conformance/dcat-ap beside the checkout")
    entry.remove((None, DCAT.accessURL, None))

    conforms, _, _ = validate(entry, shacl_graph=rdflib.Graph().parse(SHAPES / "shapes.ttl"), advanced=True)

    assert not conforms


def test_the_release_is_a_version_of_the_dataset_with_the_one_before_it(entry: rdflib.Graph, release: Release) -> None:
    node = URIRef(f"{BASE}releases/{release.id}")

    assert entry.value(DATASET, DCAT.hasCurrentVersion) == node
    assert entry.value(node, DCAT.isVersionOf) == DATASET
    assert (entry.value(node, DCAT.version), entry.value(node, DCTERMS.identifier)) == (
        Literal("2"),
        Literal(release.id),
    )
    assert entry.value(node, DCAT.previousVersion) == URIRef(f"{BASE}releases/{release.manifest.previous}")


def test_every_file_is_a_distribution_of_dataset_and_release_with_its_digest(
    entry: rdflib.Graph, release: Release
) -> None:
    version = URIRef(f"{BASE}releases/{release.id}")
    for file in release.dumps:
        for whole, node in ((DATASET, URIRef(f"{BASE}{file.name}")), (version, URIRef(f"{version}/{file.name}"))):
            assert (whole, DCAT.distribution, node) in entry
            digest = entry.value(entry.value(node, SPDX.checksum), SPDX.checksumValue)
            assert str(digest).lower() == file.sha256


def test_coverage_is_that_of_the_signings(entry: rdflib.Graph) -> None:
    period = entry.value(DATASET, DCTERMS.temporal)

    assert str(entry.value(period, DCAT.startDate)) == "2031-03-01"
    assert str(entry.value(period, DCAT.endDate)) == "2031-03-31"
    assert set(entry.objects(DATASET, DCTERMS.spatial)) == {ALAND}


def test_the_quality_of_the_data_is_measured(entry: rdflib.Graph) -> None:
    measured = {
        str(metric).rpartition("#")[2]: str(entry.value(node, DQV.value))
        for node in entry.objects(DATASET, DQV.hasQualityMeasurement)
        for metric in entry.objects(node, DQV.isMeasurementOf)
    }

    assert measured["metric-violations"] == "0"
    assert measured["metric-warnings"] == "0"
    assert measured["metric-single-source"] == "0.5000"


def test_the_making_names_each_input_by_its_digest(entry: rdflib.Graph, release: Release) -> None:
    run = entry.value(URIRef(f"{BASE}releases/{release.id}"), PROV.wasGeneratedBy)

    assert {str(entry.value(used, DCTERMS.identifier)) for used in entry.objects(run, PROV.used)} == {
        f"sha256:{file.sha256}" for file in release.manifest.inputs
    }


def test_the_counts_of_void_are_those_asked_from_the_store(entry: rdflib.Graph, release: Release) -> None:
    store = Store.read_only(str(release.store_path))

    def count(pattern: str) -> str:
        described = f"GRAPH <{BASE}graph/description> {{ {pattern} }}"
        found = store.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} MINUS {{ {described} }} }}")
        assert isinstance(found, QuerySolutions)
        (row,) = list(found)
        return str(row["n"].value)

    assert count("?s ?p ?o") == str(entry.value(DATASET, VOID.triples))
    partitions = list(entry.objects(DATASET, VOID.classPartition))
    assert len(partitions) == 3
    for partition in partitions:
        name = entry.value(partition, VOID["class"])
        assert count(f"?s a <{name}>") == str(entry.value(partition, VOID.entities)), name


def test_the_plain_view_has_the_facts_of_the_standing_graphs_and_nothing_of_the_articles(release: Release) -> None:
    plain = gzip.decompress(release.dump_path("spaceaccord-plain.nt.gz").read_bytes()).decode().splitlines()

    assert len(plain) == len(FURTHER)
    assert plain == sorted(plain)
    part = rdflib.Graph().parse(data=gzip.decompress(release.dump_path("spaceaccord-agreements.ttl.gz").read_bytes()))
    assert len(part) == len(FURTHER)
    assert not [line for line in plain if "accord-0" in line]
