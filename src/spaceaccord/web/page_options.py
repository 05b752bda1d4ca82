"""The options of pages, in their addresses: what a page takes, and what it says of the rest."""

from __future__ import annotations

from spaceaccord.web.sparql_request import MalformedRequest


def one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    """Return `value` of the option `name`, which is one of `known`.

    Raises:
        MalformedRequest: it is not.
    """
    if value not in known:
        raise MalformedRequest(f"{name} is {' or '.join(each for each in known if each)}, not {value[:40]!r}")
    return value


def check_year(year: str) -> None:
    """Do nothing where `year` is a year or empty.

    Raises:
        MalformedRequest: it is neither.
    """
    if year and not (len(year) == 4 and year.isascii() and year.isdecimal()):
        raise MalformedRequest(f"year has four digits, such as 2019, not {year[:40]!r}")
