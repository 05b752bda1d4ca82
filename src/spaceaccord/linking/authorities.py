"""The authority files of `data/reference/`: which things we know, by which names, on what evidence."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from spaceaccord.errors import BadReference
from spaceaccord.model.agreement import AgreementType
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Authority
from spaceaccord.model.slugs import is_slug

_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAgreement:
    """An instrument with a permanent slug; `parties` are slugs of organisations and states, sorted.

    `rolled_up` are the parties with each organ of a state replaced by its state, sorted.
    """

    slug: str
    type: AgreementType
    label: str
    label_fr: str | None
    parties: tuple[str, ...]
    rolled_up: tuple[str, ...]
    signed: PartialDate | None
    wikidata: str | None
    evidence: str
    names: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether states join it one by one: accords, treaties and declarations of more or fewer than two parties."""
        joined = (AgreementType.ACCORDS, AgreementType.TREATY, AgreementType.DECLARATION)
        return self.type in joined and len(self.parties) != 2

    @property
    def bound(self) -> PartialDate | None:
        """The date to tell it apart by: that of signing, else the year that its slug was minted with."""
        year = self.slug.rpartition("-")[2]
        if self.signed is None and len(year) == 4 and year.isdigit():
            return PartialDate(edtf=year, text=year)
        return self.signed


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityFile:
    """All authority records of one folder, by kind and slug."""

    records: tuple[Authority, ...]
    agreements: tuple[KnownAgreement, ...]

    def by_slug(self, kind: str) -> dict[str, Authority]:
        """Return the records of one IRI kind ("org", "person", "place", "event") by slug."""
        return {record.slug: record for record in self.records if record.kind == kind}


def read_authorities(folder: Path) -> AuthorityFile:
    """Read `states.csv`, `organisations.csv`, `persons.csv`, `places.csv`, `events.csv` and `agreements.csv`.

    A missing file counts as an empty one. Records come in the order of the files.

    Raises:
        BadReference: a row without evidence, a bad or doubled slug, a QID used twice, an unknown reference.
    """
    records = [
        *_read(folder / "states.csv", "org", "State"),
        *_read(folder / "organisations.csv", "org", None),
        *_read(folder / "persons.csv", "person", "Person"),
        *_read(folder / "places.csv", "place", None),
        *_read(folder / "events.csv", "event", None),
    ]
    acts_for = {r.slug: r.acts_for or r.slug for r in records if r.kind == "org"}
    path = folder / "agreements.csv"
    agreements = tuple(_known_agreement(path, n, row, acts_for) for n, row in _rows(folder, "agreements"))
    _refuse_doubles(folder, records, agreements)
    _refuse_dangling(folder, records, agreements)
    return AuthorityFile(records=tuple(records), agreements=agreements)


def _rows(folder: Path, name: str) -> Iterator[tuple[int, _Row]]:
    path = folder / f"{name}.csv"
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = {"slug", "label", "evidence"} - set(reader.fieldnames or ())
        if missing:
            raise BadReference(
                f"no column {', '.join(sorted(missing))}",
                file=str(path),
                place="header",
                remedy="See data/reference/README.md.",
            )
        for row in reader:
            if None in row:
                raise BadReference(
                    "more cells than columns",
                    file=str(path),
                    place=f"line {reader.line_num}",
                    remedy="Quote the cell that holds a comma.",
                )
            cells = {key: (value or "").strip() for key, value in row.items()}
            if not is_slug(cells["slug"]):
                raise BadReference(
                    f"bad slug {cells['slug']!r}",
                    file=str(path),
                    place=f"line {reader.line_num}",
                    remedy="Use a-z, 0-9 and single hyphens.",
                )
            for needed in ("label", "evidence"):
                if not cells[needed]:
                    raise BadReference(
                        f"{cells['slug']} has no {needed}",
                        file=str(path),
                        place=f"line {reader.line_num}",
                        remedy="Say where the row was verified.",
                    )
            yield reader.line_num, cells


def _several(row: _Row, column: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in row.get(column, "").split("|") if part.strip())


def _read(path: Path, kind: str, type_name: str | None) -> Iterator[Authority]:
    for _line, row in _rows(path.parent, path.stem):
        yield Authority(
            slug=row["slug"],
            kind=kind,
            type=type_name or row.get("type") or "Organisation",
            label=row["label"],
            label_fr=row.get("label_fr") or None,
            names=_several(row, "names"),
            acronyms=_several(row, "acronyms"),
            demonyms=_several(row, "demonyms"),
            acts_for=row.get("acts_for") or None,
            parent=row.get("parent") or None,
            located_in=row.get("located_in") or None,
            website=row.get("website") or None,
            wikidata=row.get("wikidata") or None,
            founded=row.get("founded") or None,
            iso2=row.get("iso2") or None,
            iso3=row.get("iso3") or None,
            is_sovereign=row.get("type") != "Territory",
            evidence=row["evidence"],
        )


def _known_agreement(path: Path, line: int, row: _Row, acts_for: Mapping[str, str]) -> KnownAgreement:
    try:
        kind = AgreementType(row.get("type", ""))
        signed = PartialDate(edtf=row["signed"], text=row["signed"]) if row.get("signed") else None
    except ValueError as error:
        raise BadReference(
            f"{row['slug']}: {error}",
            file=str(path),
            place=f"line {line}",
            remedy="See the columns `type` and `signed` in data/reference/README.md.",
        ) from error
    parties = tuple(sorted(_several(row, "parties")))
    return KnownAgreement(
        slug=row["slug"],
        type=kind,
        label=row["label"],
        label_fr=row.get("label_fr") or None,
        parties=parties,
        rolled_up=tuple(sorted({acts_for.get(p, p) for p in parties})),
        signed=signed,
        wikidata=row.get("wikidata") or None,
        evidence=row["evidence"],
        names=_several(row, "names"),
    )


def _refuse_doubles(folder: Path, records: Iterable[Authority], agreements: Iterable[KnownAgreement]) -> None:
    slugs: set[tuple[str, str]] = set()
    items: dict[str, tuple[str, str]] = {}
    named = [((r.kind, r.slug), r.wikidata) for r in records]
    named += [(("agreement", a.slug), a.wikidata) for a in agreements]
    for key, item in named:
        if key in slugs:
            raise BadReference(
                f"slug {key[1]!r} occurs twice among kind {key[0]!r}", file=str(folder), remedy="Remove one row."
            )
        slugs.add(key)
        # A city that is a state of its own (Monaco, Singapore) has one item and one node.
        if item and item in items:
            raise BadReference(
                f"{item} is the item of {items[item][1]!r} and of {key[1]!r}",
                file=str(folder),
                remedy="One Wikidata item is one thing: merge the rows or drop one link.",
            )
        if item:
            items[item] = key


def _refuse_dangling(folder: Path, records: Iterable[Authority], agreements: Iterable[KnownAgreement]) -> None:
    organisations = {r.slug for r in records if r.kind == "org"}
    referred = [(r.slug, ref) for r in records for ref in (r.acts_for, r.parent, r.located_in) if ref]
    referred += [(a.slug, ref) for a in agreements for ref in a.parties]
    for slug, ref in referred:
        if ref not in organisations:
            raise BadReference(
                f"{slug!r} refers to {ref!r}, which no row defines",
                file=str(folder),
                remedy="Add the row or mend the reference.",
            )
