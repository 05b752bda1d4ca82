"""How large and how deep a query is, counted from its tokens: what makes parsers overflow and planners hang."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from spaceaccord.store.query_tokens import Token, TokenKind

# Measured on pyoxigraph 0.5.13: about 2,250 nested brackets, 2,700 OPTIONAL or BIND in a row, 7,000 UNION
# branches or "+" overflow the stack of its parser; 200 patterns that share a subject plan for 10 s, 100 for
# 0.7 s; 80 patterns with a variable as predicate plan for 0.4 s. The limits leave a factor of ten where a
# process would die, and a second where it would only think.
LIMITS: Final = {
    "nesting": 100,
    "OPTIONAL": 200,
    "UNION": 500,
    "BIND": 200,
    "MINUS": 200,
    "FILTER": 500,
    "SELECT": 60,
    "EXISTS": 100,
    "GRAPH": 200,
    "LATERAL": 60,
    "operators": 1000,
    "triple patterns": 110,
    "patterns with a variable as predicate": 60,
}
_OPERATORS: Final = frozenset(("+", "-", "*", "/", "!", "|", "||", "&&", "=", "!=", "<", ">", "<=", ">=", "^", "?"))
_COUNTED_WORDS: Final = frozenset(name for name in LIMITS if name.isupper())
# Words after which a bracket or a name is not part of a triple pattern.
_TERM_WORDS: Final = frozenset(("TRUE", "FALSE"))
_SUBJECT, _PREDICATE, _OBJECT = range(3)


@dataclass(slots=True)
class _Level:
    """An open bracket: what it is, and where its next term stands in a triple."""

    bracket: str
    in_data: bool
    position: int = _SUBJECT


@dataclass(slots=True)
class QueryShape:
    """The counts of one query; feed it every token, in order."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LIMITS, 0))
    _levels: list[_Level] = field(default_factory=lambda: [_Level("", True)])
    _last_word: str = ""

    def add(self, token: Token) -> str | None:
        """Count `token`; return the name of a limit that it breaks, if it does."""
        kind = token.kind
        if kind is TokenKind.OPEN:
            self._open(token)
            return self._passed("nesting", len(self._levels) - 1)
        if kind is TokenKind.CLOSE:
            self._close()
        elif kind is TokenKind.WORD:
            return self._read_word(token.word)
        elif kind is TokenKind.MARK:
            return self._read_mark(token.text)
        elif kind is not TokenKind.LANGUAGE:
            return self._read_term(is_variable=kind is TokenKind.VARIABLE)
        return None

    def _passed(self, name: str, value: int | None = None) -> str | None:
        self.counts[name] = max(self.counts[name], value) if value is not None else self.counts[name] + 1
        return name if self.counts[name] > LIMITS[name] else None

    def _open(self, token: Token) -> None:
        outer = self._levels[-1]
        text = token.text
        # Expressions, argument lists and VALUES blocks hold no triples; groups, property lists and annotations do.
        in_data = text == "{" and self._last_word == "VALUES"
        position = _PREDICATE if text in ("[", "{|") else _SUBJECT
        self._levels.append(_Level(text, in_data or text == "(" or (outer.in_data and text in ("[", "<<")), position))
        if not (text == "(" and self._last_word == "VALUES"):
            self._last_word = ""

    def _close(self) -> None:
        if len(self._levels) > 1:
            closed = self._levels.pop()
            level = self._levels[-1]
            if closed.bracket in ("[", "<<") or (closed.bracket == "(" and level.position != _SUBJECT):
                level.position = min(level.position + 1, _OBJECT)
            elif closed.bracket == "{":
                level.position = _SUBJECT

    def _read_word(self, word: str) -> str | None:
        level = self._levels[-1]
        if word in _TERM_WORDS:
            return self._read_term(is_variable=False)
        if word == "A" and level.position == _PREDICATE:
            return self._read_term(is_variable=False)
        self._last_word = word
        level.position = _SUBJECT
        return self._passed(word) if word in _COUNTED_WORDS else None

    def _read_mark(self, text: str) -> str | None:
        level = self._levels[-1]
        if text == ".":
            level.position, self._last_word = _SUBJECT, ""
        elif text == ";":
            level.position = _PREDICATE
        elif text == "," and not level.in_data:
            return self._passed("triple patterns")
        return self._passed("operators") if text in _OPERATORS else None

    def _read_term(self, *, is_variable: bool) -> str | None:
        level = self._levels[-1]
        if level.in_data:
            return None
        if self._last_word in ("GRAPH", "VALUES", "SERVICE"):
            self._last_word = "" if self._last_word != "VALUES" else self._last_word
            return None
        position = level.position
        level.position = min(position + 1, _OBJECT)
        if position != _PREDICATE:
            return None
        passed = self._passed("patterns with a variable as predicate") if is_variable else None
        return self._passed("triple patterns") or passed
