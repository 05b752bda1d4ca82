"""The labelled pairs are judged as well as we promise, and no worse on agreements that somebody made up."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from spaceaccord.linking.authorities import AuthorityFile, read_authorities
from spaceaccord.linking.identity import resolve_identity

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("identity_benchmark", ROOT / "benchmarks" / "identity.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def authorities() -> AuthorityFile:
    return read_authorities(ROOT / "data" / "reference")


def test_the_labelled_sets_are_as_large_as_promised(benchmark: ModuleType) -> None:
    assert len(benchmark.read_pairs("names.tsv")) >= 200
    assert len(benchmark.read_pairs("agreements.tsv")) >= 60


def test_every_labelled_name_refers_to_a_record(benchmark: ModuleType, authorities: AuthorityFile) -> None:
    slugs = {r.slug for r in authorities.records if r.kind == "org"}

    assert {row["authority"] for row in benchmark.read_pairs("names.tsv")} <= slugs


def test_names_are_linked_as_precisely_as_promised(benchmark: ModuleType, authorities: AuthorityFile) -> None:
    score = benchmark.score_names(authorities)

    assert score.precision >= 0.99, score.mistakes
    assert score.recall >= 0.95, score.mistakes


def test_agreements_are_told_apart_as_precisely_as_promised(benchmark: ModuleType, authorities: AuthorityFile) -> None:
    score = benchmark.score_agreements(authorities)

    assert score.precision >= 0.97, score.mistakes
    assert score.recall >= 0.90, score.mistakes


def test_made_up_articles_come_together_by_agreement(benchmark: ModuleType, authorities: AuthorityFile) -> None:
    mentions, truth, published = benchmark.make_articles(authorities, agreements=100, articles=500)

    made = resolve_identity(mentions, (), source_quality={}, published=published)

    assert benchmark.pairwise(made, truth).f1 >= 0.97
