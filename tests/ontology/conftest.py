"""The published vocabulary files, parsed once."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from spaceaccord.resources import shipped_folder


@pytest.fixture(scope="session")
def ontology_folder() -> Path:
    return shipped_folder("ontology")


@pytest.fixture(scope="session")
def ontology(ontology_folder: Path) -> Graph:
    return Graph().parse(ontology_folder / "spaceaccord.ttl")


@pytest.fixture(scope="session")
def topics(ontology_folder: Path) -> Graph:
    return Graph().parse(ontology_folder / "topics.ttl")


@pytest.fixture(scope="session")
def codes(ontology_folder: Path) -> Graph:
    return Graph().parse(ontology_folder / "codes.ttl")


@pytest.fixture(scope="session")
def mappings(ontology_folder: Path) -> Graph:
    return Graph().parse(ontology_folder / "mappings.ttl")
