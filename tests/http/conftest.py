"""One running server for all HTTP tests, and a client for it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from served_release import Running, publish_small_release, serve


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    releases = tmp_path_factory.mktemp("releases")
    publish_small_release(releases, padding=3000)
    with serve(releases, query_seconds=2.0, max_bytes=3_000_000, workers=4, queue=16) as server:
        yield server


@pytest.fixture
def client(running: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=running.address, timeout=30, trust_env=False) as opened:
        yield opened
