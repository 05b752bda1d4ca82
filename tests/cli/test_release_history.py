"""What the command line promises of releases after they are built: compared, set back, removed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "data" / "articles"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from spaceaccord.cli import main; main()", *map(str, arguments)]
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases: of one report, then of two."""
    folder = tmp_path_factory.mktemp("two")
    articles = folder / "articles"
    articles.mkdir()
    for name in ("us-luxembourg-memorandum.md", "air-liquide-cnes-esric-lsa-letter-of-intent.md"):
        shutil.copy(REPORTS / name, articles)
        built = run("build", "--articles", articles, "--releases", folder / "releases")
        assert built.returncode == 0, built.stderr
    return folder / "releases"


def _ids(releases: Path) -> list[str]:
    return [line.split()[0] for line in (releases / "history").read_text().splitlines()]


def test_diff_tells_which_agreement_an_added_article_brought(releases: Path) -> None:
    told = run("diff", "1", "2", "--releases", releases)

    assert told.returncode == 0, told.stderr
    assert " added, 0 changed, 0 withdrawn. " in told.stdout
    assert "\n+ added: Letter of Intent " in told.stdout
    assert "    because: article added: " in told.stdout


def test_diff_writes_json_and_the_way_back_is_a_withdrawal(releases: Path) -> None:
    told = run("diff", "current", "previous", "--format", "json", "--releases", releases)

    content = json.loads(told.stdout)
    assert {each["fate"] for each in content["agreements"]} == {"withdrawn"}
    assert [content["new"], content["old"]] == _ids(releases)[:2]


@pytest.mark.parametrize(
    ("format", "start"), [("rdf-patch", "H id <https://w3id.org/spaceaccord/releases/"), ("atom", "<?xml version=")]
)
def test_diff_writes_a_patch_and_a_feed(releases: Path, format: str, start: str) -> None:
    told = run("diff", "1", "2", "--format", format, "--releases", releases)

    assert told.returncode == 0
    assert told.stdout.startswith(start)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("diff", "1", "7"), "no release called '7'"),
        (("diff", "1", "2", "--format", "yaml"), "--format is one of text, json, rdf-patch, atom"),
        (("prune", "--keep", "0"), "--keep is at least 1"),
        (("rollback", "7"), "no release called '7'"),
    ],
)
def test_a_wrong_call_ends_in_one_sentence(releases: Path, arguments: tuple[str, ...], sentence: str) -> None:
    told = run(*arguments, "--releases", releases)

    assert told.returncode == 2
    assert sentence in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_releases_lists_what_is_there_the_current_one_marked(releases: Path) -> None:
    told = run("releases", "--releases", releases)

    first, second = _ids(releases)
    lines = told.stdout.splitlines()
    assert [line[:21] for line in lines] == [f"* 2  {second}", f"  1  {first}"]
    assert lines[1].endswith("1 articles, 1 agreements")


def test_rollback_and_prune_print_what_they_did(releases: Path, tmp_path: Path) -> None:
    copied = tmp_path / "releases"
    shutil.copytree(releases, copied, symlinks=True)
    first, second = _ids(copied)

    assert run("rollback", "--releases", copied).stdout.split() == [first]
    assert (copied / "current").readlink() == Path(first)
    assert run("rollback", second, "--releases", copied).stdout.split() == [second]
    assert run("prune", "--keep", "1", "--releases", copied).stdout == ""
    assert sorted(path.name for path in copied.iterdir() if path.is_dir() and not path.is_symlink()) == sorted(
        [first, second]
    )
