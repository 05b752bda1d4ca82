"""Small graphs and a validator whose vocabulary is the shipped one."""

from __future__ import annotations

import pytest
from rdflib import Graph

from spaceaccord.resources import shipped_folder
from spaceaccord.validation.validator import Validator


@pytest.fixture(scope="session")
def shipped_vocabulary() -> Graph:
    graph = Graph()
    for name in ("spaceaccord", "topics", "codes"):
        graph.parse(shipped_folder("ontology") / f"{name}.ttl")
    return graph


@pytest.fixture(scope="session")
def shipped_validator(shipped_vocabulary: Graph) -> Validator:
    return Validator.read(shipped_folder("shapes"), shipped_vocabulary)
