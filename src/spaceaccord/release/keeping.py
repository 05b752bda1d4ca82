"""Which releases stay: found by the names that people give them, set back to an earlier one, old ones removed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from spaceaccord.errors import DamagedRelease, UsageError
from spaceaccord.release.durable import UNFINISHED, faults_told, sync
from spaceaccord.release.history import is_release_id, read_history
from spaceaccord.release.lock import build_lock
from spaceaccord.release.opening import Release, ids_latest_first, open_intact_release, open_release
from spaceaccord.release.pointer import current_id, point_to


def find_release(releases: Path, name: str) -> Release:
    """Return the release that `name` means: "current", "previous", a version, an id, or the path of a folder.

    "previous" is the one that was current before the current one.

    Raises:
        UsageError: nothing has this name.
        DamagedRelease: the release is incomplete.
    """
    if name in ("current", "previous") or name.isdecimal() or is_release_id(name):
        release_id = _named(releases, name)
        if release_id is None:
            raise UsageError(f"{releases} has no release called {name!r}. See `spaceaccord releases`")
        return open_release(releases / release_id)
    if name and Path(name).is_dir():
        return open_release(Path(name))
    raise UsageError(f"no release is called {name!r}: give current, previous, a version, an id or a folder")


def _named(releases: Path, name: str) -> str | None:
    ids = ids_latest_first(releases)
    current = current_id(releases)
    if name == "current":
        return current
    if name == "previous":
        return next((each for each in ids if each != current), None)
    if is_release_id(name):
        return name if name in ids else None
    versions = {switch.edition.version: switch.release_id for switch in read_history(releases)}
    found = versions.get(name)
    return found if found in ids else None


def roll_back(releases: Path, name: str = "") -> str:
    """Make an earlier release current again; return its id. By default it is the last good one.

    Raises:
        UsageError: there is no such release, or no earlier one.
        DamagedRelease: the release named is damaged.
        ReleaseLocked: a build is at work in the folder.
        EnvironmentFault: the folder cannot be written.
    """
    with faults_told(releases), build_lock(releases):
        if name:
            target = open_intact_release(find_release(releases, name).folder).id
            if target not in ids_latest_first(releases):
                raise UsageError(f"{name} is no release of {releases}")
        else:
            good = _last_good(releases)
            if good is None:
                raise UsageError(f"{releases} has no earlier release that is whole")
            target = good
        point_to(releases, target, how="rollback")
        return target


def prune(releases: Path, keep: int) -> tuple[str, ...]:
    """Remove all releases but the `keep` that were current last; return the ids of those removed.

    The current release stays whatever `keep` says, and so does the last good one before it.

    Raises:
        UsageError: `keep` is below 1.
        ReleaseLocked: a build is at work in the folder.
        EnvironmentFault: the folder cannot be written.
    """
    if keep < 1:
        raise UsageError(f"--keep is at least 1, not {keep}")
    with faults_told(releases), build_lock(releases):
        ids = ids_latest_first(releases)
        staying = {*ids[:keep], current_id(releases), _last_good(releases)}
        leaving = tuple(each for each in ids if each not in staying)
        for release_id in leaving:
            # First the name goes: whoever looks finds the release whole or not at all.
            aside = releases / f"{UNFINISHED}{os.getpid()}-{release_id}"
            (releases / release_id).rename(aside)
            sync(releases)
            shutil.rmtree(aside)
        return leaving


def _last_good(releases: Path) -> str | None:
    """Return the release that was current last before the current one and is whole."""
    current = current_id(releases)
    for release_id in ids_latest_first(releases):
        if release_id == current:
            continue
        try:
            return open_intact_release(releases / release_id).id
        except DamagedRelease:
            continue
    return None
