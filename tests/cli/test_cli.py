"""What the command line promises: its verbs, its exit codes, one sentence for every fault and never a traceback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "data" / "articles" / "us-luxembourg-memorandum.md"


def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from spaceaccord.cli import main; main()", *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "releases"
    built = run("build", "--releases", folder, cwd=folder.parent)
    assert built.returncode == 0, built.stderr
    assert (folder / built.stdout.strip() / "manifest.json").is_file()
    return folder


def test_extract_writes_one_json_file_an_article(tmp_path: Path) -> None:
    done = run("extract", REPORT, "--output-dir", tmp_path / "out", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    (agreement,) = json.loads((tmp_path / "out" / "us-luxembourg-memorandum.json").read_text())["agreements"]
    assert sorted(agreement["parties"]) == ["Luxembourg", "United States"]
    assert agreement["type"] == "memorandum_of_understanding"


def test_extract_prints_to_standard_output(tmp_path: Path) -> None:
    done = run("extract", REPORT, cwd=tmp_path)

    assert len(json.loads(done.stdout)["agreements"]) == 1


@pytest.mark.parametrize(
    ("name", "format"),
    [("out.trig", RdfFormat.TRIG), ("out.nq", RdfFormat.N_QUADS)],
)
def test_convert_writes_a_graph_that_parses(tmp_path: Path, name: str, format: RdfFormat) -> None:
    done = run("convert", REPORT, "--output", tmp_path / name, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    graphs = {str(quad.graph_name) for quad in parse((tmp_path / name).read_bytes(), format=format)}
    assert len(graphs) == 1


def test_what_convert_writes_is_valid(tmp_path: Path) -> None:
    run("convert", REPORT, "--output", tmp_path / "out.nq.gz", cwd=tmp_path)
    done = run("validate", tmp_path / "out.nq.gz", cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("Conforms")


def test_validate_names_focus_node_path_value_and_message_of_a_violation(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(
        "@prefix sco: <https://w3id.org/spaceaccord/ontology#> .\n"
        "<https://w3id.org/spaceaccord/id/agreement/x-y-mou-2020> a sco:Agreement, sco:MemorandumOfUnderstanding ;\n"
        "  sco:status <https://w3id.org/spaceaccord/code/status/wobbly> .\n"
    )
    done = run("validate", bad, cwd=tmp_path)

    assert done.returncode == 1
    assert "focus node: https://w3id.org/spaceaccord/id/agreement/x-y-mou-2020" in done.stdout
    assert "path:       https://w3id.org/spaceaccord/ontology#status" in done.stdout
    assert "code/status/wobbly" in done.stdout


def test_verify_finds_every_digest_and_count_right(releases: Path) -> None:
    done = run("verify", releases / "current", cwd=releases.parent)

    assert done.returncode == 0, done.stdout
    assert done.stdout.strip().endswith(" 0 failed")


def test_verify_names_the_damaged_file(releases: Path, tmp_path: Path) -> None:
    copy = tmp_path / (releases / "current").resolve().name
    subprocess.run(["cp", "-r", f"{(releases / 'current').resolve()}/.", str(copy)], check=True)
    (copy / "dumps" / "spaceaccord.nq.gz").write_bytes(b"no dump")
    done = run("verify", copy, cwd=tmp_path)

    assert done.returncode == 3
    assert "dumps/spaceaccord.nq.gz" in done.stdout
    assert "DAMAGED" in done.stdout


def test_query_answers_from_the_local_release(releases: Path) -> None:
    query = ROOT / "queries" / "agreements.rq"
    done = run("query", query, "--releases", releases, "--format", "json", cwd=releases.parent)

    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["results"]["bindings"]) == 10


def test_a_malformed_query_is_told_with_line_and_column(releases: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.rq"
    broken.write_text("SELECT ?s WHERE {\n  ?s ?p . }\n")
    done = run("query", broken, "--releases", releases, cwd=tmp_path)

    assert done.returncode == 1
    assert "line 2" in done.stderr


FAULTS = {
    "a missing file": (["extract", "nowhere.txt"], 1, "nowhere.txt"),
    "an empty file": (["extract", "empty.txt"], 1, "empty.txt"),
    "a picture": (["extract", "picture.txt"], 1, "picture.txt"),
    "broken metadata": (["extract", "broken.txt"], 1, "broken.meta.json"),
    "an empty folder": (["build", "--articles", "empty", "--releases", "r"], 1, "holds no article"),
    "an unknown parameter": (["query", "q.rq", "--param", "x=1"], 2, "no parameter x"),
    "an unknown base IRI": (["convert", "fine.txt", "-o", "x.nq", "--base", "nonsense"], 2, "nonsense"),
    "an unknown suffix": (["convert", "fine.txt", "-o", "x.docx"], 2, ".trig"),
    "RDF that does not parse": (["validate", "broken.ttl"], 1, "broken.ttl"),
    "an unknown RDF format": (["validate", "fine.txt"], 1, "fine.txt"),
    "a folder that is no release": (["verify", "."], 3, "manifest"),
    "no release to query": (["query", "q.rq", "--releases", "none"], 3, "spaceaccord build"),
    "an unknown setting of a query": (["query", "q.rq", "--param", "x"], 2, "NAME=VALUE"),
    "an unknown verb": (["frobnicate"], 2, "frobnicate"),
    "an endpoint that is none": (["query", "q.rq", "--endpoint", "ftp://x"], 2, "http"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_ends_in_one_sentence_and_its_exit_code(name: str, tmp_path: Path) -> None:
    arguments, code, words = FAULTS[name]
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    (tmp_path / "fine.txt").write_text("Nothing was agreed on this day, and nobody signed a thing.")
    (tmp_path / "broken.txt").write_text("Nothing was agreed on this day, and nobody signed a thing.")
    (tmp_path / "broken.meta.json").write_text("{")
    (tmp_path / "broken.ttl").write_text("<a> <b")
    (tmp_path / "q.rq").write_text("ASK {}")
    done = run(*arguments, cwd=tmp_path)

    assert done.returncode == code, done.stderr + done.stdout
    assert words in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("x.*"))


def test_an_article_without_any_agreement_is_published_as_a_source(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "dull.txt").write_text("The weather over the launch site was fine all day long.")
    done = run("build", "--articles", tmp_path / "articles", "--releases", tmp_path / "r", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "r" / done.stdout.strip() / "manifest.json").read_text())
    assert manifest["summary"]["articles"] == 1
    assert manifest["summary"]["agreements"] == 0


def test_a_build_that_fails_leaves_the_current_release(releases: Path, tmp_path: Path) -> None:
    before = (releases / "current").resolve()
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    done = run("build", "--articles", tmp_path / "articles", "--releases", releases, cwd=tmp_path)

    assert done.returncode == 1
    assert (releases / "current").resolve() == before


def test_a_port_that_is_taken_is_said_before_anything_is_built(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), "--releases", tmp_path / "r", cwd=tmp_path)

    assert done.returncode == 3
    assert str(port) in done.stderr
    assert not (tmp_path / "r").exists()


def test_a_bad_setting_is_named(tmp_path: Path) -> None:
    done = run("serve", cwd=tmp_path, SPACEACCORD_QUERY_SECONDS="soon")

    assert done.returncode == 2
    assert "SPACEACCORD_QUERY_SECONDS" in done.stderr


def test_builds_differ_in_nothing_whatever_the_hash_seed_and_locale(tmp_path: Path) -> None:
    manifests = []
    for seed, locale in (("0", "C"), ("42", "C.UTF-8")):
        folder = tmp_path / seed
        done = run("build", "--releases", folder, cwd=tmp_path, PYTHONHASHSEED=seed, LC_ALL=locale)
        assert done.returncode == 0, done.stderr
        manifests.append((folder / "current" / "manifest.json").read_text())

    assert manifests[0] == manifests[1]
