"""Starting the site: what is in the way is told before anything is served."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from served_release import publish_small_release
from spaceaccord.errors import DamagedRelease, EnvironmentFault
from spaceaccord.settings import Settings
from spaceaccord.web.app import create_app
from spaceaccord.web.serving import ensure_port_is_free, run


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_that_is_taken_is_told_with_a_remedy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(EnvironmentFault, match="--port"):
            ensure_port_is_free(Settings(port=taken.getsockname()[1]))


def test_an_address_that_is_not_ours_is_told() -> None:
    with pytest.raises(EnvironmentFault, match="cannot listen"):
        ensure_port_is_free(Settings(host="192.0.2.1"))


def test_a_folder_without_releases_is_not_served(tmp_path: Path, free_port: int) -> None:
    with pytest.raises(DamagedRelease, match="build"):
        run(tmp_path, Settings(port=free_port))


def test_a_release_whose_dumps_are_damaged_is_not_served(tmp_path: Path, free_port: int) -> None:
    publish_small_release(tmp_path).dump_path("spaceaccord.nq.gz").write_bytes(b"half")

    with pytest.raises(DamagedRelease, match=r"spaceaccord\.nq\.gz"):
        run(tmp_path, Settings(port=free_port))


def test_making_the_application_opens_nothing(tmp_path: Path) -> None:
    assert create_app(tmp_path / "nowhere", Settings()).startup_error is None
