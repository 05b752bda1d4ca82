"""Tables of users: what is right comes through whole, what is wrong is named by row and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spaceaccord.errors import BadReference
from spaceaccord.linking.authorities import AuthorityFile
from spaceaccord.linking.reconciliation import Reconciler
from spaceaccord.linking.registers import read_register
from spaceaccord.model.party import Authority
from spaceaccord.model.register import ActRole, Register

STATES = [
    Authority(slug="aland", kind="org", type="State", label="Aland", evidence="made up"),
    Authority(slug="borland", kind="org", type="State", label="Borland", names=("Republic of Borland",), evidence="x"),
]
KNOWN = AuthorityFile(records=tuple(STATES), agreements=())
METADATA: dict[str, object] = {
    "@context": "http://www.w3.org/ns/csvw",
    "url": "pact.csv",
    "dc:title": "Parties of the Pact",
    "dc:publisher": "The depositary",
    "dc:language": "en",
    "sco:agreement": {"slug": "sky-pact", "type": "treaty", "label": "Sky Pact"},
    "sco:signedOnly": ["signed"],
    "tableSchema": {
        "primaryKey": "state",
        "columns": [
            {"name": "state", "titles": "State", "required": True, "sco:means": "party"},
            {"name": "signed", "titles": "Signed", "sco:means": "signed"},
            {"name": "before", "titles": "Listed", "sco:means": "signed-before"},
            {"name": "bound", "titles": "Bound", "sco:means": "bound"},
            {"name": "standing", "titles": "Standing", "sco:means": "standing"},
        ],
    },
}
HEADER = "State,Signed,Listed,Bound,Standing\n"


def read(folder: Path, table: str, **changed: object) -> Register:
    file, metadata = folder / "pact.csv", folder / "pact.csv-metadata.json"
    file.write_text(table, encoding="utf-8")
    metadata.write_text(json.dumps({**METADATA, **changed}), encoding="utf-8")
    return read_register(file, metadata, KNOWN, Reconciler(STATES))


def test_a_row_becomes_a_party_with_its_acts_and_its_place_in_the_file(tmp_path: Path) -> None:
    table = HEADER + "aland,2031-03-03,,2032,party\nRepublic of Borland,,2033-01-01,,party\n"

    first, second = read(tmp_path, table).entries

    assert [(a.role, a.date and a.date.edtf) for a in first.acts] == [
        (ActRole.SIGNATORY, "2031-03-03"),
        (ActRole.PARTY, "2032"),
    ]
    assert second.party.authority is STATES[1]
    assert [a.date and a.date.edtf for a in second.acts] == ["../2033-01-01"]
    assert second.line == 3
    assert table[second.span.start : second.span.end] == "Republic of Borland,,2033-01-01,,party"


def test_who_only_signed_is_no_party(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, HEADER + "aland,2031,,,signed\n").entries

    assert not entry.is_party
    assert [a.role for a in entry.acts] == [ActRole.SIGNATORY]


def test_offsets_hold_behind_a_quoted_line_break(tmp_path: Path) -> None:
    table = HEADER + 'aland,2031,,,"par\nty"\nborland,2032,,,party\n'

    entries = read(tmp_path, table).entries

    assert [e.line for e in entries] == [2, 4]
    assert table[entries[1].span.start : entries[1].span.end] == "borland,2032,,,party"


@pytest.mark.parametrize(
    ("table", "place", "words"),
    [
        pytest.param("State,Signed,Listed,Bound\naland,,,\n", "line 1", "no column Standing", id="a missing column"),
        pytest.param(
            HEADER + "aland,2031-02-30,,,x\n", "line 2, column Signed", "day is out of range", id="no such day"
        ),
        pytest.param(HEADER + "aland,spring,,,x\n", "line 2, column Signed", "not an EDTF date", id="no date at all"),
        pytest.param(HEADER + "aland,,,,x\naland,,,,x\n", "line 3, column state", "line 2 already", id="one key twice"),
        pytest.param(HEADER + "Nowhere,,,,x\n", "line 2, column State", "nobody is known", id="an unknown party"),
        pytest.param(HEADER + ",,,,x\n", "line 2, column State", "is empty", id="an empty required cell"),
        pytest.param(HEADER + "aland,,,,x,y\n", "line 2", "6 cells for 5 columns", id="a cell too many"),
        pytest.param(HEADER + 'aland,,,,"x\n', "line 2", "unexpected end", id="an open quote"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_read(tmp_path: Path, table: str, place: str, words: str) -> None:
    with pytest.raises(BadReference, match=words) as caught:
        read(tmp_path, table)

    assert caught.value.place == place
    assert caught.value.file.endswith("pact.csv")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        pytest.param({"url": "other.csv"}, "describes 'other.csv'", id="another table"),
        pytest.param({"sco:agreement": "nowhere-pact"}, "unknown agreement 'nowhere-pact'", id="an unknown agreement"),
        pytest.param({"tableSchema": {"columns": []}}, "no columns", id="no columns"),
        pytest.param({"tableSchema": {"columns": [{"name": "a"}]}}, "no column with", id="no column of parties"),
        pytest.param(
            {"tableSchema": {"columns": [{"name": "a", "sco:means": "nothing"}]}},
            "not a valid Meaning",
            id="no meaning",
        ),
    ],
)
def test_metadata_that_do_not_fit_are_refused(tmp_path: Path, changed: dict[str, object], words: str) -> None:
    with pytest.raises(BadReference, match=words):
        read(tmp_path, HEADER + "aland,,,,x\n", **changed)


def test_metadata_that_are_no_json_are_refused_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\n", encoding="utf-8")
    (tmp_path / "t.json").write_text("{\n oops", encoding="utf-8")

    with pytest.raises(BadReference, match="not JSON") as caught:
        read_register(tmp_path / "t.csv", tmp_path / "t.json", KNOWN, Reconciler(STATES))

    assert caught.value.place == "line 2"
