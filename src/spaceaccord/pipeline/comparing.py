"""From the names of releases to lists of them and to what changed between two, in the format asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from spaceaccord.errors import UsageError
from spaceaccord.release.change_reports import FORMATS, DatedComparison, rdf_patch, to_atom, to_json, to_text
from spaceaccord.release.changes import compare
from spaceaccord.release.history import first_published, read_history
from spaceaccord.release.keeping import find_release
from spaceaccord.release.opening import list_releases
from spaceaccord.release.pointer import current_id

_COUNTED = ("articles", "agreements")
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


def list_editions(releases: Path) -> Iterator[str]:
    """Yield one line a release, those that were current last first; the current one begins with a star."""
    switches, current = read_history(releases), current_id(releases)
    for release in list_releases(releases):
        mark = "*" if release.id == current else " "
        at = first_published(switches, release.id)
        when = f"{at:%Y-%m-%d %H:%M} UTC" if at else "unknown"
        manifest = release.manifest
        counts = ", ".join(f"{manifest.summary[what]} {what}" for what in _COUNTED if what in manifest.summary)
        yield f"{mark} {manifest.version or '-'}  {release.id}  {when}  {manifest.quads} quads  {counts}"


def write_changes(releases: Path, old: str, new: str, *, format_name: str) -> Iterable[str]:
    """Return what changed from the release called `old` to that called `new`, in pieces of text.

    Raises:
        UsageError: nothing is called so, or the format is none of `FORMATS`.
        DamagedRelease: one of them is incomplete.
    """
    if format_name not in FORMATS:
        raise UsageError(f"--format is one of {', '.join(FORMATS)}, not {format_name!r}")
    before, after = find_release(releases, old), find_release(releases, new)
    if format_name == "rdf-patch":
        return rdf_patch(before, after)
    comparison = compare(before, after)
    if format_name == "json":
        return (to_json(comparison),)
    if format_name == "atom":
        at = first_published(read_history(releases), after.id) or _UNKNOWN
        return (to_atom(after.base, [DatedComparison(comparison=comparison, at=at)]),)
    return (to_text(comparison),)
