"""A query file asked of the current release or of any endpoint, and its answer as bytes or as a table for people."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from spaceaccord.errors import UsageError
from spaceaccord.media_types import (
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    TURTLE,
    MediaType,
)
from spaceaccord.namespaces import prefixes
from spaceaccord.release.opening import open_current
from spaceaccord.store.opening import open_store
from spaceaccord.store.pool import StoreFiles
from spaceaccord.store.port import QueryLimits, formats_for
from spaceaccord.store.query_guard import QueryForm
from spaceaccord.store.query_text import bind, read_stored_query

_FORMATS: Final[dict[str, MediaType]] = {
    "json": RESULTS_JSON,
    "xml": RESULTS_XML,
    "csv": RESULTS_CSV,
    "tsv": RESULTS_TSV,
    "turtle": TURTLE,
    "nt": N_TRIPLES,
    "jsonld": JSON_LD,
    "rdfxml": RDF_XML,
}
# A table is as wide as its longest cells: a broken IRI cannot be copied.
_WIDEST: Final = 100_000
FORMAT_NAMES: Final = ("table", *_FORMATS)


def run_query(
    file: Path,
    *,
    releases: Path,
    endpoint: str | None,
    format_name: str,
    parameters: Mapping[str, str],
    limits: QueryLimits,
) -> str:
    """Return the answer to the query in `file`, in one of `FORMAT_NAMES`; "table" is for people.

    Raises:
        UsageError: unknown format, or one that this kind of query has no answer in.
        QueryProblem: the query is malformed, refused or too costly.
        EnvironmentFault: no release, or an endpoint that does not answer.
    """
    query = read_stored_query(file)
    unknown = sorted(set(parameters) - {p.name for p in query.parameters})
    if unknown:
        known = ", ".join(p.name for p in query.parameters) or "none"
        raise UsageError(f"{file.name} has no parameter {', '.join(unknown)}; it has {known}")
    release = None if endpoint else open_current(releases)
    checked = bind(query, parameters, base=release.base) if release else bind(query, parameters)
    media_type = _media_type(format_name, checked.form)
    if release is None:
        store = open_store(endpoint or "")
    else:
        files = StoreFiles(
            dataset=release.dump_path("spaceaccord.nq.gz"),
            view=release.dump_path("spaceaccord-view.nt.gz"),
            base=release.base,
            prefixes=prefixes(release.base),
        )
        store = open_store(files, workers=1, spare=1)
    try:
        with store.answer(checked, media_type, limits) as answer:
            text = answer.read().decode()
    finally:
        store.close()
    return _as_table(text) if format_name == "table" and media_type is RESULTS_JSON else text


def _media_type(format_name: str, form: QueryForm) -> MediaType:
    offered = formats_for(form)
    if format_name == "table":
        return RESULTS_JSON if RESULTS_JSON in offered else TURTLE
    if format_name not in _FORMATS:
        raise UsageError(f"no format {format_name!r}; there are {', '.join(FORMAT_NAMES)}")
    media_type = _FORMATS[format_name]
    if media_type not in offered:
        fitting = [name for name, each in _FORMATS.items() if each in offered]
        raise UsageError(f"a {form.value} query has no answer as {format_name}; choose one of {', '.join(fitting)}")
    return media_type


def _as_table(text: str) -> str:
    found = json.loads(text)
    if "boolean" in found:
        return f"{'yes' if found['boolean'] else 'no'}\n"
    table = Table(box=None, pad_edge=False, header_style="bold")
    names = found["head"]["vars"]
    for name in names:
        table.add_column(name, no_wrap=True)
    rows = found["results"]["bindings"]
    for row in rows:
        table.add_row(*(row.get(name, {}).get("value", "") for name in names))
    written = io.StringIO()
    console = Console(file=written, width=_WIDEST, markup=False, highlight=False)
    console.print(table)
    console.print(f"{len(rows)} rows", style="dim")
    return written.getvalue()
