"""Every competency question has the rows expected, asked through the guard and the store as a client would ask it.

Set SPACEACCORD_WRITE_EXPECTED=1 to write the tables anew, and look at what changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from asked_release import Asked
from spaceaccord.media_types import RESULTS_JSON
from spaceaccord.resources import shipped_folder
from spaceaccord.store.port import QueryLimits
from spaceaccord.store.query_text import StoredQuery, bind, read_stored_queries

EXPECTED = Path(__file__).parent / "expected"
QUESTIONS = {name: query for name, query in read_stored_queries(shipped_folder("queries")).items() if name[:3] == "cq-"}
LIMITS = QueryLimits(seconds=30.0, memory_bytes=1 << 30, max_rows=100_000, max_bytes=1 << 26)
# Rows of long answers that are kept word for word; of the others the table has a digest.
KEPT_ROWS = 40
# Texts of articles are nobody's to copy: the tables have their beginning and a digest.
LONGEST_CELL = 40
# Where the five articles do not disagree, no row is the right answer; tests/data asks it of two that do.
EMPTY = {"cq-16-where-sources-disagree"}
BASE = "https://w3id.org/spaceaccord/"


def rows_of(asked: Asked, query: StoredQuery) -> list[str]:
    """Return the rows as lines of a table; claims go by one name, as theirs is a digest of all that they rest on."""
    with asked.store.answer(bind(query, {}), RESULTS_JSON, LIMITS) as answer:
        found = json.loads(answer.read())
    assert tuple(found["head"]["vars"]) == query.columns
    return [
        "\t".join(cell(row.get(name, {}).get("value", "")) for name in query.columns)
        for row in found["results"]["bindings"]
    ]


def cell(value: str) -> str:
    if value.startswith(BASE):
        return re.sub(r"^id/claim/[0-9a-f]+$", "id/claim/*", value.removeprefix(BASE))
    if value.startswith("http") or len(value) <= LONGEST_CELL:
        return value
    return f"{' '.join(value[:LONGEST_CELL].split())}… {hashlib.sha256(value.encode()).hexdigest()[:8]}"


def table_of(query: StoredQuery, rows: list[str]) -> str:
    rest = rows[KEPT_ROWS:]
    lines = ["\t".join(query.columns), *rows[:KEPT_ROWS]]
    if rest:
        digest = hashlib.sha256("\n".join(sorted(rest)).encode()).hexdigest()[:16]
        lines.append(f"and {len(rest)} more\t{digest}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_the_rows_expected(asked: Asked, name: str) -> None:
    rows = rows_of(asked, QUESTIONS[name])
    file = EXPECTED / asked.name / f"{name}.tsv"
    if os.environ.get("SPACEACCORD_WRITE_EXPECTED") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(table_of(QUESTIONS[name], rows), encoding="utf-8")

    assert bool(rows) is (name not in EMPTY), "a question with its defaults has an answer"
    assert table_of(QUESTIONS[name], rows) == file.read_text(encoding="utf-8")


def test_all_but_the_federated_questions_are_here() -> None:
    assert [int(name[3:5]) for name in QUESTIONS] == [*range(1, 23), 25]


@pytest.mark.parametrize("folder", ["reports", "originals"])
def test_no_table_is_left_over(folder: str) -> None:
    assert {file.stem for file in (EXPECTED / folder).glob("*.tsv")} == set(QUESTIONS)
