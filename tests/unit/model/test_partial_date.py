from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf

from spaceaccord.model.partial_date import PartialDate


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "precision"),
    [
        ("2019-10-22", date(2019, 10, 22), date(2019, 10, 22), "day"),
        ("2019-05", date(2019, 5, 1), date(2019, 5, 31), "month"),
        ("2009", date(2009, 1, 1), date(2009, 12, 31), "year"),
        ("2019-10-21/2019-10-25", date(2019, 10, 21), date(2019, 10, 25), "interval"),
        ("XXXX-06-12", None, None, "unknown-year"),
        ("../2017-12-06", None, date(2017, 12, 6), "interval"),
    ],
)
def test_an_edtf_date_has_the_bounds_that_it_allows(
    edtf: str, earliest: date | None, latest: date | None, precision: str
) -> None:
    made = PartialDate(edtf=edtf, text="words")

    assert (made.earliest, made.latest, made.precision) == (earliest, latest, precision)
    assert parse_edtf(edtf) is not None


@pytest.mark.parametrize("edtf", ["2019-02-31", "2019-13", "May 2019", "", "2020/2019", "XXXX-02-30", "99999"])
def test_what_is_no_date_is_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate(edtf=edtf, text="words")
