"""The releases that questions are asked of: our own reports always, the five originals where they are at hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph

from asked_release import Asked
from served_release import store_files
from spaceaccord.iris import Iris
from spaceaccord.pipeline.building import assemble
from spaceaccord.release.building import publish
from spaceaccord.release.opening import open_current
from spaceaccord.resources import shipped_folder
from spaceaccord.store.opening import open_store

ORIGINALS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "articles"


@pytest.fixture(
    scope="session",
    params=[
        "reports",
        pytest.param(
            "originals",
            marks=pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the five originals are no part of the repository"),
        ),
    ],
)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    data = shipped_folder("data")
    articles = data / "articles" if request.param == "reports" else ORIGINALS
    content = assemble(data=data, articles=articles, iris=Iris()).content
    releases = tmp_path_factory.mktemp(request.param)
    publish(content, releases)
    view = Graph()
    for triple in content.view:
        view.add(triple)
    store = open_store(store_files(open_current(releases)), workers=1, spare=1)
    try:
        yield Asked(name=request.param, store=store, view=view)
    finally:
        store.close()
