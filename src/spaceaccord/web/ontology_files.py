"""The versions of the ontology that the installation carries: their triples, and the groups of terms in the files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from rdflib import Graph

from spaceaccord.mapping.vocabulary import read_vocabulary
from spaceaccord.namespaces import prefixes
from spaceaccord.resources import shipped_folder

_GROUP: Final = re.compile(r"####\s+(?:\d+\.\s+)?(.+)")
_TERM: Final = re.compile(r"sco:(\w+) a ")


@dataclass(frozen=True, slots=True)
class OntologyFile:
    """One version: `groups` are the names of the terms under each heading of the file, in its order."""

    graph: Graph
    groups: Mapping[str, tuple[str, ...]]


def version_numbers() -> tuple[str, ...]:
    """Return the numbers of all versions, latest first."""
    found = [path.stem for path in _folder().glob("*.ttl")]
    return tuple(sorted(found, key=lambda number: [int(part) for part in number.split(".")], reverse=True))


@cache
def read_version(number: str, base: str) -> OntologyFile | None:
    """Return version `number` with its IRIs below `base`; None where there is no such version."""
    if number not in version_numbers():
        return None
    graph = Graph()
    for prefix, namespace in prefixes(base).items():
        graph.bind(prefix, namespace)
    for triple in read_vocabulary(_folder(), [f"{number}.ttl"], base=base):
        graph.add(triple)
    groups: dict[str, list[str]] = {}
    names: list[str] = []
    for line in (_folder() / f"{number}.ttl").read_text(encoding="utf-8").splitlines():
        if heading := _GROUP.fullmatch(line):
            names = groups.setdefault(heading[1].rstrip(), [])
        elif term := _TERM.match(line):
            names.append(term[1])
    return OntologyFile(graph, {title: tuple(each) for title, each in groups.items() if each})


def version_of_path(path: str) -> str:
    """Return the number in a path such as "/ontology/0.1.0", else ""."""
    found = re.fullmatch(r"/ontology/(\d+\.\d+\.\d+)", path)
    return found[1] if found else ""


def _folder() -> Path:
    return shipped_folder("ontology") / "versions"
