"""The dumps of a release and its on-disk store, written from canonical lines by pyoxigraph's parser and serialiser.

Dumps never come from the store, which normalises literals ("01" as xsd:integer becomes "1").
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph

from spaceaccord.errors import BadInput
from spaceaccord.media_types import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, MediaType
from spaceaccord.namespaces import SH
from spaceaccord.release.durable import DigestedFile, open_gzip

_FORMATS: Final = {
    JSON_LD: pyoxigraph.RdfFormat.JSON_LD,
    N_QUADS: pyoxigraph.RdfFormat.N_QUADS,
    N_TRIPLES: pyoxigraph.RdfFormat.N_TRIPLES,
    RDF_XML: pyoxigraph.RdfFormat.RDF_XML,
    TRIG: pyoxigraph.RdfFormat.TRIG,
    TURTLE: pyoxigraph.RdfFormat.TURTLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """One kind of dump: its file name, its format, and which statements it holds (a key of `HOLDINGS`)."""

    name: str
    media_type: MediaType
    holds: str

    @property
    def title(self) -> str:
        """What the dump holds, for people."""
        return HOLDINGS[self.holds]


DATASET, VIEW, PLAIN = "dataset", "view", "plain"
HOLDINGS: Final = {
    DATASET: "All named graphs",
    VIEW: "The default view, one graph: canonical facts and all claims with their evidence",
    PLAIN: "The plain view, one graph: one triple a fact, no claims",
    "agreements": "Agreements and events: canonical facts",
    "organisations": "Organisations, states, persons and places, with their links",
    "topics": "Ontology, topic scheme and code lists",
}
# What the parts hold: the named graphs by the last part of their name.
PARTS: Final = {
    PLAIN: ("merge", "authorities", "links", "vocabulary"),
    "agreements": ("merge",),
    "organisations": ("authorities", "links"),
    "topics": ("vocabulary",),
}
DATASET_LINES: Final = Dump(name="spaceaccord.nq.gz", media_type=N_QUADS, holds=DATASET)
DUMPS: Final = (
    DATASET_LINES,
    Dump(name="spaceaccord.trig.gz", media_type=TRIG, holds=DATASET),
    Dump(name="spaceaccord.jsonld.gz", media_type=JSON_LD, holds=DATASET),
    Dump(name="spaceaccord-view.ttl.gz", media_type=TURTLE, holds=VIEW),
    Dump(name="spaceaccord-view.nt.gz", media_type=N_TRIPLES, holds=VIEW),
    Dump(name="spaceaccord-view.rdf.gz", media_type=RDF_XML, holds=VIEW),
    Dump(name="spaceaccord-view.jsonld.gz", media_type=JSON_LD, holds=VIEW),
    Dump(name="spaceaccord-plain.ttl.gz", media_type=TURTLE, holds=PLAIN),
    Dump(name="spaceaccord-plain.nt.gz", media_type=N_TRIPLES, holds=PLAIN),
    Dump(name="spaceaccord-agreements.ttl.gz", media_type=TURTLE, holds="agreements"),
    Dump(name="spaceaccord-organisations.ttl.gz", media_type=TURTLE, holds="organisations"),
    Dump(name="spaceaccord-topics.ttl.gz", media_type=TURTLE, holds="topics"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCount:
    """How many statements a store holds: in the default graph, and in all named graphs together."""

    view: int
    quads: int


class _CharacterReferences:
    """Passes XML on with carriage returns as references: a bare one would be read back as a line feed."""

    def __init__(self, output: gzip.GzipFile) -> None:
        self._output = output

    def write(self, data: bytes) -> int:
        self._output.write(data.replace(b"\r", b"&#xD;"))
        return len(data)

    def flush(self) -> None:
        self._output.flush()


def check_terms(iris: Iterable[str], languages: Iterable[str]) -> None:
    """Do nothing where every IRI (in angle brackets) and every language tag is well formed, the IRIs absolute.

    Raises:
        BadInput: names the first one that is not (RFC 3987, RFC 5646).
    """
    checked = sorted(iris)
    lines = [f"{iri} {iri} {iri} .\n" for iri in checked]
    for tag in sorted(languages):
        checked.append(f"@{tag}")
        lines.append(f'<urn:x> <urn:x> "text"@{tag} .\n')
    parsed = 0
    try:
        for _ in pyoxigraph.parse("".join(lines).encode(), _FORMATS[N_TRIPLES]):
            parsed += 1
    except SyntaxError as error:
        kind = "language tag" if checked[parsed].startswith("@") else "IRI"
        why = str(error.msg).split(": ", 1)[-1]
        raise BadInput(
            f"{checked[parsed]} is no {kind}: {why}", remedy="Correct it where it is minted or read."
        ) from error


def write_dump(path: Path, dump: Dump, lines: bytes, prefixes: Mapping[str, str]) -> DigestedFile:
    """Write the statements of `lines` in the format of `dump`, gzipped, to the new file `path`.

    `lines` are N-Quads (best graph after graph) or N-Triples, checked before; their order is kept.
    """
    with DigestedFile(path) as output, open_gzip(output) as stream:
        if dump.media_type in (N_TRIPLES, N_QUADS):
            stream.write(lines)
        else:
            target = _CharacterReferences(stream) if dump.media_type is RDF_XML else stream
            _transcribe(lines, dump, target, prefixes)
    return output


def _transcribe(
    lines: bytes, dump: Dump, target: gzip.GzipFile | _CharacterReferences, prefixes: Mapping[str, str]
) -> None:
    source = N_QUADS if dump.holds == DATASET else N_TRIPLES
    quads = pyoxigraph.parse(lines, _FORMATS[source], lenient=True)
    statements = quads if dump.media_type.has_graphs else (quad.triple for quad in quads)
    output = cast("IO[bytes]", target)  # it only writes and flushes
    pyoxigraph.serialize(statements, output, _FORMATS[dump.media_type], prefixes=dict(prefixes))


def turtle(statements: Iterable[str], prefixes: Mapping[str, str]) -> bytes:
    """Return canonical statements ("s p o") as Turtle."""
    lines = "".join(f"{statement} .\n" for statement in statements).encode()
    triples = (quad.triple for quad in pyoxigraph.parse(lines, _FORMATS[N_TRIPLES]))
    text = pyoxigraph.serialize(triples, format=_FORMATS[TURTLE], prefixes=dict(prefixes))
    return text or b""


def trig(lines: bytes, prefixes: Mapping[str, str]) -> bytes:
    """Return canonical N-Quads as TriG."""
    quads = pyoxigraph.parse(lines, _FORMATS[N_QUADS], lenient=True)
    return pyoxigraph.serialize(quads, format=_FORMATS[TRIG], prefixes=dict(prefixes)) or b""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCount:
    """What a SHACL report holds: its triples, and its results by severity."""

    triples: int
    violations: int
    warnings: int


def count_report(text: str) -> ReportCount:
    """Return the counts of a SHACL report in Turtle.

    Raises:
        SyntaxError: it is no Turtle.
    """
    severities: Counter[str] = Counter()
    triples = 0
    for quad in pyoxigraph.parse(text, _FORMATS[TURTLE]):
        triples += 1
        if quad.predicate.value == str(SH.resultSeverity) and isinstance(quad.object, pyoxigraph.NamedNode):
            severities[quad.object.value] += 1
    return ReportCount(triples=triples, violations=severities[str(SH.Violation)], warnings=severities[str(SH.Warning)])


def count_statements(path: Path, media_type: MediaType) -> int:
    """Return how many statements the file `path` (gzipped where its name says so) holds, by parsing it.

    Raises:
        SyntaxError: the file is not of this format.
        OSError, EOFError, zlib.error: the file cannot be read or unpacked.
    """
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        return sum(1 for _ in pyoxigraph.parse(cast("IO[bytes]", file), _FORMATS[media_type]))


def build_store(folder: Path, dataset: bytes, view: bytes) -> StoreCount:
    """Load both into a new RocksDB store: `view` (N-Triples) as default graph, `dataset` (N-Quads) as named graphs.

    The store is closed again and its statements are counted. RocksDB's log goes: it names folders of this machine.

    Raises:
        OSError: the store cannot be written, or did not take up all statements.
    """
    store = pyoxigraph.Store(folder)
    store.bulk_load(dataset, _FORMATS[N_QUADS], lenient=True)
    store.bulk_load(view, _FORMATS[N_TRIPLES], lenient=True)
    # No store.optimize(): for a million statements it made 412 MB of 246, and reading no faster (pyoxigraph 0.5.13).
    store.flush()
    found = len(store)
    expected = StoreCount(view=view.count(b"\n"), quads=dataset.count(b"\n"))
    if found != expected.view + expected.quads:
        expected = _count_as_stored(dataset, view)
    if found != expected.view + expected.quads:
        raise OSError(f"the store took up {found} of {expected.view + expected.quads} statements")
    del store
    for log in folder.glob("LOG*"):
        log.unlink()
    return expected


def _count_as_stored(dataset: bytes, view: bytes) -> StoreCount:
    """Count in memory what a store makes of the statements: two whose literals it normalises alike become one."""
    memory = pyoxigraph.Store()
    memory.bulk_load(view, _FORMATS[N_TRIPLES], lenient=True)
    in_view = len(memory)
    memory.bulk_load(dataset, _FORMATS[N_QUADS], lenient=True)
    return StoreCount(view=in_view, quads=len(memory) - in_view)


def count_store(folder: Path) -> StoreCount:
    """Return what the store of a release holds, reading every statement of it.

    Only a full reading meets each block: opening a store, or asking for its size, passes by a flipped bit.

    Raises:
        OSError: the store is damaged.
    """
    store = pyoxigraph.Store.read_only(str(folder))
    default = pyoxigraph.DefaultGraph()
    view = quads = 0
    for quad in store:
        if quad.graph_name == default:
            view += 1
        else:
            quads += 1
    return StoreCount(view=view, quads=quads)
