from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spaceaccord.errors import DamagedRelease, ReleaseLocked, UsageError
from spaceaccord.release.building import ReleaseContent, publish
from spaceaccord.release.history import first_published, read_history
from spaceaccord.release.keeping import find_release, prune, roll_back
from spaceaccord.release.lock import build_lock
from spaceaccord.release.opening import open_current, open_intact_release, open_release
from spaceaccord.release.pointer import current_id, point_to

ContentMaker = Callable[..., ReleaseContent]


@pytest.fixture
def ids(a_content: ContentMaker, releases: Path) -> list[str]:
    """Four releases, the last of them current."""
    return [publish(a_content(articles=number), releases) for number in range(1, 5)]


def _damage(releases: Path, release_id: str) -> None:
    (releases / release_id / "void.ttl").write_bytes(b"damaged")


def test_versions_count_the_releases_of_a_folder_and_each_names_the_one_before(releases: Path, ids: list[str]) -> None:
    manifests = [open_release(releases / each).manifest for each in ids]

    assert [manifest.version for manifest in manifests] == ["1", "2", "3", "4"]
    assert [manifest.previous for manifest in manifests] == ["", *ids[:3]]


def test_a_release_built_again_keeps_its_version(a_content: ContentMaker, releases: Path, ids: list[str]) -> None:
    assert publish(a_content(articles=2), releases) == ids[1]

    assert open_intact_release(releases / ids[1]).manifest.version == "2"
    assert publish(a_content(articles=9), releases)
    newest = open_current(releases)
    assert (newest.manifest.version, newest.manifest.previous) == ("5", ids[1])


def test_no_version_is_given_twice_even_after_its_release_is_gone(
    a_content: ContentMaker, releases: Path, ids: list[str]
) -> None:
    roll_back(releases, "1")
    prune(releases, 1)

    publish(a_content(articles=9), releases)

    assert open_current(releases).manifest.version == "5"


def test_the_history_tells_when_and_how_each_release_became_current(tmp_path: Path) -> None:
    moments = [datetime(2031, 1, day, 12, tzinfo=UTC) for day in (1, 2, 3)]
    point_to(tmp_path, "a" * 16, at=moments[0])
    point_to(tmp_path, "b" * 16, at=moments[1])
    point_to(tmp_path, "a" * 16, at=moments[2], how="rollback")

    switches = read_history(tmp_path)

    assert [(each.release_id[0], each.edition.version, each.how, each.at) for each in switches] == [
        ("a", "1", "build", moments[0]),
        ("b", "2", "build", moments[1]),
        ("a", "1", "rollback", moments[2]),
    ]
    assert first_published(switches, "a" * 16) == moments[0]


def test_a_clock_set_back_changes_no_order(tmp_path: Path) -> None:
    point_to(tmp_path, "b" * 16, at=datetime(2031, 1, 2, tzinfo=UTC))
    point_to(tmp_path, "a" * 16, at=datetime(2031, 1, 1, tzinfo=UTC))

    assert [(each.release_id[0], each.edition.version) for each in read_history(tmp_path)] == [("b", "1"), ("a", "2")]


def test_a_history_of_ids_alone_is_read_and_continued(tmp_path: Path) -> None:
    (tmp_path / "history").write_text(f"{'a' * 16}\n{'b' * 16}\nnonsense\n{'c' * 16} 9 - - build extra\n")

    point_to(tmp_path, "d" * 16)

    assert [(each.release_id[0], each.edition.version) for each in read_history(tmp_path)] == [
        ("a", "1"),
        ("b", "2"),
        ("d", "3"),
    ]


@pytest.mark.parametrize(("name", "number"), [("current", 3), ("previous", 2), ("1", 0), ("3", 2)])
def test_a_release_is_found_by_the_names_that_people_give_it(
    releases: Path, ids: list[str], name: str, number: int
) -> None:
    assert find_release(releases, name).id == ids[number]


def test_a_release_is_found_by_its_id_and_by_its_folder(releases: Path, ids: list[str]) -> None:
    assert find_release(releases, ids[1]).id == ids[1]
    assert find_release(releases.parent, str(releases / ids[1])).id == ids[1]


@pytest.mark.parametrize("name", ["17", "0" * 16, "nowhere", ""])
def test_a_name_that_nothing_has_is_told(releases: Path, ids: list[str], name: str) -> None:
    with pytest.raises(UsageError, match="no release"):
        find_release(releases, name)


def test_rollback_sets_the_release_before_current_again(releases: Path, ids: list[str]) -> None:
    assert roll_back(releases) == ids[2]

    assert open_current(releases).id == ids[2]
    assert read_history(releases)[-1].how == "rollback"


def test_rollback_passes_over_what_is_damaged(releases: Path, ids: list[str]) -> None:
    _damage(releases, ids[2])

    assert roll_back(releases) == ids[1] == current_id(releases)


def test_rollback_to_a_damaged_release_is_refused(releases: Path, ids: list[str]) -> None:
    _damage(releases, ids[0])

    with pytest.raises(DamagedRelease, match=r"void\.ttl"):
        roll_back(releases, ids[0])

    assert current_id(releases) == ids[3]


def test_rollback_of_the_only_release_is_refused(a_release: Path) -> None:
    with pytest.raises(UsageError, match="no earlier release"):
        roll_back(a_release.parent)


def test_prune_keeps_those_that_were_current_last(releases: Path, ids: list[str]) -> None:
    roll_back(releases, "1")

    assert sorted(prune(releases, 2)) == sorted(ids[1:3])

    assert sorted(
        path.name for path in releases.glob("[!.]*[!y]") if path.is_dir() and not path.is_symlink()
    ) == sorted([ids[0], ids[3]])
    assert open_current(releases).id == ids[0]


def test_prune_never_removes_the_last_good_release(releases: Path, ids: list[str]) -> None:
    _damage(releases, ids[2])

    assert prune(releases, 1) == (ids[2], ids[0])

    assert open_intact_release(releases / ids[1]).id == ids[1]
    assert open_current(releases).id == ids[3]


def test_prune_keeps_at_least_one(releases: Path, ids: list[str]) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        prune(releases, 0)


def test_neither_rollback_nor_prune_meddles_with_a_build(releases: Path, ids: list[str]) -> None:
    with build_lock(releases):
        with pytest.raises(ReleaseLocked):
            roll_back(releases)
        with pytest.raises(ReleaseLocked):
            prune(releases, 1)

    assert current_id(releases) == ids[3]
