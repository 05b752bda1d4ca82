"""The authority tables hold together: evidence for every row, one slug and one item a thing, no loose reference."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from spaceaccord.model.agreement import AgreementType
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.slugs import is_slug

ROOT = Path(__file__).resolve().parents[2]
TABLES = ROOT / "data" / "reference"
SHARED = ROOT.parent / "shared" / "reference"
AUTHORITIES = ("states", "organisations", "persons", "places", "events", "agreements")
REGISTERS = ("artemis-accords", "esa-convention", "moon-agreement")
ORGANISATION_TYPES = {
    "Company",
    "GovernmentDepartment",
    "InnovationCentre",
    "IntergovernmentalOrganisation",
    "Organisation",
    "ResearchCentre",
    "SpaceAgency",
    "University",
}


def rows(table: str) -> list[dict[str, str]]:
    folder = TABLES.parent / "registers" if table in REGISTERS else TABLES
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def column(table: str, name: str) -> list[str]:
    return [row[name] for row in rows(table)]


def values(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def repeated(words: list[str]) -> list[str]:
    return sorted({word for word in words if words.count(word) > 1})


@pytest.mark.parametrize("table", [*AUTHORITIES, *REGISTERS])
def test_every_row_names_its_evidence(table: str) -> None:
    assert [row for row in rows(table) if not row["evidence"].strip()] == []


@pytest.mark.parametrize("table", [*AUTHORITIES, *REGISTERS])
def test_every_row_fills_the_columns_of_the_header(table: str) -> None:
    assert [row for row in rows(table) if None in row or None in row.values()] == []


@pytest.mark.parametrize("table", [*AUTHORITIES, *REGISTERS])
def test_cells_have_no_stray_space_and_no_empty_value(table: str) -> None:
    cells = [cell for row in rows(table) for cell in row.values()]

    assert [cell for cell in cells if cell != cell.strip() or "||" in cell or cell.startswith("|")] == []


@pytest.mark.parametrize("table", AUTHORITIES)
def test_slugs_are_well_formed_and_used_once(table: str) -> None:
    slugs = column(table, "slug")

    assert [slug for slug in slugs if not is_slug(slug)] == []
    assert repeated(slugs) == []


def test_states_and_organisations_share_no_slug() -> None:
    assert set(column("states", "slug")) & set(column("organisations", "slug")) == set()


def test_no_wikidata_item_is_used_twice() -> None:
    items = [item for table in AUTHORITIES for item in column(table, "wikidata") if item]

    assert [item for item in items if not re.fullmatch(r"Q[1-9]\d*", item)] == []
    assert repeated(items) == []


def test_no_ror_identifier_is_used_twice() -> None:
    identifiers = [ror for ror in column("organisations", "ror") if ror]

    assert [ror for ror in identifiers if not re.fullmatch(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}", ror)] == []
    assert repeated(identifiers) == []


def test_every_identifier_is_one_that_the_shared_facts_verify() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared/reference is not here: identifiers cannot be compared")
    verified: set[str] = set()
    for name in ("wikidata-entities", "countries"):
        with (SHARED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            verified |= {row["qid"] for row in csv.DictReader(file)}

    assert {item for table in AUTHORITIES for item in column(table, "wikidata") if item} - verified == set()


def test_identifiers_never_rest_on_general_knowledge_alone() -> None:
    loose = [
        row["slug"]
        for table in AUTHORITIES
        for row in rows(table)
        if row["wikidata"] and row["evidence"].startswith("general knowledge")
    ]

    assert loose == []


def test_organisations_refer_to_things_that_exist() -> None:
    states, organisations = set(column("states", "slug")), set(column("organisations", "slug"))

    assert set(column("organisations", "acts_for")) - states == {""}
    assert set(column("organisations", "parent")) - organisations == {""}
    assert set(column("organisations", "located_in")) - states <= {""}
    assert set(column("places", "located_in")) - states <= {""}


def test_no_organisation_is_its_own_ancestor() -> None:
    parents = {row["slug"]: row["parent"] for row in rows("organisations")}
    for start in parents:
        seen, here = {start}, parents[start]
        while here:
            assert here not in seen, f"{start} is part of itself"
            seen.add(here)
            here = parents[here]


def test_types_are_those_of_the_model() -> None:
    assert set(column("organisations", "type")) <= ORGANISATION_TYPES
    assert set(column("agreements", "type")) <= {kind.value for kind in AgreementType}


def test_parties_of_known_instruments_are_known() -> None:
    known = set(column("states", "slug")) | set(column("organisations", "slug"))

    assert {party for cell in column("agreements", "parties") for party in values(cell)} - known == set()


def test_dates_are_written_in_edtf() -> None:
    dates = [*column("agreements", "signed"), *column("organisations", "founded")]
    for register, names in (
        ("artemis-accords", ("signed_date", "signatory_as_of")),
        ("esa-convention", ("convention_signed", "ratified_or_joined")),
        ("moon-agreement", ("signed_date", "bound_date", "status_as_of")),
    ):
        dates += [date for name in names for date in column(register, name)]

    for date in filter(None, dates):
        assert PartialDate(edtf=date, text=date).earliest is not None


@pytest.mark.parametrize("register", REGISTERS)
def test_a_register_has_each_state_once_with_its_code(register: str) -> None:
    codes = {row["slug"]: row["iso2"] for row in rows("states")}
    entries = rows(register)

    assert repeated([row["state"] for row in entries]) == []
    assert [row["state"] for row in entries if codes.get(row["state"]) != row["iso2"]] == []


def test_the_ten_agreements_of_the_five_articles_have_permanent_names() -> None:
    assert set(column("agreements", "slug")) >= {
        "air-liquide-cnes-esric-lsa-loi-2021",
        "cnes-luxembourg-framework-2009",
        "dlr-lsa-loi-2019",
        "india-luxembourg-outer-space-mou-2022",
        "japan-luxembourg-moc-2024",
        "jaxa-lsa-moc-2024",
        "jaxa-luxprovide-loi-2024",
        "lsa-nasa-framework-agreement-planned",
        "lsa-nasa-statement-of-intent-2019",
        "lux-usa-mou-2019",
    }


def test_evidence_that_is_a_file_of_this_repository_exists() -> None:
    named = {
        path
        for table in AUTHORITIES
        for cell in column(table, "evidence")
        for path in re.findall(r"data/(?:articles|reference)/[\w.-]+\.(?:md|csv)", cell)
    }

    assert {path for path in named if not (ROOT / path).is_file()} == set()


def test_a_name_is_given_to_two_organisations_only_where_it_is_an_acronym() -> None:
    named = [
        name.casefold()
        for row in rows("organisations")
        for name in {row["label"].casefold(), *map(str.casefold, values(row["names"]))}
    ]

    assert repeated(named) == []
