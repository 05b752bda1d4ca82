"""A name that was merged leads to its successor, one that was withdrawn says why."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from rdflib import URIRef

from served_release import publish_small_release, serve
from spaceaccord.iris import Iris
from spaceaccord.mapping.retired_graph import describe_retired
from spaceaccord.release import building

IRIS = Iris()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    releases = tmp_path_factory.mktemp("releases")
    publish_small_release(releases)
    told = {
        *describe_retired(IRIS, "org", "old-aland", "aland", "one body under two names"),
        *describe_retired(IRIS, "org", "phantom", "", "it never was"),
        (IRIS.thing("org", "aland"), URIRef("http://www.w3.org/2000/01/rdf-schema#label"), IRIS.dataset),
    }
    content = building.ReleaseContent(
        base=IRIS.base, graphs={IRIS.graph("authorities"): told}, view=told, report_turtle="", inputs=(), summary={}
    )
    building.publish(content, releases)
    with serve(releases) as server, httpx.Client(base_url=server.address, timeout=30, trust_env=False) as opened:
        yield opened


@pytest.mark.parametrize(
    ("path", "target"),
    [
        pytest.param("/id/org/old-aland", "/id/org/aland", id="the thing"),
        pytest.param("/doc/org/old-aland", "/doc/org/aland", id="its document"),
        pytest.param("/doc/org/old-aland.ttl", "/doc/org/aland.ttl", id="its document in a format"),
    ],
)
def test_a_merged_name_leads_to_its_successor_for_good(client: httpx.Client, path: str, target: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 301
    assert answer.headers["location"] == target


@pytest.mark.parametrize("path", ["/id/org/phantom", "/doc/org/phantom", "/doc/org/phantom.ttl"])
def test_a_withdrawn_name_is_gone_with_its_reason(client: httpx.Client, path: str) -> None:
    page = client.get(path, headers={"Accept": "text/html"})

    assert page.status_code == 410
    assert "it never was" in page.text


def test_other_names_are_as_they_were(client: httpx.Client) -> None:
    assert client.get("/id/org/aland").status_code == 303
    assert client.get("/id/org/nobody").status_code == 404
