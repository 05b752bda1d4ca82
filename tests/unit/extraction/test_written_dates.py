"""What the date grammar reads, and what the calendar makes of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaceaccord.extraction.calendar_resolution import Calendar
from spaceaccord.extraction.dates import find_dates
from spaceaccord.extraction.flattening import fold


def resolved(text: str, published: str | None = None) -> list[str | None]:
    folded = fold(text)
    mentions = find_dates(folded)
    calendar = Calendar.of(published, mentions)
    found = [calendar.resolve(m, text[m.start : m.end]) for m in mentions]
    return [r.value.edtf if r else None for r in found]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("22 October 2019", "2019-10-22"),
        ("October 22, 2019", "2019-10-22"),
        ("Oct. 22, 2019", "2019-10-22"),
        ("the 22nd of October 2019", "2019-10-22"),
        ("22nd of September, 2020", "2020-09-22"),
        ("2019-10-22", "2019-10-22"),
        ("October 2019", "2019-10"),
        ("21-25 October 2019", "2019-10-21/2019-10-25"),
        ("October 21-25, 2019", "2019-10-21/2019-10-25"),
        ("from 10 to 14 June 2024", "2024-06-10/2024-06-14"),
        ("30 May to 2 June 2023", "2023-05-30/2023-06-02"),
        ("June 10th to 14th", "XXXX-06-10/XXXX-06-14"),
        ("4 July", "XXXX-07-04"),
        ("in 2009", "2009"),
    ],
)
def test_a_date_is_read_in_the_precision_in_which_it_is_written(text: str, edtf: str) -> None:
    assert resolved(text) == [edtf]


@pytest.mark.parametrize(
    "text", ["31 February 2020", "30 February", "2023-13-01", "45 May 2020", "We may sign", "a 50-year heritage"]
)
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert [edtf for edtf in resolved(text) if edtf and len(edtf) > 7] == []


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("today", "2024-03-15"),
        ("yesterday", "2024-03-14"),
        ("on Tuesday", "2024-03-12"),
        ("last month", "2024-02"),
        ("earlier this year", "2024"),
        ("last year", "2023"),
        ("in May last year", "2023-05"),
        ("12 January", "2024-01-12"),
        ("20 December", "2023-12-20"),
        ("two years ago", "2022"),
    ],
)
def test_relative_dates_count_from_publication(text: str, edtf: str) -> None:
    assert resolved(text, "2024-03-15") == [edtf]


@pytest.mark.parametrize("text", ["today", "on Tuesday", "last month", "this year"])
def test_relative_dates_stay_unknown_without_a_publication_date(text: str) -> None:
    assert resolved(text) == [None]


def test_a_day_without_year_takes_the_year_of_the_nearest_full_date() -> None:
    assert resolved("On 22 October 2019 they met. The congress ran on 21-25 October.") == [
        "2019-10-22",
        "2019-10-21/2019-10-25",
    ]


def test_a_weekday_fixes_the_year_only_where_one_fits() -> None:
    assert resolved("Wednesday 7 July, after a workshop in September 2020")[0] == "2021-07-07"
    assert resolved("Wednesday 7 July")[0] == "XXXX-07-07"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_dates_never_overlap_and_lie_in_the_text(text: str) -> None:
    mentions = find_dates(fold(text))

    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
