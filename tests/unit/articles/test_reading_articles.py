"""Which files are articles, what is refused, and what is known about an article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spaceaccord.articles.reading import LARGEST_ARTICLE_BYTES, find_article_files, read_article
from spaceaccord.errors import BadMetadata, UnreadableArticle

SENTENCE = "The Aland Space Office and Borland signed a pact on lunar rovers – “a first step” – in Cityville.\n"


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_articles_are_found_once_in_order_and_companions_are_not_articles(tmp_path: Path) -> None:
    second = written(tmp_path, "b.txt", SENTENCE)
    first = written(tmp_path, "a.md", SENTENCE)
    page = written(tmp_path, "c.html", SENTENCE)
    written(tmp_path, "a.meta.json", "{}")
    written(tmp_path, "b.gold.json", "{}")
    written(tmp_path, "notes.csv", "x")

    assert find_article_files([tmp_path, second, tmp_path / "b.gold.json"]) == (first, second, page)


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableArticle, match=r"nowhere\.txt: no such file or folder"):
        find_article_files([tmp_path / "nowhere.txt"])


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        pytest.param(SENTENCE.encode("utf-8"), "utf-8", id="UTF-8"),
        pytest.param(SENTENCE.encode("utf-8-sig"), "utf-8-sig", id="UTF-8 with a byte-order mark"),
        pytest.param(SENTENCE.encode("utf-16"), "utf-16", id="UTF-16 with a byte-order mark"),
        pytest.param(SENTENCE.encode("utf-16-le"), "utf-16-le", id="UTF-16 without one"),
        pytest.param(SENTENCE.encode("cp1252"), "cp1252", id="Windows-1252"),
    ],
)
def test_the_encoding_is_detected_and_the_text_is_the_same(tmp_path: Path, content: bytes, encoding: str) -> None:
    article = read_article(written(tmp_path, "a.txt", content))

    assert article.text == SENTENCE
    assert article.encoding == encoding


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b" \r\n\t\n", "empty", id="blanks"),
        pytest.param(b"%PDF-1.7 ...", "PDF", id="a PDF"),
        pytest.param(b"PK\x03\x04 ...", "ZIP", id="an office document"),
        pytest.param(bytes(range(256)) * 20, "binary", id="bytes of all kinds"),
        pytest.param(b"\xff\xfeA", "utf-16", id="half a character"),
    ],
)
def test_what_is_no_text_is_refused_with_the_file_and_a_remedy(tmp_path: Path, content: bytes, words: str) -> None:
    path = written(tmp_path, "bad.txt", content)

    with pytest.raises(UnreadableArticle, match=words) as caught:
        read_article(path)

    assert caught.value.file == str(path)
    assert caught.value.remedy


def test_an_article_larger_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as handle:
        handle.truncate(LARGEST_ARTICLE_BYTES + 1)

    with pytest.raises(UnreadableArticle, match="16777217 bytes"):
        read_article(path)


def test_a_stray_nul_stays_in_the_text_and_is_masked(tmp_path: Path) -> None:
    article = read_article(written(tmp_path, "a.txt", "ESA\x00 and " + SENTENCE))

    assert article.text[3] == "\x00"
    assert article.clean[3] == " "


def test_the_sidecar_wins_over_front_matter_and_the_text_fills_the_rest(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "a.md",
        "---\ntitle: From the front matter\npublisher: The Gazette\ndate: 2024-05-16\n"
        "source_url: https://gazette.example/a\n---\n\n" + SENTENCE * 3,
    )
    written(tmp_path, "a.meta.json", json.dumps({"title": "From the sidecar", "publisher": None}))

    metadata = read_article(path).metadata

    assert metadata.title == "From the sidecar"
    assert metadata.publisher == "The Gazette"
    assert metadata.published == "2024-05-16"
    assert metadata.address == "https://gazette.example/a"
    assert metadata.language == "en"


@pytest.mark.parametrize(
    ("text", "published"),
    [
        pytest.param(" date 2025-11-06 " + SENTENCE, "2025-11-06", id="a crawler's first line"),
        pytest.param("TOKYO, Sept 22, 2020 (Wire) - " + SENTENCE, "2020-09-22", id="a dateline"),
        pytest.param("By A. Writer | October 5, 2015\n\n" + SENTENCE, "2015-10-05", id="a byline"),
        pytest.param("<DATE>17-MAR-1987 09:12</DATE>\n" + SENTENCE, "1987-03-17", id="an SGML date"),
        pytest.param("On 3 May 2021 " + SENTENCE, None, id="a date of the story is none of the article"),
    ],
)
def test_the_publication_date_is_found_or_honestly_unknown(tmp_path: Path, text: str, published: str | None) -> None:
    assert read_article(written(tmp_path, "a.txt", text)).metadata.published == published


def test_an_address_that_is_no_web_address_is_dropped(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", SENTENCE)
    written(tmp_path, "a.meta.json", json.dumps({"address": "javascript:alert(1)"}))

    assert read_article(path).metadata.address is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param('{"title": ', "no JSON", id="broken JSON"),
        pytest.param("[1]", "no JSON object", id="a list"),
        pytest.param('{"published": "tomorrow"}', "no date", id="no date"),
        pytest.param('{"published": "2023-02-31"}', "no date", id="a day that does not exist"),
        pytest.param('{"title": {"en": "x"}}', "no short text", id="a value of another kind"),
        pytest.param('{"source_quality": "great"}', "unknown source quality", id="an unknown quality"),
    ],
)
def test_a_broken_sidecar_is_refused_by_name(tmp_path: Path, content: str, words: str) -> None:
    path = written(tmp_path, "a.txt", SENTENCE)
    sidecar = written(tmp_path, "a.meta.json", content)

    with pytest.raises(BadMetadata, match=words) as caught:
        read_article(path)

    assert caught.value.file == str(sidecar)


def test_front_matter_with_aliases_is_refused_before_it_grows(tmp_path: Path) -> None:
    bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: t\n---\n" + SENTENCE

    with pytest.raises(BadMetadata, match="aliases"):
        read_article(written(tmp_path, "a.md", bomb))
