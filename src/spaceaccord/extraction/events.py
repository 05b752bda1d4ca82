"""Events that a text names: congresses, summits, meetings, visits, missions; when, where and with whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spaceaccord.extraction.calendar_resolution import ResolvedDate
from spaceaccord.extraction.dates import DateKind, DateMention
from spaceaccord.extraction.entries import EntryKind
from spaceaccord.extraction.items import InstrumentMention, NameKind, NameMention, PersonMention, Token, VerbMention
from spaceaccord.extraction.places import FoundPlace, find_place_near
from spaceaccord.extraction.reading_sentences import Reading, ReadSentence

_CLASSES = ("Congress", "Summit", "Meeting", "Visit", "Workshop", "EconomicMission")
_ORDINAL = re.compile(r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|annual|inaugural)$", re.IGNORECASE)
_STOPS = frozenset(
    ("the", "a", "an", "its", "their", "his", "her", "this", "that", "during", "at", "in", "on", "of", "to",
     "with", "and", "by", "for", "from", "was", "were", "is", "between", "following", "after", "into",
     "including", "held", "as", "or", ",", "(", ";", ":", '"')
)  # fmt: skip
_ADJECTIVES = frozenset(
    ("high-level", "high", "level", "virtual", "bilateral", "official", "state", "working", "annual", "joint",
     "breakfast", "strategic", "economic", "trade", "business", "technical", "first", "second", "third",
     "leaders", "ministerial", "trilateral", "-", "'", "recent", "space", "international")
)  # fmt: skip
_FARTHEST_DATE = 14
# No text of the genre tells of more events; the bound keeps hostile texts linear.
_MOST_EVENTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvent:
    """An event at a place of the flat text (`start`, `end` are its label), with what its sentence says of it."""

    start: int
    end: int
    label: str
    type: str
    sentence: ReadSentence
    is_named: bool
    date: ResolvedDate | None
    date_mention: DateMention | None
    place: FoundPlace | None
    participants: tuple[NameMention | PersonMention, ...]


def find_events(reading: Reading) -> tuple[FoundEvent, ...]:
    """Return the events of a text in reading order; a named event once, with the best date told of it."""
    found: list[FoundEvent] = []
    for sentence in reading.sentences:
        for event in _in_sentence(reading, sentence):
            known = next((n for n, e in enumerate(found) if _same(e, event)), None)
            if known is None and len(found) < _MOST_EVENTS:
                found.append(event)
            elif known is not None and event.date and not found[known].date:
                found[known] = event
    return tuple(found)


def _same(left: FoundEvent, right: FoundEvent) -> bool:
    a, b = left.label.casefold(), right.label.casefold()
    if left.is_named and right.is_named:
        return a == b or a.endswith(b) or b.endswith(a)
    return left.type == right.type and (a == b) and not (left.date and right.date)


def _in_sentence(reading: Reading, sentence: ReadSentence) -> Iterator[FoundEvent]:
    tokens = sentence.tokens
    taken = -1
    entries = [h for h in sentence.hits if h.entry.kind is EntryKind.EVENT]
    heads = [h for h in entries if h.entry.authority is None and h.entry.value in _CLASSES]
    records = [h for h in entries if h.entry.authority is not None]
    for number, token in enumerate(tokens):
        if number <= taken:
            continue
        record = next((h for h in records if h.start == token.start), None)
        if record:
            last = max((n for n, t in enumerate(tokens) if t.end <= record.end), default=number)
            taken = last
            first = number - (number > 0 and bool(_ORDINAL.match(tokens[number - 1].text)))
            yield _event(reading, sentence, first, last, "Congress", is_named=True)
            continue
        ends = [h for h in heads if h.end == token.end]
        head = min(ends, key=lambda h: h.start, default=None)
        if head is None or isinstance(token.item, (VerbMention, PersonMention)):
            continue
        first = _label_start(tokens, number)
        is_named = _is_named(tokens, first, number)
        if is_named or head.entry.value != "Congress":
            taken = number
            yield _event(reading, sentence, first, number, head.entry.value, is_named=is_named)


def _label_start(tokens: list[Token], head: int) -> int:
    first = head
    while first > 0:
        before = tokens[first - 1]
        is_name = before.text[:1].isupper() or isinstance(before.item, (NameMention, DateMention))
        joins = (
            before.low in ("of", "for", "on", "and", "&")
            and tokens[head].text[:1].isupper()
            and first > 1
            and tokens[first - 2].text[:1].isupper()
            and before.low != "on"
        )
        if isinstance(before.item, (VerbMention, InstrumentMention, PersonMention)):
            break
        if isinstance(before.item, DateMention) and before.item.kind is not DateKind.YEAR:
            break
        if before.low in _STOPS and not joins and before.low not in ("-",):
            break
        if not (is_name or before.low in _ADJECTIVES or _ORDINAL.match(before.text) or joins):
            break
        first -= 1
    while first < head and tokens[first].low in ("-", "'", "'s", "and", "of"):
        first += 1
    return first


def _is_named(tokens: list[Token], first: int, head: int) -> bool:
    return first < head and tokens[head].text[:1].isupper()


def _event(
    reading: Reading, sentence: ReadSentence, first: int, last: int, type_name: str, *, is_named: bool
) -> FoundEvent:
    tokens = sentence.tokens
    end = last
    if type_name in ("EconomicMission", "Visit", "Meeting", "Summit") and not is_named:
        end = _label_end(tokens, last)
    mention, resolved = _date(reading, tokens, first, end)
    start_offset, end_offset = tokens[first].start, tokens[end].end
    return FoundEvent(
        start=start_offset,
        end=end_offset,
        label=reading.flat.text[start_offset:end_offset],
        type=type_name,
        sentence=sentence,
        is_named=is_named,
        date=resolved,
        date_mention=mention,
        place=find_place_near(reading, sentence, first, end),
        participants=_participants(tokens, first, end),
    )


def _label_end(tokens: list[Token], head: int) -> int:
    """Take in "to Japan", "in New Delhi", "with JAXA's President" behind a common noun."""
    if head + 2 < len(tokens) and tokens[head + 1].low in ("to", "in", "with", "at"):
        step = head + 2 + (tokens[head + 2].low in ("the", "its"))
        if step < len(tokens) and isinstance(tokens[step].item, (NameMention, PersonMention)):
            return step
    return head


def _date(
    reading: Reading, tokens: list[Token], first: int, last: int
) -> tuple[DateMention | None, ResolvedDate | None]:
    """Return the date of an event: inside its label, behind it, or at the head of its sentence as a range."""
    candidates: list[tuple[int, DateMention]] = []
    for number, token in enumerate(tokens):
        if not isinstance(token.item, DateMention):
            continue
        if first <= number <= last:
            candidates.append((0, token.item))
        elif last < number <= last + _FARTHEST_DATE and not any(
            isinstance(t.item, (VerbMention, InstrumentMention)) for t in tokens[last + 1 : number]
        ):
            candidates.append((number - last, token.item))
        elif number <= 2 and (token.item.last_day or first - number < 10):
            candidates.append((20, token.item))
    for _cost, mention in sorted(candidates, key=lambda pair: pair[0]):
        resolved = reading.calendar.resolve(mention, reading.flat.text[mention.start : mention.end])
        if resolved:
            return mention, resolved
    return None, None


def _participants(tokens: list[Token], first: int, last: int) -> tuple[NameMention | PersonMention, ...]:
    """Return who took part: named in the label, behind "between" or "with", or as the sentence's subject."""
    found: dict[str, NameMention | PersonMention] = {}
    inside = [t.item for t in tokens[first : last + 1]]
    behind: list[object] = []
    for number in range(last, min(last + 30, len(tokens))):
        if tokens[number].low in ("between", "with", "amid", "among") or (behind and number > last):
            behind.append(tokens[number].item)
        if tokens[number].low in ("which", "that", "where", ";"):
            break
    for item in (*inside, *behind):
        if isinstance(item, PersonMention):
            found.setdefault(item.name, item)
        elif isinstance(item, NameMention) and item.kind in (NameKind.AGENCY, NameKind.ORGANISATION, NameKind.COMPANY):
            found.setdefault(item.name.key, item)
    return tuple(found.values())[:12]
