"""Releases over HTTP: listed, described, compared, fed, and every earlier one still dereferenceable."""

from __future__ import annotations

import hashlib
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest
from rdflib import RDFS, Graph, Literal, URIRef

from served_release import AGREEMENT, BASE, Running, publish_small_release, serve
from spaceaccord.release.keeping import prune
from spaceaccord.release.opening import open_current

PACT = f"{BASE}id/agreement/aland-pact"
FURTHER = (
    'agreement:aland-pact a sco:Agreement, sco:Accords ; rdfs:label "Pact of Aland"@en ; '
    "sco:hasParty organisation:aland . "
    "agreement:aland-borland-mou-2031 sco:hasParty organisation:hostile ."
)
DOCUMENT = "/doc/agreement/aland-borland-mou-2031"


@pytest.fixture(scope="module")
def ids(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder of three releases, the first of which is no longer kept, and their ids."""
    releases = tmp_path_factory.mktemp("history")
    made = [
        publish_small_release(releases, padding=5).id,
        publish_small_release(releases).id,
        publish_small_release(releases, further=FURTHER).id,
    ]
    prune(releases, 2)
    return releases, made


@pytest.fixture(scope="module")
def running(ids: tuple[Path, list[str]]) -> Iterator[Running]:
    with serve(ids[0]) as server:
        yield server


@pytest.fixture
def old(ids: tuple[Path, list[str]]) -> str:
    return ids[1][1]


@pytest.fixture
def new(ids: tuple[Path, list[str]]) -> str:
    return ids[1][2]


@pytest.fixture
def client(running: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=running.address, timeout=30, trust_env=False) as opened:
        yield opened


def test_the_list_names_every_kept_release_latest_first(client: httpx.Client, old: str, new: str) -> None:
    listed = client.get("/releases/", headers={"Accept": "application/json"}).json()

    assert listed["current"] == new
    assert [(each["id"], each["version"], each["current"]) for each in listed["releases"]] == [
        (new, "3", True),
        (old, "2", False),
    ]
    page = client.get("/releases/", headers={"Accept": "text/html"}).text
    assert f'href="/releases/{new}/"' in page
    assert f'href="/releases/{old}/"' in page


def test_a_release_leads_to_its_page_its_description_and_its_manifest(client: httpx.Client, old: str) -> None:
    assert client.get(f"/releases/{old}").status_code == 303
    assert "Release 2" in client.get(f"/releases/{old}/", headers={"Accept": "text/html"}).text
    turtle = client.get(f"/releases/{old}/", headers={"Accept": "text/turtle"})
    assert (URIRef(f"{BASE}dataset"), None, None) in Graph().parse(data=turtle.text, format="turtle")
    assert client.get(f"/releases/{old}/", headers={"Accept": "application/json"}).json()["id"] == old


@pytest.mark.parametrize("name", ["2", "current"])
def test_a_version_leads_to_the_release_of_that_id(client: httpx.Client, old: str, new: str, name: str) -> None:
    answer = client.get(f"/releases/{name}/changes.json?against=2")

    assert answer.status_code == 307
    expected = {"2": old, "current": new}[name]
    assert answer.headers["location"] == f"/releases/{expected}/changes.json?against=2"


def test_a_release_that_is_no_longer_kept_is_gone_and_an_unknown_one_is_not_found(
    client: httpx.Client, ids: tuple[Path, list[str]]
) -> None:
    assert client.get(f"/releases/{ids[1][0]}/").status_code == 410
    assert client.get("/releases/1/dumps/spaceaccord.nq.gz").status_code == 410
    for unknown in ("17", "0" * 16, "nothing", "..%2f"):
        assert client.get(f"/releases/{unknown}/").status_code == 404


def test_each_file_of_each_release_comes_whole_for_ever_and_in_parts(client: httpx.Client, running: Running) -> None:
    for file in running.release.manifest.files:
        path = f"/releases/{running.release.id}/{file.name}"
        answer = client.get(path, headers={"Accept-Encoding": "identity"})
        assert hashlib.sha256(answer.content).hexdigest() == file.sha256, path
        assert answer.headers["etag"] == f'"{file.sha256}"'
        assert "immutable" in answer.headers["cache-control"]
        if not file.size:
            continue
        part = client.get(path, headers={"Range": "bytes=3-9", "If-Range": answer.headers["etag"]})
        assert (part.status_code, part.content) == (206, answer.content[3:10])


@pytest.mark.parametrize("name", ["store/CURRENT", "../history", "nothing.txt", "dumps/", "%2e%2e/history"])
def test_nothing_but_files_of_the_manifest_can_be_had(client: httpx.Client, new: str, name: str) -> None:
    assert client.get(f"/releases/{new}/{name}").status_code == 404


def test_the_page_of_changes_tells_agreements_fields_and_causes(client: httpx.Client, new: str) -> None:
    page = client.get(f"/releases/{new}/changes", headers={"Accept": "text/html"}).text

    assert 'id="aland-pact"' in page
    assert "1 agreements added, 1 changed" in " ".join(page.split())
    assert "article read anew" in page
    assert "Two made-up states agree" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("suffix", "media_type", "start"),
    [
        ("json", "application/json", "{"),
        ("rdfp", "application/rdf-patch", "H id <"),
        ("atom", "application/atom+xml", "<?xml"),
        ("txt", "text/plain", "Release 3"),
    ],
)
def test_changes_come_in_every_format_by_suffix_parameter_and_header(
    client: httpx.Client, new: str, suffix: str, media_type: str, start: str
) -> None:
    path = f"/releases/{new}/changes"
    answers = [
        client.get(f"{path}.{suffix}"),
        client.get(path, params={"format": media_type}),
        client.get(path, headers={"Accept": media_type}),
    ]

    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media_type)
        assert answer.text.startswith(start)
        assert answer.content == answers[0].content


def test_changes_against_a_later_release_are_withdrawals(client: httpx.Client, old: str, new: str) -> None:
    changes = client.get(f"/releases/{old}/changes.json?against={new}").json()

    assert [(each["label"], each["fate"]) for each in changes["agreements"]][-1] == ("Pact of Aland", "withdrawn")


def test_the_first_kept_release_has_nothing_to_be_compared_with(client: httpx.Client, old: str) -> None:
    assert client.get(f"/releases/{old}/changes").status_code == 404


@pytest.mark.parametrize(("since", "added"), [("2", 1), ("3", 0), ("current", 0), ("2001-01-01", 1), ("2999-01-01", 0)])
def test_changes_since_a_release_or_a_day(client: httpx.Client, since: str, added: int) -> None:
    changes = client.get("/changes", params={"since": since, "format": "application/json"}).json()

    assert len([each for each in changes["agreements"] if each["fate"] == "added"]) == added


@pytest.mark.parametrize(("since", "status"), [("", 400), ("tomorrow", 404), ("1", 410), ("17", 404)])
def test_changes_since_nothing_known_are_refused(client: httpx.Client, since: str, status: int) -> None:
    assert client.get("/changes", params={"since": since}).status_code == status


def test_the_feed_has_each_change_of_the_kept_releases(client: httpx.Client, new: str) -> None:
    answer = client.get("/feed.atom")

    atom = "{http://www.w3.org/2005/Atom}"
    entries = list(ElementTree.fromstring(answer.content).iter(f"{atom}entry"))  # noqa: S314  # our own text
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert {entry.findtext(f"{atom}title") for entry in entries} == {
        "Added: Pact of Aland",
        "Changed: Memorandum between Aland and Borland (2031)",
    }
    assert all((entry.findtext(f"{atom}id") or "").startswith(f"{BASE}releases/{new}/changes#") for entry in entries)


def test_a_thing_of_an_earlier_release_leads_to_its_document_there(client: httpx.Client, old: str) -> None:
    prefix = f"/releases/{old}"
    redirect = client.get(f"{prefix}/id/agreement/aland-borland-mou-2031", headers={"Accept": "text/turtle"})

    assert redirect.status_code == 303
    assert redirect.headers["location"] == f"{prefix}{DOCUMENT}.ttl"
    answer = client.get(redirect.headers["location"])
    graph = Graph().parse(data=answer.text, format="turtle")
    parties = set(graph.objects(URIRef(AGREEMENT), URIRef(f"{BASE}ontology#hasParty")))
    assert parties == {URIRef(f"{BASE}id/org/aland"), URIRef(f"{BASE}id/org/borland")}
    assert answer.headers["x-release"] == old
    assert f"<{prefix}{DOCUMENT}.nt>" in answer.headers["link"]


def test_what_only_the_later_release_knows_is_not_found_in_the_earlier(
    client: httpx.Client, old: str, new: str
) -> None:
    assert client.get(f"/releases/{old}/doc/agreement/aland-pact").status_code == 404
    answer = client.get(f"/releases/{new}/doc/agreement/aland-pact", headers={"Accept": "text/turtle"})
    assert (URIRef(PACT), RDFS.label, Literal("Pact of Aland", lang="en")) in Graph().parse(
        data=answer.text, format="turtle"
    )


def test_pages_of_an_earlier_release_say_so_and_link_within_it(client: httpx.Client, old: str) -> None:
    page = client.get(f"/releases/{old}{DOCUMENT}", headers={"Accept": "text/html"}).text

    assert "kept as it was" in page
    assert f'href="/releases/{old}/id/org/aland"' in page
    assert 'href="/id/org/aland"' not in page
    assert f'href="{DOCUMENT}"' in page


def test_documents_are_mementos_with_time_gate_and_time_map(client: httpx.Client, old: str, new: str) -> None:
    memento = client.get(f"/releases/{old}{DOCUMENT}")
    today = client.get(DOCUMENT)
    time_map = client.get(f"/timemap{DOCUMENT}")

    assert parsedate_to_datetime(memento.headers["memento-datetime"]).year >= 2024
    for answer in (memento, today):
        assert f'<{DOCUMENT}>; rel="original timegate"' in answer.headers["link"]
        assert f'</timemap{DOCUMENT}>; rel="timemap"' in answer.headers["link"]
    assert "memento-datetime" not in today.headers
    assert "accept-datetime" in today.headers["vary"].lower()
    assert time_map.headers["content-type"] == "application/link-format"
    assert [f"</releases/{each}{DOCUMENT}>" in time_map.text for each in (old, new)] == [True, True]
    assert time_map.text.count('rel="memento"') == 2


@pytest.mark.parametrize(
    ("moment", "number"), [("Mon, 01 Jan 2001 00:00:00 GMT", 1), ("Tue, 01 Jan 2999 00:00:00 GMT", 2)]
)
def test_the_time_gate_leads_to_the_release_of_that_time(
    client: httpx.Client, ids: tuple[Path, list[str]], moment: str, number: int
) -> None:
    answer = client.get(DOCUMENT, headers={"Accept-Datetime": moment})

    assert answer.status_code == 302
    assert answer.headers["location"] == f"/releases/{ids[1][number]}{DOCUMENT}"


def test_a_time_that_is_none_is_refused(client: httpx.Client) -> None:
    assert client.get(DOCUMENT, headers={"Accept-Datetime": "yesterday"}).status_code == 400


def test_a_list_asked_again_costs_no_body_until_something_is_published(client: httpx.Client) -> None:
    for path in ("/releases/", "/feed.atom"):
        etag = client.get(path).headers["etag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_every_kept_release_is_intact_after_it_was_read(ids: tuple[Path, list[str]], running: Running) -> None:
    assert open_current(ids[0]).id == ids[1][2]
    assert json.loads((ids[0] / ids[1][1] / "manifest.json").read_text())["id"] == ids[1][1]
