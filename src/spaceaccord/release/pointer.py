"""Which release is current, and which ones were: one symbolic link and one list, each replaced in one step."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from spaceaccord.release.durable import replace_link
from spaceaccord.release.history import How, Switch, add_switch, edition_of, is_release_id, read_history

CURRENT: Final = "current"


def current_id(releases: Path) -> str | None:
    """Return the id that `current` names, whether or not that release is there; None where nothing is named."""
    try:
        name = str((releases / CURRENT).readlink())
    except OSError:
        return None
    return name if is_release_id(name) else None


def past_ids(releases: Path) -> tuple[str, ...]:
    """Return the ids that were current, latest first, each once; none where the list cannot be read."""
    return tuple(dict.fromkeys(switch.release_id for switch in reversed(read_history(releases))))


def point_to(releases: Path, release_id: str, *, how: How = "build", at: datetime | None = None) -> None:
    """Make `release_id` the current release: for good on the disk when this returns, at no moment half.

    `at` is the time to write into the history; by default it is that of the clock.
    """
    switches, current = read_history(releases), current_id(releases)
    if not switches or switches[-1].release_id != release_id:
        edition = edition_of(switches, release_id, current=current)
        moment = at or datetime.now(UTC)
        add_switch(releases, Switch(release_id=release_id, edition=edition, at=moment, how=how))
    if current != release_id:
        replace_link(releases / CURRENT, release_id)
