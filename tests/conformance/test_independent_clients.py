"""Clients that are not ours run every example query, and find the rows that the endpoint gives."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import Graph
from SPARQLWrapper import JSON, SPARQLWrapper

from served_release import Running

# Where .ci/run installs Comunica; COMUNICA names another folder that has node_modules.
COMUNICA = Path(os.environ.get("COMUNICA", Path(__file__).parents[2] / "build" / "comunica"))


def test_sparqlwrapper_runs_the_examples(
    published: Running, examples: dict[str, str], expected_rows: dict[str, int]
) -> None:
    found = {}
    for name, text in examples.items():
        wrapper = SPARQLWrapper(f"{published.address}/sparql", returnFormat=JSON)
        wrapper.setQuery(text)
        converted = wrapper.query().convert()
        assert isinstance(converted, dict)
        found[name] = len(converted["results"]["bindings"])

    assert found == expected_rows


def test_rdflib_runs_the_examples(published: Running, examples: dict[str, str], expected_rows: dict[str, int]) -> None:
    graph = Graph("SPARQLStore")
    graph.open(f"{published.address}/sparql")

    assert {name: len(list(graph.query(text))) for name, text in examples.items()} == expected_rows


@pytest.mark.skipif(not shutil.which("roqet"), reason="roqet (Debian: rasqal-utils) is not installed")
def test_roqet_runs_the_examples(
    published: Running, examples: dict[str, str], expected_rows: dict[str, int], tmp_path: Path
) -> None:
    found = {}
    for name, text in examples.items():
        file = tmp_path / f"{name}.rq"
        file.write_text(text, encoding="utf-8")
        command = ["roqet", "-q", "-i", "sparql11-query", "-p", f"{published.address}/sparql", "-r", "csv", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        found[name] = len(list(csv.reader(io.StringIO(done.stdout)))) - 1

    assert found == expected_rows


@pytest.mark.skipif(
    not shutil.which("node") or not (COMUNICA / "node_modules" / "@comunica" / "query-sparql").is_dir(),
    reason="Comunica is not installed: npm install --prefix build/comunica @comunica/query-sparql@4",
)
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["", "sparql"], ids=["found out by itself", "told that it is SPARQL"])
def test_comunica_runs_the_examples(
    published: Running, examples: dict[str, str], expected_rows: dict[str, int], kind: str
) -> None:
    given = json.dumps({"endpoint": f"{published.address}/sparql", "queries": examples})
    command = ["node", str(Path(__file__).with_name("comunica_rows.mjs")), str(COMUNICA.resolve()), kind]
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == expected_rows
