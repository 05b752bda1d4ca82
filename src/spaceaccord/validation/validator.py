"""Validation from end to end: core shapes on every graph, rules on graphs and on the dataset, one report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Self

from rdflib import Graph, URIRef
from rdflib.term import Node

from spaceaccord.errors import BadReference
from spaceaccord.iris import Iris
from spaceaccord.model.article import Article
from spaceaccord.namespaces import DEFAULT_BASE
from spaceaccord.validation import dating_rules, evidence_rules, identity_rules, structure_rules
from spaceaccord.validation.report import ValidationReport, ValidationResult
from spaceaccord.validation.rule_book import Finding, RuleBook
from spaceaccord.validation.shacl import CoreShapes, Stage, read_shapes
from spaceaccord.validation.triple_index import Triple, TripleIndex

Rule = Callable[[TripleIndex, Iris], Iterator[Finding]]

# What the graph of one article, and what the merged graph alone decides.
GRAPH_RULES: Final[dict[Stage, tuple[Rule, ...]]] = {
    "article": (
        dating_rules.signed_after_publication,
        evidence_rules.claim_without_triple,
        evidence_rules.triple_without_claim,
        evidence_rules.background_in_article,
        evidence_rules.doubled_quotations,
        structure_rules.blank_values,
    ),
    "merged": (
        dating_rules.descends_from_itself,
        dating_rules.builds_on_later,
        dating_rules.signed_outside_event,
        dating_rules.signed_before_founding,
        identity_rules.same_item_twice,
        identity_rules.possible_duplicates,
        structure_rules.signed_elsewhere,
        structure_rules.signatory_for_stranger,
        structure_rules.organisation_within_itself,
        structure_rules.concept_broader_than_itself,
        structure_rules.blank_values,
    ),
}


# The graphs that say what one source says.
_SOURCES: Final = ("article/", "register/")


class Validator:
    """Shapes and rules, ready for use; made once, used for any number of graphs."""

    def __init__(self, shapes: CoreShapes, rules: RuleBook, vocabulary: TripleIndex, *, iris: Iris) -> None:
        self._shapes = shapes
        self._rules = rules
        self._vocabulary = vocabulary
        self._iris = iris

    @classmethod
    def read(cls, folder: Path, vocabulary: Iterable[Triple], *, base: str = DEFAULT_BASE) -> Self:
        """Read the shapes in `folder`; `vocabulary` (ontology, topics, codes, authorities) is consulted, not judged.

        Raises:
            BadReference: a shapes file is missing or broken, or the checker does not find what it must.
        """
        rules = RuleBook(read_shapes(folder / "rules.ttl", base=base), base=base)
        shapes = CoreShapes.read(folder / "core.ttl", base=base)
        validator = cls(shapes, rules, TripleIndex(vocabulary), iris=Iris(base))
        validator._listen_to_canary(folder / "known-bad.ttl")
        return validator

    def shapes_of(self, stage: Stage) -> Graph:
        """Return the core shapes that are in force at `stage`."""
        return self._shapes.of_stage(stage)

    def validate_graph(self, graph: Iterable[Triple], *, stage: Stage) -> ValidationReport:
        """Return what is wrong with one graph: that of an article, or the merged graph.

        `graph` is a collection of triples or an rdflib graph.
        """
        return ValidationReport.of(self._judge(TripleIndex(graph, background=self._vocabulary), stage))

    def validate_dataset(
        self,
        graphs: Mapping[URIRef, Collection[Triple]],
        *,
        view: Collection[Triple] | None = None,
        articles: Iterable[Article] = (),
    ) -> ValidationReport:
        """Return what is wrong with a dataset: each article's graph, the default view, and what only all graphs show.

        `view` is the default view; without it, the union of all graphs that are no article's. `articles` are the
        texts that passages are compared with; a passage of an article that is not among them is not compared.
        """
        sources, merge = tuple(str(self._iris.graph(kind)) for kind in _SOURCES), self._iris.graph("merge")
        standing = {name: triples for name, triples in graphs.items() if not str(name).startswith(sources)}
        # What the merged graph says must not help an article's graph to conform.
        known = TripleIndex(
            (t for name, triples in standing.items() if name != merge for t in triples), background=self._vocabulary
        )
        told: dict[Node, TripleIndex] = {
            name: TripleIndex(graphs[name], background=known)
            for name in sorted(graphs)
            if str(name).startswith(sources)
        }
        whole = view if view is not None else (t for triples in standing.values() for t in triples)
        merged = TripleIndex(whole, background=self._vocabulary)
        texts = {article.id: article for article in articles}
        results = self._judge(merged, "merged")
        for index in told.values():
            results += self._judge(index, "article")
            results += self._rules.word(evidence_rules.compare_with_texts(index, self._iris, texts))
        results += self._rules.word(identity_rules.articles_disagree(told, known, self._iris))
        results += self._rules.word(identity_rules.unused_topics(merged, self._iris))
        return ValidationReport.of(results)

    def _listen_to_canary(self, file: Path) -> None:
        """Judge a graph that is known to be bad, so that a checker that says nothing is noticed.

        Raises:
            BadReference: a result that the file names by shapes:mustFind is missing.
        """
        canary = read_shapes(file, base=self._iris.base)
        expected = {str(o) for o in canary.objects(None, URIRef(f"{self._iris.base}shapes#mustFind"))}
        found: set[str] = set()
        for stage in GRAPH_RULES:
            found |= {str(result.shape) for result in self.validate_graph(canary, stage=stage).results}
        missed = ", ".join(sorted(expected - found))
        if missed or not expected:
            raise BadReference(
                f"the checker did not find what it must: {missed or 'nothing is expected'}",
                file=str(file),
                remedy="Do not trust its silence: reinstall pyshacl and rdflib as locked, or mend the shapes.",
            )

    def _judge(self, index: TripleIndex, stage: Stage) -> list[ValidationResult]:
        results = self._shapes.validate(index, stage=stage)
        for rule in GRAPH_RULES[stage]:
            results += self._rules.word(rule(index, self._iris))
        return results
