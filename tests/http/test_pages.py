"""Pages: what they show, that they are safe, and that each has its data beside it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote

import httpx
import pytest

from served_release import BASE

PAGES = [
    "/", "/agreements", "/browse/organisations", "/browse/people", "/browse/events", "/browse/places",
    "/browse/articles", "/queries", "/queries/agreements", "/sparql", "/dumps/", "/about", "/ontology", "/topic",
    "/doc/agreement/aland-borland-mou-2031", "/doc/org/hostile", "/doc/article/0123456789abcdef", "/doc/claim/c1",
    "/doc/passage/x1", "/doc/person/ann-chair", "/doc/date/2031-03-aaaa", "/doc/participation/p1",
    "/topic/space-resources",
    "/doc/event/aland-borland-mou-2031-signing", "/graph/authorities", "/code/status/signed", "/nothing",
    "/search?q=alert",
    "/sparql?query=" + quote('SELECT ("<script>alert(1)</script>" AS ?x) { }'),
    "/sparql?query=" + quote("SELECT * { <script>alert(1)</script>"),
    "/queries/agreements-by-party?party=" + quote('"><script>alert(1)</script>'),
    "/agreements?party=" + quote('"><script>alert(1)</script>'),
    "/browse/" + quote("<script>alert(1)</script>"),
]  # fmt: skip
HTML = {"Accept": "text/html"}


class _Elements(HTMLParser):
    """Collects the elements of a page and the addresses in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_a_script_or_a_link_to_one(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers=HTML)
    page = _Elements(answer.text)

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script" not in page.tags
    assert "style" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
    addresses = [value for name, value in page.attributes if name in ("href", "src", "action")]
    assert all(re.match(r"(/(?!/)|https?://|#)", each) for each in addresses), addresses
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", [path for path in PAGES if path not in ("/nothing",) and "?" not in path][:-1])
def test_no_link_of_a_page_is_dead(client: httpx.Client, path: str) -> None:
    page = _Elements(client.get(path, headers=HTML).text)
    paths = {value.partition("#")[0] for name, value in page.attributes if name == "href" and value.startswith("/")}
    known = {each for each in paths if not each.startswith("/queries/")}

    dead = [
        each for each in sorted(known)[:60] if client.get(each, headers=HTML, follow_redirects=True).status_code != 200
    ]

    assert dead == []


def test_the_page_of_an_agreement_shows_the_words_and_where_they_stand(client: httpx.Client) -> None:
    text = client.get("/doc/agreement/aland-borland-mou-2031", headers=HTML).text

    assert "In March, <mark>Aland</mark> &amp; Borland &lt;signed&gt; a memorandum." in text
    assert 'href="/id/article/0123456789abcdef">Two made-up states agree</a>' in text
    assert "characters 0–48" in text
    assert "memorandum of understanding" in text
    assert "between 2031-03-01 and 2031-03-31" in text
    assert "<q>in March</q>" in text
    assert "Ann Chair" in text
    assert "Chair of the Agency" in text


def test_what_was_inferred_is_marked_beside_the_value(client: httpx.Client) -> None:
    text = client.get("/doc/agreement/aland-borland-mou-2031", headers=HTML).text
    parties = text.partition("<dt>Parties</dt>")[2].partition("</dd>")[0]

    assert re.search(r">Borland</a> <span class=\"inferred\"[^>]*>inferred</span>", parties)
    assert parties.count('class="inferred"') == 1


def test_the_page_of_an_article_shows_what_rests_on_it(client: httpx.Client) -> None:
    text = client.get("/doc/article/0123456789abcdef", headers=HTML).text

    assert "Memorandum between Aland and Borland (2031)" in text
    assert "In March, Aland &amp; Borland &lt;signed&gt; a memorandum." in text


def test_a_person_sees_where_she_took_part_and_which_agreements_she_signed(client: httpx.Client) -> None:
    text = client.get("/doc/person/ann-chair", headers=HTML).text

    assert re.search(r"<h2>Took part in</h2>\s*<ul.*Signing of the memorandum", text)
    assert re.search(r"<h2>Agreements</h2>\s*<ul[^>]*>\s*<li><time>2031-03</time>.*Memorandum between Aland", text)


@pytest.mark.parametrize("path", ["/doc/claim/c1", "/doc/org/aland"])
def test_a_page_shows_the_words_that_the_claims_on_it_rest_on(client: httpx.Client, path: str) -> None:
    text = client.get(path, headers=HTML).text

    assert "What rests on which words" in text
    assert "In March, <mark>Aland</mark> &amp; Borland &lt;signed&gt; a memorandum." in text
    assert "characters 0–48" in text
    assert "confidence 0.9" in text
    assert "<code>party.subject</code>" in text
    assert 'href="/id/article/0123456789abcdef">Two made-up states agree</a>' in text


def test_a_passage_shows_its_words_and_what_rests_on_them(client: httpx.Client) -> None:
    text = client.get("/doc/passage/x1", headers=HTML).text

    assert "<h1>A passage of Two made-up states agree</h1>" in text
    assert text.count("<bdi>In March, Aland &amp; Borland &lt;signed&gt; a memorandum.</bdi>") == 1
    assert "What rests on these words" in text


def test_an_organisation_shows_its_agreements_before_its_facts_and_each_name_once(client: httpx.Client) -> None:
    text = client.get("/doc/org/aland", headers=HTML).text

    assert text.index("<h2>Agreements</h2>") < text.index(">acronym</a>")
    assert ">http://aland.example/</a>" in text
    assert ">pref label</a>" not in text
    assert ">has party</a>" not in text


