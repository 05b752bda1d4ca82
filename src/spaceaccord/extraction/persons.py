"""Persons in a sentence: a name with a form of address, or with a post before or behind it."""

from __future__ import annotations

from spaceaccord.extraction.glossary import Glossary
from spaceaccord.extraction.items import NameKind, NameMention, PersonMention, Token
from spaceaccord.extraction.lexicon import Lexicon

_PARTICLES = frozenset(
    ("de", "da", "dos", "bin", "al", "el", "van", "von", "der", "den", "di", "du", "la", "ibn", "ben", "-", ".")
)
_OF = frozenset(("of", "for", "at", "to", "in"))
_LONGEST_NAME = 6
_LONGEST_PORTFOLIO = 16


def join_persons(tokens: list[Token], lexicon: Lexicon, glossary: Glossary) -> list[Token]:
    """Return `tokens` with each person, post included, as one token; learns the persons' surnames."""
    at = 0
    while at < len(tokens):
        found = _person_at(tokens, at, lexicon)
        if found:
            first, last, person = found
            text = " ".join(token.text for token in tokens[first : last + 1])
            made = Token(start=tokens[first].start, end=tokens[last].end, text=text, low=text.lower(), item=person)
            tokens = [*tokens[:first], made, *tokens[last + 1 :]]
            glossary.introduce(person)
            at = first
        elif tokens[at].item is None and tokens[at].text in glossary.persons and tokens[at].text[0].isupper():
            known = glossary.persons[tokens[at].text]
            tokens[at] = _again(tokens[at], known)
        at += 1
    return tokens


def _again(token: Token, known: PersonMention) -> Token:
    person = PersonMention(
        start=token.start,
        end=token.end,
        name_start=token.start,
        name_end=token.end,
        name=known.name,
        role=known.role,
        affiliation=known.affiliation,
        authority=known.authority,
    )
    return Token(start=token.start, end=token.end, text=token.text, low=token.low, item=person)


