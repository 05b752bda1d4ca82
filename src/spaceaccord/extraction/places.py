"""Where a signing or an event took place."""

from __future__ import annotations

from dataclasses import dataclass

from spaceaccord.extraction.items import InstrumentMention, NameKind, NameMention, PersonMention, Token, VerbMention
from spaceaccord.extraction.reading_sentences import Reading, ReadSentence
from spaceaccord.model.party import Name

_PREPOSITIONS = frozenset(("in", "at", "near", "inside", "outside"))
_SKIPPED = frozenset(("the", "downtown", "central", "its", "nearby", "city", "of"))
_SETTLEMENTS = frozenset(("City", "State", "Region", "Location"))
_FARTHEST = 30
_NO_PLACES = frozenset(("space", "orbit"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A place as named ("Paris, France"), and its words in the flat text."""

    name: Name
    start: int
    end: int


def find_place(reading: Reading, sentence: ReadSentence, verb: int, instrument: int) -> FoundPlace | None:
    """Return the place of the signing whose verb is token `verb`: what stands behind the nearest "in" or "at"."""
    tokens = sentence.tokens
    best: tuple[int, FoundPlace] | None = None
    for number, token in enumerate(tokens[:-1]):
        if token.low not in _PREPOSITIONS or abs(number - verb) > _FARTHEST:
            continue
        place = _place_at(reading, tokens, number + 1)
        if place is None or _belongs_elsewhere(tokens, number, verb):
            continue
        cost = abs(number - max(verb, 0)) + (6 if token.low == "in" and number < verb and number > 6 else 0)
        if best is None or cost < best[0]:
            best = (cost, place)
    return best[1] if best else _here(reading, tokens, verb)


def _here(reading: Reading, tokens: list[Token], verb: int) -> FoundPlace | None:
    """Read "signed here" by the dateline: the place where the report was filed."""
    line = reading.dateline
    if line is None or not any(t.low == "here" for t in tokens[max(0, verb - 6) : verb + _FARTHEST]):
        return None
    text = reading.flat.text[line.place_start : line.place_end]
    text = text.title() if text.isupper() else text
    for hit in reading.lexicon.find(text, text.lower()):
        if hit.entry.authority and hit.entry.authority.kind == "place" and hit.start == 0:
            return FoundPlace(name=Name(text=text, authority=hit.entry.authority), start=line.place_start,
                              end=line.place_end)  # fmt: skip
    return FoundPlace(name=Name(text=text), start=line.place_start, end=line.place_end)


def find_place_near(reading: Reading, sentence: ReadSentence, first: int, last: int) -> FoundPlace | None:
    """Return the place named right behind the tokens `first` to `last`: "held in Washington DC", "to Japan"."""
    tokens = sentence.tokens
    moves = tokens[last].low in ("visit", "trip", "mission", "tour") or tokens[first].low in ("visit", "trip")
    for number in range(first, min(last + 10, len(tokens) - 1)):
        if tokens[number].low in ("in", "at", "inside") or (tokens[number].low == "to" and (moves or number <= last)):
            place = _place_at(reading, tokens, number + 1)
            if place:
                return place
        if number > last and isinstance(tokens[number].item, InstrumentMention):
            return None
    return None


def _place_at(reading: Reading, tokens: list[Token], at: int) -> FoundPlace | None:
    while at < len(tokens) and tokens[at].low in _SKIPPED:
        at += 1
    if at >= len(tokens):
        return None
    item = tokens[at].item
    if not isinstance(item, NameMention) or item.kind in (NameKind.PERSON, NameKind.DEMONYM):
        return None
    authority = item.name.authority
    is_building = item.kind is NameKind.PLACE and authority is not None and authority.type not in _SETTLEMENTS
    if is_building:
        behind = _behind_institution(reading, tokens, at)
        if behind:
            return behind
    if item.kind not in (NameKind.PLACE, NameKind.STATE):
        return _behind_institution(reading, tokens, at)
    if at + 1 < len(tokens) and tokens[at + 1].text in ("'s", "'"):
        return None
    last = at
    if at + 2 < len(tokens) and tokens[at + 1].text == ",":
        region = tokens[at + 2].item
        if isinstance(region, NameMention) and region.kind in (NameKind.STATE, NameKind.PLACE, NameKind.UNKNOWN):
            last = at + 2
    text = reading.flat.text[tokens[at].start : tokens[last].end]
    return FoundPlace(name=Name(text=text, authority=authority), start=tokens[at].start, end=tokens[last].end)


def _behind_institution(reading: Reading, tokens: list[Token], at: int) -> FoundPlace | None:
    """Read the place behind a building: "at NASA Headquarters in Washington", "at the Élysée Palace in Paris"."""
    item = tokens[at].item
    for number in range(at + 1, min(at + 9, len(tokens) - 1)):
        if tokens[number].low in ("in", ",") and number > at:
            nested = tokens[number + 1].item
            if isinstance(nested, NameMention) and nested.kind in (NameKind.PLACE, NameKind.STATE):
                return _place_at(reading, tokens, number + 1)
        if isinstance(tokens[number].item, (VerbMention, PersonMention)) or tokens[number].text in (".", ";"):
            break
    if isinstance(item, NameMention) and item.kind is NameKind.UNKNOWN and tokens[at - 1].low == "in":
        text = reading.flat.text[tokens[at].start : tokens[at].end]
        return FoundPlace(name=Name(text=text), start=tokens[at].start, end=tokens[at].end)
    return None


def _belongs_elsewhere(tokens: list[Token], number: int, verb: int) -> bool:
    """Say whether the place belongs to another noun or verb: "based in", "launched in", "centre in"."""
    before = tokens[number - 1].low if number else ""
    if before in (
        "based",
        "located",
        "headquartered",
        "launched",
        "built",
        "landed",
        "born",
        "companies",
        "startups",
        "start-ups",
        "centre",
        "center",
        "interest",
        "up",
        "hosted",
        "stationed",
        "operated",
        "assembled",
        "facility",
        "factory",
        "station",
        "antenna",
        "observatory",
        "radar",
    ):
        return True
    low, high = sorted((number, verb))
    return any(t.text in (";", '"') or t.low in ("which", "who", "where", "that") for t in tokens[low:high])
