from __future__ import annotations

import dataclasses
import errno
import hashlib
import io
import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from spaceaccord.errors import DamagedRelease
from spaceaccord.release.building import ReleaseContent, publish
from spaceaccord.release.opening import list_releases, open_current, open_release
from spaceaccord.release.pointer import current_id, past_ids, point_to
from spaceaccord.release.verification import verify

ContentMaker = Callable[..., ReleaseContent]
Damage = Callable[[Path], str]


def _flip_a_bit(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)


def _largest_table(release: Path) -> Path:
    return max((release / "store").glob("*.sst"), key=lambda path: (path.stat().st_size, path.name))


def _flip_a_bit_of_the_store(release: Path) -> str:
    _flip_a_bit(_largest_table(release), 100)
    return f"store/{_largest_table(release).name}"


def _cut_the_store(release: Path) -> str:
    path = _largest_table(release)
    path.write_bytes(path.read_bytes()[:-50])
    return f"store/{path.name}"


def _lose_the_stores_pointer(release: Path) -> str:
    (release / "store" / "CURRENT").unlink()
    return "store/CURRENT"


def _cut_the_stores_manifest(release: Path) -> str:
    (path,) = (release / "store").glob("MANIFEST-*")
    path.write_bytes(path.read_bytes()[:20])
    return f"store/{path.name}"


def _cut_a_dump(release: Path) -> str:
    path = release / "dumps" / "spaceaccord.trig.gz"
    path.write_bytes(path.read_bytes()[:-1])
    return "dumps/spaceaccord.trig.gz"


def _flip_a_bit_of_a_dump(release: Path) -> str:
    _flip_a_bit(release / "dumps" / "spaceaccord.nq.gz", 60)
    return "dumps/spaceaccord.nq.gz"


def _change_a_count(release: Path) -> str:
    path = release / "manifest.json"
    path.write_text(path.read_text().replace('"quads": ', '"quads": 1'))
    return "manifest.json"


def _cut_the_manifest(release: Path) -> str:
    path = release / "manifest.json"
    path.write_text(path.read_text()[:-30])
    return "manifest.json"


def _lose_the_store_sums(release: Path) -> str:
    (release / "store.sha256").unlink()
    return "store.sha256"


def _add_a_file(release: Path) -> str:
    (release / "dumps" / "stranger.nq.gz").write_bytes(b"stranger")
    return "dumps/stranger.nq.gz"


DAMAGES = [
    pytest.param(damage, id=damage.__name__.strip("_").replace("_", " "))
    for damage in (
        _flip_a_bit_of_the_store,
        _cut_the_store,
        _lose_the_stores_pointer,
        _cut_the_stores_manifest,
        _cut_a_dump,
        _flip_a_bit_of_a_dump,
        _change_a_count,
        _cut_the_manifest,
        _lose_the_store_sums,
        _add_a_file,
    )
]


def test_a_whole_release_verifies(a_release: Path) -> None:
    verification = verify(a_release)

    assert verification.failures == ()
    assert verification.is_whole
    assert {"bytes", "sha256", "triples", "release id", "lines", "graphs", "statements", "id"} <= {
        check.what for check in verification.checks
    }


@pytest.mark.parametrize("damage", DAMAGES)
def test_verify_names_the_damaged_file(a_release: Path, damage: Damage) -> None:
    damaged = damage(a_release)

    verification = verify(a_release)

    assert damaged in verification.damaged_files
    assert not verification.is_whole


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_current_release_gives_way_to_the_last_good_one(
    a_content: ContentMaker, a_release: Path, damage: Damage, caplog: pytest.LogCaptureFixture
) -> None:
    releases = a_release.parent
    later = publish(a_content(articles=3), releases)
    damaged = damage(releases / later)

    with caplog.at_level(logging.ERROR):
        opened = open_current(releases)

    assert opened.id == a_release.name
    assert later in caplog.text
    assert Path(damaged).name in caplog.text


