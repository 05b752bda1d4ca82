"""Which of a sentence's dates is the day an instrument was signed."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from spaceaccord.extraction.calendar_resolution import ResolvedDate
from spaceaccord.extraction.dates import DateKind, DateMention
from spaceaccord.extraction.items import InstrumentMention, NameMention, Token, VerbMention
from spaceaccord.extraction.reading_sentences import Reading
from spaceaccord.extraction.statements import Statement
from spaceaccord.model.agreement import Status
from spaceaccord.model.partial_date import PartialDate

# Prepositions that own only the date right behind them: "by 2030".
_NEAR_OWNERS = frozenset(("by", "until", "since", "before", "through", "than", "prior"))
_FARTHEST = 40
# "Two months later" counts from one of so many dates before it.
_MOST_LOOKED_BACK = 20
_FARTHEST_YEAR = 14
# "the memorandum between the two agencies of 9 June 2022": so many tokens behind the noun.
_FARTHEST_OF = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningDate:
    """A resolved date and the mention it rests on."""

    resolved: ResolvedDate
    mention: DateMention


def find_signing_date(reading: Reading, statement: Statement) -> SigningDate | None:
    """Return the date on which the instrument of `statement` was signed, None where its sentence gives none."""
    if statement.status not in (Status.SIGNED, Status.IN_FORCE, Status.MENTIONED):
        return None
    tokens = statement.sentence.tokens
    year = _year_of_name(tokens, statement)
    if year:
        return _resolved(reading, year)
    if statement.binding.rule == "party.enumerated":
        return _date_behind(reading, tokens, statement.at)
    verb = statement.construction.verb
    item = tokens[verb].item if verb >= 0 else None
    is_ceremony = verb >= 0 and not statement.instrument.phrase
    if not is_ceremony and not (isinstance(item, VerbMention) and item.cls in ("sign", "reach", "join")):
        return None
    candidates: list[tuple[int, DateMention]] = []
    for number, token in enumerate(tokens):
        if isinstance(token.item, DateMention):
            cost = _cost(reading, tokens, number, token.item, verb, statement.at)
            if cost is not None:
                candidates.append((cost, token.item))
    for _cost_of, mention in sorted(candidates, key=lambda pair: pair[0]):
        found = _resolved(reading, mention)
        if found:
            return found
    return None


def _date_behind(reading: Reading, tokens: list[Token], at: int) -> SigningDate | None:
    """Return the date right behind a party: "and with Nepal in 2024"."""
    for token in tokens[at + 1 : at + 8]:
        if isinstance(token.item, DateMention):
            return _resolved(reading, token.item)
        if token.low in (",", ";", "with", "and"):
            return None
    return None


def _resolved(reading: Reading, mention: DateMention) -> SigningDate | None:
    text = reading.flat.text[mention.start : mention.end]
    resolved = reading.calendar.resolve(mention, text, _told_before(reading, mention))
    return SigningDate(resolved=resolved, mention=mention) if resolved else None


def _told_before(reading: Reading, mention: DateMention) -> PartialDate | None:
    """Return the last date with a month before `mention`, which "two months later" counts from."""
    if mention.kind not in (DateKind.LATER, DateKind.SAME):
        return None
    number = bisect_left(reading.dates, mention.start, key=lambda m: m.start)
    before = [m for m in reading.dates[max(0, number - _MOST_LOOKED_BACK) : number] if m.month and m.year]
    if not before:
        return None
    resolved = reading.calendar.resolve(before[-1], reading.flat.text[before[-1].start : before[-1].end])
    return resolved.value if resolved else None


def _year_of_name(tokens: list[Token], statement: Statement) -> DateMention | None:
    """Return the year in the noun phrase: "the 2022 Memorandum", "the Agreement of 2015", "the pact (2003)"."""
    for number in range(statement.construction.head - 1, statement.at):
        item = tokens[number].item if number >= 0 else None
        if isinstance(item, DateMention) and item.kind is DateKind.YEAR and number >= statement.construction.head - 1:
            return item
    for number in range(statement.at + 1, min(statement.at + _FARTHEST_OF, len(tokens) - 1)):
        item = tokens[number + 1].item
        is_near = number == statement.at + 1 and tokens[number].low in ("(", "from")
        if isinstance(item, DateMention) and (is_near or tokens[number].low in ("of", "dated")):
            is_close = number <= statement.at + 1
            return item if is_near or is_close or (item.year and item.day) else None
        if isinstance(tokens[number].item, (VerbMention, InstrumentMention)) or tokens[number].text in (",", ";"):
            return None
    return _dating_from(tokens, statement.at)


def _dating_from(tokens: list[Token], at: int) -> DateMention | None:
    """Return the date of "the original arrangement dates from February 2021"."""
    for number in range(at + 1, min(at + 6, len(tokens) - 2)):
        if tokens[number].low in ("dates", "dating", "dated") and tokens[number + 1].low in ("from", "back"):
            item = tokens[number + 2 + (tokens[number + 1].low == "back" and number + 3 < len(tokens))].item
            return item if isinstance(item, DateMention) else None
    return None


def _is_span_end(tokens: list[Token], number: int) -> bool:
    """Say whether a weekday is the end of a span: "the visit that he makes from Tuesday to Friday"."""
    item = tokens[number].item
    if not (isinstance(item, DateMention) and item.kind is DateKind.WEEKDAY):
        return False
    behind = tokens[number + 2].item if number + 2 < len(tokens) and tokens[number + 1].low in ("to", "until") else None
    before = tokens[number - 2].item if number >= 2 and tokens[number - 1].low in ("to", "until", "through") else None
    return isinstance(behind, DateMention) or isinstance(before, DateMention)


def _cost(
    reading: Reading, tokens: list[Token], number: int, mention: DateMention, verb: int, instrument: int
) -> int | None:
    """Return how far a date stands from the verb of signing; None where it belongs to something else."""
    low, high = sorted((number, verb))
    gap = high - low
    if gap > _FARTHEST or (mention.kind is DateKind.YEAR and gap > _FARTHEST_YEAR and number > 2):
        return None
    before = [t.low for t in tokens[max(0, number - 3) : number]]
    words = reading.lexicon.words
    if (reading.dateline and reading.dateline.holds(mention)) or _is_span_end(tokens, number):
        return None
    if _is_reporting(tokens, number, verb, words.date_owners | set(words.reporting)):
        return None
    if verb < number < instrument and any(isinstance(t.item, InstrumentMention) for t in tokens[verb:number]):
        return None  # the date of the instrument named before
    if verb >= 0 and tokens[verb].low in ("ceremony", "ceremonies"):
        return abs(gap)
    if number > verb:
        between = tokens[verb + 1 : number]
        if any(_owns(token, words.date_owners - _NEAR_OWNERS) for token in between) or _NEAR_OWNERS & set(before[-2:]):
            return None
        if mention.kind is DateKind.YEAR and (
            not before or before[-1] not in ("in", ",", "year", "early", "late", "(", "of")
        ):
            return None
        others = sum(isinstance(t.item, InstrumentMention) for t in between[max(0, instrument - verb) :])
        if others and before[-1:] in (["of"], ["dated"]):
            return None  # "… under the memorandum of 9 June 2022"
        return gap + 20 * others
    if any(
        isinstance(t.item, VerbMention) and t.item.cls == "sign" and t.item.form == "past"
        for t in tokens[number + 1 : verb]
    ):
        return None
    leads = number <= 3 and number + 1 < len(tokens) and tokens[number + 1].text == ","
    if not leads and any(_owns(token, words.date_owners - _NEAR_OWNERS) for token in tokens[number + 1 : verb]):
        return None
    is_fronted = number <= 3 or (number > 0 and tokens[number - 1].low in (",", "on"))
    if not is_fronted and any(_owns(token, words.date_owners) for token in tokens[max(0, number - 4) : number]):
        return None
    if mention.kind is DateKind.YEAR and not (number <= 2 and before and before[-1] == "in"):
        return None if gap > 3 else gap
    return gap - (30 if mention.kind is DateKind.LATER else 20 if number <= 2 else 0)


def _owns(token: Token, owners: frozenset[str]) -> bool:
    return token.low in owners and not isinstance(token.item, NameMention)


def _is_reporting(tokens: list[Token], number: int, verb: int, reporters: frozenset[str] | set[str]) -> bool:
    """Say whether the date belongs to a verb of saying: "announced on Tuesday that it signed"."""
    left = [t.low for t in tokens[max(0, number - 2) : number]]
    if (
        number != verb + 1
        and left
        and (left[-1] in reporters or (len(left) == 2 and left[-1] in ("on", "late") and left[0] in reporters))
    ):
        return True
    right = tokens[number + 1].low if number + 1 < len(tokens) else ""
    return right in ("said", "announced", "reported") and verb > number
