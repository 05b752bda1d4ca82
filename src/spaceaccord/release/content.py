"""What goes into a release: the triples of the earlier stages, and their canonical bytes with the description."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, chain

from rdflib import URIRef

from spaceaccord.errors import BadInput
from spaceaccord.iris import Iris
from spaceaccord.release.canonical import CanonicalWriter, Triple
from spaceaccord.release.coverage import describe_coverage, measure_coverage
from spaceaccord.release.dataset_description import DESCRIPTION_GRAPH, LINKED_DATASETS, describe_dataset
from spaceaccord.release.dumps import check_terms
from spaceaccord.release.manifest import InputFile
from spaceaccord.release.statistics import count_statements_by_use


@dataclass(frozen=True, kw_only=True)
class ReleaseContent:
    """Everything that one release publishes; the builder adds the description of the dataset.

    Attributes:
        base: the base IRI of the publication.
        graphs: the triples of each named graph.
        view: the triples that a query without GRAPH or FROM sees.
        report_turtle: the SHACL report.
        inputs: the files that all of it was made from.
        summary: counts of what the data is about, such as "agreements".
        issued: the date to publish as date of issue; none by default, as equal input shall give equal bytes.
        attachments: further files of the release's top folder, such as "articles.json", by name.
    """

    base: str
    graphs: Mapping[URIRef, Collection[Triple]]
    view: Collection[Triple]
    report_turtle: str
    inputs: tuple[InputFile, ...]
    summary: Mapping[str, int]
    issued: date | None = None
    attachments: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalContent:
    """The same triples as bytes: `dataset` in N-Quads, graph after graph, `view` in N-Triples; counts beside.

    `offsets` says where in `dataset` each graph begins and ends.
    """

    dataset: bytes
    offsets: Mapping[str, tuple[int, int]]
    view: bytes
    view_count: int
    graph_counts: Mapping[str, int]
    description: tuple[str, ...]

    @property
    def quads(self) -> int:
        """The number of statements in all named graphs."""
        return sum(self.graph_counts.values())

    def triples_of(self, graphs: Iterable[str]) -> bytes:
        """Return the statements of the named graphs together in canonical N-Triples."""
        pieces = []
        for graph in graphs:
            start, end = self.offsets.get(graph, (0, 0))
            # A line break within a literal is escaped: this text stands at the ends of lines only.
            pieces.append(self.dataset[start:end].replace(f" <{graph}> .\n".encode(), b" .\n"))
        if len(pieces) == 1:
            return pieces[0]
        return b"".join(sorted({line for piece in pieces for line in piece.splitlines(keepends=True)}))

    def dataset_lines(self) -> bytes:
        """Return the dataset in canonical N-Quads: all lines in code point order, which is that of their bytes."""
        lines = self.dataset.splitlines(keepends=True)
        lines.sort()
        return b"".join(lines)


def canonical_content(content: ReleaseContent) -> CanonicalContent:
    """Return the canonical bytes of all triples, the description of the dataset among them.

    Raises:
        BadInput: a term that cannot be published; names the graph.
    """
    iris = Iris(content.base)
    graph = iris.graph(DESCRIPTION_GRAPH)
    if graph in content.graphs:
        raise BadInput(f"the graph {graph} is written by the release itself", remedy="Give yours another name.")
    writer = CanonicalWriter()
    pieces: dict[str, bytes] = {}
    counts: dict[str, int] = {}
    # A graph without triples is none: no format but TriG could say that it is there.
    for name, triples in content.graphs.items():
        if statements := writer.statements(triples, place=f"graph {name}"):
            pieces[str(name)] = _lines(statements, f" {writer.graph_name(name)} .\n")
            counts[str(name)] = len(statements)
    view = writer.statements(content.view, place="default view")
    described = count_statements_by_use(
        view, own_space=content.base, link_spaces=[space for _, _, space in LINKED_DATASETS]
    )
    told = chain(describe_dataset(iris, described, counts), describe_coverage(iris, measure_coverage(view, iris)))
    description = writer.statements(told, place=f"graph {graph}")
    pieces[str(graph)] = _lines(description, f" {writer.graph_name(graph)} .\n")
    counts[str(graph)] = len(description)
    # Two sorted runs: sorting them costs one pass.
    view = sorted([*view, *set(description).difference(view)])
    check_terms(writer.iris, writer.languages)
    names = sorted(pieces)
    ends = list(accumulate(len(pieces[name]) for name in names))
    return CanonicalContent(
        dataset=b"".join(pieces[name] for name in names),
        offsets={name: (end - len(pieces[name]), end) for name, end in zip(names, ends, strict=True)},
        view=_lines(view, " .\n"),
        view_count=len(view),
        graph_counts=dict(sorted(counts.items())),
        description=tuple(description),
    )


def _lines(statements: list[str], end: str) -> bytes:
    return (end.join(statements) + end).encode() if statements else b""
