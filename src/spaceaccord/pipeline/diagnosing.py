"""Whether this machine can build and serve releases: one finding a question, each fault with its remedy."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from spaceaccord.errors import EnvironmentFault, SpaceAccordError
from spaceaccord.release.durable import UNFINISHED
from spaceaccord.release.lock import build_lock
from spaceaccord.release.opening import Release, ids_latest_first, open_intact_release
from spaceaccord.release.pointer import current_id
from spaceaccord.resources import shipped_folder

State = Literal["ok", "warning", "fault"]
# A build needs room for the new release beside the old; the store loads into memory at about this rate (measured).
_BYTES_A_QUAD: Final = 450
_LEAST_FREE_BYTES: Final = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, how it stands, and what was found."""

    what: str
    state: State
    found: str

    def __str__(self) -> str:
        return f"{self.state:<8}{self.what}: {self.found}"


def diagnose(releases: Path, *, ensure_port_is_free: Callable[[], None]) -> Iterator[Finding]:
    """Yield the findings about the program, the folder of releases, its releases, memory and the port."""
    yield _program()
    yield _data()
    yield _folder(releases)
    yield _space(releases)
    release = None
    if releases.is_dir():
        release, finding = _current(releases)
        yield finding
        yield _last_good(releases)
        yield _leftovers(releases)
    if release:
        yield _memory(release)
    yield _tried("port", ensure_port_is_free, "free")


def _program() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    state: State = "ok" if sys.version_info >= (3, 11) else "fault"
    return Finding(what="Python", state=state, found=f"{version}, needs 3.11")


def _data() -> Finding:
    def find() -> None:
        for name in ("data", "ontology", "shapes", "queries"):
            if not any(shipped_folder(name).iterdir()):
                raise EnvironmentFault(f"the folder {name} is empty. Install the package again")

    return _tried("data, ontology, shapes, queries", find, "there")


def _tried(what: str, act: Callable[[], object], found: str) -> Finding:
    try:
        act()
    except (SpaceAccordError, OSError) as error:
        return Finding(what=what, state="fault", found=str(error))
    return Finding(what=what, state="ok", found=found)


def _folder(releases: Path) -> Finding:
    if not releases.exists():
        parent = next(each for each in releases.resolve().parents if each.exists())
        is_ours = os.access(parent, os.W_OK)
        found = f"{releases} is not there yet and {'can' if is_ours else 'cannot'} be made in {parent}"
        return Finding(what="releases folder", state="ok" if is_ours else "fault", found=found)
    if not os.access(releases, os.W_OK):
        return Finding(what="releases folder", state="warning", found=f"{releases} can be served, not built in")

    def lock() -> None:
        with build_lock(releases):
            pass

    finding = _tried("releases folder", lock, f"{releases} can be written, no build is at work")
    return Finding(what=finding.what, state="warning" if finding.state == "fault" else "ok", found=finding.found)


def _space(releases: Path) -> Finding:
    place = next(each for each in (releases.resolve(), *releases.resolve().parents) if each.exists())
    free = shutil.disk_usage(place).free
    current = releases / "current"
    size = sum(path.stat().st_size for path in current.rglob("*") if path.is_file()) if current.exists() else 0
    needed = max(2 * size, _LEAST_FREE_BYTES)
    found = f"{free >> 20} MB free, a build wants {needed >> 20} MB"
    return Finding(what="disk", state="ok" if free >= needed else "warning", found=found)


def _current(releases: Path) -> tuple[Release | None, Finding]:
    wanted = current_id(releases)
    if wanted is None:
        finding = Finding(what="current release", state="warning", found="none. Run `spaceaccord build`")
        return None, finding
    try:
        release = open_intact_release(releases / wanted)
    except SpaceAccordError as error:
        return None, Finding(what="current release", state="fault", found=str(error))
    found = (
        f"{release.id}, version {release.manifest.version or '-'}, {release.manifest.quads} quads, every byte intact"
    )
    return release, Finding(what="current release", state="ok", found=found)


def _last_good(releases: Path) -> Finding:
    others = [each for each in ids_latest_first(releases) if each != current_id(releases)]
    for release_id in others:
        try:
            open_intact_release(releases / release_id)
        except SpaceAccordError:
            continue
        return Finding(what="release to fall back to", state="ok", found=release_id)
    found = "none: a damaged current release could not be replaced" if others else "none yet: there is one release"
    return Finding(what="release to fall back to", state="warning" if others else "ok", found=found)


def _leftovers(releases: Path) -> Finding:
    left = sorted(path.name for path in releases.glob(f"{UNFINISHED}*"))
    if not left:
        return Finding(what="leftovers of builds", state="ok", found="none")
    found = f"{', '.join(left)}. The next build removes them"
    return Finding(what="leftovers of builds", state="warning", found=found)


def _memory(release: Release) -> Finding:
    needed = release.manifest.quads * _BYTES_A_QUAD + release.manifest.view * _BYTES_A_QUAD
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    # A switch holds two releases for a moment.
    state: State = "ok" if 2 * needed <= there else "warning"
    found = f"{there >> 20} MB, the release needs about {needed >> 20} MB, twice that while a new one is taken up"
    return Finding(what="memory", state=state, found=found)
