"""Which verb of agreeing governs an instrument, and in which voice."""

from __future__ import annotations

from spaceaccord.extraction.items import (
    DocumentMention,
    InstrumentMention,
    NameMention,
    PersonMention,
    ReferenceMention,
    Token,
    VerbMention,
)

_REACH_LEFT = 26


_REACH_RIGHT = 40


_NEAR_OBJECT = 12


# Verbs of a relative clause that make an instrument: "the memorandum that both agencies made in 2012".
_CONCLUDED = frozenset(
    ("made", "adopted", "reached", "agreed", "issued", "established", "struck", "exchanged", "renewed")
)


_BREAKS = frozenset(
    (";", ":", "which", "who", "whose", "because", "although", "while", "whereas", "but", "when", "where")
)


_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "got"))


def governing_verb(tokens: list[Token], at: int, head: int) -> tuple[int, str]:
    """Return the token of the verb that governs the instrument (-1 without one) and its voice."""
    for finder in (_passive_behind, _active_before, _relative_behind, _participle_opening):
        verb, voice = finder(tokens, at, head)
        if verb >= 0:
            return verb, voice
    return -1, "none"


def _active_before(tokens: list[Token], at: int, head: int) -> tuple[int, str]:
    """Find "signed a MoU" and "signing of the MoU": a verb to the left with nothing of a clause between."""
    for left in range(min(head, at) - 1, max(head - _REACH_LEFT, -1), -1):
        token = tokens[left]
        if isinstance(token.item, VerbMention):
            verb = token.item
            distance = head - left
            if verb.form == "past" and left and tokens[left - 1].low in ("a", "an", "the", "newly"):
                continue  # "exchanged a signed memorandum"
            if verb.form == "past" and _is_participle(tokens, left) and tokens[left + 1].low != "by":
                return -1, "none"
            if verb.cls == "reach" and (
                verb.form == "noun" or distance > _NEAR_OBJECT or not _is_plain_object(tokens, left, head)
            ):
                continue
            if verb.cls in ("prepare", "force") and distance > _NEAR_OBJECT:
                continue
            if verb.cls == "decline" and distance > _NEAR_OBJECT:
                continue
            if verb.cls == "join" and not _is_plain_object(tokens, left, head):
                continue
            return left, "noun" if verb.form == "noun" or _is_nominal(tokens, left) else "active"
        if isinstance(token.item, DocumentMention) or token.low in _BREAKS:
            return -1, "none"
        if isinstance(token.item, InstrumentMention) and not _coordinates(tokens, left, head):
            return -1, "none"
    return -1, "none"


def _is_nominal(tokens: list[Token], verb: int) -> bool:
    """Say whether an -ing form is a noun: "the signing of"."""
    return (
        verb + 1 < len(tokens)
        and tokens[verb + 1].low == "of"
        and verb > 0
        and tokens[verb - 1].low in ("the", "a", "'s")
    )


def _is_participle(tokens: list[Token], verb: int) -> bool:
    """Say whether a past form belongs to a noun before it: "the memorandum, signed in", "an agreement signed by"."""
    before = verb - 1 - (tokens[verb - 1].text == "," if verb else 0)
    if before >= 0 and tokens[before].text == ")":
        return before >= 3 and isinstance(tokens[before - 3].item, InstrumentMention)
    return before >= 0 and (isinstance(tokens[before].item, InstrumentMention) or tokens[verb - 1].low in _BE)


def _is_plain_object(tokens: list[Token], verb: int, head: int) -> bool:
    """Say whether only words of one noun phrase (and a date or a list of parties) lie between verb and object."""
    begin = verb + 1 + (tokens[verb + 1].low == "by" and tokens[verb - 1].low in _BE)  # "was formalised by a MoU"
    for number, token in enumerate(tokens[begin:head], begin):
        if isinstance(token.item, VerbMention) and tokens[number - 1].low in ("a", "an", "the", "newly"):
            continue
        if isinstance(token.item, (VerbMention, InstrumentMention)):
            return False
        if token.low in ("to", "that", "which", "who", "for", "in", "on", "under", "from", "by", "at", "as", "through"):
            return False
    return True


