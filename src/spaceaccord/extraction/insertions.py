"""What stands between the members of a list of parties: brackets, who leads them, where they sit."""

from __future__ import annotations

from spaceaccord.extraction.items import NameMention, PersonMention, Token

_LONGEST_PARENTHESIS = 14


def after_parenthesis(tokens: list[Token], at: int) -> int:
    """Return the token behind a parenthesis that opens at `at`; `at` itself where none does."""
    if at < len(tokens) and tokens[at].text == "(":
        for close in range(at + 1, min(at + _LONGEST_PARENTHESIS, len(tokens))):
            if tokens[close].text == ")":
                return close + 1
    return at


def after_apposition(tokens: list[Token], at: int) -> int:
    """Return the token behind ", led by Dr X, director," at `at`, or behind ", or ACRONYM,"; `at` where none is."""
    if at + 3 >= len(tokens) or tokens[at].text != ",":
        return at
    if tokens[at + 1].low in ("led", "represented", "headed") and tokens[at + 2].low == "by":
        for number in range(at + 3, min(at + 9, len(tokens))):
            if isinstance(tokens[number].item, PersonMention):
                return number + 1
    if tokens[at + 1].low == "or" and isinstance(tokens[at + 2].item, NameMention):
        return after_apposition(tokens, at + 3)
    return at


def after_seat(tokens: list[Token], at: int) -> int:
    """Return the token behind "the Lyon-based" at `at`; `at` where none is."""
    step = at + (at < len(tokens) and tokens[at].low in ("the", "a", "an"))
    is_seat = step + 2 < len(tokens) and tokens[step + 1].text == "-" and tokens[step + 2].low == "based"
    return step + 3 if is_seat else at
