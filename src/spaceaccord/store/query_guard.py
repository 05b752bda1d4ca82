"""The only maker of `ReadQuery`: what comes through here is short, shallow, read-only and asks nobody else.

It reads tokens, not patterns over the text, and it is no parser: it cannot be nested to death. The engine's own
parser runs later, in a process that may die. Where engines disagree on how to read a text, the text is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from spaceaccord.store.query_errors import MalformedQuery, QueryRefused, QueryTooLong, UpdateRefused
from spaceaccord.store.query_shape import LIMITS, QueryShape
from spaceaccord.store.query_tokens import Token, TokenKind, place_of, split_tokens

LONGEST_QUERY_BYTES: Final = 64 * 1024
_LONGEST_REMEMBERED: Final = 8192
_SEAL: Final = object()
_UPDATES: Final = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"))
_CHANGING: Final = ("RAND", "NOW", "UUID")
_OPERAND_ENDS: Final = frozenset(
    (TokenKind.VARIABLE, TokenKind.STRING, TokenKind.NUMBER, TokenKind.NAME, TokenKind.IRI, TokenKind.LANGUAGE)
)


class QueryForm(Enum):
    """The four forms of a query."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadQuery:
    """A checked query; only `check_query` makes one.

    `default_graphs` and `named_graphs` are the data set of the protocol, absolute IRIs; both empty: the query's own
    FROM clauses, or else the store's default graph, hold. `repeatable` says that the same data give the same answer.
    """

    text: str
    form: QueryForm
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    repeatable: bool = True
    seal: object = None

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise TypeError("a ReadQuery is made by query_guard.check_query")


def check_query(text: str, *, default_graphs: tuple[str, ...] = (), named_graphs: tuple[str, ...] = ()) -> ReadQuery:
    """Return `text` as a query that is safe to hand to an engine's parser.

    Raises:
        QueryTooLong: more than `LONGEST_QUERY_BYTES` as UTF-8.
        MalformedQuery: it cannot be cut into tokens, has no query form, or a graph is no absolute IRI.
        UpdateRefused: it is an update.
        QueryRefused: it asks other servers, or goes past a limit of `query_shape`.
    """
    check = _remember_checked if len(text) <= _LONGEST_REMEMBERED else _check
    return check(text, default_graphs, named_graphs)


def _check(text: str, default_graphs: tuple[str, ...], named_graphs: tuple[str, ...]) -> ReadQuery:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        line, column = place_of(text, error.start)
        raise MalformedQuery("a lone surrogate is no character", line=line, column=column) from error
    if size > LONGEST_QUERY_BYTES:
        raise QueryTooLong(f"the query has {size} bytes; at most {LONGEST_QUERY_BYTES} are read")
    tokens = []
    shape = QueryShape()
    for token in split_tokens(text):
        broken = shape.add(token)
        if broken:
            line, column = place_of(text, token.start)
            raise QueryRefused(f"more than {LIMITS[broken]} {_counted(broken)}", line=line, column=column)
        tokens.append(token)
    form = _find_form(text, tokens)
    _refuse_other_servers(text, tokens)
    _refuse_ambiguities(text, tokens)
    for graph in (*default_graphs, *named_graphs):
        if not is_absolute_iri(graph):
            raise MalformedQuery(f"not an absolute IRI of a graph: {graph[:200]!r}")
    return ReadQuery(
        text=text,
        form=form,
        default_graphs=default_graphs,
        named_graphs=named_graphs,
        repeatable=not any(token.kind is TokenKind.WORD and token.word.endswith(_CHANGING) for token in tokens),
        seal=_SEAL,
    )


# Checking takes a fifth of a millisecond, ten times as long as the rest of an answer out of the cache.
_remember_checked = lru_cache(maxsize=512)(_check)


def is_absolute_iri(text: str) -> bool:
    """Say whether `text` can stand between angle brackets as it is, with a scheme."""
    scheme, colon, rest = text.partition(":")
    well_named = scheme.isascii() and scheme[:1].isalpha() and all(each.isalnum() or each in "+-." for each in scheme)
    return bool(colon and rest and well_named) and not any(
        each <= " " or each in '<>"{}|^`\\' or "\ud800" <= each <= "\udfff" for each in text
    )


