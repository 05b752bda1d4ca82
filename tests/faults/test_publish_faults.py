"""What is left of a release when its builder is killed, held up, starved of space or not allowed to write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from spaceaccord.release.building import STAGES, ReleaseContent, publish
from spaceaccord.release.opening import open_current
from spaceaccord.release.verification import verify

_HERE = Path(__file__).parent
_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(_HERE), "PYTHONDONTWRITEBYTECODE": "1"}
KILLED = -9
ENVIRONMENT_FAULT = 3


def _publishing(releases: Path, articles: int, *options: str) -> list[str]:
    return [sys.executable, str(_HERE / "publishing.py"), str(releases), str(articles), *options]


def _publish(releases: Path, articles: int, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _publishing(releases, articles, *options), capture_output=True, text=True, check=False, env=_ENVIRONMENT
    )


def _start(releases: Path, articles: int, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        _publishing(releases, articles, *options),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_ENVIRONMENT,
    )


def _published(releases: Path, articles: int) -> str:
    told = _publish(releases, articles)
    assert told.returncode == 0, told.stderr
    return told.stdout.strip()


def _unfinished(releases: Path) -> list[str]:
    return sorted(path.name for path in releases.glob(".building-*"))


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    return tmp_path / "releases"


@pytest.fixture
def old(releases: Path) -> str:
    """The release that is current before the fault."""
    return _published(releases, 2)


@pytest.mark.parametrize("stage", STAGES)
def test_a_build_killed_as_a_stage_begins_leaves_a_whole_release_and_the_next_build_succeeds(
    releases: Path, old: str, stage: str
) -> None:
    assert _publish(releases, 500, "--kill", stage).returncode == KILLED

    current = open_current(releases)
    assert (current.id == old) == (stage != "done")
    assert verify(current.folder).is_whole

    new = _published(releases, 500)
    assert open_current(releases).id == new
    assert _unfinished(releases) == []
    assert verify(releases / old).is_whole


def test_a_first_build_that_is_killed_leaves_nothing_that_is_taken_for_a_release(releases: Path) -> None:
    assert _publish(releases, 2, "--kill", "rename").returncode == KILLED
    assert [path.name for path in releases.iterdir() if not path.name.startswith(".")] == []

    assert _published(releases, 2) == open_current(releases).id


@pytest.mark.slow
@pytest.mark.parametrize("mode", [[], ["mend"]], ids=["a new release", "a damaged one mended in place"])
def test_a_kill_before_any_step_on_the_file_system_leaves_old_or_new_and_the_next_build_succeeds(
    tmp_path: Path, mode: list[str]
) -> None:
    told = subprocess.run(
        [sys.executable, str(_HERE / "crash_sweep.py"), str(tmp_path), *mode],
        capture_output=True,
        text=True,
        check=True,
        env=_ENVIRONMENT,
    )
    crashes = [json.loads(line) for line in told.stdout.splitlines()]
    *killed, finished = crashes
    old, new = finished["old"], finished["current"]

    assert len(killed) > 50
    assert all(crash["killed"] for crash in killed)
    assert not finished["killed"]
    for crash in crashes:
        assert crash["whole"], crash
        assert crash["current"] in {old, new}, crash
        assert crash["again"] == new, crash
        assert crash["then"] == [new, True], crash
        assert crash["left"] == sorted([".lock", "current", "history", old, new]), crash


def test_of_two_publishers_at_once_the_second_is_told_who_is_at_work(releases: Path, old: str) -> None:
    first = _start(releases, 3, "--wait", "dumps")
    try:
        assert first.stdout is not None
        assert first.stdout.readline() == "dumps\n"

        second = _publish(releases, 4)

        assert second.returncode == ENVIRONMENT_FAULT
        assert f"another build (process {first.pid}) is at work here" in second.stderr
        assert open_current(releases).id == old
    finally:
        out, _ = first.communicate("go on\n")
    assert first.returncode == 0
    assert open_current(releases).id == out.strip()


def test_the_lock_of_a_killed_publisher_is_taken_over(releases: Path, old: str) -> None:
    first = _start(releases, 3, "--wait", "dumps")
    assert first.stdout is not None
    assert first.stdout.readline() == "dumps\n"
    first.kill()
    first.communicate()

    assert _published(releases, 4) == open_current(releases).id != old


@pytest.mark.slow
def test_racing_publishers_leave_one_whole_release_current(releases: Path, old: str) -> None:
    for start in range(10, 30, 2):
        racers = [_start(releases, articles) for articles in (start, start + 1)]
        told = [(*racer.communicate(), racer.returncode) for racer in racers]

        won = {out.strip() for out, _, code in told if code == 0}
        assert won, told
        assert all("is at work here" in error for _, error, code in told if code != 0), told
        current = open_current(releases)
        assert current.id in won
        assert verify(current.folder).is_whole
        assert _unfinished(releases) == []
    assert verify(releases / old).is_whole


@pytest.mark.parametrize("max_bytes", [1_000, 20_000, 80_000, 200_000])
def test_a_file_that_may_not_grow_ends_the_build_with_a_remedy(releases: Path, old: str, max_bytes: int) -> None:
    told = _publish(releases, 3_000, "--max-file-bytes", str(max_bytes))

    assert told.returncode == ENVIRONMENT_FAULT, told.stderr
    assert "no space is left, or a file grew past a limit" in told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert open_current(releases).id == old
    assert _unfinished(releases) == []
    assert _published(releases, 3_000) == open_current(releases).id


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four mebibytes, where we may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    told = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if told.returncode != 0:
        pytest.skip(f"mounting needs root: {told.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_ends_the_build_with_a_remedy_and_the_old_release_stays(small_disk: Path) -> None:
    releases = small_disk / "releases"
    old = _published(releases, 2)

    told = _publish(releases, 20_000)

    assert told.returncode == ENVIRONMENT_FAULT, told.stderr
    assert "no space is left" in told.stderr
    assert open_current(releases).id == old
    assert verify(releases / old).is_whole
    assert _unfinished(releases) == []
    assert _published(releases, 3) == open_current(releases).id


def test_a_read_only_disk_is_told_with_a_remedy_and_still_read(small_disk: Path) -> None:
    releases = small_disk / "releases"
    old = _published(releases, 2)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    told = _publish(releases, 3)

    assert told.returncode == ENVIRONMENT_FAULT
    assert "read-only. Make the folder writable or name another" in told.stderr
    assert open_current(releases).id == old
    assert verify(releases / old).is_whole


def test_files_then_folders_then_names_reach_the_disk_in_that_order(
    releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[tuple[str, str]] = []
    fsync, replace = os.fsync, os.replace

    def recorded_fsync(descriptor: int) -> None:
        steps.append(("sync", str(Path(f"/proc/self/fd/{descriptor}").readlink())))
        fsync(descriptor)

    def recorded_replace(source: str | Path, target: str | Path) -> None:
        steps.append(("name", str(target)))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", recorded_fsync)
    monkeypatch.setattr(os, "replace", recorded_replace)
    content = ReleaseContent(
        base="https://example.org/accord/", graphs={}, view=(), report_turtle="", inputs=(), summary={}
    )

    release = releases / publish(content, releases)

    draft = str(releases / f".building-{os.getpid()}")
    named = steps.index(("name", str(release)))
    synced = [path for _, path in steps[:named]]
    files = [str(path).replace(str(release), draft) for path in release.rglob("*")]
    assert set(synced) == {draft, *files}
    for path in synced:
        assert synced.index(str(Path(path).parent)) > synced.index(path) if path != draft else path == synced[-1]
    assert [step for step in steps[named + 1 :] if ".building-" not in step[1]] == [
        ("sync", str(releases)),
        ("name", str(releases / "history")),
        ("sync", str(releases)),
        ("name", str(releases / "current")),
        ("sync", str(releases)),
    ]
