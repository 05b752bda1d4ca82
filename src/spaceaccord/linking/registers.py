"""Registers as tables: every row checked before any is used, every error with its row and column."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from spaceaccord.errors import BadReference
from spaceaccord.linking.authorities import AuthorityFile, KnownAgreement
from spaceaccord.linking.reconciliation import Reconciler
from spaceaccord.linking.table_schema import Column, Meaning, TableSchema, read_table_schema
from spaceaccord.model.agreement import AgreementType
from spaceaccord.model.evidence import TextSpan
from spaceaccord.model.partial_date import DateBasis, PartialDate
from spaceaccord.model.party import Authority, Name
from spaceaccord.model.register import Act, ActRole, Register, RegisterEntry
from spaceaccord.model.slugs import is_slug

METADATA_SUFFIX = "-metadata.json"
_LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one row by column name, and where it stands in the text."""

    line: int
    start: int
    end: int
    cells: Mapping[str, str]


def read_registers(folder: Path, authorities: AuthorityFile, reconciler: Reconciler) -> tuple[Register, ...]:
    """Return the registers of `folder`, one a `*.csv-metadata.json`, by the name of its file; none where it is absent.

    Raises:
        BadReference: see `read_register`; two tables of one name.
    """
    found = sorted(folder.glob(f"*.csv{METADATA_SUFFIX}"))
    return tuple(
        read_register(path.with_name(path.name.removesuffix(METADATA_SUFFIX)), path, authorities, reconciler)
        for path in found
    )


def read_register(table: Path, metadata: Path, authorities: AuthorityFile, reconciler: Reconciler) -> Register:
    """Return the register in `table` as `metadata` describes it, all of it or nothing.

    Raises:
        BadReference: a column is missing, a cell is not what its column says, two rows have one key, a party is
            unknown or ambiguous, the agreement is unknown and not described; names line and column.
    """
    schema = read_table_schema(metadata)
    if Path(schema.url).name != table.name:
        raise BadReference(
            f"describes {schema.url!r}, not {table.name!r}", file=str(metadata), place="url", remedy="Mend the name."
        )
    raw, text = _decoded(table, schema.encoding)
    rows = list(_rows(text, table, schema))
    _refuse_doubles(rows, table, schema)
    reader = _Reader(table, schema, text, authorities, reconciler)
    known = next((a for a in authorities.agreements if a.slug == schema.agreement), None)
    return Register(
        name=table.name.removesuffix(".csv"),
        title=schema.title,
        publisher=schema.publisher,
        language=schema.language,
        address=schema.address,
        sha256=hashlib.sha256(raw).hexdigest(),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        agreement=schema.agreement,
        type=_type_of(known, schema),
        label=known.label if known else schema.agreement_label or schema.agreement,
        label_fr=known.label_fr if known else None,
        known_from=known.evidence if known else metadata.name,
        entries=tuple(reader.entry(row) for row in rows),
    )


def _type_of(known: KnownAgreement | None, schema: TableSchema) -> AgreementType:
    if known:
        return known.type
    place, remedy = "sco:agreement", "Give the slug of a row of agreements.csv, or an object with slug, type and label."
    if not schema.agreement_type or not schema.agreement_label or not is_slug(schema.agreement):
        raise BadReference(f"unknown agreement {schema.agreement!r}", file=str(schema.file), place=place, remedy=remedy)
    try:
        return AgreementType(schema.agreement_type)
    except ValueError as error:
        raise BadReference(f"{error}", file=str(schema.file), place=place, remedy=remedy) from error


def _decoded(table: Path, encoding: str) -> tuple[bytes, str]:
    try:
        raw = table.read_bytes()
        return raw, raw.decode(encoding)
    except (OSError, UnicodeDecodeError, LookupError) as error:
        raise BadReference(
            f"cannot be read as {encoding}: {error}", file=str(table), remedy="Save it as UTF-8."
        ) from error


def _rows(text: str, table: Path, schema: TableSchema) -> Iterator[_Row]:
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    offset = len(text) - sum(len(line) for line in lines)
    starts = [offset]
    for line in lines:
        starts.append(starts[-1] + len(line))
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, [])
        missing = [c.title for c in schema.columns if c.title not in header]
        if missing:
            raise BadReference(
                f"no column {', '.join(missing)}", file=str(table), place="line 1", remedy="Add it, or mend its name."
            )
        by_title = {c.title: c.name for c in schema.columns}
        first = reader.line_num
        for cells in reader:
            begin, first = first + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise BadReference(
                    f"{len(cells)} cells for {len(header)} columns",
                    file=str(table),
                    place=f"line {begin}",
                    remedy="Quote the cell that holds a comma, or fill the row.",
                )
            by_name = {by_title[t]: cell.strip() for t, cell in zip(header, cells, strict=True) if t in by_title}
            yield _Row(begin, starts[begin - 1], starts[reader.line_num], by_name)
    except csv.Error as error:
        raise BadReference(
            f"{error}", file=str(table), place=f"line {reader.line_num}", remedy="Mend the quotes."
        ) from error


