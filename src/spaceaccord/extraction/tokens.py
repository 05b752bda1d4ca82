"""A sentence as tokens: words and marks, with names, dates, instruments, verbs and references laid over them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from spaceaccord.extraction.dates import DateMention
from spaceaccord.extraction.entries import Entry, EntryKind
from spaceaccord.extraction.flattening import FlatText
from spaceaccord.extraction.items import (
    DocumentMention,
    InstrumentMention,
    Item,
    NameKind,
    NameMention,
    ReferenceMention,
    Token,
    VerbMention,
)
from spaceaccord.extraction.lexicon import Hit, Lexicon
from spaceaccord.extraction.sentences import Sentence
from spaceaccord.extraction.word_lists import HISTORICAL
from spaceaccord.model.agreement import AgreementType
from spaceaccord.model.party import Authority, Name

_WORD = re.compile(r"'s\b|[^\W_]+(?:[.&'][^\W_]+)*|[^\w\s]")
_KIND_OF_TYPE = {
    "State": NameKind.STATE,
    "SpaceAgency": NameKind.AGENCY,
    "Company": NameKind.COMPANY,
    "Person": NameKind.PERSON,
    "IntergovernmentalOrganisation": NameKind.ORGANISATION,
}
# An organ with several kinds of record at one place is read in this order.
_RANK = {NameKind.STATE: 0, NameKind.AGENCY: 1, NameKind.ORGANISATION: 2, NameKind.COMPANY: 3}
_OVERLAID = frozenset(
    (
        EntryKind.NAME,
        EntryKind.DEMONYM,
        EntryKind.INSTRUMENT,
        EntryKind.STANDING,
        EntryKind.UNILATERAL,
        EntryKind.VERB,
        EntryKind.COREFERENCE,
    )
)


def kind_of(authority: Authority) -> NameKind:
    """Return what an authority record names."""
    if authority.kind == "place":
        return NameKind.PLACE
    if authority.slug == "esa":
        return NameKind.AGENCY
    return _KIND_OF_TYPE.get(authority.type, NameKind.ORGANISATION)


def lexical_items(flat: FlatText, lexicon: Lexicon, hits: Iterable[Hit]) -> list[Item]:
    """Return the items that single entries of the lexicon make, longest first where they overlap, by place."""
    ranked = sorted(
        (hit for hit in hits if hit.entry.kind in _OVERLAID),
        key=lambda hit: (hit.start - hit.end, hit.start, _preference(hit.entry)),
    )
    taken = bytearray(len(flat.text) + 1)
    items: list[Item] = []
    for hit in ranked:
        if any(taken[hit.start : hit.end]) or _is_half_a_name(flat, hit):
            continue
        taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
        items.append(_item(hit, flat, lexicon))
    return items


def _is_half_a_name(flat: FlatText, hit: Hit) -> bool:
    """Say whether a person's name goes on behind a hyphen: "Maria Costa-Nunes" is not Maria Costa."""
    is_person = hit.entry.authority is not None and hit.entry.authority.type == "Person"
    return is_person and flat.text[hit.end : hit.end + 1] == "-" and flat.text[hit.end + 1 : hit.end + 2].isupper()


def _preference(entry: Entry) -> int:
    if entry.authority is None:
        return 5
    return _RANK.get(kind_of(entry.authority), 4)


def _item(hit: Hit, flat: FlatText, lexicon: Lexicon) -> Item:
    entry = hit.entry
    start, end = hit.start, hit.end
    if entry.authority is not None:
        kind = NameKind.DEMONYM if entry.kind is EntryKind.DEMONYM else kind_of(entry.authority)
        return NameMention(
            start=start, end=end, name=Name(text=entry.authority.label, authority=entry.authority), kind=kind
        )
    if entry.kind is EntryKind.NAME:
        label = entry.value.removeprefix(HISTORICAL)
        return NameMention(start=start, end=end, name=Name(text=label), kind=NameKind.STATE)
    if entry.kind is EntryKind.INSTRUMENT:
        phrase = flat.folded[hit.start : hit.end]
        singular = phrase.removesuffix("s") if not phrase.startswith("accords") else phrase
        return InstrumentMention(
            start=start,
            end=end,
            type=AgreementType(entry.value),
            phrase=phrase,
            is_plural=_is_plural(phrase),
            is_generic=bool({phrase, singular} & lexicon.words.generic),
            only_signed=bool({phrase, singular} & lexicon.words.only_signed),
        )
    if entry.kind is EntryKind.VERB:
        cls, _, form = entry.value.partition(".")
        return VerbMention(start=start, end=end, cls=cls, form=form)
    if entry.kind is EntryKind.COREFERENCE:
        return ReferenceMention(start=start, end=end, cls=entry.value)
    return DocumentMention(start=start, end=end, name=entry.value, is_standing=entry.kind is EntryKind.STANDING)


def _is_plural(phrase: str) -> bool:
    first = phrase.split(" ")[0]
    return first in ("memoranda", "memorandums", "letters", "statements", "mous", "mocs", "lois") or (
        phrase.endswith("s") and not phrase.endswith(("accords", "minutes", "letters", "notes", "reference"))
    )


def tokenise(flat: FlatText, sentence: Sentence, items: Sequence[Item]) -> list[Token]:
    """Return the tokens of `sentence`; `items` are those that lie in it, in order, never overlapping."""
    tokens: list[Token] = []
    at = sentence.start
    for item in items:
        if item is None or item.start < at:
            continue
        _words(flat, at, item.start, tokens)
        tokens.append(_token(flat, item.start, item.end, item))
        at = item.end
    _words(flat, at, sentence.end, tokens)
    return tokens


def _words(flat: FlatText, start: int, end: int, tokens: list[Token]) -> None:
    for match in _WORD.finditer(flat.text, start, end):
        word = match.group()
        if word.endswith("'s") and len(word) > 2:
            tokens.append(_token(flat, match.start(), match.end() - 2, None))
            tokens.append(_token(flat, match.end() - 2, match.end(), None))
        else:
            tokens.append(_token(flat, match.start(), match.end(), None))


def _token(flat: FlatText, start: int, end: int, item: Item) -> Token:
    return Token(start=start, end=end, text=flat.text[start:end], low=flat.folded[start:end], item=item)


def date_of(token: Token) -> DateMention | None:
    """Return the date that a token is, if it is one."""
    return token.item if isinstance(token.item, DateMention) else None
