"""What pages make of results: names, quotes, words."""

from __future__ import annotations

import pytest

from spaceaccord.web.page_terms import Term, find_words, pick_labels, words_of
from spaceaccord.web.rendering import Pages


def _row(label: str, language: str) -> dict[str, Term]:
    value = Term(kind="uri", value="http://e/")
    return {"value": value, "label": Term(kind="literal", value=label, language=language)}


def test_an_english_name_is_picked_then_one_without_language() -> None:
    assert pick_labels([_row("Borlande", "fr"), _row("Borland", "en")]) == {"http://e/": "Borland"}
    assert pick_labels([_row("Borlande", "fr"), _row("BOR", "")]) == {"http://e/": "BOR"}
    assert pick_labels([_row("Borlande", "fr")]) == {"http://e/": "Borlande"}


@pytest.mark.parametrize(
    ("iri", "words"),
    [
        ("http://www.w3.org/ns/org#subOrganizationOf", "sub organization of"),
        ("http://e/id/org/made-up-agency", "made up agency"),
        ("http://e/NASA", "NASA"),
        ("http://e/x/", "x"),
    ],
)
def test_an_iri_is_told_in_words(iri: str, words: str) -> None:
    assert words_of(iri) == words


def test_a_quote_is_cut_around_the_words_that_matter() -> None:
    quote = find_words("In March, Aland signed.", "aland")

    assert (quote.before, quote.words, quote.after) == ("In March, ", "Aland", " signed.")


def test_a_quote_without_the_words_stays_whole() -> None:
    assert find_words("In March.", "April").before == "In March."


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("https://w3id.org/spaceaccord/id/org/x", "/id/org/x"),
        ("http://www.wikidata.org/entity/Q1", "http://www.wikidata.org/entity/Q1"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("urn:x", ""),
    ],
)
def test_only_http_becomes_a_link(iri: str, expected: str) -> None:
    assert Pages(base="https://w3id.org/spaceaccord/", release_id="r").href(iri) == expected