def test_a_file_that_the_disk_does_not_give_back_is_damage(a_release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(file: io.BufferedReader, name: str) -> NoReturn:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(hashlib, "file_digest", fail)

    with pytest.raises(DamagedRelease, match="unreadable: Input/output error"):
        open_current(a_release.parent)


@pytest.mark.parametrize("damage", DAMAGES)
def test_where_the_only_release_is_damaged_the_error_says_what_to_do(a_release: Path, damage: Damage) -> None:
    damage(a_release)

    with pytest.raises(DamagedRelease, match="Run `spaceaccord build` to make one"):
        open_current(a_release.parent)


def test_the_last_good_release_is_the_one_that_was_current_last(a_content: ContentMaker, releases: Path) -> None:
    ids = [publish(a_content(articles=number), releases) for number in (1, 2, 3, 4)]
    publish(a_content(articles=2), releases)  # current again, so later than the third and the fourth
    publish(a_content(articles=5), releases)
    shutil.rmtree(releases / (releases / "current").readlink())

    assert open_current(releases).id == ids[1]
    assert [release.id for release in list_releases(releases)] == [ids[1], ids[3], ids[2], ids[0]]


def test_a_lost_current_link_and_a_lost_history_still_find_a_release(a_release: Path) -> None:
    (a_release.parent / "current").unlink()
    (a_release.parent / "history").write_bytes(b"\xff\x00 nonsense")

    assert open_current(a_release.parent).id == a_release.name


def test_a_current_link_that_leads_elsewhere_is_not_followed(a_release: Path, tmp_path: Path) -> None:
    shutil.copytree(a_release, tmp_path / a_release.name)
    (a_release.parent / "current").unlink()
    (a_release.parent / "current").symlink_to(f"../{a_release.name}")

    assert current_id(a_release.parent) is None
    assert open_current(a_release.parent).folder == a_release


@pytest.mark.parametrize("missing", ["", "empty"])
def test_a_folder_without_releases_is_told_with_a_remedy(tmp_path: Path, missing: str) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(DamagedRelease, match=r"it holds no release\. Run `spaceaccord build`"):
        open_current(tmp_path / (missing or "nowhere"))


def test_a_release_under_another_name_is_refused(a_release: Path) -> None:
    renamed = a_release.rename(a_release.with_name("0123456789abcdef"))

    with pytest.raises(DamagedRelease, match=f"holds the release {a_release.name}"):
        open_release(renamed)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "dumps/../../outside"])
def test_a_manifest_that_names_a_file_outside_of_the_release_is_refused(a_release: Path, name: str) -> None:
    manifest = open_release(a_release).manifest
    file = dataclasses.replace(manifest.files[0], name=name)
    text = dataclasses.replace(manifest, files=(file,)).to_json()
    (a_release / "manifest.json").write_text(text)

    with pytest.raises(DamagedRelease, match="names a file outside of the release"):
        open_release(a_release)


def test_a_manifest_of_another_schema_is_refused_by_its_number(a_release: Path) -> None:
    path = a_release / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"schema": 7}))

    with pytest.raises(DamagedRelease, match="written in schema 7; this software reads schema 1"):
        open_release(a_release)


def test_a_file_is_found_by_its_name_and_no_other_way(a_release: Path) -> None:
    release = open_release(a_release)

    assert release.dump_path("spaceaccord.nq.gz") == a_release / "dumps" / "spaceaccord.nq.gz"
    for name in ("../manifest.json", "", "spaceaccord.nq", "/etc/passwd"):
        with pytest.raises(KeyError):
            release.dump_path(name)


def test_a_folder_that_is_not_there_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(DamagedRelease, match="no such release folder"):
        verify(tmp_path / "0123456789abcdef")


def test_opening_and_verifying_change_nothing(a_release: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in a_release.rglob("*")}

    open_current(a_release.parent)
    verify(a_release)

    assert {path: path.stat().st_mtime_ns for path in a_release.rglob("*")} == before


def test_the_history_keeps_each_id_once_latest_first(tmp_path: Path) -> None:
    for name in ("a" * 16, "b" * 16, "a" * 16):
        point_to(tmp_path, name)

    assert past_ids(tmp_path) == ("a" * 16, "b" * 16)
    assert current_id(tmp_path) == "a" * 16
