"""One validator for all tests of the shapes; the header of the ontology is left out, as examples bring their own."""

from __future__ import annotations

import pytest
from rdflib import Graph

from spaceaccord.iris import Iris
from spaceaccord.resources import shipped_folder
from spaceaccord.validation.validator import Validator


@pytest.fixture(scope="session")
def known() -> Graph:
    graph = Graph()
    for name in ("spaceaccord", "topics", "codes"):
        graph.parse(shipped_folder("ontology") / f"{name}.ttl")
    graph.remove((Iris().ontology, None, None))
    return graph


@pytest.fixture(scope="session")
def validator(known: Graph) -> Validator:
    return Validator.read(shipped_folder("shapes"), known)
