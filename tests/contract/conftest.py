"""Both implementations of the store, over the same release: in our own processes, and behind HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from served_release import publish_small_release, serve, store_files
from spaceaccord.store.opening import open_store
from spaceaccord.store.port import SparqlStore


@pytest.fixture(scope="session", params=["embedded", "remote"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparqlStore]:
    releases: Path = tmp_path_factory.mktemp("releases")
    release = publish_small_release(releases, padding=2000)
    if request.param == "embedded":
        opened = open_store(store_files(release))
        yield opened
        opened.close()
        return
    with serve(releases, query_seconds=1.0) as running:
        yield open_store(f"{running.address}/sparql")
