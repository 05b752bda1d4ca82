"""Bare names that stand in a list with persons."""

from __future__ import annotations

from dataclasses import replace

from spaceaccord.extraction.glossary import Glossary
from spaceaccord.extraction.items import NameKind, NameMention, PersonMention, Token


def join_listed_persons(tokens: list[Token], glossary: Glossary) -> list[Token]:
    """Read a bare name that is listed with a person as a person: "Enrico Palermo and President X"."""
    tokens = _heads_of(tokens, glossary)
    for at, token in enumerate(tokens):
        item = token.item
        if not (isinstance(item, NameMention) and looks_like_person(item)):
            continue
        behind = at + 2 < len(tokens) and tokens[at + 1].low == "and" and isinstance(tokens[at + 2].item, PersonMention)
        before = at >= 2 and tokens[at - 1].low == "and" and isinstance(tokens[at - 2].item, PersonMention)
        if behind or before:
            person = as_person(item)
            tokens[at] = Token(start=token.start, end=token.end, text=token.text, low=token.low, item=person)
            glossary.introduce(person)
    return tokens


_HEADS = frozenset(
    ("heads", "presidents", "directors", "ministers", "chiefs", "administrators", "leaders", "chairmen", "general",
     "directors-general", "executives", "secretaries", "rectors")
)  # fmt: skip
_LONGEST_LIST = 12


def _heads_of(tokens: list[Token], glossary: Glossary) -> list[Token]:
    """Read "the heads of A and B, Anna Berg and Ravi Rao," as two persons, each of one body."""
    for at in range(len(tokens) - 6):
        if tokens[at].low not in _HEADS or tokens[at + 1].low != "of":
            continue
        bodies: list[NameMention] = []
        persons: list[int] = []
        for number in range(at + 2, min(at + 2 + _LONGEST_LIST, len(tokens))):
            item = tokens[number].item
            if isinstance(item, NameMention) and looks_like_person(item) and bodies:
                persons.append(number)
            elif isinstance(item, NameMention) and item.is_party and not persons:
                bodies.append(item)
            elif tokens[number].low not in (",", "and", "the", "respectively", "both"):
                break
        if len(persons) != len(bodies):
            continue
        for number, body in zip(persons, bodies, strict=True):
            item = tokens[number].item
            if isinstance(item, NameMention):
                person = replace(as_person(item), affiliation=body, role="head")
                tokens[number] = replace(tokens[number], item=person)
                glossary.introduce(person)
    return tokens


def looks_like_person(mention: NameMention) -> bool:
    """Say whether an unknown name has the shape of a person's: two or three words in title case."""
    words = mention.name.text.split()
    is_title = all(word[0].isupper() and word[1:].islower() for word in words)
    return mention.kind is NameKind.UNKNOWN and 2 <= len(words) <= 3 and is_title


def as_person(mention: NameMention) -> PersonMention:
    """Return an unknown name as a person without a post."""
    return PersonMention(
        start=mention.start,
        end=mention.end,
        name_start=mention.start,
        name_end=mention.end,
        name=mention.name.text,
    )
