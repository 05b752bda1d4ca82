"""Reasoners over the ontology: no contradiction, no class that can have no member, no surprise."""

from __future__ import annotations

import shutil
from pathlib import Path

import owlready2
import owlrl  # type: ignore[import-untyped]  # it ships no type information
import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef

from spaceaccord.iris import Iris
from spaceaccord.namespaces import RDFS, XSD

IRIS = Iris()
DATA = Path(__file__).parent / "data"
# HermiT knows the datatypes of OWL 2 only; dates are shown to SHACL instead.
UNKNOWN_TO_HERMIT = {XSD.date, XSD.gYear, XSD.gYearMonth}

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")


def reasoner_view(*graphs: Graph) -> Graph:
    """Return the triples of `graphs` without values of datatypes that HermiT refuses."""
    view = Graph()
    for graph in graphs:
        for s, p, o in graph:
            if not (isinstance(o, Literal) and o.datatype in UNKNOWN_TO_HERMIT):
                view.add((s, p, o))
    return view


def run_hermit(view: Graph, folder: Path) -> list[str]:
    """Return the classes that can have no member; raise where the whole contradicts itself."""
    file = folder / "view.nt"
    view.serialize(file, format="nt", encoding="utf-8")
    world = owlready2.World()
    loaded = world.get_ontology(f"file://{file}").load()
    with loaded:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    return [str(c) for c in world.inconsistent_classes()]


@pytest.fixture(scope="module")
def axioms(ontology_folder: Path) -> Graph:
    return Graph().parse(ontology_folder / "axioms.ttl")


@needs_java
def test_every_class_can_have_members(ontology: Graph, axioms: Graph, tmp_path: Path) -> None:
    assert run_hermit(reasoner_view(ontology, axioms), tmp_path) == []


@needs_java
def test_a_sound_description_of_a_signing_is_consistent(ontology: Graph, axioms: Graph, tmp_path: Path) -> None:
    data = Graph().parse(DATA / "consistent.ttl")

    assert run_hermit(reasoner_view(ontology, axioms, data), tmp_path) == []


@needs_java
@pytest.mark.parametrize("name", ["agreement-as-event", "circular-lineage", "agencies-merged"])
def test_a_contradiction_is_found(ontology: Graph, axioms: Graph, tmp_path: Path, name: str) -> None:
    data = Graph().parse(DATA / f"inconsistent-{name}.ttl")

    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        run_hermit(reasoner_view(ontology, axioms, data), tmp_path)


def test_an_owl_rl_closure_adds_only_the_types_that_are_listed(ontology: Graph) -> None:
    data = Graph().parse(DATA / "consistent.ttl")
    told = {(s, o) for s, o in data.subject_objects(RDF.type)}
    things = {s for s, _ in told} | {o for _, _, o in data if isinstance(o, URIRef) and o.startswith(IRIS.base + "id/")}
    closed = reasoner_view(ontology, data)

    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)

    added = {
        f"{str(s).removeprefix(IRIS.base + 'id/')} {str(o).replace('#', '/').rpartition('/')[2]}"
        for s in things
        for o in closed.objects(s, RDF.type)
        if (s, o) not in told and o not in (OWL.Thing, RDFS.Resource)
    }
    assert added == set((DATA / "closure.txt").read_text("utf-8").splitlines())
