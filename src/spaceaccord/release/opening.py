"""How a release is opened: by folder, or the current one, or, where that is damaged, the last good one."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from spaceaccord.errors import DamagedRelease
from spaceaccord.release.history import is_release_id
from spaceaccord.release.integrity import STORE_FOLDER, Check, check_digests, check_sizes
from spaceaccord.release.manifest import REMEDY, Manifest, ReleaseFile, read_manifest
from spaceaccord.release.pointer import current_id, past_ids

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """An immutable release on the disk."""

    id: str
    folder: Path
    base: str
    manifest: Manifest

    @property
    def store_path(self) -> Path:
        """The folder of the on-disk store. Open it read-only: a writer would change it."""
        return self.folder / STORE_FOLDER

    @property
    def dumps(self) -> tuple[ReleaseFile, ...]:
        """The dumps, by name."""
        return tuple(file for file in self.manifest.files if file.name.startswith("dumps/"))

    def path(self, name: str) -> Path:
        """Return where the file `name` of the manifest lies.

        Raises:
            KeyError: the manifest names no such file.
        """
        for file in self.manifest.files:
            if file.name == name:
                return self.folder / file.name
        raise KeyError(name)

    def dump_path(self, name: str) -> Path:
        """Return where the dump `name`, such as "spaceaccord.nq.gz", lies.

        Raises:
            KeyError: there is no such dump.
        """
        return self.path(f"dumps/{name}")


def open_release(folder: Path) -> Release:
    """Return the release in `folder`, whose files are there and of the right size.

    Raises:
        DamagedRelease: names what is missing or wrong.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise DamagedRelease(f"{folder}: no such release folder. {REMEDY}")
    manifest = read_manifest(folder)
    if manifest.id != folder.name:
        raise DamagedRelease(f"{folder}: holds the release {manifest.id}. Give the folder that name")
    _refuse_failures(folder, check_sizes(folder, manifest))
    return Release(id=manifest.id, folder=folder, base=manifest.base, manifest=manifest)


def open_intact_release(folder: Path) -> Release:
    """Return the release in `folder`, all of whose bytes are those that were published.

    Takes about half a second a gigabyte.

    Raises:
        DamagedRelease: names what is missing or wrong.
    """
    release = open_release(folder)
    _refuse_failures(release.folder, check_digests(release.folder, release.manifest))
    return release


def open_current(releases: Path) -> Release:
    """Return the release that `current` names or, where it is damaged, the intact one that was current last.

    A fall back is logged as an error.

    Raises:
        DamagedRelease: there is no intact release at all.
    """
    wanted = current_id(releases)
    ids = ids_latest_first(releases)
    faults = [f"{releases / wanted}: no such release folder"] if wanted and wanted not in ids else []
    for release_id in ids:
        try:
            release = open_intact_release(releases / release_id)
        except DamagedRelease as error:
            faults.append(str(error))
            continue
        if release_id != wanted:
            _log.error(
                "%s: the current release (%s) cannot be used, %s is served instead: %s",
                releases,
                wanted or "none named",
                release_id,
                "; ".join(faults) or "`current` names no release",
            )
        return release
    found = "; ".join(faults) or "it holds no release"
    raise DamagedRelease(f"{releases}: {found}. Run `spaceaccord build` to make one")


def open_named(releases: Path) -> Release:
    """Return the release that `current` names, all of whose bytes are intact; nothing else will do.

    Raises:
        DamagedRelease: it is damaged, or nothing is named.
    """
    wanted = current_id(releases)
    if wanted is None:
        raise DamagedRelease(f"{releases}: `current` names no release. Run `spaceaccord build` to make one")
    return open_intact_release(releases / wanted)


def list_releases(releases: Path) -> tuple[Release, ...]:
    """Return the releases that can be opened: the current one, then those current before, then the others by id."""
    opened = []
    for release_id in ids_latest_first(releases):
        try:
            opened.append(open_release(releases / release_id))
        except DamagedRelease as error:
            _log.warning("%s is left out: %s", release_id, error)
    return tuple(opened)


def ids_latest_first(releases: Path) -> tuple[str, ...]:
    """Return the ids of the folders that are meant to be releases: the current one, those current before, the rest."""
    current = current_id(releases)
    there = sorted(path.name for path in releases.glob("*") if is_release_id(path.name) and path.is_dir())
    known = dict.fromkeys([*([current] if current else []), *past_ids(releases), *there])
    return tuple(name for name in known if name in there)


def _refuse_failures(folder: Path, checks: Iterable[Check]) -> None:
    failed = [check for check in checks if not check.passed]
    if failed:
        first = failed[0]
        more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
        raise DamagedRelease(
            f"{folder / first.file}: {first.what} should be {first.expected}, found {first.found}{more}. {REMEDY}"
        )
