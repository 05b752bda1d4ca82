"""The default view of a release of the shipped articles, before a reasoner."""

from __future__ import annotations

import shutil
from pathlib import Path

import owlready2
import pytest
from rdflib import RDF, Graph, Literal

from spaceaccord.iris import Iris
from spaceaccord.namespaces import XSD
from spaceaccord.pipeline.building import assemble
from spaceaccord.resources import shipped_folder

IRIS = Iris()
# HermiT knows the datatypes of OWL 2 only; dates are shown to SHACL instead.
UNKNOWN_TO_HERMIT = {XSD.date, XSD.gYear, XSD.gYearMonth}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java"),
]


@pytest.fixture(scope="module")
def release_view() -> Graph:
    data = shipped_folder("data")
    graph = Graph().parse(shipped_folder("ontology") / "axioms.ttl")
    for s, p, o in assemble(data=data, articles=data / "articles", iris=IRIS).content.view:
        if not (isinstance(o, Literal) and o.datatype in UNKNOWN_TO_HERMIT):
            graph.add((s, p, o))
    return graph


def run_hermit(graph: Graph, folder: Path) -> list[str]:
    """Return the classes that can have no member; raise where the whole contradicts itself."""
    file = folder / "view.nt"
    graph.serialize(file, format="nt", encoding="utf-8")
    world = owlready2.World()
    with world.get_ontology(f"file://{file}").load():
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    return [str(c) for c in world.inconsistent_classes()]


def test_the_shipped_release_is_consistent_with_the_ontology(release_view: Graph, tmp_path: Path) -> None:
    assert run_hermit(release_view, tmp_path) == []


def test_one_agreement_called_an_event_would_be_noticed_in_the_release(release_view: Graph, tmp_path: Path) -> None:
    agreement = next(release_view.subjects(RDF.type, IRIS.terms.Agreement))
    spoilt = release_view + Graph().add((agreement, RDF.type, IRIS.terms.Event))

    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        run_hermit(spoilt, tmp_path)
