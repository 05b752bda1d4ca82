"""Registers and articles build one world: a state that joins is one party of one instrument, with both sources."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from spaceaccord.iris import Iris
from spaceaccord.namespaces import OA
from spaceaccord.pipeline.building import Assembly, assemble
from spaceaccord.pipeline.knowledge import Knowledge
from spaceaccord.pipeline.registering import convert_table
from spaceaccord.resources import shipped_folder

IRIS = Iris()
TERMS = IRIS.terms
ACCORDS = IRIS.thing("agreement", "artemis-accords")
TEXT = (
    "WASHINGTON, 16 December 2024 - Thailand signed the Artemis Accords on Monday at a ceremony in Bangkok. "
    "Officials of the kingdom said that they look forward to working on lunar research with others."
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    folder = tmp_path_factory.mktemp("world")
    (folder / "joins.txt").write_text(TEXT, encoding="utf-8")
    return assemble(data=shipped_folder("data"), articles=folder, iris=IRIS)


@pytest.fixture(scope="module")
def view(world: Assembly) -> Graph:
    graph = Graph()
    for triple in world.content.view:
        graph.add(triple)
    return graph


def test_registers_and_articles_conform_together(world: Assembly) -> None:
    assert world.report.conforms, world.report.describe_text()


def test_an_article_and_the_register_speak_of_one_agreement(view: Graph) -> None:
    thailand = IRIS.thing("org", "thailand")
    claims = [
        c
        for c in view.subjects(TERMS.claimSubject, ACCORDS)
        if (c, TERMS.claimPredicate, TERMS.hasParty) in view and (c, TERMS.claimObject, thailand) in view
    ]
    sources = {view.value(view.value(c, TERMS.evidence), OA.hasSource) for c in claims}

    assert len(set(view.objects(ACCORDS, TERMS.hasParty))) == 55
    assert len(sources) == 2
    assert sum(1 for s in sources if (s, RDF.type, TERMS.Register) in view) == 1


def test_the_signing_that_an_article_tells_of_belongs_to_the_instrument(view: Graph) -> None:
    (signing,) = view.objects(ACCORDS, TERMS.signedAt)

    assert signing == IRIS.thing("event", "artemis-accords-signing-thailand")
    assert str(view.value(view.value(signing, TERMS.date), TERMS.edtf)) == "2024-12-16"


def test_a_row_without_a_date_gives_the_bound_that_its_source_gives(view: Graph) -> None:
    france = IRIS.thing("org", "france")
    acts = [p for p in view.objects(ACCORDS, TERMS.hasParticipation) if (p, TERMS.participant, france) in view]

    assert [str(view.value(view.value(a, TERMS.date), TERMS.edtf)) for a in acts] == ["../2022-09-19"]


def test_who_signed_the_moon_agreement_without_being_bound_is_no_party(view: Graph) -> None:
    moon = IRIS.thing("agreement", "moon-agreement")

    assert IRIS.thing("org", "france") not in set(view.objects(moon, TERMS.hasParty))
    assert len(set(view.objects(moon, TERMS.hasParty))) == 13


def test_a_state_that_only_cooperates_with_esa_is_no_party_of_its_convention(view: Graph) -> None:
    parties = set(view.objects(IRIS.thing("agreement", "esa-convention"), TERMS.hasParty))

    assert IRIS.thing("org", "canada") not in parties
    assert len(parties) == 23


def test_every_row_is_quoted_as_it_stands_in_the_file(view: Graph) -> None:
    text = (shipped_folder("data") / "registers" / "moon-agreement.csv").read_bytes().decode()
    source = IRIS.thing("register", "moon-agreement")
    checked = 0
    for passage in view.subjects(OA.hasSource, source):
        parts = {p: o for s in view.objects(passage, OA.hasSelector) for p, o in view.predicate_objects(s)}
        start, end = int(str(parts[OA.start])), int(str(parts[OA.end]))
        assert text[start:end] == str(parts[OA.exact])
        checked += 1

    assert checked == 17


def test_the_registers_are_inputs_of_the_release(world: Assembly) -> None:
    names = {given.name for given in world.content.inputs}

    assert {"registers/artemis-accords.csv", "registers/artemis-accords.csv-metadata.json"} <= names


def test_a_table_of_ones_own_is_converted_alone(tmp_path: Path) -> None:
    folder = shipped_folder("data") / "registers"
    for name in ("moon-agreement.csv", "moon-agreement.csv-metadata.json"):
        shutil.copy(folder / name, tmp_path / name)

    graphs = convert_table(
        tmp_path / "moon-agreement.csv",
        tmp_path / "moon-agreement.csv-metadata.json",
        Knowledge.read(),
        iris=IRIS,
    )

    (graph,) = graphs
    assert graph == URIRef(f"{IRIS.base}graph/register/moon-agreement")
    assert (IRIS.thing("org", "chile"), RDF.type, TERMS.State) in graphs[graph]
