"""SHACL over what a release would hold, or over RDF files that a user has."""

from __future__ import annotations

import gzip
import warnings
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from rdflib import BNode, Dataset, Graph, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from spaceaccord.errors import BadInput
from spaceaccord.iris import Iris
from spaceaccord.linking.authorities import read_authorities
from spaceaccord.mapping.dataset import DatasetMapper
from spaceaccord.mapping.statement import Triple
from spaceaccord.mapping.vocabulary import read_vocabulary
from spaceaccord.model.article import Article
from spaceaccord.resources import shipped_folder
from spaceaccord.validation.report import ValidationReport
from spaceaccord.validation.validator import Validator

_FORMATS: Final = {".ttl": "turtle", ".nt": "nt", ".trig": "trig", ".nq": "nquads"}
_LARGEST_BYTES: Final = 1 << 30


def validate_dataset(
    graphs: Mapping[URIRef, Collection[Triple]],
    view: Collection[Triple],
    articles: Iterable[Article],
    *,
    vocabulary: Iterable[Triple],
    iris: Iris,
) -> ValidationReport:
    """Return the report over each article's graph, over the default view, and across graphs."""
    validator = Validator.read(shipped_folder("shapes"), vocabulary, base=iris.base)
    return validator.validate_dataset(graphs, view=view, articles=articles)


def validate_files(files: Sequence[Path], *, iris: Iris) -> ValidationReport:
    """Return the report over RDF files: a graph of an article, a merged graph, or a whole dataset.

    Files with named graphs are taken together as one dataset. A file without is judged as an article's graph
    where it holds claims, else as a merged graph. Vocabulary and authorities are those of this installation.

    Raises:
        BadInput: a file is missing, too large, in an unknown format or does not parse.
    """
    authorities = read_authorities(shipped_folder("data") / "reference").records
    mapper = DatasetMapper(iris, authorities=authorities, instruments=(), version="")
    known = read_vocabulary(shipped_folder("ontology"), base=iris.base) | mapper.map_authorities()
    validator = Validator.read(shipped_folder("shapes"), known, base=iris.base)
    report = ValidationReport()
    named: dict[URIRef, set[Triple]] = {}
    for file in files:
        for graph, triples in read_graphs(file).items():
            if graph is not None:
                named.setdefault(graph, set()).update(triples)
            elif triples:
                has_claims = any(p == iris.terms.claimSubject for _, p, _ in triples)
                report = report.merge(validator.validate_graph(triples, stage="article" if has_claims else "merged"))
    return report.merge(validator.validate_dataset(named)) if named else report


def read_graphs(file: Path) -> dict[URIRef | None, set[Triple]]:
    """Return the graphs of an RDF file by name; None is the default graph.

    Raises:
        BadInput: see `validate_files`.
    """
    plain = file.with_suffix("") if file.suffix == ".gz" else file
    if plain.suffix not in _FORMATS:
        raise BadInput("unknown format", file=str(file), remedy=f"Give {', '.join(_FORMATS)}, plain or gzipped.")
    try:
        content = file.read_bytes()
        if file.suffix == ".gz":
            with gzip.open(file) as stream:
                content = stream.read(_LARGEST_BYTES + 1)
    except (OSError, EOFError) as error:
        raise BadInput(f"cannot be read: {error}", file=str(file), remedy="Check the name and the file.") from error
    if len(content) > _LARGEST_BYTES:
        raise BadInput("larger than 1 GiB", file=str(file), remedy="Validate a release while it is built instead.")
    try:
        return _parsed(content, _FORMATS[plain.suffix])
    except Exception as error:  # rdflib's parsers raise many unrelated classes
        raise BadInput(f"does not parse: {error}", file=str(file), remedy="Mend the syntax.") from error


def _parsed(content: bytes, format_name: str) -> dict[URIRef | None, set[Triple]]:
    if format_name in ("turtle", "nt"):
        return {None: set(Graph().parse(data=content, format=format_name))}
    with warnings.catch_warnings():
        # rdflib 7.6 warns of what its own parser of data sets does.
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset = Dataset()
        dataset.parse(data=content, format=format_name)
        graphs: dict[URIRef | None, set[Triple]] = {}
        for s, p, o, graph in dataset.quads():
            unnamed = graph is None or graph == DATASET_DEFAULT_GRAPH_ID or isinstance(graph, BNode)
            graphs.setdefault(None if unnamed else URIRef(str(graph)), set()).add((s, p, o))
    return graphs