def _person_at(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[int, int, PersonMention] | None:
    token = tokens[at]
    if isinstance(token.item, NameMention) and token.item.kind is NameKind.PERSON:
        return _known_person(tokens, at, lexicon)
    if isinstance(token.item, NameMention) and token.low.endswith("counterpart"):
        first, last = _name_after(tokens, at + 1, lexicon)
        if first < last:
            return at, last, _person(tokens, at, last, first, last, None, token.item)
    if token.item is None and token.low in lexicon.words.role_cores:
        return _with_post(tokens, at, lexicon)
    if token.item is None and token.text in lexicon.words.honorifics:
        first, last = _name_after(tokens, at + 1, lexicon)
        if first <= last:
            return at, last, _person(tokens, at, last, first, last, None, None)
    return None


def _known_person(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[int, int, PersonMention] | None:
    """Read a person of the authority files, with the post behind the name where there is one."""
    item = tokens[at].item
    assert isinstance(item, NameMention)  # asked by the caller
    role, affiliation, last = None, None, at
    after = at + 1
    if after < len(tokens) and tokens[after].text in (",", "("):
        post = _post_from(tokens, after + 1, lexicon)
        if post:
            role, affiliation, last = post
    person = _person(tokens, at, last, at, at, role, affiliation)
    return at, last, person


def _post_from(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[str, NameMention | None, int] | None:
    for core in range(at, min(at + 7, len(tokens))):
        if tokens[core].low in lexicon.words.role_cores and tokens[core].item is None:
            first, last, affiliation = _post(tokens, core, lexicon)
            if first >= at:
                return _text(tokens, max(first, at), last), affiliation, last
        if tokens[core].text in (",", ".", ")"):
            return None
    return None


def _with_post(tokens: list[Token], core: int, lexicon: Lexicon) -> tuple[int, int, PersonMention] | None:
    first, last, affiliation = _post(tokens, core, lexicon)
    begin = _affiliation_start(tokens, first)
    after = last + 1
    comma = after < len(tokens) and tokens[after].text == ","
    name_first, name_last = _name_after(tokens, after + comma, lexicon)
    if name_first <= name_last and (not comma or name_last > name_first or name_first > after + 1):
        role = _text(tokens, begin, last)
        last_token, affiliation = _affiliation_behind(tokens, name_last, affiliation)
        return begin, last_token, _person(tokens, begin, last_token, name_first, name_last, role, affiliation)
    before = begin - 1
    while before > 0 and tokens[before].low in ("the", "a", "an", "its", "-", "ad", "currently", "who", "is"):
        before -= 1
    plain = 0
    while before > 0 and plain < 2 and tokens[before].item is None and tokens[before].text.islower():
        before, plain = before - 1, plain + 1
    if before > 0 and tokens[before].text in (",", "("):
        name_first = _name_before(tokens, before - 1, lexicon)
        if name_first is not None:
            closes = last + 1 < len(tokens) and tokens[last + 1].text == ")" and tokens[before].text == "("
            end = last + closes
            role = _text(tokens, begin - plain, last)
            return name_first, end, _person(tokens, name_first, end, name_first, before - 1, role, affiliation)
    return None


def _post(tokens: list[Token], core: int, lexicon: Lexicon) -> tuple[int, int, NameMention | None]:
    """Return first and last token of the post around its core, and the organisation or state it belongs to."""
    words = lexicon.words
    first, last = core, core
    while first > 0 and _is_modifier(tokens, first - 1, lexicon):
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].item is None:
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
        token.text in lexicon.words.domains or (token.low == "state" and token.text[0] == "S")
    )


def _goes_on(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Say whether a portfolio's list goes on behind a comma: "Economy, Tourism, and Sport"."""
    return tokens[at].text in lexicon.words.domains and tokens[at].item is None


def _left_affiliation(tokens: list[Token], first: int) -> NameMention | None:
    start = _affiliation_start(tokens, first)
    item = tokens[start].item if start < first else None
    return item if isinstance(item, NameMention) else None


def _affiliation_start(tokens: list[Token], first: int) -> int:
    """Return the token where the organisation before a post begins: "Luxembourg 's", "NASA", "US '"."""
    at = first - 1
    if at >= 0 and tokens[at].text in ("'s", "'"):
        at -= 1
    if at >= 0 and isinstance(tokens[at].item, NameMention) and tokens[at].item.kind is not NameKind.PERSON:  # type: ignore[union-attr]
        return at
    return first


def _affiliation_behind(tokens: list[Token], last: int, known: NameMention | None) -> tuple[int, NameMention | None]:
    """Take in "… Frangež of the Ministry …" and "(Luxembourg)" behind a name."""
    if last + 2 < len(tokens) and tokens[last + 1].low in ("of", "from", "("):
        step = last + 2 + (tokens[last + 2].low == "the")
        item = tokens[step].item if step < len(tokens) else None
        if isinstance(item, NameMention) and item.kind is not NameKind.PERSON:
            end = step + (tokens[last + 1].text == "(" and step + 1 < len(tokens))
            return end, known or item
    return last, known


def _name_after(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[int, int]:
    """Return first and last token of a person's name at `at`, forms of address skipped; first > last where none."""
    words = lexicon.words
    while at < len(tokens) and (tokens[at].text in words.honorifics or tokens[at].text == "."):
        at += 1
    first, last = at, at - 1
    while at < len(tokens) and at - first < _LONGEST_NAME:
        token = tokens[at]
        if isinstance(token.item, NameMention) and token.item.kind is NameKind.PERSON:
            return first, at
        if token.item is None and _is_name_word(token, lexicon):
            last = at
        elif not (
            token.low in _PARTICLES and at > first and at + 1 < len(tokens) and _is_name_word(tokens[at + 1], lexicon)
        ) or (token.text == "." and len(tokens[at - 1].text) > 2):
            break
        at += 1
    return first, last


def _is_name_word(token: Token, lexicon: Lexicon) -> bool:
    is_word = token.text[:1].isupper() and token.text.replace("'", "").replace(".", "").isalpha() and token.item is None
    words = lexicon.words
    return (
        is_word
        and token.text not in words.not_names
        and token.text not in words.tails
        and token.low not in words.role_cores
    )


def _name_before(tokens: list[Token], last: int, lexicon: Lexicon) -> int | None:
    """Return the first token of a name of two words or more that ends at `last`."""
    first = last + 1
    while first > 0 and last - first + 1 < _LONGEST_NAME - 1:
        token = tokens[first - 1]
        if isinstance(token.item, NameMention) and token.item.kind is NameKind.PERSON:
            return first - 1
        is_particle = token.low in _PARTICLES and first <= last
        if not (_is_name_word(token, lexicon) or is_particle):
            break
        first -= 1
    while first <= last and not _is_name_word(tokens[first], lexicon):
        first += 1
    return first if last - first + 1 >= 2 else None


def _text(tokens: list[Token], first: int, last: int) -> str:
    """Put tokens together again with the blanks that the text has."""
    parts = [tokens[first].text]
    for before, token in zip(tokens[first:last], tokens[first + 1 : last + 1], strict=True):
        parts.append(token.text if token.start == before.end else f" {token.text}")
    return "".join(parts)


def _person(
    tokens: list[Token],
    first: int,
    last: int,
    name_first: int,
    name_last: int,
    role: str | None,
    affiliation: NameMention | None,
) -> PersonMention:
    name = _text(tokens, name_first, name_last)
    item = tokens[name_last].item
    authority = None
    if isinstance(item, NameMention):
        name, authority = item.name.text, item.name.authority
    name = " ".join(w.title() if w.isupper() and len(w) > 3 else w for w in name.split())
    return PersonMention(
        start=tokens[first].start,
        end=tokens[last].end,
        name_start=tokens[name_first].start,
        name_end=tokens[name_last].end,
        name=name,
        role=role,
        affiliation=affiliation,
        authority=authority,
    )


def join_listed_persons(tokens: list[Token], glossary: Glossary) -> list[Token]:
    """Read a bare name that is listed with a person as a person: "Enrico Palermo and President X"."""
    for at, token in enumerate(tokens):
        item = token.item
        if not (isinstance(item, NameMention) and looks_like_person(item)):
            continue
        behind = at + 2 < len(tokens) and tokens[at + 1].low == "and" and isinstance(tokens[at + 2].item, PersonMention)
        before = at >= 2 and tokens[at - 1].low == "and" and isinstance(tokens[at - 2].item, PersonMention)
        if behind or before:
            person = PersonMention(
                start=item.start, end=item.end, name_start=item.start, name_end=item.end, name=item.name.text
            )
            tokens[at] = Token(start=token.start, end=token.end, text=token.text, low=token.low, item=person)
            glossary.introduce(person)
    return tokens


def looks_like_person(mention: NameMention) -> bool:
    """Say whether an unknown name has the shape of a person's: two or three words in title case."""
    words = mention.name.text.split()
    is_title = all(word[0].isupper() and word[1:].islower() for word in words)
    return mention.kind is NameKind.UNKNOWN and 2 <= len(words) <= 3 and is_title
