"""A release that the tests of the questions ask."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import Graph

from spaceaccord.store.port import SparqlStore


@dataclass(frozen=True)
class Asked:
    """A release that is asked: the name of its table of expected rows, its store, its default view."""

    name: str
    store: SparqlStore
    view: Graph
