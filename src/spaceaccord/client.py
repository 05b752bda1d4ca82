"""A published endpoint from Python: typed values, tables, graphs, and data frames in two lines.

    from spaceaccord.client import Endpoint
    frame = Endpoint("http://127.0.0.1:8000/sparql").stored("agreements").to_frame()

`to_frame` needs pandas: `pip install spaceaccord[pandas]`.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Final

from rdflib import Graph

from spaceaccord.errors import EnvironmentFault, UsageError
from spaceaccord.media_types import N_TRIPLES, RESULTS_JSON
from spaceaccord.namespaces import DEFAULT_BASE, XSD, prefixes
from spaceaccord.resources import shipped_folder
from spaceaccord.store.port import QueryLimits
from spaceaccord.store.query_guard import QueryForm, ReadQuery, check_query
from spaceaccord.store.query_text import bind, read_stored_queries
from spaceaccord.store.remote import RemoteStore

if TYPE_CHECKING:
    from pandas import DataFrame

Value = str | int | float | bool | Decimal | datetime.date | datetime.datetime
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
_READERS: Final[Mapping[str, Callable[[str], Value]]] = {
    str(XSD.integer): int,
    str(XSD.nonNegativeInteger): int,
    str(XSD.int): int,
    str(XSD.long): int,
    str(XSD.decimal): Decimal,
    str(XSD.double): float,
    str(XSD.float): float,
    str(XSD.boolean): _BOOLEANS.__getitem__,
    str(XSD.date): datetime.date.fromisoformat,
    str(XSD.dateTime): datetime.datetime.fromisoformat,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultTerm:
    """A term of a result: `kind` is "uri", "literal" or "bnode"; `datatype` and `language` may be empty."""

    kind: str
    text: str
    datatype: str = ""
    language: str = ""

    @property
    def value(self) -> Value:
        """The term as a value of Python; its text where it has no other."""
        try:
            return _READERS[self.datatype](self.text) if self.datatype in _READERS else self.text
        except (ValueError, KeyError, InvalidOperation):
            return self.text


@dataclass(frozen=True)
class ResultTable:
    """The rows of a SELECT, in order; a variable without a value is None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[ResultTerm | None, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def records(self) -> tuple[dict[str, Value | None], ...]:
        """The rows as values of Python, by column."""
        return tuple(
            {name: term.value if term else None for name, term in zip(self.columns, row, strict=True)}
            for row in self.rows
        )

    def to_frame(self) -> DataFrame:
        """Return the rows as a data frame.

        Raises:
            EnvironmentFault: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise EnvironmentFault("data frames need pandas. Run `pip install spaceaccord[pandas]`") from error
        return pandas.DataFrame.from_records(list(self.records), columns=list(self.columns))


class Endpoint:
    """A SPARQL endpoint. Every method raises `QueryProblem`, `NoAnswer` or `StoreUnavailable` where there is no answer.

    Args:
        address: where it is.
        base: the base IRI of the data behind it, for `stored` and the prefixes.
        seconds: how long to wait for an answer.
    """

    def __init__(self, address: str, *, base: str = DEFAULT_BASE, seconds: float = 60.0) -> None:
        self._store = RemoteStore(address)
        self._base = base
        self._limits = QueryLimits(seconds=seconds, max_bytes=2_000_000_000)

    def select(self, text: str) -> ResultTable:
        """Return the rows of a SELECT; the prefixes of our pages need not be declared."""
        return self._table(self._check(text))

    def ask(self, text: str) -> bool:
        """Return the truth value of an ASK."""
        query = self._check(text)
        _expect(query, QueryForm.ASK)
        return bool(json.loads(self._read(query))["boolean"])

    def graph(self, text: str) -> Graph:
        """Return the graph of a CONSTRUCT or DESCRIBE."""
        query = self._check(text)
        _expect(query, QueryForm.CONSTRUCT, QueryForm.DESCRIBE)
        with self._store.answer(query, N_TRIPLES, self._limits) as answer:
            return Graph().parse(data=answer.read(), format="nt")

    def stored(self, name: str, **parameters: str) -> ResultTable:
        """Return the rows of a stored query, such as "agreements"; `parameters` are written as in its form.

        Raises:
            UsageError: there is no such query, or a parameter is not of its kind.
        """
        queries = read_stored_queries(shipped_folder("queries"))
        if name not in queries:
            raise UsageError(f"no stored query {name!r}; there are {', '.join(queries)}")
        return self._table(bind(queries[name], parameters, base=self._base))

    def _check(self, text: str) -> ReadQuery:
        """Return `text` with our prefixes before it; one of its own of the same name wins."""
        prologue = "".join(f"PREFIX {name}: <{iri}> " for name, iri in prefixes(self._base).items())
        return check_query(prologue + text)

    def _table(self, query: ReadQuery) -> ResultTable:
        _expect(query, QueryForm.SELECT)
        found = json.loads(self._read(query))
        columns = tuple(found["head"]["vars"])
        rows = found["results"]["bindings"]
        return ResultTable(columns, tuple(tuple(_term(row.get(name)) for name in columns) for row in rows))

    def _read(self, query: ReadQuery) -> bytes:
        with self._store.answer(query, RESULTS_JSON, self._limits) as answer:
            return answer.read()


def _expect(query: ReadQuery, *forms: QueryForm) -> None:
    if query.form not in forms:
        wanted = " or ".join(form.value for form in forms)
        raise UsageError(f"a {wanted} query is expected here, not {query.form.value}")


def _term(found: Mapping[str, str] | None) -> ResultTerm | None:
    if found is None:
        return None
    return ResultTerm(
        kind="literal" if found["type"] == "typed-literal" else found["type"],
        text=found["value"] if isinstance(found["value"], str) else json.dumps(found["value"]),
        datatype=found.get("datatype", ""),
        language=found.get("xml:lang", ""),
    )
