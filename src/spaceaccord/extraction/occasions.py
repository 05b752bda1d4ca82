"""Signings that a sentence tells without naming their instrument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spaceaccord.extraction.binding import bind
from spaceaccord.extraction.constructions import Construction
from spaceaccord.extraction.items import (
    DocumentMention,
    InstrumentMention,
    NameMention,
    PersonMention,
    ReferenceMention,
    Token,
    VerbMention,
)
from spaceaccord.extraction.listed_persons import looks_like_person
from spaceaccord.extraction.memory import Memory
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.slots import ENUMERATING
from spaceaccord.extraction.statements import Statement
from spaceaccord.model.agreement import AgreementType, Status
from spaceaccord.model.evidence import Modality


def enumerated(sentence: ReadSentence, plural: Statement) -> Iterator[Statement]:
    """Yield a statement for each "another with X", "the second, with Y", "and with Z" that goes on with `plural`."""
    tokens = sentence.tokens
    same = plural.sentence.number == sentence.number
    after = plural.at if same else -1
    own = plural.binding.parties
    for group in sentence.groups:
        if group.first <= after or group.preposition != "with" or not group.members:
            continue
        led = [t.low for t in tokens[max(after, group.first - 6, 0) : group.first]]
        if {m.name.key for m in group.members} & {p.name.key for p in own} or not _is_further(led, same=same):
            continue
        if any(
            isinstance(t.item, (VerbMention, InstrumentMention)) for t in tokens[max(0, group.first - 4) : group.first]
        ):
            continue
        at = group.first
        instrument = replace(plural.instrument, start=tokens[at].start, end=tokens[at].end, is_plural=False)
        construction = replace(plural.construction, at=at, head=at, determiners=frozenset(("another",)))
        yield replace(
            plural,
            sentence=sentence,
            at=at,
            instrument=instrument,
            construction=construction if same else replace(construction, verb=-1),
            binding=replace(plural.binding, parties=(*own[:1], *group.members), rule="party.enumerated"),
        )


def _is_further(led: list[str], *, same: bool) -> bool:
    """Say whether the words before "with X" open one more agreement."""
    if ENUMERATING & set(led[-4:]):
        return True
    before = led[: len(led) - 1 - led[::-1].index("with")] if "with" in led else []
    return same and bool(before) and before[-1] in (",", "and")


def occasions(sentence: ReadSentence, memory: Memory) -> Iterator[Statement]:
    """Yield a statement for a signing told without its instrument: "It was signed in …", "X signed for Y"."""
    tokens = sentence.tokens
    if any(isinstance(t.item, (InstrumentMention, DocumentMention)) for t in tokens):
        return
    for at, token in enumerate(tokens):
        item = token.item
        is_signing = isinstance(item, VerbMention) and item.cls == "sign" and item.form in ("past", "gerund", "noun")
        is_ceremony = token.low in ("ceremony", "ceremonies") and at <= 4
        if not (is_signing or is_ceremony) or _is_no_signing(tokens, at):
            continue
        opening = {t.low for t in tokens[: at + 1]}
        refers = any(isinstance(t.item, ReferenceMention) for t in tokens[:at])
        is_told = at <= 6 and (refers or bool(opening & {"it", "they", "the", "both", "all", "this", "two", "which"}))
        by_person = is_signing and (
            any(isinstance(t.item, PersonMention) for t in tokens[:at]) or _signs_for(tokens, at)
        )
        if not (is_told or by_person):
            return
        be = {t.low for t in tokens[max(0, at - 3) : at]} & {"was", "were", "been", "is"}
        voice = "passive" if be else "active" if isinstance(item, VerbMention) and item.form == "past" else "noun"
        instrument = InstrumentMention(
            start=token.start, end=token.end, type=AgreementType.COOPERATION_AGREEMENT, phrase="", is_generic=True
        )
        construction = Construction(
            at=at,
            head=at,
            determiners=frozenset(("the",)),
            verb=at,
            voice=voice,
            status=Status.SIGNED,
            modality=Modality.ASSERTED,
            mood_rule="mood.signing-told",
        )
        binding = bind(sentence, construction, memory)
        yield Statement(
            sentence=sentence,
            at=at,
            instrument=instrument,
            construction=construction,
            binding=replace(binding, parties=()),
            status=Status.SIGNED,
            modality=Modality.ASSERTED,
        )
        return


def _is_no_signing(tokens: list[Token], at: int) -> bool:
    """Say whether the signing did not take place: "no signing is planned", "it has not been signed"."""
    before = {t.low for t in tokens[max(0, at - 4) : at]}
    behind = {t.low for t in tokens[at + 1 : at + 4]}
    is_noun = {"is", "are"} & behind and {"planned", "expected", "scheduled", "due", "foreseen", "set"} & behind
    return bool(before & {"no", "not", "never", "n't", "without", "nor", "neither"}) or bool(is_noun)


def _signs_for(tokens: list[Token], at: int) -> bool:
    """Say whether a bare name signs for somebody: "Marta Lopez signed for Peru"."""
    item = tokens[at - 1].item if at else None
    is_person = isinstance(item, NameMention) and looks_like_person(item)
    return is_person and at + 1 < len(tokens) and tokens[at + 1].low in ("for", "on")
