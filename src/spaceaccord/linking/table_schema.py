"""CSV on the Web: what a metadata file says of its table, as far as a register needs it.

Source: Metadata Vocabulary for Tabular Data (W3C, 17 December 2015). Read are `url`, `dialect.encoding`, `tableSchema`
with `columns` (`name`, `titles`, `required`, `datatype.format`) and `primaryKey`, and these annotations of ours:
`sco:agreement` (the slug of a known agreement, or an object with slug, type and label), `sco:signedOnly` and
`sco:outside` (standings of rows that are no parties), and on a column `sco:means`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from spaceaccord.errors import BadReference

_REMEDY = "See docs/registers.md."


class Meaning(StrEnum):
    """What a column is for: the values of `sco:means`."""

    PARTY = "party"
    SIGNED = "signed"
    SIGNED_BEFORE = "signed-before"
    BOUND = "bound"
    STANDING = "standing"
    SOURCE = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the table; `pattern` is what its filled cells must match."""

    name: str
    title: str
    required: bool
    pattern: re.Pattern[str] | None
    meaning: Meaning | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSchema:
    """A table, its columns, and how its rows tell of an agreement."""

    file: Path
    url: str
    encoding: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    title: str
    publisher: str
    language: str
    address: str | None
    agreement: str
    agreement_type: str | None
    agreement_label: str | None
    signed_only: frozenset[str]
    outside: frozenset[str]

    def column_for(self, meaning: Meaning) -> Column | None:
        """Return the column that means this, if there is one."""
        return next((c for c in self.columns if c.meaning is meaning), None)


def read_table_schema(file: Path) -> TableSchema:
    """Return what the metadata in `file` says.

    Raises:
        BadReference: it is missing, no JSON, or does not describe a table of parties; names the member at fault.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadReference(f"cannot be read: {error}", file=str(file), remedy=_REMEDY) from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}"
        raise BadReference(f"not JSON: {error.msg}", file=str(file), place=place, remedy=_REMEDY) from error
    if not isinstance(found, dict):
        raise BadReference("holds no JSON object", file=str(file), remedy=_REMEDY)
    return _read(found, file)


def _read(found: Mapping[str, object], file: Path) -> TableSchema:
    schema = _mapping(found.get("tableSchema"), "tableSchema", file)
    listed = schema.get("columns")
    if not isinstance(listed, list) or not listed:
        raise BadReference("no columns", file=str(file), place="tableSchema.columns", remedy=_REMEDY)
    columns = tuple(_column(c, f"tableSchema.columns[{n}]", file) for n, c in enumerate(listed))
    keys = schema.get("primaryKey", [])
    names = (keys,) if isinstance(keys, str) else tuple(str(k) for k in _list(keys, "tableSchema.primaryKey", file))
    for key in names:
        if key not in {c.name for c in columns}:
            raise BadReference(f"no column {key!r}", file=str(file), place="tableSchema.primaryKey", remedy=_REMEDY)
    agreement = found.get("sco:agreement")
    told = {"slug": agreement} if isinstance(agreement, str) else _mapping(agreement, "sco:agreement", file)
    made = TableSchema(
        file=file,
        url=_text(found, "url", file),
        encoding=str(_mapping(found.get("dialect", {}), "dialect", file).get("encoding", "utf-8")),
        columns=columns,
        keys=names,
        title=_text(found, "dc:title", file),
        publisher=str(found.get("dc:publisher", "unknown")),
        language=str(found.get("dc:language", "und")),
        address=str(found["dc:source"]) if "dc:source" in found else None,
        agreement=_text(told, "slug", file, "sco:agreement"),
        agreement_type=str(told["type"]) if "type" in told else None,
        agreement_label=str(told["label"]) if "label" in told else None,
        signed_only=_words(found, "sco:signedOnly", file),
        outside=_words(found, "sco:outside", file),
    )
    if made.column_for(Meaning.PARTY) is None:
        raise BadReference('no column with "sco:means": "party"', file=str(file), remedy=_REMEDY)
    return made


def _column(found: object, place: str, file: Path) -> Column:
    column = _mapping(found, place, file)
    name = _text(column, "name", file, place)
    titles = column.get("titles", name)
    title = str(titles[0]) if isinstance(titles, list) and titles else str(titles)
    datatype = column.get("datatype")
    pattern = datatype.get("format") if isinstance(datatype, dict) else None
    meaning = column.get("sco:means")
    try:
        return Column(
            name=name,
            title=title,
            required=column.get("required") is True,
            pattern=re.compile(str(pattern)) if pattern else None,
            meaning=Meaning(str(meaning)) if meaning is not None else None,
        )
    except (ValueError, re.error) as error:
        raise BadReference(f"{error}", file=str(file), place=f"{place} ({name})", remedy=_REMEDY) from error


def _text(found: Mapping[str, object], member: str, file: Path, place: str = "") -> str:
    value = found.get(member)
    if not isinstance(value, str) or not value.strip():
        raise BadReference(f"{member} is missing or no text", file=str(file), place=place, remedy=_REMEDY)
    return value.strip()


def _mapping(value: object, place: str, file: Path) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadReference("is missing or no object", file=str(file), place=place, remedy=_REMEDY)
    return value


def _list(value: object, place: str, file: Path) -> list[object]:
    if not isinstance(value, list):
        raise BadReference("is no list", file=str(file), place=place, remedy=_REMEDY)
    return value


def _words(found: Mapping[str, object], member: str, file: Path) -> frozenset[str]:
    return frozenset(str(word) for word in _list(found.get(member, []), member, file))
