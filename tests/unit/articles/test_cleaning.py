"""Noise becomes spaces without moving an offset; background stays readable and is marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaceaccord.articles.cleaning import clean
from spaceaccord.articles.reading import read_article

BODY = (
    "Aland and Borland signed a memorandum of understanding on lunar rovers in Cityville on Monday afternoon.\n\n"
    "The memorandum covers training, ground stations and the exchange of images between both countries.\n\n"
)


@given(st.text(max_size=400))
def test_cleaning_keeps_length_and_line_breaks(text: str) -> None:
    cleaned = clean(text).text

    assert len(cleaned) == len(text)
    assert [i for i, c in enumerate(text) if c in "\r\n"] == [i for i, c in enumerate(cleaned) if c in "\r\n"]


@pytest.mark.parametrize(
    "noise",
    [
        pytest.param("Read more\n\nA recent agreement has been reached on a swimming pool.\n", id="teasers"),
        pytest.param("-end-\n\nPat Press\n\n202-555-0100\n\npress@example.org\n", id="press contacts"),
        pytest.param("Related Articles\n\nBorland signs a treaty with Cland\n", id="related articles"),
        pytest.param("Share on Facebook Twitter LinkedIn\n", id="share links"),
        pytest.param(
            "!function(a,b){a.q=[];b.call(a);if(a.x){return;}};f('init','1');f('track','2');g();\n", id="a script"
        ),
        pytest.param(
            "Ann Author\n\nAnn writes about rockets and has been an editor for years.\n", id="an author's bio"
        ),
    ],
)
def test_noise_behind_the_article_is_masked_and_the_article_stays(noise: str) -> None:
    cleaned = clean(BODY + noise).text

    assert cleaned[: len(BODY)] == BODY
    assert not cleaned[len(BODY) :].strip()


def test_front_matter_and_markup_are_masked_in_place() -> None:
    text = "---\ntitle: x\n---\n**Aland** signed [the pact](https://example.org/pact) <b>today</b>."

    cleaned = clean(text, front_matter_end=17).text

    assert cleaned.split() == ["Aland", "signed", "the", "pact", "today", "."]
    assert cleaned.index("pact") == text.index("pact")


def test_a_paragraph_told_twice_is_read_once() -> None:
    paragraph = "Aland and Borland signed a memorandum of understanding on lunar rovers in Cityville on Monday."

    assert clean(f"{paragraph}\n\nMore.\n\n{paragraph}\n").text.count("memorandum") == 1


def test_captions_and_about_blocks_are_background() -> None:
    text = BODY + "Ministers sign the pact. Credit: Aland Office\n\nAbout Aland Space Office\n\nFounded in 2001.\n"

    spans = [text[span.start : span.end] for span in clean(text).background]

    assert spans == ["Ministers sign the pact. Credit: Aland Office", "About Aland Space Office\n\nFounded in 2001."]


def test_markup_of_a_page_is_masked_so_that_offsets_are_those_of_the_file(tmp_path: Path) -> None:
    page = (
        "<html lang='en'><head><title>Pact &amp; rovers</title><meta property='og:site_name' content='Gazette'>"
        "<script>var a = 1;</script></head><body><nav><a href='/x'>Menu</a></nav>"
        "<p>Aland &amp; Borland signed a pact.</p><p>It covers rovers.</p></body></html>"
    )
    path = tmp_path / "a.html"
    path.write_text(page, encoding="utf-8")

    article = read_article(path)

    assert article.text == page
    assert article.clean.split() == ["Aland", "&", "Borland", "signed", "a", "pact.", "It", "covers", "rovers."]
    assert article.clean.index("Borland") == page.index("Borland")
    assert article.metadata.title == "Pact & rovers"
    assert article.metadata.publisher == "Gazette"