def _refuse_doubles(rows: list[_Row], table: Path, schema: TableSchema) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows if schema.keys else ():
        key = tuple(row.cells[name] for name in schema.keys)
        if key in seen:
            raise BadReference(
                f"{', '.join(key)} stands in line {seen[key]} already",
                file=str(table),
                place=f"line {row.line}, column {', '.join(schema.keys)}",
                remedy="One row for one key: unite the two, or remove one.",
            )
        seen[key] = row.line


class _Reader:
    """Turns checked rows of one table into entries."""

    def __init__(
        self, table: Path, schema: TableSchema, text: str, authorities: AuthorityFile, reconciler: Reconciler
    ) -> None:
        self._table = table
        self._schema = schema
        self._text = text
        self._reconciler = reconciler
        self._by_slug = authorities.by_slug("org")

    def entry(self, row: _Row) -> RegisterEntry:
        for column in self._schema.columns:
            self._check(row, column)
        standing = self._cell(row, Meaning.STANDING)
        signed_only, outside = standing in self._schema.signed_only, standing in self._schema.outside
        acts = tuple(self._acts(row, bound=not (signed_only or outside)))
        end = row.start + len(self._text[row.start : row.end].rstrip("\r\n"))
        span = TextSpan(start=row.start, end=min(end, row.start + _LONGEST_QUOTE))
        return RegisterEntry(
            party=self._party(row),
            is_party=not (signed_only or outside),
            acts=() if outside else acts,
            line=row.line,
            span=span,
            quote=self._text[span.start : span.end],
            source=self._cell(row, Meaning.SOURCE),
        )

    def _check(self, row: _Row, column: Column) -> None:
        value = row.cells[column.name]
        if column.required and not value:
            raise self._error(row, column, "is empty", "Fill the cell: its column is required.")
        if value and column.pattern and not column.pattern.fullmatch(value):
            raise self._error(row, column, f"{value!r} is not of the form {column.pattern.pattern}", "Mend the cell.")

    def _cell(self, row: _Row, meaning: Meaning) -> str:
        column = self._schema.column_for(meaning)
        return row.cells[column.name] if column else ""

    def _party(self, row: _Row) -> Name:
        column = self._schema.column_for(Meaning.PARTY)
        assert column is not None  # noqa: S101 - a schema without one is refused
        value = row.cells[column.name]
        known: Authority | None = self._by_slug.get(value) or self._reconciler.reconcile(Name(text=value)).authority
        if known is None:
            near = ", ".join(c.authority.slug for c in self._reconciler.candidates(value)[:3])
            raise self._error(
                row,
                column,
                f"nobody is known as {value!r}" + (f"; it may be {near}" if near else ""),
                "Give a slug or a name of data/reference/, or add a row there.",
            )
        return Name(text=known.label, authority=known)

    def _acts(self, row: _Row, *, bound: bool) -> Iterator[Act]:
        signed = self._date(row, Meaning.SIGNED) or self._date(row, Meaning.SIGNED_BEFORE)
        if signed:
            yield Act(role=ActRole.SIGNATORY, date=signed)
        since = self._date(row, Meaning.BOUND)
        if since and bound:
            yield Act(role=ActRole.PARTY, date=since)

    def _date(self, row: _Row, meaning: Meaning) -> PartialDate | None:
        column = self._schema.column_for(meaning)
        value = row.cells[column.name] if column else ""
        if column is None or not value:
            return None
        try:
            if meaning is Meaning.SIGNED_BEFORE:
                return PartialDate(edtf=f"../{value}", text=value, basis=DateBasis.PUBLICATION_BOUND)
            return PartialDate(edtf=value, text=value)
        except ValueError as error:
            raise self._error(row, column, f"{error}", "Write YYYY, YYYY-MM or YYYY-MM-DD.") from error

    def _error(self, row: _Row, column: Column, what: str, remedy: str) -> BadReference:
        return BadReference(what, file=str(self._table), place=f"line {row.line}, column {column.title}", remedy=remedy)
