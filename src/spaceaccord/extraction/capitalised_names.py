"""Runs of capitalised words read as names of organisations."""

from __future__ import annotations

from itertools import pairwise

from spaceaccord.extraction.glossary import Glossary, name_of
from spaceaccord.extraction.items import NameKind, NameMention, Token
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.extraction.parties_in_words import merge, written
from spaceaccord.extraction.tokens import kind_of
from spaceaccord.model.party import Name

_LONGEST_NAME_TOKENS = 12


_JOINERS = frozenset(("and", "of", "for", "de", "du", "des", "la", "di", "do", "da", "für", "the", "&", "-", "d", "'"))


def join_capitalised(tokens: list[Token], lexicon: Lexicon, glossary: Glossary) -> list[Token]:
    """Read runs of capitalised words as names of organisations; what has no telling noun stays unknown."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        known = (
            glossary.look_up(token)
            if not isinstance(token.item, NameMention) or token.text in glossary.acronyms
            else None
        )
        if known:
            tokens = merge(tokens, at, at, known, token.text)
        elif _is_short_for_body(tokens, at, glossary):
            body = glossary.bodies[token.text]
            short = NameMention(start=token.start, end=token.end, name=body.name, kind=body.kind)
            tokens = merge(tokens, at, at, short, token.text)
        elif _can_begin(token):
            last = _run_end(tokens, at, lexicon)
            first, last = _trim(tokens, at, last, lexicon)
            made = _named_run(tokens, first, last, lexicon) if first <= last else None
            if made:
                tokens = merge(tokens, first, last, made, " ".join(t.text for t in tokens[first : last + 1]))
                at = first
            else:
                at = max(at, last)
        at += 1
    return tokens


def _is_short_for_body(tokens: list[Token], at: int, glossary: Glossary) -> bool:
    """Say whether "the Centre" stands for the body of that kind that the text named before."""
    token = tokens[at]
    if token.item is not None or token.text not in glossary.bodies or at == 0 or tokens[at - 1].low != "the":
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or not (after.text[:1].isupper() or after.low in ("of", "for"))


def _can_begin(token: Token) -> bool:
    if isinstance(token.item, NameMention):
        return token.item.kind is not NameKind.PERSON
    return token.is_capitalised and len(token.text) > 1


def _run_end(tokens: list[Token], at: int, lexicon: Lexicon) -> int:
    words = lexicon.words
    last = at
    has_head = tokens[at].text in words.heads
    while last + 1 < len(tokens) and last - at < _LONGEST_NAME_TOKENS:
        after = tokens[last + 1]
        if after.low in words.role_cores and after.text not in words.tails:
            break
        if _can_begin(after) or (after.is_capitalised and after.text.isalnum()):
            has_head = has_head or after.text in words.heads
            last += 1
            continue
        step = _joined(tokens, last + 1, has_head=has_head, lexicon=lexicon)
        if not step:
            break
        last += step
    return last


def _joined(tokens: list[Token], at: int, *, has_head: bool, lexicon: Lexicon) -> int:
    """Return how many tokens a joiner at `at` and the capital behind it take; 0 where the name ends."""
    joiner = tokens[at].low
    if joiner not in _JOINERS or at + 1 >= len(tokens):
        return 0
    after = at + 1 + (tokens[at + 1].low == "the" and at + 2 < len(tokens))
    follower = tokens[after]
    is_party = isinstance(follower.item, NameMention) and follower.item.kind not in (NameKind.STATE, NameKind.DEMONYM)
    if not (follower.is_capitalised or isinstance(follower.item, NameMention)) or is_party:
        return 0
    if joiner in ("-", "'"):
        return after - at + 1 if tokens[at].start == tokens[at - 1].end and follower.item is None else 0
    if joiner == "&":
        return after - at + 1
    if joiner == "and":
        if tokens[at + 1].low == "the":
            return 0  # "the Academy of Sciences and the National Centre": two of them
        fits = has_head and follower.text in lexicon.words.domains and follower.text not in lexicon.words.heads
        return after - at + 1 if fits and {"of", "for"} & {t.low for t in tokens[max(0, at - 4) : at]} else 0
    if joiner == "the":
        return 0
    return after - at + 1 if has_head or tokens[at - 1].text in lexicon.words.tails else 0


def _trim(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> tuple[int, int]:
    while last >= first and (tokens[last].low in _JOINERS or tokens[last].low == "'s"):
        last -= 1
    while first < last and tokens[first].text in ("The", "A", "An", "This"):
        first += 1
    is_institution = last > first and _is_institution(tokens[first : last + 1], lexicon)
    if is_institution and first > 0:
        return first, last  # within a sentence a capital is meant
    while first <= last and tokens[first].item is None and tokens[first].text in lexicon.words.not_names:
        next_plain = first + 1 <= last and tokens[first + 1].item is None
        if is_institution and next_plain and tokens[first].text in _PROPER_ADJECTIVES:
            break
        first += 1
    return first, last


# Capitalised adjectives that do begin an organisation's name.
_PROPER_ADJECTIVES = frozenset(
    ("National", "Federal", "Royal", "International", "Global", "Joint", "World", "Central", "Space", "North", "South",
     "East", "West", "Northern", "Southern", "Eastern", "Western", "State", "New", "Solar", "Strategic", "Earth")
)  # fmt: skip


def _is_institution(run: list[Token], lexicon: Lexicon) -> bool:
    """Say whether a run has the noun of an organisation: at its end, or before "of" or "for"."""
    words = lexicon.words
    if run[-1].text in words.tails:
        return True
    return any(token.text in words.heads and after.low in ("of", "for", "on") for token, after in pairwise(run))


# Tails that also begin the name of an instrument.
_SOFT_TAILS = frozenset(("Space", "Technology", "Defense", "Defence", "Service", "International", "Engineering"))


def _named_run(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> NameMention | None:
    run = tokens[first : last + 1]
    plain = [t for t in run if t.item is None and t.low not in _JOINERS]
    if not plain:
        return None
    text = written(run)
    words = lexicon.words
    start, end = run[0].start, run[-1].end
    is_institution = _is_institution(run, lexicon)
    if run[-1].text in _SOFT_TAILS and isinstance(run[0].item, NameMention):
        is_institution = False  # "Japan Space Framework Agreement": the state is no part of a name
    if is_institution and len(run) > 1:
        kind = NameKind.COMPANY if run[-1].text in words.companies else NameKind.ORGANISATION
        return name_of(text, kind=kind, start=start, end=end)
    if isinstance(run[0].item, NameMention):
        return None
    if isinstance(run[-1].item, NameMention):
        return name_of(text, kind=NameKind.ORGANISATION, start=start, end=end) if len(run) > 1 else None
    if any(isinstance(t.item, NameMention) for t in run) or len(run) > 5:
        return None
    if all(t.text in words.not_names for t in plain):
        return None
    if len(run) == 1 and _is_common_opening(tokens, first):
        return None
    meant = lexicon.nearly(text)
    if meant:
        return NameMention(start=start, end=end, name=Name(text=meant.label, authority=meant), kind=kind_of(meant))
    return name_of(text, kind=NameKind.UNKNOWN, start=start, end=end)


def _is_common_opening(tokens: list[Token], at: int) -> bool:
    """Say whether a single capitalised word owes its capital to its place: a sentence's first, or in a title."""
    token = tokens[at]
    if any(c.isupper() for c in token.text[1:]) or any(c.isdigit() for c in token.text):
        return False
    first = at == 0 or tokens[at - 1].text in ('"', "(", ":", "-")
    follows_name = at + 1 < len(tokens) and tokens[at + 1].text in (",", "and", "'s") and not token.low.endswith("ly")
    return first and not follows_name
