"""The embedded engine: the one file that queries with pyoxigraph. Runs only in worker processes."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final, Protocol, cast

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from spaceaccord import media_types
from spaceaccord.store.frames import EndOfAnswer, ProblemReport, QueryRequest
from spaceaccord.store.row_count import RowCounter
from spaceaccord.store.syntax_faults import explain_fault

_RDF_FORMATS: Final[Mapping[str, RdfFormat]] = {
    media_types.TURTLE.name: RdfFormat.TURTLE,
    media_types.N_TRIPLES.name: RdfFormat.N_TRIPLES,
    media_types.RDF_XML.name: RdfFormat.RDF_XML,
    media_types.JSON_LD.name: RdfFormat.JSON_LD,
    media_types.TRIG.name: RdfFormat.TRIG,
    media_types.N_QUADS.name: RdfFormat.N_QUADS,
}
_RESULT_FORMATS: Final[Mapping[str, QueryResultsFormat]] = {
    media_types.RESULTS_JSON.name: QueryResultsFormat.JSON,
    media_types.RESULTS_XML.name: QueryResultsFormat.XML,
    media_types.RESULTS_CSV.name: QueryResultsFormat.CSV,
    media_types.RESULTS_TSV.name: QueryResultsFormat.TSV,
}
# pyoxigraph tells the place only in its message: "error at 2:1: expected …".
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_LONGEST_MESSAGE = 500
# Graphs with fewer triples are sorted; larger ones go out as they come.
_SORTED_TRIPLES = 2000
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class ByteSink(Protocol):
    """Takes the bytes of an answer as they come."""

    def write(self, data: bytes, /) -> int:
        """Take `data`; return its length."""
        ...


class Engine:
    """A store in memory that answers requests, one at a time."""

    def __init__(self, *, base: str, prefixes: Mapping[str, str]) -> None:
        self._store = Store()
        self._base_iri = f"{base}sparql"
        self._prefixes = dict(prefixes)

    def load(self, *, dataset: Path, view: Path) -> int:
        """Read the named graphs and the default graph from gzipped dumps; return the number of quads.

        Raises:
            OSError: a file is missing or is not gzip.
            SyntaxError: a file is not N-Quads or N-Triples.
        """
        with gzip.open(dataset) as packed, io.BufferedReader(packed) as file:
            self._store.bulk_load(input=file, format=RdfFormat.N_QUADS)
        with gzip.open(view) as packed, io.BufferedReader(packed) as file:
            self._store.bulk_load(input=file, format=RdfFormat.N_TRIPLES)
        return len(self._store)

    def run(self, request: QueryRequest, sink: ByteSink) -> EndOfAnswer | ProblemReport:
        """Write the answer to `sink`; return how it ended, or why there is none."""
        counted = _Capped(sink, request)
        try:
            return EndOfAnswer(rows=self._answer(request, counted))
        except _PastLimit as limit:
            return ProblemReport(kind="too big", what=str(limit))
        except MemoryError:
            return ProblemReport(kind="too big", what="the query needs more memory than it may have")
        except SyntaxError as error:
            place = _PLACE.fullmatch(str(error))
            if place:
                fault = explain_fault(place[3], request.text, int(place[1]), int(place[2]))
                return ProblemReport(kind="malformed", what=fault.what, line=fault.line, column=fault.column)
            return ProblemReport(kind="malformed", what=str(error)[:_LONGEST_MESSAGE])
        except (RuntimeError, ValueError, OSError) as error:
            # The engine has no classes of its own: unknown functions, SERVICE without network, numbers too large.
            return ProblemReport(kind="refused", what=str(error)[:_LONGEST_MESSAGE])

    def _answer(self, request: QueryRequest, sink: _Capped) -> int | None:
        """Write the answer; return its rows, where it has such."""
        has_dataset = bool(request.default_graphs or request.named_graphs)
        results = self._store.query(
            request.text,
            base_iri=self._base_iri,
            default_graph=[NamedNode(each) for each in request.default_graphs] if has_dataset else None,
            named_graphs=[NamedNode(each) for each in request.named_graphs] if has_dataset else None,
        )
        output = cast("IO[bytes]", sink)  # the engine calls write and nothing else
        if isinstance(results, QueryTriples):
            rdf_format = _RDF_FORMATS[request.media_type]
            first = list(islice(results, _SORTED_TRIPLES))
            if len(first) == _SORTED_TRIPLES:
                serialize(chain(first, results), output, rdf_format, prefixes=self._prefixes)
            else:
                serialize(sorted(first, key=_order), output, rdf_format, prefixes=self._used_prefixes(first))
        elif isinstance(results, QuerySolutions | QueryBoolean):
            results.serialize(output, _RESULT_FORMATS[request.media_type])
            return sink.rows if isinstance(results, QuerySolutions) else 1
        return None

    def _used_prefixes(self, triples: Iterable[Triple]) -> dict[str, str]:
        """Return the prefixes that `triples` need."""
        used = set()
        for triple in triples:
            for term in (triple.subject, triple.predicate, triple.object):
                iri = term.datatype.value if isinstance(term, Literal) else str(getattr(term, "value", ""))
                used.add(iri[: max(iri.rfind("#"), iri.rfind("/")) + 1])
        return {prefix: namespace for prefix, namespace in self._prefixes.items() if namespace in used}


def _order(triple: Triple) -> tuple[str, bool, str, str]:
    """Subject by subject, types first, so that a graph reads well and is the same every time."""
    predicate = triple.predicate.value
    return str(triple.subject), predicate != _TYPE, predicate, str(triple.object)


class _PastLimit(Exception):
    """The answer has more rows or bytes than it may."""


class _Capped:
    """Passes bytes on and stops at the limits of the request."""

    def __init__(self, sink: ByteSink, request: QueryRequest) -> None:
        self._write: Callable[[bytes], int] = sink.write
        self._rows = RowCounter(request.media_type)
        self._bytes = 0
        self._request = request

    def write(self, data: bytes, /) -> int:
        self._bytes += len(data)
        if self._bytes > self._request.max_bytes:
            raise _PastLimit(
                f"the result has more than {self._request.max_bytes} bytes; ask for less, or use the dumps"
            )
        if self._rows.add(data) > self._request.max_rows:
            raise _PastLimit(f"the result has more than {self._request.max_rows} rows; add LIMIT, or use the dumps")
        return self._write(data)

    @property
    def rows(self) -> int:
        """The rows of the whole result."""
        return self._rows.rows

    def flush(self) -> None:
        """Nothing is held back here."""
