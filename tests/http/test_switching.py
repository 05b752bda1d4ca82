"""A running site takes up each new current release by itself, and every answer is of exactly one release."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from release_readers import PATHS, reading, wait_until
from served_release import Running, publish_small_release, serve
from spaceaccord.release.keeping import roll_back
from spaceaccord.release.opening import open_current


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    publish_small_release(tmp_path / "releases")
    return tmp_path / "releases"


@pytest.fixture
def running(releases: Path) -> Iterator[Running]:
    with serve(releases) as server:
        yield server


def _served(running: Running) -> str:
    return httpx.get(f"{running.address}/health", trust_env=False).headers["x-release"]


def test_readers_see_the_new_release_and_the_one_set_back_and_never_a_mixture(running: Running, releases: Path) -> None:
    first = running.release.id
    with reading(running.address, clients=8) as readings:
        wait_until(lambda: readings.seen[first] > 20)
        second = publish_small_release(releases, padding=50).id
        wait_until(lambda: readings.seen[second] > 20)
        roll_back(releases)
        wait_until(lambda: _served(running) == first)

    assert readings.faults == []
    assert set(readings.seen) == {first, second}
    assert all(readings.bodies[first, path] != readings.bodies[second, path] for path in PATHS)


def test_a_damaged_release_is_not_taken_up_until_it_is_mended(
    running: Running, releases: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = running.release.id
    second = publish_small_release(releases, padding=50)
    wait_until(lambda: _served(running) == second.id)
    roll_back(releases)
    wait_until(lambda: _served(running) == first)
    (second.folder / "void.ttl").write_bytes(b"damaged")

    (releases / "other").symlink_to(second.id)
    (releases / "other").replace(releases / "current")
    wait_until(lambda: "is refused" in caplog.text)

    assert _served(running) == first
    assert f"{first} is served on" in caplog.text
    assert publish_small_release(releases, padding=50).id == second.id
    wait_until(lambda: _served(running) == second.id)


def test_a_download_that_has_begun_ends_on_its_release(running: Running, releases: Path) -> None:
    name = "spaceaccord.nq.gz"
    whole = running.release.dump_path(name).read_bytes()
    with httpx.Client(trust_env=False) as client, client.stream("GET", f"{running.address}/dumps/{name}") as answer:
        second = publish_small_release(releases, padding=50).id
        wait_until(lambda: _served(running) == second)
        received = b"".join(answer.iter_raw())

    assert answer.headers["x-release"] == running.release.id
    assert received == whole


def test_a_running_server_switches_on_sighup_and_stops_on_sigterm(releases: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from spaceaccord.cli import main; main()", "serve"]
    server = subprocess.Popen(
        [*command, "--releases", str(releases), "--port", str(port)], stderr=subprocess.PIPE, env={**os.environ}
    )
    running = Running(f"http://127.0.0.1:{port}", None, open_current(releases))  # type: ignore[arg-type]
    try:
        wait_until(lambda: _answers(running))
        second = publish_small_release(releases, padding=50).id
        server.send_signal(signal.SIGHUP)
        wait_until(lambda: _served(running) == second)
    finally:
        server.send_signal(signal.SIGTERM)
        _, told = server.communicate(timeout=20)

    assert server.returncode in (0, -signal.SIGTERM)
    assert f"release {second} is served instead of" in told.decode()


def _answers(running: Running) -> bool:
    try:
        return httpx.get(f"{running.address}/health", trust_env=False).is_success
    except httpx.TransportError:
        return False
