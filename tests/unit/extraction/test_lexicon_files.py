"""The lexicon reads its files, refuses broken ones by name, and finds names as they are written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from spaceaccord.errors import BadReference
from spaceaccord.extraction.entries import EntryKind
from spaceaccord.extraction.flattening import fold
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.resources import shipped_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "lexicon"
    shutil.copytree(shipped_folder("data") / "lexicon", copied)
    return copied


def names_in(text: str, lexicon: Lexicon) -> set[str]:
    hits = lexicon.find(text, fold(text))
    return {h.entry.authority.slug for h in hits if h.entry.kind is EntryKind.NAME and h.entry.authority}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        pytest.param("the German Aerospace Centre", "dlr", id="British spelling"),
        pytest.param("the U.S. and others", "united-states", id="a dotted acronym"),
        pytest.param("Etienne", None, id="half a name is none"),
        pytest.param("they told us so", None, id="a pronoun is no state"),
        pytest.param("NASAs", None, id="an acronym inside a word"),
    ],
)
def test_names_are_found_as_they_are_written(text: str, slug: str | None, lexicon: Lexicon) -> None:
    assert names_in(text, lexicon) == ({slug} if slug else set())


def test_the_agency_of_a_state_is_the_one_called_so(lexicon: Lexicon) -> None:
    assert {slug: lexicon.agencies[slug].slug for slug in ("india", "france", "japan")} == {
        "india": "isro",
        "france": "cnes",
        "japan": "jaxa",
    }


def test_one_wrong_letter_still_names_a_state_and_two_do_not(lexicon: Lexicon) -> None:
    near, far = lexicon.nearly("Unites States"), lexicon.nearly("Unitis Stetes")

    assert near is not None
    assert near.slug == "united-states"
    assert far is None


def test_a_missing_list_is_named(folder: Path) -> None:
    (folder / "verbs.yaml").write_text("sign: {past: oops}\n", encoding="utf-8")

    with pytest.raises(BadReference, match=r"verbs\.yaml: past: sign\.past is no list"):
        Lexicon.read(folder, authorities=(), topics=())


def test_a_broken_file_is_named(folder: Path) -> None:
    (folder / "moods.yaml").write_text("planned: [", encoding="utf-8")

    with pytest.raises(BadReference, match=r"moods\.yaml: the word list cannot be read"):
        Lexicon.read(folder, authorities=(), topics=())


def test_every_file_of_the_lexicon_says_where_its_words_are_from() -> None:
    for path in sorted((shipped_folder("data") / "lexicon").glob("*.yaml")):
        head = path.read_text(encoding="utf-8").splitlines()[:4]
        assert any(line.startswith("# Source:") or "Source:" in line for line in head), path.name
