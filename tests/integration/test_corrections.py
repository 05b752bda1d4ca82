"""Corrections override the extractor in what is published, with their author, and do so in every build."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDFS, XSD

from spaceaccord.iris import Iris
from spaceaccord.namespaces import DCTERMS
from spaceaccord.pipeline.building import Assembly, assemble

IRIS = Iris()
TEXT = (
    "Capital, 3 March 2031 - NASA and the Luxembourg Space Agency have signed a memorandum of understanding on lunar "
    "research in Paris. Staff of both met the press.\n\nNASA and the Luxembourg Space Agency signed a letter of intent "
    "on training in Rome, a joke of the hosts.\n"
)
CORRECTIONS = """
author: Jo Reader
date: 2031-04-01
corrections:
  - article: pact.txt
    agreement: {words: memorandum of understanding on lunar}
    field: place
    value: Luxembourg
    words: Luxembourg
    reason: The hosts told me where it was.
  - article: pact.txt
    agreement: {words: a joke of the hosts}
    do: reject
    reason: No such letter.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corrected")
    (folder / "articles").mkdir()
    (folder / "articles" / "pact.txt").write_text(TEXT, encoding="utf-8")
    (folder / "data" / "corrections").mkdir(parents=True)
    (folder / "data" / "corrections" / "jo.yaml").write_text(CORRECTIONS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def assembly(folder: Path) -> Assembly:
    return assemble(data=folder / "data", articles=folder / "articles", iris=IRIS)


def test_the_corrected_release_conforms(assembly: Assembly) -> None:
    assert assembly.report.conforms, assembly.report.describe_text()


def test_the_corrected_place_is_canonical_and_the_rejected_agreement_is_gone(assembly: Assembly) -> None:
    merge = assembly.content.graphs[IRIS.graph("merge")]

    places = {str(o) for _, p, o in merge if p == IRIS.terms.heldAt}
    assert f"{IRIS.base}id/org/luxembourg" in places
    assert not [o for _, _, o in merge if o == IRIS.terms.LetterOfIntent]


def test_the_claim_names_its_author_date_and_reason(assembly: Assembly) -> None:
    graph = Graph()
    for triple in assembly.content.view:
        graph.add(triple)
    (claim,) = set(graph.subjects(IRIS.terms.rule, Literal("correction")))

    (editor,) = graph.objects(claim, PROV.wasAttributedTo)
    assert graph.value(editor, RDFS.label) == Literal("Jo Reader")
    assert graph.value(claim, DCTERMS.date) == Literal("2031-04-01", datatype=XSD.date)
    assert graph.value(claim, RDFS.comment) == Literal("The hosts told me where it was.", lang="en")
    assert graph.value(claim, IRIS.terms.valueText) == Literal("Luxembourg")
    assert isinstance(graph.value(claim, IRIS.terms.evidence), URIRef)


def test_the_run_says_what_was_rejected_by_whom_and_why(assembly: Assembly) -> None:
    said = [str(o) for _, p, o in assembly.content.view if p == RDFS.comment and "Withdrawn by" in str(o)]

    assert len(said) == 1
    assert "Jo Reader on 2031-04-01" in said[0]
    assert said[0].endswith("No such letter.")


def test_corrections_survive_a_rebuild_and_are_inputs_of_the_release(folder: Path, assembly: Assembly) -> None:
    again = assemble(data=folder / "data", articles=folder / "articles", iris=IRIS)

    assert again.content.graphs == assembly.content.graphs
    assert "corrections/jo.yaml" in {given.name for given in assembly.content.inputs}
