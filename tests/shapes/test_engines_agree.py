"""What the screen, the Python rules and pySHACL each find: always the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.namespaces import DEFAULT_BASE, OA, SH, XSD
from spaceaccord.resources import shipped_folder
from spaceaccord.validation.report import ValidationReport, ValidationResult
from spaceaccord.validation.shacl import CoreShapes, Stage, run_pyshacl
from spaceaccord.validation.triple_index import TripleIndex
from spaceaccord.validation.validator import Validator

SINGLE = sorted((Path(__file__).parent / "examples").glob("*.ttl"))
ORDERED = {Iris().terms.earliest, Iris().terms.latest, Iris().terms.confidence, OA.start, OA.end}
RULES_FOR_ALL_ENGINES = (
    "R-01",
    "R-04",
    "R-07",
    "R-08",
    "R-09",
    "R-11",
    "R-12",
    "R-13",
    "R-14",
    "S-12-self",
    "S-18-cycle",
)


def _facts(results: list[ValidationResult]) -> set[tuple[str, str, str, str, str]]:
    """Return results as text, so that sets of them can be compared."""
    return {(str(r.shape), str(r.focus_node), str(r.path), str(r.value), r.message) for r in results}


def _alone(graph: Graph, known: Graph, shapes: Graph) -> list[ValidationResult]:
    """Return what pySHACL finds, with all triples in one graph, about the nodes of `graph`."""
    everything = Graph()
    everything += known
    everything += graph
    ours = set(graph.subjects())
    return [r for r in run_pyshacl(everything, shapes) if r.focus_node in ours]


@pytest.fixture(scope="module")
def core() -> CoreShapes:
    return CoreShapes.read(shipped_folder("shapes") / "core.ttl")


def _screened(core: CoreShapes, graph: Graph, known: Graph, stage: Stage) -> list[ValidationResult]:
    return core.validate(TripleIndex(graph, background=TripleIndex(known)), stage=stage)


def test_the_screen_and_pyshacl_alone_agree_on_all_examples_together(core: CoreShapes, known: Graph) -> None:
    graph = Graph()
    for file in SINGLE:
        graph.parse(file)

    screened, alone = _screened(core, graph, known, "merged"), _alone(graph, known, core.of_stage("merged"))

    assert _facts(screened) == _facts(alone)
    assert len(alone) > 100


@pytest.mark.parametrize("seed", range(4))
def test_the_screen_and_pyshacl_alone_agree_on_graphs_that_were_damaged_at_random(
    core: CoreShapes, known: Graph, seed: int
) -> None:
    graph = _damaged(seed)

    screened, alone = _screened(core, graph, known, "article"), _alone(graph, known, core.of_stage("article"))

    assert _facts(screened) == _facts(alone)
    assert alone


def _damaged(seed: int) -> Graph:
    """Return all valid examples in one graph, a third of its triples removed, moved or given odd values."""
    chance = random.Random(seed)
    whole = Graph()
    for file in SINGLE:
        if ".valid." in file.name:
            whole.parse(file)
    triples = sorted(whole, key=str)
    odd: list[Node] = [
        Literal("x"),
        Literal("x", datatype=XSD.string),
        Literal("x", lang="en"),
        Literal("not a date", datatype=XSD.date),
        Literal("2020-13-01", datatype=XSD.gYearMonth),
        Literal(-1),
        Literal("0.5", datatype=XSD.double),
        Literal("", lang="fr"),
        BNode("b0"),
        URIRef("http://example.org/odd"),
    ]
    damaged = Graph()
    for s, p, o in triples:
        fate = chance.random()
        if fate < 0.7:
            damaged.add((s, p, o))
        # pySHACL gives up on values that have no order, so those that it compares stay comparable.
        strange = odd if p not in ORDERED else [o, *(w for _, q, w in triples if q == p)]
        if 0.6 < fate < 0.85:
            damaged.add((s, p, chance.choice(strange)))
        if 0.85 < fate < 0.95:
            damaged.add((chance.choice(triples)[0], p, o))
    return damaged


def _rules(stage: str) -> Graph:
    """Return the rules that have a SPARQL constraint, those of another stage left out."""
    rules = Graph().parse(shipped_folder("shapes") / "rules.ttl")
    marker = URIRef(f"{DEFAULT_BASE}shapes#stage")
    for shape, _, given in list(rules.triples((None, marker, None))):
        if str(given) != stage:
            rules.remove((shape, None, None))
    return rules


@pytest.mark.parametrize(
    "file", [pytest.param(f, id=f.name) for f in SINGLE if f.name.startswith(("R", "S-12", "S-18"))]
)
def test_the_rules_in_python_and_in_sparql_agree(file: Path, validator: Validator, known: Graph) -> None:
    graph = Graph().parse(file)
    stage: Stage = "merged" if "# stage: merged" in file.read_text(encoding="utf-8") else "article"

    python = validator.validate_graph(graph, stage=stage)
    sparql = ValidationReport.of(_alone(graph, known, _rules(stage)))

    ours = [r for r in python.results if r.name.startswith(RULES_FOR_ALL_ENGINES)]
    assert _facts(ours) == _facts(list(sparql.results))


def test_the_rules_with_a_sparql_constraint_are_those_that_are_compared() -> None:
    rules = Graph().parse(shipped_folder("shapes") / "rules.ttl")
    with_constraint = {str(s).rpartition("#")[2] for s in rules.subjects(SH.sparql)}

    assert with_constraint == {*RULES_FOR_ALL_ENGINES, "R-04-date"}
