"""What is wrong with the text of a query, in words for people: few alternatives, and the line with a caret.

The engine's parser lists every terminal of the grammar that it would have taken, character classes among them, and
takes a prefix that was not declared for another fault; both are told here in words.
"""

from __future__ import annotations

import re
from typing import Final

from spaceaccord.store.query_errors import MalformedQuery
from spaceaccord.store.query_tokens import Token, TokenKind, split_tokens

MOST_ALTERNATIVES: Final = 5
_LONGEST_LINE: Final = 160
_EXPECTED: Final = re.compile(r"expected (?:one of )?(.+)", re.DOTALL)
# A terminal in the engine's list: a quoted text, with escapes, or a word; character classes match neither.
_TERMINAL: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(?<![\w\'.\\])([A-Za-z][A-Za-z0-9_]*)(?![\w\'.])')
_CLASS: Final = re.compile(r"\[[^\]\"]*\]")
# What a reader would add first comes first.
_USUAL: Final = ("{", "}", "(", ")", ".", ";", ",", "?", "<", ":", "WHERE", "SELECT", "LIMIT", "ORDER")
_IN_WORDS: Final = {"?": "a variable", "<": "an IRI", ":": "a name with a prefix"}


def explain_fault(what: str, text: str, line: int, column: int) -> MalformedQuery:
    """Return the error to tell, from the engine's message `what` at a place of `text`; places count from 1."""
    undeclared = _undeclared_prefix(text)
    if undeclared:
        line = text.count("\n", 0, undeclared.start) + 1
        column = undeclared.start - (text.rfind("\n", 0, undeclared.start) + 1) + 1
        prefix = undeclared.text.partition(":")[0]
        what = f"the prefix {prefix}: is not declared; begin with PREFIX {prefix}: <…>"
    else:
        what = _shorten(what)
    return MalformedQuery(f"{what}{_pointer(text, line, column)}", line=line, column=column)


def _shorten(what: str) -> str:
    """Return an "expected …" with at most five alternatives that can be read; other messages in one line."""
    match = _EXPECTED.fullmatch(what)
    if not match:
        return " ".join(what.split())[:200]
    found = [quoted or word for quoted, word in _TERMINAL.findall(_CLASS.sub(" ", match[1]))]
    readable = list(dict.fromkeys(each for each in found if each and "\\" not in each and each not in ("'", "'''")))
    readable.sort(key=lambda each: _USUAL.index(each) if each in _USUAL else len(_USUAL))
    shown = [_IN_WORDS.get(each) or (each if each.isalnum() else f"“{each}”") for each in readable[:MOST_ALTERNATIVES]]
    if not shown:
        return "this cannot stand here"
    listed = " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
    return f"expected {listed}{', among others' if len(readable) > MOST_ALTERNATIVES else ''}"


def _pointer(text: str, line: int, column: int) -> str:
    """Return the line with a caret below the place, on lines of their own; empty where there is no such line."""
    lines = text.splitlines() or [""]
    if not 1 <= line <= len(lines):
        return ""
    shown = lines[line - 1].expandtabs(1)
    start = max(0, column - _LONGEST_LINE // 2) if len(shown) > _LONGEST_LINE else 0
    return f"\n  {shown[start : start + _LONGEST_LINE]}\n  {' ' * (column - 1 - start)}^"


def _undeclared_prefix(text: str) -> Token | None:
    """Return the first name whose prefix no PREFIX clause declares."""
    declared: set[str] = set()
    before = ""
    try:
        for token in split_tokens(text):
            if token.kind is TokenKind.NAME:
                prefix = token.text.partition(":")[0]
                if before == "PREFIX":
                    declared.add(prefix)
                elif prefix not in declared:
                    return token
            before = token.word
    except MalformedQuery:
        return None
    return None
