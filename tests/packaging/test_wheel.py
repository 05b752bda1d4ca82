"""The wheel carries all that a build needs, and works outside a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_carries_ontology_shapes_queries_data_and_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("ontology", "shapes", "queries", "data"):
        here = {p.relative_to(ROOT).as_posix() for p in (ROOT / folder).rglob("*") if p.is_file()}
        carried = {n.removeprefix("spaceaccord/shipped/") for n in names}
        assert {n for n in here if "__pycache__" not in n} <= carried
    assert any(n.endswith("licenses/LICENSE") for n in names)
    assert any(n.endswith("templates/base.html") for n in names)


def test_an_installed_wheel_builds_the_same_release_as_the_checkout(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    ids: list[str] = []
    for path in (str(target), str(ROOT / "src")):
        releases = tmp_path / f"releases-{len(ids)}"
        done = subprocess.run(
            [sys.executable, "-c", "from spaceaccord.cli import main; main()", "build", "--releases", str(releases)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        ids.append(done.stdout.strip())

    assert ids[0] == ids[1]
