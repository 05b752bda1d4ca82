"""Finds what changed between two releases, agreement by agreement, and which article or decision brought it about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from spaceaccord.errors import UsageError
from spaceaccord.iris import Iris
from spaceaccord.namespaces import RDF, RDFS, SKOS
from spaceaccord.release.comparison import (
    AgreementChange,
    AgreementFate,
    ArticleChange,
    ArticleFate,
    Cause,
    CauseKind,
    Comparison,
    FieldChange,
    Value,
)
from spaceaccord.release.dumps import DATASET_LINES
from spaceaccord.release.labels import Labels, read_labels
from spaceaccord.release.opening import Release
from spaceaccord.release.quad_lines import LineChange, Quad, changed_lines, is_iri, parse_line, text_of

_SIGNING: Final = "-signing"
# Repeats the label.
_REPEATED: Final = f"<{SKOS.prefLabel}>"
_OF_ARTICLES: Final[Mapping[ArticleFate, CauseKind]] = {
    "added": "article added",
    "withdrawn": "article withdrawn",
    "read anew": "article read anew",
}


@dataclass(slots=True)
class _Sorted:
    """The changed lines, by what they are about."""

    added: int = 0
    removed: int = 0
    canonical: dict[str, list[tuple[bool, Quad]]] = field(default_factory=lambda: defaultdict(list))
    stated: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    of_graph: set[str] = field(default_factory=set)
    decisions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    reasons: dict[str, str] = field(default_factory=dict)


def compare(old: Release, new: Release) -> Comparison:
    """Return what changed from `old` to `new`; reads both dumps line by line, twice.

    Raises:
        UsageError: the releases name things below different bases.
    """
    if old.base != new.base:
        raise UsageError(f"{old.id} names things below {old.base}, {new.id} below {new.base}: nothing to compare")
    iris = Iris(new.base)
    dumps = old.dump_path(DATASET_LINES.name), new.dump_path(DATASET_LINES.name)
    found = _sort(changed_lines(*dumps), iris)
    labels = read_labels(dumps[::-1], _named_in(found, iris))
    graphs = _article_changes(found.of_graph, old, new, iris, labels)
    inputs = sorted({file.name for file in {*old.manifest.inputs} ^ {*new.manifest.inputs}})
    tables = tuple(name for name in inputs if not name.startswith("articles/"))
    writer = _Writer(iris=iris, labels=labels, found=found, articles=graphs, rest=_rest(old, new, tables))
    return Comparison(
        base=new.base,
        old=old.id,
        new=new.id,
        old_version=old.manifest.version,
        new_version=new.manifest.version,
        old_software=old.manifest.software_version,
        new_software=new.manifest.software_version,
        agreements=tuple(writer.describe(iri) for iri in sorted(found.canonical)),
        articles=tuple(sorted(graphs.values(), key=lambda article: (article.label, article.fate, article.iri))),
        inputs=tables,
        quads_added=found.added,
        quads_removed=found.removed,
    )


def _sort(changes: Iterable[LineChange], iris: Iris) -> _Sorted:
    found = _Sorted()
    merge, articles = f"<{iris.graph('merge')}>", f"<{iris.graph('article/')}"
    agreements, events = f"<{iris.base}id/agreement/", f"<{iris.base}id/event/"
    decisions, decides, comment = f"<{iris.base}id/decision/", f"<{iris.terms.decides}>", f"<{RDFS.comment}>"
    for change in changes:
        found.added += change.added
        found.removed += not change.added
        quad = parse_line(change.line)
        if quad.graph.startswith(articles):
            found.of_graph.add(quad.graph[1:-1])
        if quad.subject.startswith(decisions):
            if quad.predicate == decides:
                found.decisions[quad.object[1:-1]].add(quad.subject[1:-1])
            elif quad.predicate == comment:
                found.reasons[quad.subject[1:-1]] = text_of(quad.object)
        if quad.subject.startswith((agreements, events)) and (subject := _agreement(quad.subject[1:-1], iris)):
            if quad.graph == merge:
                found.canonical[subject].append((change.added, quad))
            elif quad.graph.startswith(articles):
                found.stated[quad.subject, quad.predicate].add(quad.graph[1:-1])
    return found


def _agreement(iri: str, iris: Iris) -> str:
    """Return the agreement that `iri` is, or is the signing of; "" for other events."""
    if iri.startswith(f"{iris.base}id/agreement/"):
        return iri
    if not iri.endswith(_SIGNING):
        return ""
    return f"{iris.base}id/agreement/{iri.removeprefix(f'{iris.base}id/event/').removesuffix(_SIGNING)}"


def _named_in(found: _Sorted, iris: Iris) -> set[str]:
    """Return every IRI that the comparison has to show by name."""
    named = set(found.canonical)
    for changes in found.canonical.values():
        for _, quad in changes:
            named.update(text_of(term) for term in (quad.predicate, quad.object) if is_iri(term))
    named.update(_article_iri(graph, iris) for graph in found.of_graph)
    return named


def _article_iri(graph: str, iris: Iris) -> str:
    return str(iris.thing("article", graph.rpartition("/")[2]))


def _article_changes(
    graphs: Iterable[str], old: Release, new: Release, iris: Iris, labels: Labels
) -> Mapping[str, ArticleChange]:
    changes = {}
    for graph in graphs:
        fate: ArticleFate = "read anew"
        if graph not in old.manifest.graphs:
            fate = "added"
        elif graph not in new.manifest.graphs:
            fate = "withdrawn"
        iri = _article_iri(graph, iris)
        changes[graph] = ArticleChange(iri=iri, label=labels.of(iri), fate=fate)
    return changes


def _rest(old: Release, new: Release, tables: tuple[str, ...]) -> Cause:
    """Return the cause of what no article and no decision brought about."""
    versions = (old.manifest.software_version, new.manifest.software_version)
    told = [*tables, *([f"spaceaccord {versions[0]} to {versions[1]}"] if versions[0] != versions[1] else [])]
    return Cause(kind="tables or software", iri="", label=", ".join(told) or "the software")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    """Describes the agreements of one comparison; `articles` by the IRI of their graph."""

    iris: Iris
    labels: Labels
    found: _Sorted
    articles: Mapping[str, ArticleChange]
    rest: Cause

    def describe(self, iri: str) -> AgreementChange:
        changes = self.found.canonical[iri]
        by_field: dict[tuple[str, str], list[tuple[bool, Quad]]] = defaultdict(list)
        for change in changes:
            by_field[change[1].subject, change[1].predicate].append(change)
        decisions = self._decisions(iri)
        told = sorted(key for key in by_field if self._is_told(*key, iri))
        fields = tuple(self._field(key, by_field[key], iri, decisions) for key in told)
        causes = dict.fromkeys(cause for each in fields for cause in each.causes)
        return AgreementChange(
            iri=iri, label=self.labels.of(iri), fate=self._fate(iri, changes), fields=fields, causes=tuple(causes)
        )

    def _is_told(self, subject: str, predicate: str, iri: str) -> bool:
        """Tell whether a field says something: a label once, and of a signing more than that it is the signing."""
        if subject == f"<{iri}>":
            return predicate != _REPEATED
        frame = {_REPEATED, f"<{RDF.type}>", f"<{RDFS.label}>", f"<{self.iris.terms.signs}>"}
        return predicate not in frame

    def _fate(self, iri: str, changes: Iterable[tuple[bool, Quad]]) -> AgreementFate:
        kind = (f"<{iri}>", f"<{RDF.type}>", f"<{self.iris.terms.Agreement}>")
        for added, quad in changes:
            if (quad.subject, quad.predicate, quad.object) == kind:
                return "added" if added else "withdrawn"
        return "changed"

    def _field(
        self, key: tuple[str, str], changes: Iterable[tuple[bool, Quad]], iri: str, decisions: tuple[Cause, ...]
    ) -> FieldChange:
        subject, predicate = key
        values: dict[bool, list[Value]] = {True: [], False: []}
        for added, quad in changes:
            name = text_of(quad.object) if is_iri(quad.object) else ""
            values[added].append(Value(iri=name, label=self.labels.of(name) if name else text_of(quad.object)))
        stated = tuple(self._article_cause(graph) for graph in sorted(self.found.stated.get(key, ())))
        return FieldChange(
            property=predicate[1:-1],
            label=self.labels.of(predicate[1:-1]),
            of_signing=subject != f"<{iri}>",
            removed=tuple(values[False]),
            added=tuple(values[True]),
            causes=stated or decisions or (self.rest,),
        )

    def _article_cause(self, graph: str) -> Cause:
        article = self.articles[graph]
        return Cause(kind=_OF_ARTICLES[article.fate], iri=article.iri, label=article.label)

    def _decisions(self, iri: str) -> tuple[Cause, ...]:
        found = sorted(self.found.decisions.get(iri, ()))
        return tuple(Cause(kind="decision", iri=each, label=self.found.reasons.get(each, each)) for each in found)
