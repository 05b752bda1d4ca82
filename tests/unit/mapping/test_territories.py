from __future__ import annotations

import csv

import pytest
from rdflib import URIRef

from spaceaccord.iris import Iris
from spaceaccord.linking.authorities import read_authorities
from spaceaccord.mapping.names import describe_authority
from spaceaccord.namespaces import DCTERMS, ORG, RDF
from spaceaccord.resources import shipped_folder

IRIS = Iris()
SCO = IRIS.terms
REFERENCE = shipped_folder("data") / "reference"


def classes_of(slug: str) -> set[URIRef]:
    record = read_authorities(REFERENCE).by_slug("org")[slug]
    return {o for _, p, o in describe_authority(IRIS, record) if p == RDF.type and isinstance(o, URIRef)}


@pytest.mark.parametrize(("slug", "own"), [("greenland", SCO.Territory), ("luxembourg", SCO.State)])
def test_a_territory_is_no_state_and_both_are_party_and_place(slug: str, own: URIRef) -> None:
    assert classes_of(slug) == {ORG.Organization, DCTERMS.Location, own}


def test_the_column_says_of_every_row_what_its_note_says() -> None:
    with (REFERENCE / "states.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))

    assert {row["type"] for row in rows} == {"State", "Territory"}
    assert [r["slug"] for r in rows if (r["type"] == "Territory") is not ("a territory, not" in r["note"])] == []
    assert sum(row["type"] == "Territory" for row in rows) == 51
