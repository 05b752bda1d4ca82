from __future__ import annotations

import gzip
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, Literal, Namespace, URIRef

from spaceaccord.errors import UsageError
from spaceaccord.release.building import ReleaseContent, publish
from spaceaccord.release.canonical import Triple
from spaceaccord.release.change_reports import DatedComparison, rdf_patch, to_atom, to_json, to_text
from spaceaccord.release.changes import compare
from spaceaccord.release.comparison import AgreementChange, Comparison
from spaceaccord.release.manifest import InputFile
from spaceaccord.release.opening import Release, open_release

BASE = "https://example.org/accord/"
TERMS = Namespace(f"{BASE}ontology#")
PARTY, STATUS = TERMS.hasParty, TERMS.status
ACCORD, PACT = URIRef(f"{BASE}id/agreement/accord"), URIRef(f"{BASE}id/agreement/pact")
SIGNING = URIRef(f"{BASE}id/event/accord-signing")
ALAND, BORLAND = URIRef(f"{BASE}id/org/aland"), URIRef(f"{BASE}id/org/borland")
DAY, MONTH = URIRef(f"{BASE}id/date/2031-03-03"), URIRef(f"{BASE}id/date/2031-03")
ARTICLES = {"one": "The first text", "two": 'The "second" text'}

Facts = Mapping[str, list[Triple]]
Publisher = Callable[..., Release]


def _names() -> list[Triple]:
    english = {ALAND: "Aland", BORLAND: "Borland", DAY: "2031-03-03", MONTH: "2031-03"}
    return [
        *((iri, RDFS.label, Literal(label)) for iri, label in english.items()),
        (PARTY, RDFS.label, Literal("has party", lang="en")),
        (PARTY, RDFS.label, Literal("partie", lang="fr")),
    ]


def an_agreement(iri: URIRef, label: str, *parties: URIRef) -> list[Triple]:
    return [
        (iri, RDF.type, TERMS.Agreement),
        (iri, RDFS.label, Literal(label, lang="en")),
        (iri, SKOS.prefLabel, Literal(label, lang="en")),
        *((iri, PARTY, party) for party in parties),
    ]


@pytest.fixture
def published(releases: Path) -> Publisher:
    """Publish what articles say, each in its graph, and all of it as canonical facts."""

    def make(
        said: Facts, *, decided: list[Triple] | None = None, tables: str = "0", canonical: list[Triple] | None = None
    ) -> Release:
        graphs = {
            URIRef(f"{BASE}graph/article/{name}"): [
                *facts,
                (URIRef(f"{BASE}id/article/{name}"), RDFS.label, Literal(ARTICLES[name])),
            ]
            for name, facts in said.items()
        }
        graphs[URIRef(f"{BASE}graph/merge")] = canonical or [triple for facts in said.values() for triple in facts]
        graphs[URIRef(f"{BASE}graph/vocabulary")] = _names()
        graphs[URIRef(f"{BASE}graph/provenance")] = decided or []
        content = ReleaseContent(
            base=BASE,
            graphs=graphs,
            view=[],
            report_turtle="",
            inputs=(InputFile(name="reference/states.csv", sha256=tables * 64, size=1),),
            summary={},
        )
        return open_release(releases / publish(content, releases))

    return make


@pytest.fixture
def first(published: Publisher) -> Release:
    return published({"one": [*an_agreement(ACCORD, "Accord", ALAND), (SIGNING, TERMS.date, MONTH)]})


def _only(comparison: Comparison) -> AgreementChange:
    (change,) = comparison.agreements
    return change


def test_an_agreement_of_a_new_article_is_added_and_the_article_is_named(published: Publisher, first: Release) -> None:
    said = {
        "one": [*an_agreement(ACCORD, "Accord", ALAND), (SIGNING, TERMS.date, MONTH)],
        "two": an_agreement(PACT, "Pact", ALAND, BORLAND),
    }

    change = _only(compared := compare(first, published(said)))

    assert (change.fate, change.label, change.slug) == ("added", "Pact", "pact")
    assert [(each.label, [v.label for v in each.added]) for each in change.fields][-1] == (
        "has party",
        ["Aland", "Borland"],
    )
    assert [(cause.kind, cause.label) for cause in change.causes] == [("article added", 'The "second" text')]
    assert [(article.fate, article.label) for article in compared.articles] == [("added", 'The "second" text')]


def test_an_agreement_whose_article_is_gone_is_withdrawn(published: Publisher, first: Release) -> None:
    change = _only(compare(first, published({"two": []})))

    assert change.fate == "withdrawn"
    assert {value.label for each in change.fields for value in each.removed} >= {"Accord", "Aland", "2031-03"}
    assert [(cause.kind, cause.label) for cause in change.causes] == [("article withdrawn", "The first text")]


