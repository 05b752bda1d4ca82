"""The releases that a running site can show beside the one it serves: in order, with their times, compared once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from spaceaccord.release.change_reports import DatedComparison
from spaceaccord.release.changes import compare
from spaceaccord.release.comparison import Comparison
from spaceaccord.release.history import Switch, first_published, is_release_id, read_history
from spaceaccord.release.manifest import MANIFEST_NAME
from spaceaccord.release.opening import Release, list_releases
from spaceaccord.web.exchange import Gone, NotFound

_MOST_COMPARISONS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRelease:
    """A release on the shelf, and when it became current first."""

    release: Release
    at: datetime

    @property
    def name(self) -> str:
        """Version and id, for people."""
        version = self.release.manifest.version
        return f"{version} ({self.release.id})" if version else self.release.id


class Shelf:
    """Reads a folder of releases anew only when it has changed. Calls block."""

    def __init__(self, releases: Path) -> None:
        self._releases = releases
        self._stamp = -1
        self._kept: tuple[KeptRelease, ...] = ()
        self._switches: tuple[Switch, ...] = ()
        self._comparisons: dict[tuple[str, str], Comparison] = {}

    @property
    def stamp(self) -> str:
        """What stands for the present state of the folder, in an ETag."""
        return str(self._releases.stat().st_mtime_ns)

    def kept(self) -> tuple[KeptRelease, ...]:
        """Return the releases that can be opened, in the order in which they were published first, the latest first."""
        stamp = self._releases.stat().st_mtime_ns
        if stamp != self._stamp:
            self._switches = read_history(self._releases)
            order = list(dict.fromkeys(switch.release_id for switch in self._switches))
            found = [KeptRelease(release=each, at=self._time_of(each)) for each in list_releases(self._releases)]
            rank = {release_id: number for number, release_id in enumerate(order)}
            found.sort(key=lambda each: (rank.get(each.release.id, -1), each.release.id), reverse=True)
            self._kept, self._stamp = tuple(found), stamp
        return self._kept

    def find(self, name: str, *, current: str) -> KeptRelease:
        """Return the release of this id or version; "current" is the one with the id `current`.

        Raises:
            Gone: there was one, but it is no longer kept.
            NotFound: there never was one.
        """
        kept = self.kept()
        wanted = current if name == "current" else name
        for each in kept:
            if wanted in (each.release.id, each.release.manifest.version):
                return each
        if any(wanted in (switch.release_id, switch.edition.version) for switch in self._switches):
            raise Gone(f"release {wanted[:40]} is no longer kept here")
        what = "release" if is_release_id(wanted) or wanted.isdecimal() else "name of a release"
        raise NotFound(f"there is no {what} {wanted[:80]!r}")

    def before(self, release: Release) -> KeptRelease | None:
        """Return the release that was published before `release`, as far as it is kept."""
        kept = self.kept()
        for number, each in enumerate(kept):
            if each.release.id == release.id:
                return kept[number + 1] if number + 1 < len(kept) else None
        return None

    def at(self, moment: datetime) -> KeptRelease:
        """Return the release that was the latest at `moment`; the first of all where that is earlier.

        Raises:
            NotFound: there is no release at all.
        """
        kept = self.kept()
        if not kept:
            raise NotFound("there is no release")
        return next((each for each in kept if each.at <= moment), kept[-1])

    def compare(self, old: Release, new: Release) -> Comparison:
        """Return what changed from `old` to `new`."""
        key = (old.id, new.id)
        if key not in self._comparisons:
            while len(self._comparisons) >= _MOST_COMPARISONS:
                self._comparisons.pop(next(iter(self._comparisons)))
            self._comparisons[key] = compare(old, new)
        return self._comparisons[key]

    def latest_changes(self, most: int) -> tuple[DatedComparison, ...]:
        """Return what each of the latest releases changed, at most so many of them."""
        found = []
        for each in self.kept()[:most]:
            if earlier := self.before(each.release):
                comparison = self.compare(earlier.release, each.release)
                found.append(DatedComparison(comparison=comparison, at=each.at))
        return tuple(found)

    def _time_of(self, release: Release) -> datetime:
        known = first_published(self._switches, release.id)
        return known or datetime.fromtimestamp(int((release.folder / MANIFEST_NAME).stat().st_mtime), UTC)
