"""The query files: every one says what it answers, parses in two engines, and gives the columns that it names."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store
from rdflib.plugins.sparql import prepareQuery

from spaceaccord.store.query_errors import QueryRefused
from spaceaccord.store.query_text import bind, read_stored_query

ROOT = Path(__file__).resolve().parents[2]
QUERIES = sorted((ROOT / "queries").rglob("*.rq"), key=lambda path: path.name)
HEADER = re.compile(r"# (title|description|param|federated|columns): (\S.*)")

by_name = pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in QUERIES])


def header(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
    found = [HEADER.fullmatch(line) for line in lines]
    assert None not in found, f"{path.name}: a line of the header is neither of {HEADER.pattern}"
    return {match[1]: match[2] for match in found if match}


def test_the_competency_questions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.stem[3:5]) for path in QUERIES if path.stem.startswith("cq-")]

    assert numbers == list(range(1, 26))


@by_name
def test_the_header_says_what_the_query_answers(path: Path) -> None:
    told = header(path)

    assert {"title", "description", "columns"} <= set(told)
    assert told["description"].endswith(".")


@by_name
def test_a_query_parses_in_rdflib(path: Path) -> None:
    assert prepareQuery(path.read_text(encoding="utf-8")).algebra.name == "SelectQuery"


@by_name
def test_a_query_gives_the_columns_that_its_header_names(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "federated" in header(path):
        # Oxigraph would call the other endpoint: only the local part is planned here.
        text = re.sub(r"SERVICE <[^>]*>", "", text)
    answer = Store().query(text)

    assert isinstance(answer, QuerySolutions)
    assert [variable.value for variable in answer.variables] == header(path)["columns"].split()


@by_name
def test_prefixes_are_spelled_out_and_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8").partition("\n\n")[2]
    declared = re.findall(r"^PREFIX (\w+): <", text, re.MULTILINE)
    body = re.sub(r"^PREFIX .*$|^\s*#.*$|<[^>]*>|\"[^\"]*\"", "", text, flags=re.MULTILINE)

    assert set(declared) == set(re.findall(r"(?<![\w?])(\w+):[A-Za-z]", body))


@by_name
def test_a_parameter_is_a_variable_with_a_kind_and_a_default(path: Path) -> None:
    text, parameters = path.read_text(encoding="utf-8"), read_stored_query(path).parameters
    if not parameters:
        assert "Without a value" not in header(path)["description"]
    for parameter in parameters:
        if f"${parameter.name}" in text:
            assert parameter.kind == "date"
            assert date.fromisoformat(parameter.default)
            continue
        assert parameter.name in header(path)["columns"].split()
        assert parameter.kind == "iri"
        assert parameter.default.startswith("https://w3id.org/spaceaccord/")


@by_name
def test_only_the_queries_in_the_federated_folder_ask_another_endpoint(path: Path) -> None:
    federated = path.parent.name == "federated"

    assert ("SERVICE <" in path.read_text(encoding="utf-8")) is federated
    assert ("federated" in header(path)) is federated


@by_name
def test_our_own_guard_takes_a_query_with_its_default_and_without(path: Path) -> None:
    query = read_stored_query(path)
    if "federated" in header(path):
        with pytest.raises(QueryRefused, match="SERVICE"):
            bind(query, {})
        return

    for values in ({}, {parameter.name: "" for parameter in query.parameters}):
        assert bind(query, values)
