"""Validation from end to end: core shapes on every graph, rules on graphs and on the dataset, one report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Self

from rdflib import URIRef

from spaceaccord.model.article import Article
from spaceaccord.namespaces import DEFAULT_BASE
from spaceaccord.validation.report import ValidationReport, ValidationResult
from spaceaccord.validation.shacl import CoreShapes, Stage
from spaceaccord.validation.triple_index import Triple, TripleIndex


class Validator:
    """Shapes and rules, ready for use; made once, used for any number of graphs."""

    def __init__(self, shapes: CoreShapes, vocabulary: TripleIndex, *, base: str = DEFAULT_BASE) -> None:
        self._shapes = shapes
        self._vocabulary = vocabulary
        self._base = base

    @classmethod
    def read(cls, folder: Path, vocabulary: Iterable[Triple], *, base: str = DEFAULT_BASE) -> Self:
        """Read the shapes in `folder`; `vocabulary` (ontology, topics, codes, authorities) is consulted, not judged.

        Raises:
            BadReference: a shapes file is missing or broken.
        """
        return cls(CoreShapes.read(folder / "core.ttl", base=base), TripleIndex(vocabulary), base=base)

    def validate_graph(self, graph: Iterable[Triple], *, stage: Stage) -> ValidationReport:
        """Return what is wrong with one graph: that of an article, or the merged graph.

        `graph` is a collection of triples or an rdflib graph.
        """
        index = TripleIndex(graph, background=self._vocabulary)
        return ValidationReport.of(self._shapes.validate(index, stage=stage))

    def validate_dataset(
        self,
        graphs: Mapping[URIRef, Collection[Triple]],
        *,
        view: Collection[Triple] | None = None,
        articles: Iterable[Article] = (),
    ) -> ValidationReport:
        """Return what is wrong with a dataset: each article's graph, the default view, and what only both show.

        `view` is the default view; without it, the union of all graphs that are no article's. `articles` are the
        texts that passages are compared with; a passage of an article that is not among them is not compared.
        """
        prefix = f"{self._base}graph/article/"
        standing = [triples for name, triples in graphs.items() if not name.startswith(prefix)]
        background = TripleIndex((t for triples in standing for t in triples), background=self._vocabulary)
        results: list[ValidationResult] = []
        for name in sorted(graphs):
            if name.startswith(prefix):
                results += self._shapes.validate(TripleIndex(graphs[name], background=background), stage="article")
        merged = background if view is None else TripleIndex(view, background=self._vocabulary)
        results += self._shapes.validate(merged, stage="merged")
        return ValidationReport.of(results)
