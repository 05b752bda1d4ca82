"""Search, and what a reader is offered where there is nothing."""

from __future__ import annotations

import httpx
import pytest

from served_release import BASE, HOSTILE

HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        pytest.param("Aland", "id/org/aland", id="a name"),
        pytest.param("ÁLAND", "id/org/aland", id="case and accents apart"),
        pytest.param("ala", "id/org/aland", id="an acronym"),
        pytest.param("chiar", "id/person/ann-chair", id="a slip of the finger"),
        pytest.param("borlande", "id/org/borland", id="a name in another language"),
        pytest.param("signed memorandum march", "id/passage/x1", id="words of a quote"),
        pytest.param("memorandum of understanding", "id/agreement/aland-borland-mou-2031", id="what an agreement is"),
    ],
)
def test_things_are_found_by_names_and_quotes(client: httpx.Client, question: str, found: str) -> None:
    answer = client.get("/search", params={"q": question}, headers=JSON).json()

    assert f"{BASE}{found}" in [hit["iri"] for hit in answer["hits"]]


def test_a_found_text_stays_text(client: httpx.Client) -> None:
    page = client.get("/search", params={"q": "alert"}, headers=HTML).text
    asked = client.get("/search", params={"q": HOSTILE}, headers=HTML).text

    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page + asked
    assert "<img src=x" not in page + asked


def test_what_is_not_there_is_not_found(client: httpx.Client) -> None:
    assert client.get("/search", params={"q": "zzzzqqqq"}, headers=JSON).json()["hits"] == []
    assert client.get("/search", params={"q": ""}, headers=JSON).json()["total"] == 0
    assert client.get("/search", params={"q": "x" * 300}, headers=JSON).status_code == 400


def test_a_name_that_is_nearly_right_leads_to_the_right_one(client: httpx.Client) -> None:
    page = client.get("/id/person/ann-chiar", headers=HTML)
    problem = client.get("/id/person/ann-chiar", headers=JSON).json()

    assert page.status_code == 404
    assert 'href="/id/person/ann-chair">Ann Chair</a>' in page.text
    assert 'action="/search"' in page.text
    assert f"{BASE}id/person/ann-chair" in problem["nearest"]


def test_plain_json_is_answered_with_json_ld_that_has_a_context(client: httpx.Client) -> None:
    answer = client.get("/id/org/aland", headers=JSON, follow_redirects=True)

    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.json()["@context"]["sco"] == f"{BASE}ontology#"


@pytest.mark.parametrize("suffix", ["trig", "nq"])
def test_a_graph_comes_with_its_name(client: httpx.Client, suffix: str) -> None:
    answer = client.get(f"/graph/authorities.{suffix}")

    assert answer.status_code == 200
    assert f"<{BASE}graph/authorities>" in answer.text
    assert f"/graph/authorities.{suffix}" in client.get("/graph/authorities", headers=HTML).text
