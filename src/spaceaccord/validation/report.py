"""What validation found: results in a fixed order, as text for readers and as a SHACL report for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from rdflib import Literal, URIRef
from rdflib.term import Node

from spaceaccord.model.slugs import digest
from spaceaccord.namespaces import DEFAULT_BASE, RDFS, SH, XSD


class Severity(StrEnum):
    """How grave a result is; only a violation keeps a graph from conforming."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


# How many warnings or hints of one wording a reader is shown; violations are all shown.
_TOLD_IN_FULL = 3
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationResult:
    """One finding. `message` says what is wrong and what to do; `shape` is the IRI of the constraint.

    `path` and `value` are None where the finding is about the focus node as a whole.
    """

    focus_node: Node
    path: Node | None
    value: Node | None
    severity: Severity
    message: str
    shape: URIRef
    component: URIRef = SH.SPARQLConstraintComponent

    @property
    def name(self) -> str:
        """The short name of the shape, such as "S-01-class"."""
        return self.shape.rpartition("#")[2]

    def _sort_key(self) -> tuple[int, str, str, str, str, str]:
        return (
            _RANK[self.severity],
            self.shape,
            _text(self.focus_node),
            _text(self.path),
            _text(self.value),
            self.message,
        )


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """All results, each once, violations first, then by shape and focus node."""

    results: tuple[ValidationResult, ...] = ()

    @classmethod
    def of(cls, results: Iterable[ValidationResult]) -> Self:
        """Return a report of `results` in report order, doubles dropped."""
        by_key = {result._sort_key(): result for result in results}
        return cls(tuple(by_key[key] for key in sorted(by_key)))

    @property
    def conforms(self) -> bool:
        """Whether no result is a violation."""
        return not self.violations

    @property
    def violations(self) -> tuple[ValidationResult, ...]:
        """The results that keep the graph from conforming."""
        return tuple(r for r in self.results if r.severity is Severity.VIOLATION)

    def merge(self, *others: ValidationReport) -> ValidationReport:
        """Return one report of this one's results and those of `others`."""
        return ValidationReport.of([*self.results, *(r for other in others for r in other.results)])

    def count(self, severity: Severity) -> int:
        """Return the number of results of one severity."""
        return sum(1 for r in self.results if r.severity is severity)

    def describe_text(self, *, longest: int | None = None) -> str:
        """Return the report for a reader: a line of counts, then a paragraph a result, at most `longest` of them.

        Of warnings and information that say the same of many nodes, the first few stand for all.
        """
        counts = ", ".join(f"{self.count(s)} {s.value.lower()}{'' if self.count(s) == 1 else 's'}" for s in Severity)
        lines = [f"{'Conforms' if self.conforms else 'Does not conform'}: {counts}."]
        told: Counter[tuple[str, str]] = Counter()
        folded: Counter[str] = Counter()
        for result in self.results[:longest]:
            told[result.name, result.message] += 1
            if result.severity is Severity.VIOLATION or told[result.name, result.message] <= _TOLD_IN_FULL:
                lines += _describe_paragraph(result)
            else:
                folded[result.name] += 1
        lines += [f"... and {number} more like it of {name}." for name, number in sorted(folded.items())]
        if longest is not None and longest < len(self.results):
            lines.append(f"... and {len(self.results) - longest} more.")
        return "\n".join(lines) + "\n"

    def describe_turtle(self, *, base: str = DEFAULT_BASE) -> str:
        """Return a `sh:ValidationReport` in Turtle, without blank nodes; equal reports give equal bytes.

        `sh:conforms` counts violations only: warnings and information do not stop a release.
        """
        report = URIRef(f"{base}report")
        named = [(URIRef(f"{report}#{digest(*map(str, r._sort_key()))}"), r) for r in self.results]
        lines = [
            f"@prefix rdfs: <{RDFS}> .",
            f"@prefix sh: <{SH}> .",
            f"@prefix xsd: <{XSD}> .",
            "",
            f"{report.n3()} a sh:ValidationReport ;",
            *(f"  sh:result {iri.n3()} ;" for iri, _ in named),
            '  rdfs:comment "sh:conforms counts violations only; warnings and information stand beside them."@en ;',
            f"  sh:conforms {'true' if self.conforms else 'false'} .",
        ]
        for iri, result in named:
            lines += ["", *_describe_result(iri, result)]
        return "\n".join(lines) + "\n"


def _describe_paragraph(result: ValidationResult) -> list[str]:
    lines = [f"{result.severity.value} {result.name}: {result.message}", f"  focus node: {_text(result.focus_node)}"]
    if result.path is not None:
        lines.append(f"  path:       {_text(result.path)}")
    if result.value is not None:
        lines.append(f"  value:      {_text(result.value)}")
    return lines


def _describe_result(iri: URIRef, result: ValidationResult) -> list[str]:
    lines = [f"{iri.n3()} a sh:ValidationResult ;", f"  sh:focusNode {_named(result.focus_node)} ;"]
    if result.path is not None:
        lines.append(f"  sh:resultPath {_named(result.path)} ;")
    if result.value is not None:
        lines.append(f"  sh:value {_named(result.value)} ;")
    return [
        *lines,
        f"  sh:resultSeverity sh:{result.severity.value} ;",
        f"  sh:sourceShape {result.shape.n3()} ;",
        f"  sh:sourceConstraintComponent {result.component.n3()} ;",
        f"  sh:resultMessage {Literal(result.message, lang='en').n3()} .",
    ]


def _named(node: Node) -> str:
    """Return `node` in Turtle; a blank node becomes a literal, for its label means nothing elsewhere."""
    return node.n3() if isinstance(node, URIRef | Literal) else Literal(f"blank node {node}").n3()


def _text(node: Node | None) -> str:
    if node is None:
        return ""
    return str(node) if isinstance(node, URIRef) else node.n3()
