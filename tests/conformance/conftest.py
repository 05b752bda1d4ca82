"""A server over the release that `data/` gives, and its example queries."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from served_release import Running, serve
from spaceaccord.iris import Iris
from spaceaccord.pipeline.building import build
from spaceaccord.resources import shipped_folder
from spaceaccord.store.query_text import bind, read_stored_queries


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    releases, data = tmp_path_factory.mktemp("releases"), shipped_folder("data")
    build(data=data, articles=data / "articles", releases=releases, iris=Iris())
    with serve(releases) as server:
        yield server


@pytest.fixture
def client(published: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=published.address, timeout=30, trust_env=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def examples() -> dict[str, str]:
    """The text of each example query, its parameters at their defaults."""
    return {name: bind(query, {}).text for name, query in read_stored_queries(shipped_folder("queries")).items()}


@pytest.fixture(scope="session")
def expected_rows(published: Running, examples: dict[str, str]) -> dict[str, int]:
    """How many rows each example has, as the endpoint says in JSON."""
    found = {}
    for name, text in examples.items():
        answer = httpx.post(f"{published.address}/sparql", data={"query": text, "format": "json"}, timeout=30)
        found[name] = len(answer.raise_for_status().json()["results"]["bindings"])
    assert sum(1 for rows in found.values() if rows) > 15
    return found
