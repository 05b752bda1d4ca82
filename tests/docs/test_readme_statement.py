"""The statement that the README shows is one that we publish, word for word."""

from __future__ import annotations

import re
from pathlib import Path

from rdflib import Graph

from spaceaccord.iris import Iris
from spaceaccord.pipeline.converting import convert
from spaceaccord.pipeline.knowledge import Knowledge

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_statement_of_the_readme_is_made_from_the_article() -> None:
    shown = re.search(r"```turtle\n(.*?)```", README, re.DOTALL)
    assert shown
    article = ROOT / "data" / "articles" / "lsa-nasa-statement-of-intent.md"
    made = convert([article], Knowledge.read(), iris=Iris())
    published = {tuple(map(str, triple)) for graph in made.graphs.values() for triple in graph}

    stated = {tuple(map(str, triple)) for triple in Graph().parse(data=shown[1], format="turtle")}

    assert len(stated) == 17
    assert sorted(stated - published) == []


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
