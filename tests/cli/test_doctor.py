"""What `doctor` says of a machine, and that it says so by its exit code."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from served_release import publish_small_release
from spaceaccord.errors import EnvironmentFault
from spaceaccord.pipeline.diagnosing import Finding, diagnose
from spaceaccord.release.lock import build_lock


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    for padding in (0, 5):
        publish_small_release(tmp_path / "releases", padding=padding)
    return tmp_path / "releases"


def _found(releases: Path) -> dict[str, Finding]:
    return {each.what: each for each in diagnose(releases, ensure_port_is_free=lambda: None)}


def test_a_sound_folder_has_no_fault_and_a_release_to_fall_back_to(releases: Path) -> None:
    found = _found(releases)

    assert {each.state for each in found.values()} <= {"ok", "warning"}
    assert "every byte intact" in found["current release"].found
    assert found["release to fall back to"].state == "ok"


def test_a_damaged_current_release_is_a_fault_and_names_the_file(releases: Path) -> None:
    (releases / "current" / "void.ttl").write_bytes(b"damaged")

    finding = _found(releases)["current release"]

    assert finding.state == "fault"
    assert "void.ttl" in finding.found


def test_nothing_to_fall_back_to_leftovers_and_a_build_at_work_are_warnings(releases: Path) -> None:
    current = (releases / "current").resolve()
    (other,) = [path for path in releases.iterdir() if path.is_dir() and path.resolve() != current]
    shutil.rmtree(other / "dumps")
    (releases / ".building-1").mkdir()

    with build_lock(releases):
        found = _found(releases)

    for what in ("release to fall back to", "leftovers of builds", "releases folder"):
        assert found[what].state == "warning", found[what]


def test_a_folder_that_is_not_there_yet_is_no_fault(tmp_path: Path) -> None:
    assert _found(tmp_path / "a" / "b")["releases folder"].state == "ok"


def test_a_port_that_is_taken_is_a_fault(releases: Path) -> None:
    def taken() -> None:
        raise EnvironmentFault("127.0.0.1:8000 is taken by another program")

    *_, port = diagnose(releases, ensure_port_is_free=taken)

    assert str(port) == "fault   port: 127.0.0.1:8000 is taken by another program"


def test_the_command_ends_with_3_where_something_is_in_the_way(releases: Path) -> None:
    from typer.testing import CliRunner

    from spaceaccord.cli import app

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = {"SPACEACCORD_PORT": str(probe.getsockname()[1])}
        probe.listen()
        taken = CliRunner().invoke(app, ["doctor", "--releases", str(releases)], env=free)
    fine = CliRunner().invoke(app, ["doctor", "--releases", str(releases)], env=free)

    assert (taken.exit_code, fine.exit_code) == (3, 0), taken.output + fine.output