def test_the_home_page_shows_an_agreement_with_its_evidence(client: httpx.Client) -> None:
    text = client.get("/", headers=HTML).text

    assert "Memorandum between Aland and Borland (2031)" in text
    assert re.search("<mark>(Aland|Borland)</mark>", text)
    assert "/queries/agreements" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param("", True, id="no filter"),
        pytest.param(f"party={BASE}id/org/aland", True, id="its party"),
        pytest.param(f"party={BASE}id/org/hostile", False, id="another party"),
        pytest.param(f"type={BASE}ontology%23MemorandumOfUnderstanding", True, id="its type"),
        pytest.param(f"type={BASE}ontology%23Treaty", False, id="another type"),
        pytest.param("year=2031&status=signed&sort=name", True, id="its year and status"),
        pytest.param("year=1999", False, id="another year"),
        pytest.param(f"topic={BASE}topic/space-resources", True, id="its topic"),
    ],
)
def test_the_list_of_agreements_is_filtered(client: httpx.Client, query: str, shown: bool) -> None:
    assert ("/id/agreement/aland-borland-mou-2031" in client.get(f"/agreements?{query}", headers=HTML).text) is shown


def test_every_page_of_a_thing_links_to_its_data(client: httpx.Client) -> None:
    text = client.get("/doc/org/aland", headers=HTML).text

    for suffix, name in (("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("rdf", "application/rdf+xml")):
        assert f'<link rel="alternate" type="{name}" href="/doc/org/aland.{suffix}"' in text


def test_a_stored_query_comes_as_a_page_and_in_every_format(client: httpx.Client) -> None:
    path, party = "/queries/agreements-by-party", {"party": f"{BASE}id/org/aland"}

    page = client.get(path, params=party, headers=HTML)
    table = client.get(path, params={**party, "format": "csv"})
    other = client.get(path, params={"party": f"{BASE}id/org/nobody", "format": "csv"})

    assert "Memorandum between Aland and Borland (2031)" in page.text
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(table.text.splitlines()) == 2
    assert len(other.text.splitlines()) == 1
    assert client.get(path, params={"party": "no iri", "format": "csv"}).status_code == 400


def test_a_query_that_fails_is_shown_with_its_fault(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT * { ?s ?p"}, headers=HTML)

    assert answer.status_code == 400
    assert "line 1, column" in answer.text


def test_the_small_resources_are_there(client: httpx.Client) -> None:
    assert client.get("/health").json()["status"] == "ok"
    assert "Disallow: /sparql" in client.get("/robots.txt").text
    assert client.get("/favicon.ico", follow_redirects=True).headers["content-type"].startswith("image/svg+xml")
    assert "/agreements" in client.get("/openapi.json").json()["paths"]
    assert client.get("/static/site.css").headers["content-type"].startswith("text/css")
    assert client.get("/static/..%2fapp.py").status_code == 404


def test_the_list_of_agreements_comes_as_a_table_and_as_json(client: httpx.Client) -> None:
    table = client.get("/agreements?year=2031", headers={"Accept": "text/csv"})
    data = client.get("/agreements?year=2031&format=json")
    none = client.get("/agreements?year=1999&format=csv")

    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.text.splitlines()[1].startswith(f"{BASE}id/agreement/aland-borland-mou-2031,Memorandum between")
    assert data.json()["agreements"][0]["date"] == "2031-03"
    assert len(none.text.splitlines()) == 1


@pytest.mark.parametrize(
    ("query", "said"), [("year=abc", "year has four digits"), ("year=19999", "four digits"), ("sort=x", "sort is date")]
)
def test_an_option_that_cannot_be_is_told(client: httpx.Client, query: str, said: str) -> None:
    answer = client.get(f"/agreements?{query}", headers=HTML)

    assert answer.status_code == 400
    assert said in answer.text


def test_a_list_shows_first_only_what_agreements_name_and_how_often(client: httpx.Client) -> None:
    first = client.get("/browse/organisations", headers=HTML).text
    every = client.get("/browse/organisations?show=all", headers=HTML).text

    assert 'href="/id/org/aland">' in first
    assert "1 agreement, 1 claim" in first
    assert "/id/org/hostile" not in first
    assert "/id/org/hostile" in every
    assert every.index("/id/org/aland") < every.index("/id/org/hostile")


def test_topics_link_to_agreements_only_where_there_are_any(client: httpx.Client) -> None:
    text = client.get("/topic", headers=HTML).text

    assert re.findall(r'/agreements\?topic=[^"]*/([a-z-]+)"', text) == ["space-resources"]
    assert "/topic/facet/" not in text


def test_the_address_on_the_page_is_the_one_that_the_reader_uses(client: httpx.Client) -> None:
    named = client.get("/about", headers={**HTML, "Host": "accord.example:8443"}).text
    hostile = client.get("/about", headers={**HTML, "Host": "<b>x"}).text

    assert "http://accord.example:8443/id/org/nasa" in named
    assert "&lt;b&gt;x" not in hostile
    assert "<b>x" not in hostile


@pytest.mark.parametrize("path", ["/", "/agreements", "/doc/org/aland", "/doc/claim/c1", "/browse/people"])
def test_every_page_says_how_to_cite_it(client: httpx.Client, path: str) -> None:
    text = client.get(path, headers=HTML).text

    assert "@misc{spaceaccord-" in text
    assert "CC BY 4.0" in text


@pytest.mark.parametrize(
    "path", ["/agreements", "/doc/org/aland", "/doc/claim/c1", "/browse/people", "/graph/authorities"]
)
def test_the_query_behind_a_page_can_be_run(client: httpx.Client, path: str) -> None:
    text = client.get(path, headers=HTML).text
    link = re.search(r'href="(/sparql\?query=[^"]+)">The query behind this page', text)

    assert link
    assert client.get(link[1], headers={"Accept": "application/sparql-results+json"}).json()["results"]["bindings"]
