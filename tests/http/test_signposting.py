"""What FAIR assessors look for and can be looked for offline: typed links, link sets, markup, styles of redirect."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import Graph, URIRef

from served_release import AGREEMENT, BASE, Running, publish_small_release, serve

DOCUMENT = "/doc/agreement/aland-borland-mou-2031"
LINK = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')


def _links(answer: httpx.Response) -> set[tuple[str, str]]:
    return {(rel, target) for target, rels, _ in LINK.findall(answer.headers["link"]) for rel in rels.split()}


def test_a_document_says_what_to_cite_who_made_it_and_under_which_licence(client: httpx.Client) -> None:
    links = _links(client.get(DOCUMENT, headers={"Accept": "text/html"}))

    assert {
        ("cite-as", AGREEMENT),
        ("author", f"{BASE}dataset#publisher"),
        ("license", "https://creativecommons.org/licenses/by/4.0/"),
        ("type", "https://schema.org/AboutPage"),
        ("linkset", f"/linkset{DOCUMENT}"),
    } <= links
    assert [rel for rel, _ in links].count("cite-as") == 1


def test_each_described_by_link_leads_to_data_about_the_thing(client: httpx.Client) -> None:
    answer = client.get(DOCUMENT, headers={"Accept": "text/html"})
    found = [(target, kind) for target, rel, kind in LINK.findall(answer.headers["link"]) if rel == "describedby"]

    assert len(found) == 4
    for target, kind in found:
        described = client.get(target)
        assert described.headers["content-type"].partition(";")[0] == kind
        assert "cite-as" in described.headers["link"]
    assert (URIRef(AGREEMENT), None, None) in Graph().parse(data=client.get(f"{DOCUMENT}.ttl").text)


@pytest.mark.parametrize("page", ["document", "release"])
def test_the_link_set_has_the_links_of_the_header(client: httpx.Client, running: Running, page: str) -> None:
    path = DOCUMENT if page == "document" else f"/releases/{running.release.id}/"
    header = client.get(path, headers={"Accept": "text/html"})
    (link_set,) = [target for rel, target in _links(header) if rel == "linkset"]

    answer = client.get(link_set)

    assert answer.headers["content-type"] == "application/linkset+json"
    (context,) = answer.json()["linkset"]
    told = {(rel, each["href"]) for rel, targets in context.items() if rel != "anchor" for each in targets}
    assert context["anchor"] == path
    assert told <= _links(header)
    assert {"cite-as", "license", "author", "type", "describedby"} <= {rel for rel, _ in told}


def test_the_landing_page_lists_every_file_as_an_item(client: httpx.Client, running: Running) -> None:
    links = _links(client.get(f"/releases/{running.release.id}/", headers={"Accept": "text/html"}))

    items = {target for rel, target in links if rel == "item"}
    assert items == {f"/releases/{running.release.id}/{file.name}" for file in running.release.dumps}
    assert ("cite-as", f"{BASE}releases/{running.release.id}") in links
    assert ("type", "https://schema.org/Dataset") in links


def test_the_landing_page_carries_a_dataset_of_schema_org(client: httpx.Client, running: Running) -> None:
    page = client.get(f"/releases/{running.release.id}/", headers={"Accept": "text/html"}).text
    (markup,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)

    content = json.loads(markup)

    assert content["@type"] == "Dataset"
    assert {"creator", "name", "identifier", "publisher", "datePublished", "description", "keywords", "license"} <= set(
        content
    )
    assert {each["sha256"] for each in content["distribution"]} == {file.sha256 for file in running.release.dumps}


@pytest.mark.parametrize("path", ["/linkset/doc/agreement/nothing", "/linkset/", "/linkset/doc/<script>", "/linkset/x"])
def test_there_is_no_link_set_of_nothing(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_catalogue_is_the_description(client: httpx.Client) -> None:
    answer = client.get("/catalog", follow_redirects=True)

    assert (URIRef(f"{BASE}catalog"), None, URIRef(f"{BASE}dataset")) in Graph().parse(
        data=answer.text, format="turtle"
    )


@pytest.fixture(scope="module")
def direct(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that answers for things at once."""
    releases: Path = tmp_path_factory.mktemp("direct")
    publish_small_release(releases)
    with serve(releases, redirect_style="200") as server:
        yield server


def test_a_thing_may_be_answered_at_once_with_the_place_of_its_document(direct: Running) -> None:
    path = AGREEMENT.removeprefix(BASE[:-1])
    answer = httpx.get(f"{direct.address}{path}", headers={"Accept": "text/turtle"}, trust_env=False)

    assert answer.status_code == 200
    assert answer.headers["content-location"] == f"{DOCUMENT}.ttl"
    assert "accept" in answer.headers["vary"].lower()
    missing = httpx.get(f"{direct.address}/id/agreement/nothing", trust_env=False)
    assert missing.status_code == 404
