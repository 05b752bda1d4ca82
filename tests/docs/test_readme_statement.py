"""The statement that the README shows is one that we publish, word for word."""

from __future__ import annotations

from pathlib import Path

from docs.readme_block import BLOCK, statement_block

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_statement_of_the_readme_is_the_one_that_we_publish() -> None:
    shown = BLOCK.search(README)

    assert shown
    assert shown[1] == statement_block(), "run `make readme`"


def test_the_readme_says_how_to_run_the_site_by_line_25() -> None:
    assert "    make serve" in README.splitlines()[:25]


def test_the_readme_counts_the_queries() -> None:
    ours = len(list((ROOT / "queries").glob("*.rq")))
    federated = len(list((ROOT / "queries" / "federated").glob("*.rq")))

    assert f"{ours} example queries" in README
    assert federated == 2


def test_the_changelog_counts_the_tables() -> None:
    told = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for table, words in (
        ("states", "states and territories"),
        ("organisations", "organisations"),
        ("persons", "persons"),
        ("places", "places"),
        ("events", "events"),
        ("agreements", "known instruments"),
    ):
        rows = (ROOT / "data" / "reference" / f"{table}.csv").read_text(encoding="utf-8").count("\n") - 1
        assert f"{rows} {words}" in told
