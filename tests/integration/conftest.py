"""The five articles, originals and our own reports, assembled once for all tests that look at the whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, Store, parse
from pyoxigraph import RdfFormat as Format

from spaceaccord.iris import Iris
from spaceaccord.pipeline.building import Assembly, assemble
from spaceaccord.release.canonical import CanonicalWriter

ROOT = Path(__file__).resolve().parents[2]
ORIGINALS = ROOT.parent / "shared" / "corpus" / "articles"


@pytest.fixture(scope="session", params=["our own reports", "the five originals"])
def assembly(request: pytest.FixtureRequest) -> Assembly:
    articles = ROOT / "data" / "articles"
    if request.param == "the five originals":
        if not ORIGINALS.is_dir():
            pytest.skip("needs ../shared/corpus/articles beside the checkout")
        articles = ORIGINALS
    return assemble(data=ROOT / "data", articles=articles, iris=Iris())


@pytest.fixture(scope="session")
def store(assembly: Assembly) -> Store:
    """The release as it is served: the default view in the default graph, beside it every named graph."""
    writer = CanonicalWriter()
    made = Store()
    view = writer.statements(assembly.content.view, place="view")
    made.extend(_quads(view, None))
    for graph, triples in assembly.content.graphs.items():
        made.extend(_quads(writer.statements(triples, place=str(graph)), str(graph)))
    return made


def _quads(statements: Sequence[str], graph: str | None) -> list[Quad]:
    name = f" <{graph}>" if graph else ""
    lines = "".join(f"{statement}{name} .\n" for statement in statements)
    return [
        quad if graph else Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
        for quad in parse(lines, format=Format.N_QUADS)
    ]
