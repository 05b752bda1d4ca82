"""The rules of `shapes/rules.ttl` by name: their severity and message, and the results that findings turn into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from spaceaccord.errors import BadReference
from spaceaccord.namespaces import DEFAULT_BASE, RDF, SH
from spaceaccord.validation.report import Severity, ValidationResult

_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
_SEVERITIES: dict[Node, Severity] = {SH[severity.value]: severity for severity in Severity}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found; `words` fill the placeholders of its message beside `value` and `path`."""

    rule: str
    focus: Node
    path: Node | None = None
    value: Node | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Rule:
    shape: URIRef
    severity: Severity
    message: str
    component: URIRef


class RuleBook:
    """Severity and message of every rule."""

    def __init__(self, rules: Graph, *, base: str = DEFAULT_BASE) -> None:
        prefix = f"{base}shapes#"
        self._rules = {
            str(shape).removeprefix(prefix): _read_rule(rules, shape)
            for shape in rules.subjects(RDF.type, SH.NodeShape)
            if isinstance(shape, URIRef)
        }

    @property
    def names(self) -> frozenset[str]:
        """The rules that the book knows, such as "R-01"."""
        return frozenset(self._rules)

    def word(self, findings: Iterable[Finding]) -> Iterator[ValidationResult]:
        """Yield the result that each finding stands for.

        Raises:
            BadReference: a finding of a rule that the book does not know.
        """
        for finding in findings:
            rule = self._rules.get(finding.rule)
            if rule is None:
                raise BadReference(
                    f"no rule {finding.rule}", file="rules.ttl", remedy="Restore the file from the repository."
                )
            yield ValidationResult(
                focus_node=finding.focus,
                path=finding.path,
                value=finding.value,
                severity=rule.severity,
                message=_fill(rule.message, finding),
                shape=rule.shape,
                component=rule.component,
            )


def _read_rule(rules: Graph, shape: URIRef) -> _Rule:
    severity = rules.value(shape, SH.severity)
    message = rules.value(shape, SH.message)
    if severity not in _SEVERITIES or not isinstance(message, Literal):
        raise BadReference(
            f"{shape} has no severity or no message", file="rules.ttl", remedy="Add sh:severity and sh:message."
        )
    return _Rule(shape, _SEVERITIES[severity], str(message), SH.SPARQLConstraintComponent)


def _fill(message: str, finding: Finding) -> str:
    words = dict(finding.words)
    for name, node in (("value", finding.value), ("path", finding.path)):
        if node is not None:
            words.setdefault(name, str(node))
    return _PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), message)
