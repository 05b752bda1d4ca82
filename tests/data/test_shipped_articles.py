"""The five reports are ours: they name their source, keep their length, and repeat no passage of a foreign text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from spaceaccord.model.partial_date import PartialDate

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = sorted((ROOT / "data" / "articles").glob("*.md"))
CORPUS = ROOT.parent / "shared" / "corpus"
LONGEST_COMMON_RUN = 11
QUALITIES = {"official-release", "news-original", "news-rewritten", "aggregator", "unknown"}

by_name = pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in ARTICLES])


def front_matter(path: Path) -> dict[str, object]:
    loaded = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    assert isinstance(loaded, dict)
    return loaded


def body(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("---\n", 2)[2]


def words(text: str) -> list[str]:
    return re.findall(r"[\w'’-]+", text.casefold())


def runs(found: list[str]) -> set[tuple[str, ...]]:
    length = LONGEST_COMMON_RUN + 1
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


def test_there_is_one_report_for_each_of_the_five_articles() -> None:
    assert [path.stem for path in ARTICLES] == [
        "air-liquide-cnes-esric-lsa-letter-of-intent",
        "india-luxembourg-meeting",
        "japan-luxembourg-economic-mission",
        "lsa-nasa-statement-of-intent",
        "us-luxembourg-memorandum",
    ]


@by_name
def test_a_report_says_what_it_is_and_what_it_retells(path: Path) -> None:
    told = front_matter(path)

    assert told["publisher"] == "Space Accord"
    assert told["rights"] == "CC BY 4.0"
    assert told["language"] == "en"
    assert told["source_quality"] in QUALITIES
    assert len(str(told["title"]).split()) > 5


@by_name
def test_a_publication_date_is_a_date_where_it_is_given(path: Path) -> None:
    published = front_matter(path).get("published")

    assert published is None or PartialDate(edtf=str(published), text=str(published)).year in (2024, 2025)


@by_name
def test_a_report_is_short(path: Path) -> None:
    assert 150 <= len(words(body(path))) <= 350


@by_name
def test_a_report_repeats_no_passage_of_the_source_texts(path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is not here: the reports cannot be compared with the sources")
    foreign: set[tuple[str, ...]] = set()
    for source in CORPUS.glob("*/*.txt"):
        foreign |= runs(words(source.read_text(encoding="utf-8", errors="replace")))

    assert {" ".join(run) for run in runs(words(body(path))) & foreign} == set()
