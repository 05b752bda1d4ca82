"""What a report says, to readers and to machines."""

from __future__ import annotations

import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef

from spaceaccord.namespaces import SH
from spaceaccord.validation.report import Severity, ValidationReport, ValidationResult

SHAPES = "https://example.org/shapes#"


def a_result(
    *, focus: str = "https://example.org/a", severity: Severity = Severity.VIOLATION, shape: str = "S-99"
) -> ValidationResult:
    return ValidationResult(
        focus_node=URIRef(focus),
        path=URIRef("https://example.org/path"),
        value=Literal("bad"),
        severity=severity,
        message="It is bad: make it good.",
        shape=URIRef(SHAPES + shape),
    )


def test_a_report_names_focus_node_path_value_and_what_to_do() -> None:
    text = ValidationReport.of([a_result()]).describe_text()

    assert text == (
        "Does not conform: 1 violation, 0 warnings, 0 infos.\n"
        "Violation S-99: It is bad: make it good.\n"
        "  focus node: https://example.org/a\n"
        "  path:       https://example.org/path\n"
        '  value:      "bad"\n'
    )


def test_a_report_without_results_says_that_all_is_well() -> None:
    assert ValidationReport().describe_text() == "Conforms: 0 violations, 0 warnings, 0 infos.\n"


def test_a_long_report_is_cut_and_says_so() -> None:
    report = ValidationReport.of([a_result(focus=f"https://example.org/{n}") for n in range(5)])

    text = report.describe_text(longest=2)

    assert text.count("focus node") == 2
    assert text.endswith("... and 3 more.\n")


def test_hints_of_one_wording_are_folded_but_violations_never() -> None:
    many = [f"https://example.org/{n}" for n in range(7)]
    hints = [a_result(focus=focus, severity=Severity.INFO, shape="R-17") for focus in many]

    text = ValidationReport.of([*hints, *(a_result(focus=focus) for focus in many)]).describe_text()

    assert text.count("Info R-17") == 3
    assert text.endswith("... and 4 more like it of R-17.\n")
    assert text.count("Violation S-99") == 7


@pytest.mark.parametrize(
    ("severity", "expected"),
    [(Severity.VIOLATION, False), (Severity.WARNING, True), (Severity.INFO, True)],
)
def test_only_a_violation_keeps_a_graph_from_conforming(severity: Severity, expected: bool) -> None:
    assert ValidationReport.of([a_result(severity=severity)]).conforms is expected


def test_violations_come_first_and_doubles_once() -> None:
    info, violation = a_result(severity=Severity.INFO, shape="A-1"), a_result(shape="Z-9")

    report = ValidationReport.of([info, violation, info])

    assert report.results == (violation, info)


def test_merged_reports_hold_the_results_of_all() -> None:
    one, other = a_result(focus="https://example.org/1"), a_result(focus="https://example.org/2")

    merged = ValidationReport.of([other]).merge(ValidationReport.of([one]), ValidationReport.of([other]))

    assert merged.results == (one, other)


def test_the_turtle_report_is_a_shacl_report_without_blank_nodes() -> None:
    graph = Graph().parse(data=ValidationReport.of([a_result()]).describe_turtle(), format="turtle")
    report = graph.value(predicate=RDF.type, object=SH.ValidationReport)
    result = graph.value(predicate=RDF.type, object=SH.ValidationResult)

    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]
    assert (report, SH.result, result) in graph
    assert graph.value(report, SH.conforms) == Literal(False)
    assert {str(p).rpartition("#")[2] for p in graph.predicates(result)} == {
        "type",
        "focusNode",
        "resultPath",
        "value",
        "resultSeverity",
        "sourceShape",
        "sourceConstraintComponent",
        "resultMessage",
    }


def test_the_order_of_results_does_not_change_the_turtle_report() -> None:
    results = [a_result(focus=f"https://example.org/{n}") for n in range(9)]

    assert ValidationReport.of(results).describe_turtle() == ValidationReport.of(results[::-1]).describe_turtle()


def test_a_blank_focus_node_is_told_but_not_published_as_one() -> None:
    result = ValidationResult(
        focus_node=BNode("b7"),
        path=None,
        value=None,
        severity=Severity.VIOLATION,
        message="Blank: name it.",
        shape=URIRef(f"{SHAPES}S-22"),
    )

    graph = Graph().parse(data=ValidationReport.of([result]).describe_turtle(), format="turtle")

    assert list(graph.objects(None, SH.focusNode)) == [Literal("blank node b7")]
