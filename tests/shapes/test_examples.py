"""Every shape has an example that conforms and one that does not, and says exactly what it should about each."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, BNode, Dataset, Graph, Literal, URIRef

from spaceaccord.model.article import Article, ArticleMetadata
from spaceaccord.namespaces import DEFAULT_BASE, SH
from spaceaccord.resources import shipped_folder
from spaceaccord.validation.report import ValidationResult
from spaceaccord.validation.shacl import Stage
from spaceaccord.validation.triple_index import Triple
from spaceaccord.validation.validator import Validator

FOLDER = Path(__file__).parent / "examples"
TEXT = "Alpha and Beta signed.\n\nShare this page on a network.\n"
# The text that examples of stage "dataset" quote from; its second paragraph is masked as noise.
ARTICLE = Article(
    name="example.txt",
    sha256="0123456789abcdef" * 4,
    text=TEXT,
    clean=TEXT[:23] + " " * (len(TEXT) - 23),
    encoding="utf-8",
    media_type="text/plain",
    metadata=ArticleMetadata(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One file: its shape, whether it is valid, its stage ("article", "merged", "dataset"), what it expects."""

    file: Path
    shape: str
    is_valid: bool
    stage: str
    expected: tuple[str, ...]

    @classmethod
    def read(cls, file: Path) -> Example:
        """Read the comments at the head of `file`."""
        lines = file.read_text(encoding="utf-8").splitlines()
        shape, kind = file.name.split(".")[:2]
        stage = next(line.removeprefix("# stage: ") for line in lines if line.startswith("# stage: "))
        expected = tuple(line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: "))
        return cls(file=file, shape=shape, is_valid=kind == "valid", stage=stage, expected=expected)

    def graphs(self) -> dict[URIRef, set[Triple]]:
        """Return the named graphs of a TriG file."""
        found: dict[URIRef, set[Triple]] = {}
        with warnings.catch_warnings():
            # rdflib 7.6 calls what it deprecates itself when it parses and lists a dataset.
            warnings.simplefilter("ignore", DeprecationWarning)
            dataset = Dataset()
            dataset.parse(data=self.file.read_bytes(), format="trig")
            for s, p, o, graph in dataset.quads():
                found.setdefault(URIRef(str(graph)), set()).add((s, p, o))
        return found

    def graph(self) -> Graph:
        """Return the graph of a Turtle file."""
        return Graph().parse(data=self.file.read_bytes(), format="turtle")


def examples() -> list[Example]:
    """Return every example, by name."""
    return [Example.read(file) for file in sorted(FOLDER.iterdir()) if file.suffix in (".ttl", ".trig")]


def judge(validator: Validator, example: Example) -> tuple[ValidationResult, ...]:
    """Return what validation finds in an example, other shapes included."""
    if example.stage == "dataset":
        return validator.validate_dataset(example.graphs(), articles=[ARTICLE]).results
    stage: Stage = "merged" if example.stage == "merged" else "article"
    return validator.validate_graph(example.graph(), stage=stage).results


def describe(results: Iterable[ValidationResult]) -> tuple[str, ...]:
    """Return results as the comments of example files word them, sorted."""
    return tuple(
        sorted(
            f"{r.severity.value} {r.name} {'_:b' if isinstance(r.focus_node, BNode) else r.focus_node.n3()} {r.message}"
            for r in results
        )
    )


SHAPES = [f"S-{n:02d}" for n in range(1, 23)] + [f"R-{n:02d}" for n in range(1, 19)]
SHAPES_NAMESPACE = f"{DEFAULT_BASE}shapes#"


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_has_a_valid_and_an_invalid_example(shape: str) -> None:
    kinds = {file.name.split(".")[1] for file in FOLDER.glob(f"{shape}.*")}

    assert kinds == {"valid", "invalid"}


@pytest.mark.parametrize("example", [pytest.param(e, id=e.file.name) for e in examples()])
def test_an_example_gives_exactly_the_results_that_it_names(example: Example, validator: Validator) -> None:
    results = [r for r in judge(validator, example) if r.name.startswith(example.shape)]

    assert describe(results) == tuple(sorted(example.expected))
    assert bool(example.expected) is not example.is_valid


def _shapes_graph() -> Graph:
    graph = Graph()
    for name in ("core.ttl", "rules.ttl"):
        graph.parse(shipped_folder("shapes") / name)
    return graph


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_says_its_name_order_and_purpose(shape: str) -> None:
    graph = _shapes_graph()
    iri = URIRef(SHAPES_NAMESPACE + shape)

    assert (iri, RDF.type, SH.NodeShape) in graph
    assert isinstance(graph.value(iri, SH.name), Literal)
    assert isinstance(graph.value(iri, SH.description), Literal)
    assert isinstance(graph.value(iri, SH.order), Literal)


def test_every_constraint_that_can_report_has_a_severity_and_tells_what_to_do() -> None:
    graph = _shapes_graph()
    reporting = {o for s in graph.subjects(SH.name) for o in graph.objects(s, SH.property)}
    reporting |= {s for s in graph.subjects(SH.name) if (s, SH.severity, None) in graph}

    silent = [s for s in reporting if (s, SH.severity, None) not in graph or (s, SH.message, None) not in graph]
    without_remedy = [str(graph.value(s, SH.message)) for s in reporting if ":" not in str(graph.value(s, SH.message))]

    assert silent == []
    assert without_remedy == []
    assert len(reporting) > 100


def test_no_shape_uses_a_target_that_some_engines_ignore() -> None:
    graph = _shapes_graph()

    assert not list(graph.subjects(RDF.type, SH.SPARQLTarget))
    assert not list(graph.subject_objects(SH.target))


def test_every_shape_of_the_ontology_is_linked_to_what_it_is_about() -> None:
    graph = Graph().parse(shipped_folder("shapes") / "core.ttl")
    main = [URIRef(SHAPES_NAMESPACE + shape) for shape in SHAPES if shape.startswith("S")]

    assert [shape for shape in main if (shape, RDFS.seeAlso, None) not in graph] == []


def test_patterns_use_no_syntax_that_only_python_knows() -> None:
    patterns = [str(o) for o in _shapes_graph().objects(None, SH.pattern)]

    assert [pattern for pattern in patterns if "(?" in pattern] == []
    assert len(patterns) >= 8


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        *[(good, True) for good in ("2019", "2019-05", "2019-05-10", "XXXX-07-07", "2019-10-21/2019-10-25", "2019~")],
        *[(good, True) for good in ("../2019", "2019/..", "2019/", "/2019-05")],
        *[
            (bad, False)
            for bad in ("", "/", "../..", "May 2019", "2019-5", "19-05-10", "2019-05-10T00:00", "2019/2020/2021")
        ],
    ],
)
def test_the_pattern_of_dates_takes_the_forms_that_the_model_writes(edtf: str, expected: bool) -> None:
    pattern = str(_shapes_graph().value(URIRef(f"{SHAPES_NAMESPACE}S-08-edtf"), SH.pattern))

    assert bool(re.search(pattern, edtf)) is expected


@pytest.mark.parametrize("shape", SHAPES)
def test_the_readme_lists_every_shape_as_it_is(shape: str) -> None:
    graph, iri = _shapes_graph(), URIRef(SHAPES_NAMESPACE + shape)
    readme = (shipped_folder("shapes") / "README.md").read_text("utf-8")

    assert f"| {shape} | {graph.value(iri, SH.name)} | {graph.value(iri, SH.description)} |" in readme