def test_a_changed_agreement_tells_each_field_before_and_after(published: Publisher, first: Release) -> None:
    said = {"one": [*an_agreement(ACCORD, "Accord", ALAND, BORLAND), (SIGNING, TERMS.date, DAY)]}

    change = _only(compare(first, published(said)))

    assert change.fate == "changed"
    parties, day = sorted(change.fields, key=lambda each: each.of_signing)
    assert ([v.label for v in parties.removed], [v.label for v in parties.added]) == ([], ["Borland"])
    assert day.of_signing
    assert ([v.label for v in day.removed], [v.label for v in day.added]) == (["2031-03"], ["2031-03-03"])
    assert {cause.kind for cause in change.causes} == {"article read anew"}


def test_a_merge_decision_is_the_cause_where_no_article_changed(published: Publisher, first: Release) -> None:
    decision = URIRef(f"{BASE}id/decision/0001")
    said = {"one": [*an_agreement(ACCORD, "Accord", ALAND), (SIGNING, TERMS.date, MONTH)]}
    decided: list[Triple] = [
        (decision, TERMS.decides, ACCORD),
        (decision, RDFS.comment, Literal("same parties, same month", lang="en")),
    ]

    change = _only(compare(first, published(said, decided=decided, canonical=an_agreement(ACCORD, "Accord", BORLAND))))

    assert {(c.kind, c.label) for c in change.causes} == {("decision", "same parties, same month")}


def test_a_changed_table_is_the_cause_where_nothing_else_is(published: Publisher, first: Release) -> None:
    said = {"one": [*an_agreement(ACCORD, "Accord", ALAND), (SIGNING, TERMS.date, MONTH)]}
    canonical = [*said["one"], (ACCORD, STATUS, TERMS.signed)]

    change = _only(compared := compare(first, published(said, tables="1", canonical=canonical)))

    assert {(cause.kind, cause.label) for cause in change.causes} == {("tables or software", "reference/states.csv")}
    assert compared.inputs == ("reference/states.csv",)


def test_equal_releases_have_no_changes(first: Release) -> None:
    compared = compare(first, first)

    assert (compared.agreements, compared.articles, compared.quads_added, compared.quads_removed) == ((), (), 0, 0)


def test_releases_below_different_bases_are_not_compared(first: Release) -> None:
    with pytest.raises(UsageError, match="nothing to compare"):
        compare(first, replace(first, base="https://example.org/other/"))


def test_the_patch_makes_the_later_dataset_out_of_the_earlier(published: Publisher, first: Release) -> None:
    later = published({"two": an_agreement(PACT, 'Pact "of\tall" \\ ends', BORLAND)})
    lines = set(_dataset(first))

    for line in "".join(rdf_patch(first, later)).splitlines():
        operation, _, row = line.partition(" ")
        if operation == "D":
            lines.remove(row)
        if operation == "A":
            assert row not in lines
            lines.add(row)

    assert sorted(lines) == _dataset(later)


def _dataset(release: Release) -> list[str]:
    return gzip.decompress(release.dump_path("spaceaccord.nq.gz").read_bytes()).decode().splitlines()


def test_the_patch_names_both_releases_in_its_header(published: Publisher, first: Release) -> None:
    later = published({"two": an_agreement(PACT, "Pact")})

    assert list(rdf_patch(first, later))[:3] == [
        f"H id <{BASE}releases/{later.id}> .\n",
        f"H prev <{BASE}releases/{first.id}> .\n",
        "TX .\n",
    ]


def test_the_feed_has_an_entry_an_agreement_and_escapes_what_it_quotes(published: Publisher, first: Release) -> None:
    later = published({"one": [], "two": an_agreement(PACT, "Pact <b>&</b>")})
    at = datetime(2031, 4, 5, 6, 7, 8, tzinfo=UTC)

    text = to_atom(BASE, [DatedComparison(comparison=compare(first, later), at=at)])

    feed = ElementTree.fromstring(text)  # noqa: S314  # our own text
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")]
    assert titles == ["Withdrawn: Accord", "Added: Pact <b>&</b>"]
    assert {entry.findtext(f"{atom}updated") for entry in feed.iter(f"{atom}entry")} == {"2031-04-05T06:07:08Z"}
    assert feed.findtext(f"{atom}id") == f"{BASE}feed.atom"


def test_text_and_json_tell_the_same_changes(published: Publisher, first: Release) -> None:
    compared = compare(first, published({"one": [], "two": an_agreement(PACT, "Pact", ALAND)}))

    text, content = to_text(compared), json.loads(to_json(compared))

    assert f"- withdrawn: Accord <{ACCORD}>" in text
    assert f"+ added: Pact <{PACT}>\n    type: + Agreement\n    label: + Pact\n    has party: + Aland\n" in text
    assert '    because: article added: The "second" text' in text
    assert [(each["label"], each["fate"]) for each in content["agreements"]] == [
        ("Accord", "withdrawn"),
        ("Pact", "added"),
    ]
