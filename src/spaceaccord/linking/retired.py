"""Names that were published once and are no more: each has a successor, or a reason why it is gone."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from spaceaccord.errors import BadReference
from spaceaccord.model.slugs import is_slug

_COLUMNS = {"kind", "slug", "replaced_by", "reason"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """A thing by kind and slug that is published no more; `replaced_by` is a slug of the same kind, or empty."""

    kind: str
    slug: str
    replaced_by: str
    reason: str


def read_retired(file: Path) -> tuple[Retired, ...]:
    """Return the rows of `retired.csv`; none where there is no such file.

    Raises:
        BadReference: a row without successor and reason, a bad or doubled name, a successor that is retired itself.
    """
    if not file.is_file():
        return ()

    def refuse(line: int, what: str, remedy: str) -> BadReference:
        return BadReference(what, file=str(file), place=f"line {line}", remedy=remedy)

    found: dict[tuple[str, str], Retired] = {}
    lines: dict[tuple[str, str], int] = {}
    with file.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = _COLUMNS - set(reader.fieldnames or ())
        if missing:
            raise refuse(1, f"no column {', '.join(sorted(missing))}", "See data/reference/README.md.")
        for row in reader:
            cells = {name: (row[name] or "").strip() for name in _COLUMNS}
            key = (cells["kind"], cells["slug"])
            if not is_slug(key[0]) or not is_slug(key[1]):
                raise refuse(reader.line_num, f"bad kind or slug {'/'.join(key)!r}", "Copy it from the old release.")
            if key in found:
                raise refuse(reader.line_num, f"{'/'.join(key)} stands there already", "Keep one row.")
            if not cells["reason"]:
                raise refuse(reader.line_num, f"{'/'.join(key)} has no reason", "Say why it is published no more.")
            found[key] = Retired(**cells)
            lines[key] = reader.line_num
    for key, retired in found.items():
        if (retired.kind, retired.replaced_by) in found:
            raise refuse(lines[key], f"{retired.replaced_by} is retired itself", "Name the one that is published.")
    return tuple(found.values())
