"""Who joins accords that are open to all: "Uruguay became the 36th country to sign the Artemis Accords"."""

from __future__ import annotations

from spaceaccord.extraction.binding import Binding
from spaceaccord.extraction.constructions import Construction
from spaceaccord.extraction.groups import Group
from spaceaccord.extraction.items import NameKind, NameMention, PersonMention, VerbMention
from spaceaccord.extraction.memory import Memory
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.model.agreement import Status

# More newcomers in one sentence are a list of members, not news.
_MOST_NEWCOMERS = 6
_WELCOMED = frozenset(
    ("welcomed", "welcomes", "welcome", "welcoming", "congratulated", "congratulates", "embraces", "celebrated",
     "thanked", "grateful")
)  # fmt: skip
_ADDED = frozenset(("addition", "accession", "entry", "signature", "adherence"))
_FOUNDING = frozenset(
    ("established", "founded", "created", "launched", "announced", "drafted", "led", "developed", "introduced",
     "co-led")
)  # fmt: skip


def newcomers(
    sentence: ReadSentence, at: int, construction: Construction, memory: Memory
) -> tuple[Binding, Status | None]:
    """Return the states that join, the persons who sign for them, and the status; nothing where nobody joins."""
    tokens = sentence.tokens
    verb = construction.verb
    item = tokens[verb].item if verb >= 0 else None
    lows = [token.low for token in tokens]
    to_accords = {"welcome", "welcomed", "welcomes", "welcoming"} & set(lows[max(0, at - 8) : at]) and "to" in lows[
        max(0, at - 3) : at
    ]
    if construction.status is None and construction.mood_rule in ("mood.negated", "mood.possible"):
        return Binding(), None
    if not (isinstance(item, VerbMention) and item.cls in ("sign", "join")) and not to_accords:
        return Binding(), None
    if _FOUNDING & set(lows[max(0, at - 6) : at]):
        return Binding(), None
    persons = _signing_persons(sentence, verb, at)
    states = _behalf(sentence) or _joining(sentence, verb if verb >= 0 else at, at)
    if not states and persons:
        states = tuple(p.affiliation for p in persons if p.affiliation)
    if not states and persons and {"her", "his", "their", "the"} & set(lows) and "country" in lows:
        states = tuple(m for m in memory.recent if m.kind is NameKind.STATE)[-1:]
    states = tuple(s for s in states if s.kind is NameKind.STATE)
    if not states or len(states) > _MOST_NEWCOMERS:
        return Binding(), None
    status = construction.status or Status.SIGNED
    if status in (Status.MENTIONED, Status.IN_FORCE):
        status = Status.SIGNED
    if "decision" in lows[max(0, verb - 3) : verb + 1] or "intention" in lows[max(0, verb - 3) : verb + 1]:
        status = Status.PLANNED
    return Binding(parties=_unique(states), signatories=persons, rule="party.newcomer"), status


def _unique(states: tuple[NameMention, ...]) -> tuple[NameMention, ...]:
    kept: dict[str, NameMention] = {}
    for state in states:
        kept.setdefault(state.name.key, state)
    return tuple(kept.values())


def _behalf(sentence: ReadSentence) -> tuple[NameMention, ...]:
    """Return the states behind "on behalf of" or "for"."""
    found: list[NameMention] = []
    for group in sentence.groups:
        before = [t.low for t in sentence.tokens[max(0, group.first - 4) : group.first]]
        if "behalf" in before:
            found.extend(m for m in group.members if m.kind is NameKind.STATE)
    return tuple(found)


def _joining(sentence: ReadSentence, verb: int, at: int) -> tuple[NameMention, ...]:
    """Return the states that stand as the one who joins."""
    tokens = sentence.tokens
    behind_by = [g for g in sentence.groups if g.first > at and g.preposition in ("by", "with") and g.first - at <= 8]
    if behind_by and _all_states(behind_by[0]):
        return behind_by[0].members
    item = tokens[verb].item if verb >= 0 else None
    if isinstance(item, VerbMention) and item.form == "gerund" and verb <= 2:
        behind = [g for g in sentence.groups if g.first > at and g.preposition is None and _all_states(g)]
        if behind:
            return behind[0].members  # "Signing the accords, Estonia became …"
    before = [g for g in sentence.groups if g.last < max(verb, 0) and _all_states(g)]
    for group in reversed(before):
        follows = [t.low for t in tokens[group.last + 1 : group.last + 6]]
        led = [t.low for t in tokens[max(0, group.first - 5) : group.first]]
        is_named = bool(follows) and (
            follows[0] in ("as", "became", "becomes", "to", "joining", "'s", "'") or "sign" in follows
        )
        if group.preposition in ("in", "at", "between", "on", "during", "from"):
            continue
        if group.preposition == "of" and _ADDED & set(led[-3:]):
            return group.members
        if group.preposition in ("of", "with", "for") and not (_WELCOMED & set(led)) and "of" not in led[-2:]:
            continue
        if group.preposition == "of" and not is_named:
            continue
        return group.members
    return ()


def _all_states(group: Group) -> bool:
    return bool(group.members) and all(m.kind is NameKind.STATE for m in group.members)


def _signing_persons(sentence: ReadSentence, verb: int, at: int) -> tuple[PersonMention, ...]:
    """Return the persons right before each "signed" of the sentence."""
    found: list[PersonMention] = []
    tokens = sentence.tokens
    for number, token in enumerate(tokens):
        item = token.item
        if not (isinstance(item, VerbMention) and item.cls == "sign" and item.form in ("past", "third", "gerund")):
            continue
        for left in range(number - 1, max(number - 14, -1), -1):
            person = tokens[left].item
            if isinstance(person, PersonMention):
                found.append(person)
                break
            if isinstance(person, VerbMention) or tokens[left].low in ("as", ";"):
                break
    return tuple({p.name: p for p in found}.values())
