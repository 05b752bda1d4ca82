"""Rows are counted exactly, however the bytes are cut and whatever the values hold."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

from spaceaccord import media_types
from spaceaccord.store.row_count import RowCounter

NASTY = ['"}},{"a', "}},{", "<result>", "a\nb", 'say "hi"\r\n"', "{},{", "\t", "\\", '\\"}},{"x":{']


@pytest.mark.parametrize("cut", [1, 2, 7, 4096])
@pytest.mark.parametrize(
    ("media_type", "written", "uncounted"),
    [
        # Between rows, so the last row is not seen to end.
        pytest.param(media_types.RESULTS_JSON, QueryResultsFormat.JSON, 1, id="JSON"),
        pytest.param(media_types.RESULTS_XML, QueryResultsFormat.XML, 0, id="XML"),
        # A line for the names of the columns.
        pytest.param(media_types.RESULTS_CSV, QueryResultsFormat.CSV, -1, id="CSV"),
        pytest.param(media_types.RESULTS_TSV, QueryResultsFormat.TSV, -1, id="TSV"),
    ],
)
def test_rows_are_counted(
    media_type: media_types.MediaType, written: QueryResultsFormat, uncounted: int, cut: int
) -> None:
    store = Store()
    for number, text in enumerate(NASTY):
        store.add(Quad(NamedNode(f"http://s/{number}"), NamedNode("http://p/"), Literal(text)))
    solutions = store.query("SELECT ?o ?s { ?s ?p ?o }")
    assert isinstance(solutions, QuerySolutions)
    body = solutions.serialize(format=written) or b""
    counter, rows = RowCounter(media_type.name), 0

    for start in range(0, len(body), cut):
        rows = counter.add(body[start : start + cut])

    assert rows == len(NASTY) - uncounted