def _counted(limit: str) -> str:
    return "levels of nesting" if limit == "nesting" else limit


def _find_form(text: str, tokens: list[Token]) -> QueryForm:
    """Return the form, which is the first word after the prologue."""
    prologue = False
    for token in tokens:
        if token.kind is TokenKind.WORD:
            if token.word in ("BASE", "PREFIX", "VERSION"):
                prologue = True
                continue
            if token.word in QueryForm.__members__:
                return QueryForm[token.word]
            line, column = place_of(text, token.start)
            if token.word in _UPDATES:
                raise UpdateRefused("updates are refused: a release never changes", line=line, column=column)
            raise MalformedQuery(
                f"expected SELECT, ASK, CONSTRUCT or DESCRIBE, not {token.text[:40]!r}", line=line, column=column
            )
        if not prologue or token.kind not in (TokenKind.IRI, TokenKind.NAME, TokenKind.STRING):
            line, column = place_of(text, token.start)
            raise MalformedQuery(f"a query cannot begin with {token.text[:40]!r}", line=line, column=column)
    raise MalformedQuery("there is no query in the text", line=1, column=1)


def _refuse_other_servers(text: str, tokens: list[Token]) -> None:
    """Refuse SERVICE, also where only some parsers see it: some need no space between a keyword and a name."""
    for index, token in enumerate(tokens):
        spelled = token.kind is TokenKind.WORD and "SERVICE" in token.word
        prefix = token.word.partition(":")[0] if token.kind is TokenKind.NAME else ""
        if spelled or ("SERVICE" in prefix and _opens_group(tokens, index)):
            line, column = place_of(text, token.start)
            raise QueryRefused("SERVICE is refused: this endpoint asks no other server", line=line, column=column)


def _opens_group(tokens: list[Token], index: int) -> bool:
    """Say whether a brace follows the name at `index`, as after SERVICE and its endpoint; GRAPH may do so too."""
    before = tokens[index - 1].word if index else ""
    after = [token.text for token in tokens[index + 1 : index + 4]]
    return before not in ("GRAPH", "FROM", "NAMED") and "{" in after


def _refuse_ambiguities(text: str, tokens: list[Token]) -> None:
    """Refuse what one engine reads otherwise than another.

    Between brackets after an operand, "<" may be a comparison or begin an IRI: what follows it up to ">" could hide
    a comment, a string or brackets. Escapes of code points may be undone before or after the text is cut into
    tokens: one that stands for a delimiter could end a literal early.
    """
    depth = 0
    for index, token in enumerate(tokens):
        if token.kind in (TokenKind.OPEN, TokenKind.CLOSE):
            depth += 1 if token.text == "(" else -1 if token.text == ")" else 0
            continue
        problem = ""
        if token.kind is TokenKind.IRI and depth > 0 and index:
            before = tokens[index - 1]
            hidden = "'" in token.text or (")" in token.text and "#" in token.text) or token.text.count("(") > 5
            if hidden and (before.kind in _OPERAND_ENDS or before.text in (")", "true", "false")):
                problem = "write a space after a comparing '<'"
        if "\\u" in token.text or "\\U" in token.text:
            problem = problem or _delimiter_escape(token)
        if problem:
            line, column = place_of(text, token.start)
            raise QueryRefused(problem, line=line, column=column)


def _delimiter_escape(token: Token) -> str:
    """Return what is wrong with the escapes of code points in `token`, or nothing."""
    forbidden = "\"'\\\r\n" if token.kind is TokenKind.STRING else "\"'\\<>{}|^`()#"
    offset = token.text.find("\\")
    while 0 <= offset < len(token.text) - 1:
        letter = token.text[offset + 1]
        if letter in "uU":
            digits = token.text[offset + 2 : offset + (6 if letter == "u" else 10)]
            try:
                character = chr(int(digits, 16))
            except (ValueError, OverflowError):
                return "an escape that is no code point"
            if character in forbidden or (token.kind is not TokenKind.STRING and character <= " "):
                return f"an escaped {character!r}: write it as it is, or leave it out"
        offset = token.text.find("\\", offset + 2)
    return ""
