"""The history of a releases folder: which release became current when, under which version, and how.

One line a switch in the file `history`, the latest last: id, version, id of the release before it (or -), time in
UTC (or -), and "build" or "rollback". The version counts the releases of a folder from 1; a release keeps the one
that it got first, and none is given twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from spaceaccord.release.durable import replace_text

HISTORY: Final = "history"
How = Literal["build", "rollback"]
_RELEASE_ID = re.compile(r"[0-9a-f]{16}")
_NOTHING = "-"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a releases folder adds to a release: its version, and the release that was current before it, or ""."""

    version: str
    previous: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One release becoming current; `at` is None where the time is not known."""

    release_id: str
    edition: Edition
    at: datetime | None
    how: How


def is_release_id(name: str) -> bool:
    """Tell whether a folder of this name is meant to be a release."""
    return _RELEASE_ID.fullmatch(name) is not None


def read_history(releases: Path) -> tuple[Switch, ...]:
    """Return all switches, the latest last; lines that are none are left out, a lost file is an empty history."""
    try:
        lines = (releases / HISTORY).read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    switches: list[Switch] = []
    for line in lines:
        if switch := _parse(line.split(), switches):
            switches.append(switch)
    return tuple(switches)


def edition_of(switches: Sequence[Switch], release_id: str, *, current: str | None) -> Edition:
    """Return the edition of a release: the one that it got first or, where it is new, the next one after `current`."""
    for switch in switches:
        if switch.release_id == release_id:
            return switch.edition
    last = max((int(switch.edition.version) for switch in switches), default=0)
    return Edition(version=str(last + 1), previous=current or "")


def first_published(switches: Sequence[Switch], release_id: str) -> datetime | None:
    """Return when a release became current first; None where that is not known."""
    return next((switch.at for switch in switches if switch.release_id == release_id), None)


def add_switch(releases: Path, switch: Switch) -> None:
    """Append `switch` to the history, in one step and for good."""
    lines = [_line(each) for each in (*read_history(releases), switch)]
    replace_text(releases / HISTORY, "".join(lines))


def _line(switch: Switch) -> str:
    at = switch.at.astimezone(UTC).strftime(_TIME) if switch.at else _NOTHING
    edition = switch.edition
    return f"{switch.release_id} {edition.version} {edition.previous or _NOTHING} {at} {switch.how}\n"


def _parse(fields: Sequence[str], before: Sequence[Switch]) -> Switch | None:
    if not fields or not is_release_id(fields[0]):
        return None
    if len(fields) == 1:  # written before 0.2: an id alone
        edition = edition_of(before, fields[0], current=before[-1].release_id if before else None)
        return Switch(release_id=fields[0], edition=edition, at=None, how="build")
    if len(fields) != 5 or not fields[1].isdecimal():
        return None
    version, previous, at, how = fields[1:]
    return Switch(
        release_id=fields[0],
        edition=Edition(version=version, previous="" if previous == _NOTHING else previous),
        at=_time(at),
        how="rollback" if how == "rollback" else "build",
    )


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
