"""Corrections are read with precise errors: the file, the entry and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from spaceaccord.curation.corrections import Action, Target, read_corrections
from spaceaccord.errors import BadReference
from spaceaccord.model.evidence import EditorialNote

ENTRY = """
author: Jo Reader
date: 2031-04-01
corrections:
  - article: pact.txt
    agreement: {words: signed a pact}
    field: signed
    value: 2031-03-03
    words: On 3 March 2031
    reason: The day is given.
"""


def a_file(folder: Path, text: str, name: str = "some.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_entry_is_read_with_its_author_date_and_reason(tmp_path: Path) -> None:
    (correction,) = read_corrections(a_file(tmp_path, ENTRY))

    assert correction.action is Action.SET
    assert correction.target == Target(words="signed a pact")
    assert correction.value == "2031-03-03"
    assert correction.note == EditorialNote(author="Jo Reader", date="2031-04-01", reason="The day is given.")


def test_no_folder_means_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "absent") == ()


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        pytest.param("field: signed", "field: sined", "cannot set the field 'sined'", id="a field that is none"),
        pytest.param("author: Jo Reader", "", "has no `author`", id="nobody stands behind it"),
        pytest.param("reason: The day is given.", "", "has no `reason`", id="no reason"),
        pytest.param("date: 2031-04-01", "date: 31 February", "no day", id="a day that does not exist"),
        pytest.param("value: 2031-03-03", "", "has no `value`", id="no value"),
        pytest.param("field:", "feild:", "unknown key 'feild'", id="a misspelt key"),
        pytest.param("field: signed", "do: drop", "no such action: 'drop'", id="an action that is none"),
        pytest.param("field: signed", "do: reject\n    field: signed", "takes no `field`", id="reject of one field"),
        pytest.param("field: signed", "do: remove\n    field: type", "cannot be published", id="no type left"),
        pytest.param("agreement: {words: signed a pact}", "", "which `agreement`", id="no agreement"),
        pytest.param("{words: signed a pact}", "pact", "neither words nor parties", id="an agreement by nothing"),
        pytest.param("corrections:", "others:", "no list `corrections`", id="no list"),
    ],
)
def test_a_wrong_entry_is_named_with_file_and_place(tmp_path: Path, was: str, becomes: str, complaint: str) -> None:
    folder = a_file(tmp_path, ENTRY.replace(was, becomes))

    with pytest.raises(BadReference) as caught:
        read_corrections(folder)

    assert complaint in str(caught.value)
    assert caught.value.file.endswith("some.yaml")
    assert caught.value.remedy
    assert caught.value.place == ("" if "list" in complaint else "entry 1")


def test_two_entries_that_set_one_field_are_refused(tmp_path: Path) -> None:
    a_file(tmp_path, ENTRY, "a.yaml")
    a_file(tmp_path, ENTRY, "b.yaml")

    with pytest.raises(BadReference, match=r"b\.yaml: entry 1: sets signed as .*a\.yaml: entry 1 does"):
        read_corrections(tmp_path)
