"""Queries kept as files: what their header says, and how values enter them as terms, never as text.

A file is plain SPARQL that any tool can run. Its first lines are comments:

    # title: Agreements of one state
    # description: Every agreement that a state, or an organisation that represents it, is a party to.
    # param: state iri https://w3id.org/spaceaccord/id/org/luxembourg
    # columns: agreement date

A parameter is a variable of the outer group, `?state`, that a value narrows down (by a VALUES clause at the end) and
no value leaves free; or it is written `$state`, and a value takes its place wherever it stands.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from spaceaccord.errors import BadReference, UsageError
from spaceaccord.namespaces import DEFAULT_BASE, XSD
from spaceaccord.store.query_errors import MalformedQuery
from spaceaccord.store.query_guard import ReadQuery, check_query, is_absolute_iri
from spaceaccord.store.query_tokens import TokenKind, split_tokens

_HEADER: Final = re.compile(r"#\s*(title|description|param|columns):\s*(.*?)\s*")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True, slots=True)
class SparqlTerm:
    """A term as it is written in SPARQL; made by `iri_term` and `literal_term` only."""

    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that a stored query asks for; `kind` is a key of `PARAMETER_KINDS`, `default` is as typed by a user."""

    name: str
    kind: str
    default: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuery:
    """A query file: its name without suffix, what its header says, and its text."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str


def iri_term(iri: str) -> SparqlTerm:
    """Return `iri` as a term.

    Raises:
        MalformedQuery: it is no absolute IRI, or holds a character that IRIs cannot hold.
    """
    if not is_absolute_iri(iri):
        raise MalformedQuery(f"not an absolute IRI: {iri[:200]!r}")
    return SparqlTerm(f"<{iri}>")


def literal_term(value: str, *, datatype: str = "", language: str = "") -> SparqlTerm:
    """Return a literal as a term; every character of `value` is kept."""
    quoted = f'"{value.translate(_ESCAPES)}"'
    if language:
        if not re.fullmatch(r"[A-Za-z]+(-[A-Za-z0-9]+)*", language):
            raise MalformedQuery(f"not a language tag: {language[:40]!r}")
        return SparqlTerm(f"{quoted}@{language}")
    return SparqlTerm(f"{quoted}^^{iri_term(datatype).written}" if datatype else quoted)


def read_stored_query(path: Path) -> StoredQuery:
    """Return the query of one file.

    Raises:
        BadReference: the file is not UTF-8, or its header names an unknown kind, or a parameter twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadReference(f"cannot be read: {error}", file=path.name) from error
    found: dict[str, list[str]] = {"title": [], "description": [], "param": [], "columns": []}
    for line in text.splitlines():
        match = _HEADER.fullmatch(line.strip())
        if match:
            found[match[1]].append(match[2])
        elif line.strip() and not line.lstrip().startswith("#"):
            break
    parameters = tuple(_read_parameter(line, path) for line in found["param"])
    if len({each.name for each in parameters}) < len(parameters):
        raise BadReference("a parameter is declared twice", file=path.name)
    columns = tuple(each.strip() for line in found["columns"] for each in re.split(r"[,\s]+", line) if each.strip())
    return StoredQuery(
        name=path.stem,
        title=" ".join(found["title"]) or path.stem.replace("-", " "),
        description=" ".join(found["description"]),
        parameters=parameters,
        columns=columns,
        text=text,
    )


def read_stored_queries(folder: Path) -> dict[str, StoredQuery]:
    """Return the queries of a folder by name, in the order of their names."""
    return {path.stem: read_stored_query(path) for path in sorted(folder.glob("*.rq"))}


