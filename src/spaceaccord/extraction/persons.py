"""Persons in a sentence: a name with a form of address, or with a post before or behind it."""

from __future__ import annotations

from spaceaccord.extraction.glossary import Glossary
from spaceaccord.extraction.items import NameKind, NameMention, PersonMention, Token
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.extraction.person_posts import affiliation_behind, affiliation_start, post_around, post_from, text_of

_PARTICLES = frozenset(
    ("de", "da", "dos", "bin", "al", "el", "van", "von", "der", "den", "di", "du", "la", "ibn", "ben", "-", ".")
)


_LONGEST_NAME = 6
_HEADS = frozenset(("heads", "leads", "chairs", "runs", "directs", "headed", "led", "chaired"))


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
        comma = at + 1 < len(tokens) and tokens[at + 1].text == ","
        first, last = _name_after(tokens, at + 1 + comma, lexicon)
        if first < last:
            return at, last, _person(tokens, at, last, first, last, None, token.item)
    if token.item is None and token.low in lexicon.words.role_cores:
        return _with_post(tokens, at, lexicon)
    if token.item is None and token.text in lexicon.words.honorifics:
        first, last = _name_after(tokens, at + 1, lexicon)
        if first <= last:
            end, role, affiliation = _post_behind(tokens, last, lexicon)
            return at, end, _person(tokens, at, end, first, last, role, affiliation)
    return _heading_one(tokens, at, lexicon)


def _post_behind(tokens: list[Token], last: int, lexicon: Lexicon) -> tuple[int, str | None, NameMention | None]:
    """Read "(left), Director of X" or "(X)" behind a name with a form of address; also where it ends."""
    after = last + 1
    is_bracket = after + 2 < len(tokens) and tokens[after].text == "(" and tokens[after + 2].text == ")"
    if is_bracket and tokens[after + 1].low in ("left", "right", "centre", "center", "l", "r"):
        after += 3
    if after + 1 < len(tokens) and tokens[after].text == ",":
        step = after + 1 + (tokens[after + 1].low == "the")
        post = post_from(tokens, step, lexicon)
        if post and not _names_another(tokens, post[2] + 1, lexicon):
            return post[2], post[0], post[1]
    end, affiliation = affiliation_behind(tokens, last, None)
    return end, None, affiliation


def _names_another(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Say whether a post is that of the next person: "Dr X, President Y and …"."""
    return at < len(tokens) and tokens[at].item is None and _is_name_word(tokens[at], lexicon)


def _heading_one(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[int, int, PersonMention] | None:
    """Read "S. Rao, who heads the Space Agency": a name whose post is a clause."""
    if (
        tokens[at].low != "who"
        or at + 2 >= len(tokens)
        or tokens[at + 1].low not in _HEADS
        or tokens[at - 1].text != ","
    ):
        return None
    body = at + 2 + (tokens[at + 2].low == "the")
    item = tokens[body].item if body < len(tokens) else None
    first = _name_before(tokens, at - 2, lexicon) if at >= 3 else None
    if first is None or not isinstance(item, NameMention) or not item.is_party:
        return None
    return first, body, _person(tokens, first, body, first, at - 2, "head", item)


def _known_person(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[int, int, PersonMention] | None:
    """Read a person of the authority files, with the post behind the name where there is one."""
    role, affiliation, last = None, None, at
    after = at + 1
    if after < len(tokens) and tokens[after].text in (",", "("):
        post = post_from(tokens, after + 1, lexicon)
        if post:
            role, affiliation, last = post
    person = _person(tokens, at, last, at, at, role, affiliation)
    return at, last, person


def _with_post(tokens: list[Token], core: int, lexicon: Lexicon) -> tuple[int, int, PersonMention] | None:
    first, last, affiliation = post_around(tokens, core, lexicon)
    begin = affiliation_start(tokens, first)
    after = last + 1
    comma = after < len(tokens) and tokens[after].text == ","
    name_first, name_last = _name_after(tokens, after + comma, lexicon)
    is_full = name_last > name_first or name_first > after + 1 or " " in tokens[min(name_first, len(tokens) - 1)].text
    if name_first <= name_last and (not comma or is_full):
        role = text_of(tokens, begin, last)
        last_token, affiliation = affiliation_behind(tokens, name_last, affiliation)
        return begin, last_token, _person(tokens, begin, last_token, name_first, name_last, role, affiliation)
    before = begin - 1
    while before > 0 and tokens[before].low in ("the", "a", "an", "its", "-", "ad", "currently", "who", "is"):
        before -= 1
    plain = 0
    while (
        before > 0
        and plain < 2
        and tokens[before].item is None
        and tokens[before].text.islower()
        and tokens[before].low not in ("and", "with", "by", "as")
    ):
        before, plain = before - 1, plain + 1
    if before > 0 and tokens[before].text in (",", "("):
        first_word = _name_before(tokens, before - 1, lexicon)
        if first_word is not None:
            closes = last + 1 < len(tokens) and tokens[last + 1].text == ")" and tokens[before].text == "("
            end = last + closes
            role = text_of(tokens, begin - plain, last)
            return first_word, end, _person(tokens, first_word, end, first_word, before - 1, role, affiliation)
    return None


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
        is_initial = (
            len(token.text) == 1 and token.text.isupper() and tokens[at + 1 : at + 2] and tokens[at + 1].text == "."
        )
        if token.item is None and (is_initial or _is_name_word(token, lexicon)):
            last = at
        elif (
            token.low.isalpha()
            and at >= 2
            and tokens[at - 1].text == "-"
            and tokens[at - 1].start == tokens[at - 2].end
        ):
            last = at  # "Lee Jong-ho"
        elif not (
            token.low in _PARTICLES
            and at > first
            and at + 1 < len(tokens)
            and (_is_name_word(tokens[at + 1], lexicon) or token.text == "-")
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


def _person(
    tokens: list[Token],
    first: int,
    last: int,
    name_first: int,
    name_last: int,
    role: str | None,
    affiliation: NameMention | None,
) -> PersonMention:
    name = text_of(tokens, name_first, name_last)
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
