"""SPARQL text cut into tokens, in one pass, by what the grammar of SPARQL 1.1 (section 19.8) calls terminals.

It knows strings, comments, IRIs, names and escapes, and nothing of what they mean. It takes time linear in the
text, keeps no stack, and never fails but by `MalformedQuery`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from spaceaccord.store.query_errors import MalformedQuery


class TokenKind(Enum):
    """What a token is, as far as it can be told without context."""

    IRI = "iri"
    STRING = "string"
    WORD = "word"
    NAME = "name"
    VARIABLE = "variable"
    BLANK = "blank node"
    LANGUAGE = "language tag"
    NUMBER = "number"
    OPEN = "opening bracket"
    CLOSE = "closing bracket"
    MARK = "mark"


class Token(NamedTuple):
    """A piece of the text: `text[start:end]`."""

    kind: TokenKind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset just behind it."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """The text in upper case, for keywords."""
        return self.text.upper()


# Every alternative starts with a character or a fixed prefix of its own and repeats one character class, so that
# matching never goes back over more than one token.
_LETTER = r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
_LETTER += r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_NAME = rf"{_LETTER}0-9_\u00b7\u0300-\u036f\u203f-\u2040-"
# A prefix has at most 128 characters: without a bound, "a.a.a.…" would be read to its end from each of its letters.
_PREFIX = rf"[{_LETTER}](?:[{_NAME}.]{{0,126}}[{_NAME}])?"
_LOCAL = rf"(?:[{_NAME}.:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)+")
_TERMINALS: tuple[tuple[TokenKind, re.Pattern[str]], ...] = (
    (TokenKind.IRI, re.compile(r'<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>')),
    (TokenKind.VARIABLE, re.compile(rf"[?$][{_NAME}]+")),
    (TokenKind.BLANK, re.compile(rf"_:[{_NAME}.]+")),
    (TokenKind.NAME, re.compile(rf"(?:{_PREFIX})?:{_LOCAL}*")),
    (TokenKind.NUMBER, re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?")),
    (TokenKind.WORD, re.compile(rf"[{_LETTER}_][{_NAME}]*")),
    (TokenKind.LANGUAGE, re.compile(r"@[A-Za-z]+(?:-[A-Za-z0-9-]+)?")),
    (TokenKind.OPEN, re.compile(r"<<|\{\||[{(\[]")),
    (TokenKind.CLOSE, re.compile(r">>|\|\}|[})\]]")),
    (TokenKind.MARK, re.compile(r"\^\^|&&|\|\||!=|<=|>=|[.;,*/+\-|^!=<>&~?$]")),
)
# The first kind whose pattern matches wins.
_TERMINAL = re.compile("|".join(f"(?P<{kind.name}>{pattern.pattern})" for kind, pattern in _TERMINALS))
_MAY_END_IN_DOTS = (TokenKind.NAME, TokenKind.BLANK)
# Long form first; possessive repeats, so nothing is ever tried twice.
_STRINGS = {
    quote: (
        re.compile(rf"{quote * 3}(?:{quote}{{0,2}}(?:[^{quote}\\]|\\.))*+{quote * 3}", re.DOTALL),
        re.compile(rf"{quote}(?!{quote * 2})(?:[^{quote}\\\r\n]|\\.)*+{quote}"),
    )
    for quote in ('"', "'")
}


def split_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of `text` in order, without white space and comments.

    Raises:
        MalformedQuery: a character that begins no token, or a string that does not end.
    """
    offset = 0
    length = len(text)
    while True:
        gap = _SPACE.match(text, offset)
        offset = gap.end() if gap else offset
        if offset >= length:
            return
        token = _read_string(text, offset) if text[offset] in "\"'" else _read_terminal(text, offset)
        yield token
        offset = token.end


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of `offset`, both from 1."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - text.rfind("\n", 0, offset)


def _read_terminal(text: str, offset: int) -> Token:
    match = _TERMINAL.match(text, offset)
    if match and match.lastgroup:
        kind = TokenKind[match.lastgroup]
        found = match.group().rstrip(".") if kind in _MAY_END_IN_DOTS else match.group()
        return Token(kind, found, offset)
    line, column = place_of(text, offset)
    raise MalformedQuery(f"unexpected character {text[offset]!r}", line=line, column=column)


def _read_string(text: str, start: int) -> Token:
    """Return the string literal that begins at `start`, its quotes included."""
    for pattern in _STRINGS[text[start]]:
        match = pattern.match(text, start)
        if match:
            return Token(TokenKind.STRING, match.group(), start)
    line, column = place_of(text, start)
    raise MalformedQuery("the string does not end", line=line, column=column)