def bind(query: StoredQuery, values: Mapping[str, str], *, base: str = DEFAULT_BASE) -> ReadQuery:
    """Return the query with `values`, as users type them, for its parameters.

    A parameter that `values` lacks takes its default; an empty value leaves it free. IRIs of the default base are
    moved to `base`.

    Raises:
        UsageError: a value is not of its parameter's kind; names the parameter.
        QueryProblem: the query itself does not pass the guard.
    """
    terms = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default).strip()
        if not value:
            continue
        try:
            terms[parameter.name] = PARAMETER_KINDS[parameter.kind](value, base)
        except (ValueError, InvalidOperation, MalformedQuery) as error:
            raise UsageError(f"{parameter.name}: {value[:200]!r} is not of the kind {parameter.kind!r}") from error
    return bind_terms(query, terms, base=base)


def bind_terms(query: StoredQuery, terms: Mapping[str, SparqlTerm], *, base: str = DEFAULT_BASE) -> ReadQuery:
    """Return the query with `terms` for its parameters.

    Raises:
        QueryProblem: the query does not pass the guard.
    """
    placed = {token.text[1:] for token in split_tokens(query.text) if token.text.startswith("$")}
    text = place_terms(query.text, terms, base=base)
    joined = {name: term for name, term in terms.items() if name not in placed}
    if joined:
        names, row = " ".join(f"?{name}" for name in joined), " ".join(term.written for term in joined.values())
        text = f"{text}\nVALUES ({names}) {{ ({row}) }}\n"
    return check_query(text)


def place_terms(text: str, terms: Mapping[str, SparqlTerm], *, base: str = DEFAULT_BASE) -> str:
    """Return `text` with a term in the place of each `$name`, and IRIs of the default base moved to `base`.

    Only whole tokens are replaced: what looks like a parameter within a string, an IRI or a comment stays.
    """
    pieces, done = [], 0
    for token in split_tokens(text):
        written = None
        if token.kind is TokenKind.VARIABLE and token.text.startswith("$"):
            term = terms.get(token.text[1:])
            written = term.written if term else None
        elif token.kind is TokenKind.IRI and token.text.startswith(f"<{DEFAULT_BASE}"):
            written = f"<{base}{token.text[len(DEFAULT_BASE) + 1 :]}"
        if written is not None:
            pieces += [text[done : token.start], written]
            done = token.end
    return "".join([*pieces, text[done:]])


def _read_parameter(line: str, path: Path) -> Parameter:
    name, _, rest = line.partition(" ")
    kind, _, default = rest.strip().partition(" ")
    if not _NAME.fullmatch(name) or kind not in PARAMETER_KINDS:
        kinds = ", ".join(sorted(PARAMETER_KINDS))
        raise BadReference(
            f"cannot read the parameter {line!r}", file=path.name, remedy=f"Write NAME KIND DEFAULT; kinds are {kinds}"
        )
    return Parameter(name=name, kind=kind, default=default.strip())


def _iri(value: str, base: str) -> SparqlTerm:
    """An absolute IRI; one of the default base moves to `base`, and a path below it may stand alone."""
    if value.startswith(DEFAULT_BASE):
        value = base + value.removeprefix(DEFAULT_BASE)
    return iri_term(base + value.removeprefix("/") if value.startswith("/") else value)


def _date(value: str, _base: str) -> SparqlTerm:
    return literal_term(datetime.date.fromisoformat(value).isoformat(), datatype=str(XSD.date))


def _year(value: str, _base: str) -> SparqlTerm:
    return literal_term(f"{datetime.date(int(value), 1, 1):%Y}".zfill(4), datatype=str(XSD.gYear))


def _decimal(value: str, _base: str) -> SparqlTerm:
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > 50:
        raise ValueError(value)
    return literal_term(f"{number:f}", datatype=str(XSD.decimal))


PARAMETER_KINDS: Final[Mapping[str, Callable[[str, str], SparqlTerm]]] = {
    "iri": _iri,
    "text": lambda value, _base: literal_term(value),
    "integer": lambda value, _base: literal_term(str(int(value)), datatype=str(XSD.integer)),
    "decimal": _decimal,
    "date": _date,
    "year": _year,
}
