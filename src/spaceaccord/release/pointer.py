"""Which release is current, and which ones were: one symbolic link and one list, each replaced in one step."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from spaceaccord.release.durable import replace_link, replace_text

CURRENT: Final = "current"
HISTORY: Final = "history"
_RELEASE_ID = re.compile(r"[0-9a-f]{16}")


def is_release_id(name: str) -> bool:
    """Tell whether a folder of this name is meant to be a release."""
    return _RELEASE_ID.fullmatch(name) is not None


def current_id(releases: Path) -> str | None:
    """Return the id that `current` names, whether or not that release is there; None where nothing is named."""
    try:
        name = str((releases / CURRENT).readlink())
    except OSError:
        return None
    return name if is_release_id(name) else None


def past_ids(releases: Path) -> tuple[str, ...]:
    """Return the ids that were current, latest first, each once; none where the list cannot be read."""
    try:
        names = (releases / HISTORY).read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(dict.fromkeys(name for name in reversed(names) if is_release_id(name)))


def point_to(releases: Path, release_id: str) -> None:
    """Make `release_id` the current release: for good on the disk when this returns, at no moment half."""
    later_last = [*(name for name in reversed(past_ids(releases)) if name != release_id), release_id]
    replace_text(releases / HISTORY, "".join(f"{name}\n" for name in later_last))
    if current_id(releases) != release_id:
        replace_link(releases / CURRENT, release_id)
