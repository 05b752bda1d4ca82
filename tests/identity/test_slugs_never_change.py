"""A slug that was released once is published for ever, or retired with a successor or a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from spaceaccord.errors import BadReference
from spaceaccord.iris import Iris
from spaceaccord.linking.authorities import read_authorities
from spaceaccord.linking.retired import read_retired
from spaceaccord.namespaces import DCTERMS, OWL, RDFS
from spaceaccord.pipeline.retiring import map_retired

ROOT = Path(__file__).resolve().parents[2]
IRIS = Iris()
HEADER = "kind,slug,replaced_by,reason\n"


def test_every_released_slug_is_in_use_or_retired() -> None:
    tables = read_authorities(ROOT / "data" / "reference")
    known = {f"{r.kind}/{r.slug}" for r in tables.records} | {f"agreement/{a.slug}" for a in tables.agreements}
    known |= {f"{r.kind}/{r.slug}" for r in read_retired(ROOT / "data" / "reference" / "retired.csv")}
    lines = (ROOT / "tests" / "identity" / "released-slugs.txt").read_text(encoding="utf-8").splitlines()
    released = {line for line in lines if not line.startswith("#")}

    assert len(released) > 900
    assert sorted(released - known) == []


def data(folder: Path, rows: str) -> Path:
    (folder / "reference").mkdir()
    (folder / "reference" / "retired.csv").write_text(HEADER + rows, encoding="utf-8")
    return folder


def test_a_retired_name_says_what_replaces_it_and_why(tmp_path: Path) -> None:
    kept = {(IRIS.thing("org", "aland"), RDFS.label, RDFS.label)}

    told = map_retired(data(tmp_path, "org,old-aland,aland,one body under two names\n"), IRIS, [kept])

    old = IRIS.thing("org", "old-aland")
    assert (old, DCTERMS.isReplacedBy, IRIS.thing("org", "aland")) in told
    assert {p for _, p, _ in told} == {DCTERMS.isReplacedBy, OWL.deprecated, RDFS.comment}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        pytest.param("org,aland,,why\n", "still published", id="a name in use"),
        pytest.param("org,old,nobody,why\n", "is not published", id="a successor that is not there"),
        pytest.param("org,old,,\n", "no reason", id="no reason"),
        pytest.param("org,old,,why\norg,old,,why\n", "stands there already", id="one name twice"),
        pytest.param("org,old,older,why\norg,older,aland,why\n", "retired itself", id="a chain"),
        pytest.param("org,Old!,,why\n", "bad kind or slug", id="no slug"),
    ],
)
def test_a_row_that_misleads_is_refused(tmp_path: Path, rows: str, words: str) -> None:
    kept = {(IRIS.thing("org", "aland"), RDFS.label, RDFS.label)}

    with pytest.raises(BadReference, match=words):
        map_retired(data(tmp_path, rows), IRIS, [kept])
