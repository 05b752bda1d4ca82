"""Names that are published no more, as the tables say, and the check that nothing still bears them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from spaceaccord.errors import BadReference
from spaceaccord.iris import Iris
from spaceaccord.linking.retired import read_retired
from spaceaccord.mapping.retired_graph import describe_retired, still_described
from spaceaccord.mapping.statement import Triple


def map_retired(data: Path, iris: Iris, graphs: Iterable[Collection[Triple]]) -> set[Triple]:
    """Return what a release says of the names in `data`/reference/retired.csv; `graphs` are what it publishes else.

    Raises:
        BadReference: a row cannot be used, a retired name is still in use, or a successor is not published.
    """
    file = data / "reference" / "retired.csv"
    retired = read_retired(file)
    if not retired:
        return set()
    known = list(graphs)
    described = {s for graph in known for s, _, _ in graph}
    used = still_described(iris, [(r.kind, r.slug) for r in retired], (t for graph in known for t in graph))
    if used:
        raise BadReference(
            f"{used[0]} is retired and still published", file=str(file), remedy="Remove the row, or what describes it."
        )
    for row in retired:
        if row.replaced_by and iris.thing(row.kind, row.replaced_by) not in described:
            raise BadReference(
                f"{row.kind}/{row.replaced_by} is not published",
                file=str(file),
                place=f"{row.kind}/{row.slug}, column replaced_by",
                remedy="Name what is, or leave the cell empty.",
            )
    return {t for r in retired for t in describe_retired(iris, r.kind, r.slug, r.replaced_by, r.reason)}
