"""The post of a person in a sentence, and the organisation or state that it belongs to."""

from __future__ import annotations

from dataclasses import replace

from spaceaccord.extraction.items import NameKind, NameMention, Token
from spaceaccord.extraction.lexicon import Lexicon

_OF = frozenset(("of", "for", "at", "to", "in"))


_LONGEST_PORTFOLIO = 16
_SECOND_HALVES = frozenset(("general", "designate", "elect"))


def post_from(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[str, NameMention | None, int] | None:
    """Return text, organisation and last token of a post that begins at `at`, None where none does."""
    for core in range(at, min(at + 7, len(tokens))):
        if tokens[core].low in lexicon.words.role_cores and tokens[core].item is None:
            first, last, affiliation = post_around(tokens, core, lexicon)
            if first >= at:
                return text_of(tokens, max(first, at), last), affiliation, last
        if tokens[core].text in (",", ".", ")"):
            return None
    return None


def post_around(tokens: list[Token], core: int, lexicon: Lexicon) -> tuple[int, int, NameMention | None]:
    """Return first and last token of the post around its core, and the organisation or state it belongs to."""
    words = lexicon.words
    first, last = core, core
    while first > 0 and _is_modifier(tokens, first - 1, lexicon):
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].item is None:
        if tokens[last + 1].text == "-" and " ".join(t.low for t in tokens[last + 2 : last + 3]) in _SECOND_HALVES:
            last += 2  # "director-general"
            continue
        if (
            tokens[last + 1].low not in ("general", "designate", "delegate")
            and tokens[last + 1].low not in words.role_cores
        ):
            break
        last += 1
    for length in (4, 3, 2):
        if " ".join(token.low for token in tokens[core : core + length]) in words.role_cores:
            last = max(last, core + length - 1)
    affiliation = _left_affiliation(tokens, first)
    at = last + 1
    while at + 1 < len(tokens) and at - last < _LONGEST_PORTFOLIO:
        if tokens[at].text in ("'s", "'") and affiliation is not None and _is_body(tokens[at + 1]):
            affiliation = tokens[at + 1].item  # type: ignore[assignment]  # "president of Japan's space agency"
            last = at = at + 1
            at += 1
            continue
        preposition = tokens[at].low
        if preposition in _OF or preposition == "," or preposition in ("and", "&"):
            step = at + 1 + (tokens[at + 1].low in ("the", "its"))
            if step >= len(tokens) or not _in_portfolio(tokens[step], lexicon):
                break
            if preposition == "," and not _goes_on(tokens, step, lexicon):
                break
            at = step
        elif not _in_portfolio(tokens[at], lexicon):
            break
        else:
            preposition = "of"
        item = tokens[at].item
        if isinstance(item, NameMention):
            if preposition in ("and", "&", ","):
                break
            if affiliation is None and preposition != "to" and item.kind is not NameKind.DEMONYM:
                affiliation = item
        last = at
        at += 1
    return first, last, affiliation


def _is_body(token: Token) -> bool:
    return isinstance(token.item, NameMention) and token.item.kind in (NameKind.AGENCY, NameKind.ORGANISATION)


def _is_modifier(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    token = tokens[at]
    if token.item is not None:
        return False
    if token.text == "-" and at > 0:
        return tokens[at - 1].low in lexicon.words.role_modifiers
    if token.text == "&" or token.low == "and":
        return False
    return token.low in lexicon.words.role_modifiers or token.low in lexicon.words.role_cores


def _in_portfolio(token: Token, lexicon: Lexicon) -> bool:
    if isinstance(token.item, NameMention):
        return token.item.kind is not NameKind.PERSON
    return token.item is None and (
        token.text in lexicon.words.domains
        or token.text.capitalize() in lexicon.words.domains
        or (token.low == "state" and token.text[0] == "S")
    )


def _goes_on(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Say whether a portfolio's list goes on behind a comma: "Economy, Tourism, and Sport"."""
    return tokens[at].text in lexicon.words.domains and tokens[at].item is None


def _left_affiliation(tokens: list[Token], first: int) -> NameMention | None:
    start = affiliation_start(tokens, first)
    item = tokens[start].item if start < first else None
    if isinstance(item, NameMention) and item.kind is NameKind.DEMONYM and item.name.authority:
        return replace(item, kind=NameKind.STATE)  # "the Greek minister"
    return item if isinstance(item, NameMention) else None


def affiliation_start(tokens: list[Token], first: int) -> int:
    """Return the token where the organisation before a post begins: "Luxembourg 's", "NASA", "US '"."""
    at = first - 1
    if at >= 0 and tokens[at].text in ("'s", "'"):
        at -= 1
    if at >= 0 and isinstance(tokens[at].item, NameMention) and tokens[at].item.kind is not NameKind.PERSON:  # type: ignore[union-attr]
        return at
    return first


def affiliation_behind(tokens: list[Token], last: int, known: NameMention | None) -> tuple[int, NameMention | None]:
    """Take in "… Frangež of the Ministry …" and "(Luxembourg)" behind a name."""
    if last + 2 < len(tokens) and tokens[last + 1].low in ("of", "from", "("):
        step = last + 2 + (tokens[last + 2].low == "the")
        item = tokens[step].item if step < len(tokens) else None
        if isinstance(item, NameMention) and item.kind is not NameKind.PERSON:
            end = step + (tokens[last + 1].text == "(" and step + 1 < len(tokens))
            return end, known or item
    return last, known


def text_of(tokens: list[Token], first: int, last: int) -> str:
    """Put tokens together again with the blanks that the text has."""
    parts = [tokens[first].text]
    for before, token in zip(tokens[first:last], tokens[first + 1 : last + 1], strict=True):
        parts.append(token.text if token.start == before.end else f" {token.text}")
    return "".join(parts)
