"""Every mention of an instrument in a text as a statement, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spaceaccord.extraction.accords import newcomers
from spaceaccord.extraction.binding import Binding, bind
from spaceaccord.extraction.constructions import Construction, construe
from spaceaccord.extraction.items import (
    InstrumentMention,
    NameKind,
    NameMention,
    PersonMention,
    VerbMention,
)
from spaceaccord.extraction.memory import Memory
from spaceaccord.extraction.occasions import enumerated, occasions
from spaceaccord.extraction.reading_sentences import Reading, ReadSentence
from spaceaccord.extraction.slots import ENUMERATING
from spaceaccord.extraction.statements import Statement
from spaceaccord.extraction.word_lists import WordLists
from spaceaccord.model.agreement import AgreementType, Status

# "ESA signed three agreements. The first, with X, … The third, with Y, …": so many sentences at most.
_LONGEST_ENUMERATION = 5
_FRESH = frozenset(("a", "an", "another", "new", "second", "separate", "third", "further", "additional"))
# "two accords" are no Artemis Accords.
_COUNTED = frozenset(("two", "three", "four", "five", "several", "separate", "various"))
# The preamble of an agreement ends within so many characters.
_INSTRUMENT_HEAD = 2500


def find_statements(reading: Reading) -> Iterator[Statement]:
    """Yield the statements of a text in reading order. Parties are resolved against the text before them."""
    memory = Memory(is_instrument=_is_instrument_text(reading))
    plural: Statement | None = None
    last: Statement | None = None
    words = reading.lexicon.words
    for sentence in reading.sentences:
        for at, token in enumerate(sentence.tokens):
            if not isinstance(token.item, InstrumentMention):
                continue
            if _is_renaming(sentence, at):
                continue
            for statement in _statements_at(sentence, at, token.item, memory, words):
                statement = _numbered(_similar(statement, last), plural)
                last = statement if len(statement.binding.parties) >= 2 and statement.status else last
                memory.agree(statement.binding.parties if statement.status is Status.SIGNED else ())
                is_open = statement.construction.voice == "active" and len(statement.binding.parties) in (1, 2)
                plural = statement if is_open and statement.status is not None else plural
                yield statement
        yield from occasions(sentence, memory)
        if plural and _reaches(plural, sentence):
            yield from enumerated(sentence, plural)
        memory.remember(sentence.tokens, sentence.groups, sentence.number)


def _similar(statement: Statement, last: Statement | None) -> Statement:
    """Give "a similar deal was signed with X" the first party of the agreement told just before."""
    parties = statement.binding.parties
    if last is None or len(parties) != 1 or not statement.is_distinct or statement.status is None:
        return statement
    own = last.binding.parties[:1]
    if statement.sentence.number - last.sentence.number > 2 or own[0].name.key == parties[0].name.key:
        return statement
    return replace(statement, binding=replace(statement.binding, parties=(*own, *parties), rule="party.similar"))


def _numbered(statement: Statement, plural: Statement | None) -> Statement:
    """Give "a second agreement, with X" the side that signed the several agreements told before."""
    parties = statement.binding.parties
    is_one = len(parties) == 1 and bool(statement.construction.determiners & ENUMERATING)
    if plural is None or not is_one or not plural.instrument.is_plural or not _reaches(plural, statement.sentence):
        return statement
    own = plural.binding.parties[:1]
    if statement.status is None or {p.name.key for p in own} & {p.name.key for p in parties}:
        return statement
    binding = replace(statement.binding, parties=(*own, *parties), rule="party.enumerated")
    return replace(statement, binding=binding, status=plural.status)


def _reaches(plural: Statement, sentence: ReadSentence) -> bool:
    """Say whether "another with X" can go on with `plural`: in its sentence, or behind a plural in the next ones."""
    gap = sentence.number - plural.sentence.number
    return gap == 0 or (plural.instrument.is_plural and gap <= _LONGEST_ENUMERATION)


def _is_instrument_text(reading: Reading) -> bool:
    """Say whether the text is the instrument itself: parties defined at its head, articles below."""
    head = reading.flat.folded[:_INSTRUMENT_HEAD]
    return "hereinafter" in head or "hereafter referred to" in head


def _is_renaming(sentence: ReadSentence, at: int) -> bool:
    """Say whether the instrument only repeats the one before in brackets: "Memorandum of Understanding (MoU)"."""
    tokens = sentence.tokens
    if at < 2 or tokens[at - 1].text not in ("(", '"'):
        return False
    previous = tokens[at - 2].item
    return isinstance(previous, InstrumentMention) or (at >= 3 and isinstance(tokens[at - 3].item, InstrumentMention))


def _statements_at(
    sentence: ReadSentence, at: int, instrument: InstrumentMention, memory: Memory, words: WordLists
) -> Iterator[Statement]:
    construction = construe(sentence.tokens, at, sentence.hits, words.suppositions, words.denied)
    if instrument.phrase == "accords" and construction.determiners & _COUNTED:
        instrument = replace(instrument, type=AgreementType.COOPERATION_AGREEMENT, is_plural=True)
    finer = _named_in_brackets(sentence, at)
    if finer:
        instrument = replace(instrument, type=finer.type, is_generic=finer.is_generic, only_signed=finer.only_signed)
    if instrument.type is AgreementType.ACCORDS:
        binding, status = newcomers(sentence, at, construction, memory)
    else:
        binding, status = bind(sentence, construction, memory), construction.status
        binding = _completed(binding, sentence, construction, memory)
    if binding.rule == "party.of-instrument" or _is_announced(sentence, construction, binding):
        status = Status.SIGNED
    made = Statement(
        sentence=sentence,
        at=at,
        instrument=instrument,
        construction=construction,
        binding=binding,
        status=status,
        modality=construction.modality,
    )
    if binding.pairs:
        for pair in binding.pairs:
            yield replace(made, binding=replace(binding, parties=pair, pairs=()))
        return
    if not binding.counterparts:
        yield made
        return
    for counterpart in binding.counterparts:
        parties = (*binding.parties, counterpart)
        yield replace(made, binding=replace(binding, parties=parties, counterparts=()))


def _is_announced(sentence: ReadSentence, construction: Construction, binding: Binding) -> bool:
    """Say whether a list of instruments was opened by a verb of signing: "Three texts were signed: an agreement …"."""
    if construction.verb >= 0 or binding.rule not in ("party.between", "party.with"):
        return False
    before = sentence.tokens[: construction.at]
    has_verb = any(isinstance(t.item, VerbMention) and t.item.cls == "sign" and t.item.form == "past" for t in before)
    return has_verb and any(t.text == ":" for t in before)


def _named_in_brackets(sentence: ReadSentence, at: int) -> InstrumentMention | None:
    """Return a finer name in brackets behind a vague one: "a deal (memorandum of understanding)"."""
    tokens = sentence.tokens
    if at + 2 < len(tokens) and tokens[at + 1].text == "(":
        inner = tokens[at + 2].item
        own = tokens[at].item
        if isinstance(inner, InstrumentMention) and isinstance(own, InstrumentMention) and own.is_generic:
            return inner
    return None


def _completed(binding: Binding, sentence: ReadSentence, construction: Construction, memory: Memory) -> Binding:
    """Fill an empty party slot from a reference in the sentence: "for both agencies to confirm … the MoC signed"."""
    if len(binding.parties) >= 2 or binding.counterparts or construction.status is None:
        return binding
    if construction.voice == "noun" and {"following", "after", "since"} & {
        t.low for t in sentence.tokens[max(0, construction.verb - 2) : construction.verb]
    }:
        return binding
    if len(binding.parties) == 1:
        own = binding.parties[0]
        wider = _of_sentence(binding, sentence, construction)
        return wider if any(p.name.key == own.name.key for p in wider.parties) else binding
    if memory.is_instrument and memory.subject and "this" in construction.determiners:
        return replace(binding, parties=memory.subject, rule="party.of-instrument", is_resolved=True)
    if construction.determiners & {"this", "that", "these", "such"}:
        return binding
    for group in sentence.groups:
        if group.reference in ("agencies", "states", "pair"):
            here = _named_here(sentence, group.first, group.reference)
            parties = here if len(here) >= 2 else memory.resolve(group.reference, here)
            if len(parties) >= 2:
                return replace(binding, parties=parties, rule="party.reference", is_resolved=True)
    found = _of_subject(binding, sentence, construction, memory)
    found = found if found.parties else _of_sentence(binding, sentence, construction)
    return found if found.parties else _of_sentence_before(found, sentence, construction, memory)


def _of_sentence_before(
    binding: Binding, sentence: ReadSentence, construction: Construction, memory: Memory
) -> Binding:
    """Take the pair of the sentence before: "X and Y plan a mission. An arrangement was signed in 2017"."""
    is_new = bool(construction.determiners & _FRESH) and construction.voice in ("passive", "noun")
    is_near = 0 < sentence.number - memory.pair_sentence <= 1
    item = sentence.tokens[construction.at].item
    is_finer = isinstance(item, InstrumentMention) and not item.is_generic and not item.only_signed
    if is_new and is_near and is_finer and memory.pairs and all(m.is_party for m in memory.pairs[-1]):
        return replace(binding, parties=memory.pairs[-1], rule="party.of-sentence-before", is_resolved=True)
    return binding


def _of_sentence(binding: Binding, sentence: ReadSentence, construction: Construction) -> Binding:
    """Take the two parties of a sentence that brings in an instrument without saying whose it is.

    "Under an agreement signed last week, NASDA will supply ESA with antenna time": exactly two, else none.
    """
    is_told = construction.verb >= 0 or construction.status in (Status.IN_FORCE, Status.SIGNED)
    if not is_told or construction.determiners & {"its", "their"}:
        return binding
    found: dict[str, NameMention] = {}
    for token in sentence.tokens:
        item = token.item.affiliation if isinstance(token.item, PersonMention) else token.item
        if isinstance(item, NameMention) and item.kind in (NameKind.AGENCY, NameKind.STATE, NameKind.ORGANISATION):
            found.setdefault(item.name.key, item)
    for group in sentence.groups:
        if group.is_possessive or group.preposition in ("in", "at", "from", "to", "near", "on"):
            for member in group.members:
                if member.kind is NameKind.STATE:
                    found.pop(member.name.key, None)
    if len(found) != 2:
        return binding
    return replace(binding, parties=tuple(found.values()), rule="party.of-sentence")


def _of_subject(binding: Binding, sentence: ReadSentence, construction: Construction, memory: Memory) -> Binding:
    """Take the two states that the text is about where a list item or a nominal phrase leaves the parties out."""
    item = sentence.tokens[construction.at].item
    is_finer = isinstance(item, InstrumentMention) and (not item.is_generic or item.phrase == "arrangement")
    is_elliptic = sentence.sentence.block.is_item or (
        construction.voice == "noun" and "the" not in construction.determiners
    )
    told = construction.verb >= 0 and construction.status in (Status.SIGNED, Status.PLANNED)
    if memory.subject and is_finer and is_elliptic and told:
        return replace(binding, parties=memory.subject, rule="party.of-text", is_resolved=True)
    return binding


def _named_here(sentence: ReadSentence, before: int, reference: str) -> tuple[NameMention, ...]:
    """Return the parties of the right kind named earlier in the same sentence."""
    kinds = {"agencies": (NameKind.AGENCY,), "states": (NameKind.STATE,)}.get(reference)
    found: dict[str, NameMention] = {}
    for token in sentence.tokens[:before]:
        item = token.item
        if isinstance(item, PersonMention):
            item = item.affiliation
        if isinstance(item, NameMention) and item.is_party and (kinds is None or item.kind in kinds):
            found.setdefault(item.name.key, item)
    return tuple(found.values())