def _coordinates(tokens: list[Token], left: int, head: int) -> bool:
    """Say whether two instruments are joined: "signed a MoU and a letter of intent", "an MoU (memorandum …)"."""
    between = [token.low for token in tokens[left + 1 : head]]
    if {"and", ","} & set(between[-2:]) and not any(isinstance(t.item, VerbMention) for t in tokens[left + 1 : head]):
        return True
    return all(word in ("and", ",", "as", "well", "a", "an", "two", "the", "(", "three", "several") for word in between)


def _passive_behind(tokens: list[Token], at: int, head: int) -> tuple[int, str]:
    """Find "the MoU … was signed" and "the MoU signed by …" to the right."""
    had_be = False
    comma = False
    for right in range(at + 1, min(at + _REACH_RIGHT, len(tokens))):
        token = tokens[right]
        item = token.item
        if isinstance(item, VerbMention):
            if tokens[right - 1].low in ("which", "who") and right - at > 3:
                return -1, "none"
            if item.cls in ("sign", "reach") and item.form == "past" and item.cls == "sign":
                directly = right - at <= 3 or comma or _only_names(tokens, at + 1, right)
                if had_be or directly:
                    return (-1, "none") if _has_subject(tokens, at, right) else (right, "passive")
            is_told = item.cls == "reach" and item.form == "past" and token.low not in ("has", "have", "had")
            if is_told and (had_be or right - at <= 2):
                return right, "passive"
            if item.cls == "force":
                return right, "passive"
            if item.form == "noun" and right - at <= 2 and tokens[right].low in ("signature", "signing"):
                return right, "noun"
            if item.cls == "sign" and item.form in ("base", "gerund", "third"):
                if item.form == "gerund" and right - at <= 2:
                    return right, "noun"
                return -1, "none"
        if isinstance(item, InstrumentMention) and not _coordinates(tokens, at, right):
            return -1, "none"
        if token.low in _BREAKS and token.low not in ("which",):
            return -1, "none"
        had_be = had_be or token.low in _BE
        comma = token.text == "," or (
            comma and token.low in ("which", "was", "were", "that", "is", "first", "originally")
        )
    return -1, "none"


def _only_names(tokens: list[Token], first: int, last: int) -> bool:
    """Say whether only "between A and B", "on space" or a bracket stands between instrument and participle."""
    return not any(
        token.low in ("to", "will", "that", "would", "said", "after") or token.text in (".", ";")
        for token in tokens[first:last]
    )


def _has_subject(tokens: list[Token], at: int, verb: int) -> bool:
    """Say whether the verb has a subject of its own behind the instrument: "the MoU aims …, and ESA signed …"."""
    before = tokens[verb - 1]
    if isinstance(before.item, (PersonMention, ReferenceMention)):
        return True
    if not isinstance(before.item, NameMention):
        return before.low in ("who", "also", "recently", "and", "have", "has") and verb - at > 4
    return not any(token.low in ("between", "of", "with", "among", "by", "for") for token in tokens[at + 1 : verb])


def _participle_opening(tokens: list[Token], at: int, head: int) -> tuple[int, str]:
    """Find "Signed for A by X and for B by Y, the agreement …": a participle that opens the sentence."""
    first = tokens[0].item
    is_signed = isinstance(first, VerbMention) and first.cls == "sign" and first.form == "past"
    is_led = len(tokens) > 1 and tokens[1].low in ("for", "by", "in", "on", "at", "during")
    return (0, "passive") if is_signed and is_led and tokens[head - 1].text == "," and at > 3 else (-1, "none")


def _relative_behind(tokens: list[Token], at: int, head: int) -> tuple[int, str]:
    """Find "the MoU that A and B signed" to the right."""
    subject = is_clause = False
    for right in range(at + 1, min(at + _REACH_RIGHT, len(tokens))):
        item = tokens[right].item
        if isinstance(item, VerbMention) and item.cls == "sign" and item.form in ("past", "third"):
            return (right, "relative") if subject else (-1, "none")
        is_told = isinstance(item, VerbMention) and item.cls == "reach" and item.form == "past"
        if is_told and tokens[right].low in _CONCLUDED and is_clause:
            return right, "relative"
        if isinstance(item, InstrumentMention) and right > at + 3:
            return -1, "none"
        is_clause = is_clause or tokens[right].low in ("that", "which")
        subject = (
            subject
            or tokens[right].low in ("that", "which")
            or (right <= at + 3 and isinstance(item, (NameMention, ReferenceMention, PersonMention)))
        )
    return -1, "none"
