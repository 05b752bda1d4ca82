"""In which mood a verb of agreeing stands: done, planned, possible or denied; and what status that gives."""

from __future__ import annotations

from itertools import pairwise

from spaceaccord.extraction.entries import EntryKind
from spaceaccord.extraction.items import (
    InstrumentMention,
    Token,
    VerbMention,
)
from spaceaccord.extraction.lexicon import Hit
from spaceaccord.model.agreement import Status
from spaceaccord.model.evidence import Modality

# How far left of its verb a mood word counts, in characters.
_MOOD_REACH = 60
# How far left of its verb a word of denial counts, in tokens.
_RUMOUR_REACH = 16
# How far behind an instrument a clause about it may begin, in tokens.
_CLAUSE_REACH = 20
# "opened the week with a memorandum", "by a letter of intent, A and B …": the deed itself.
_MEANS = frozenset(("with", "by", "through", "via"))
_UNDONE = frozenset(
    ("will", "would", "could", "may", "might", "should", "plan", "plans", "hope", "hopes", "not", "if", "to", "begin",
     "start", "want", "wants", "expected", "negotiating", "talks", "working", "considering")
)  # fmt: skip


def mood_of(
    tokens: list[Token],
    at: int,
    head: int,
    verb: int,
    voice: str,
    hits: tuple[Hit, ...],
    suppositions: frozenset[str],
    denied: frozenset[str] = frozenset(),
) -> tuple[Status | None, Modality, str]:
    """Return the status and modality that the verb and the words before it give, and the rule."""
    if voice == "noun" and _is_called_off(tokens, at):
        return None, Modality.NEGATED, "mood.called-off"
    if {"no", "any", "possible", "potential"} & {tokens[n].low for n in range(head, at)}:
        return None, Modality.NEGATED, "mood.no-instrument"
    item = tokens[verb].item if verb >= 0 else None
    if not isinstance(item, VerbMention):
        return _bare_status(tokens, at, head)
    if _is_denied(tokens, verb, denied):
        return None, Modality.NEGATED, "mood.denied"
    cues = _moods_before(tokens, verb, hits, item)
    if "negated" in cues or item.cls == "decline":
        return None, Modality.NEGATED, "mood.negated"
    if item.cls == "prepare":
        return (
            (None, Modality.POSSIBLE, "mood.possible")
            if "possible" in cues
            else (Status.PLANNED, Modality.PLANNED, "mood.prepared")
        )
    if item.cls == "force":
        status = Status.PLANNED if "planned" in cues else Status.IN_FORCE
        return status, Modality.ASSERTED, "mood.in-force"
    if item.form == "gerund" and item.cls == "sign" and tokens[verb - 1].low in ("are", "is", "were", "was"):
        return Status.PLANNED, Modality.PLANNED, "mood.being-signed"
    led = {token.low for token in tokens[max(0, verb - 8) : verb]}
    if item.form in ("third", "base") and led & {"after", "once", "when", "until", "before", "if"}:
        return None, Modality.POSSIBLE, "mood.subordinate"
    if "possible" in cues:
        is_reported_plan = _has_word(tokens, verb, "would") and not suppositions & {token.low for token in tokens}
        return (
            (Status.PLANNED, Modality.PLANNED, "mood.would")
            if is_reported_plan
            else (None, Modality.POSSIBLE, "mood.possible")
        )
    if "planned" in cues or (item.form == "noun" and _ahead(tokens, verb)):
        return Status.PLANNED, Modality.PLANNED, "mood.planned"
    if item.form == "base" and item.cls in ("sign", "reach", "join") and verb > 0 and tokens[verb - 1].low == "to":
        ordinal = any(
            token.low in ("country", "nation", "state", "signatory", "first")
            for token in tokens[max(0, verb - 5) : verb]
        )
        return (
            (Status.SIGNED, Modality.ASSERTED, "mood.nth-to-sign")
            if ordinal
            else (Status.PLANNED, Modality.PLANNED, "mood.infinitive")
        )
    return Status.SIGNED, Modality.ASSERTED, f"mood.{item.cls}-{item.form}"


def _is_called_off(tokens: list[Token], at: int) -> bool:
    """Say whether a signing did not come about: "the signing of the agreement was postponed"."""
    behind = [t.item for t in tokens[at + 1 : at + 18]]
    return any(isinstance(item, VerbMention) and item.cls == "decline" and item.form == "past" for item in behind)


def _is_denied(tokens: list[Token], verb: int, denied: frozenset[str]) -> bool:
    """Say whether the clause is a rumour or what somebody denies: "dismissed reports that it had signed"."""
    led = [t.low for t in tokens[max(0, verb - _RUMOUR_REACH) : verb]]
    for number, low in enumerate(led):
        if low in denied:
            rest = led[number + 1 :]
            return "that" in rest or "of" in rest or "having" in rest or low.endswith("edly") or len(rest) <= 3
    return False


def _is_said_to_hold(tokens: list[Token], at: int) -> bool:
    """Say whether a relative clause behind the instrument keeps it alive: "the memorandum ..., which remains ..."."""
    behind = tokens[at + 1 : at + _CLAUSE_REACH]
    return any(
        left.low in ("which", "that") and isinstance(right.item, VerbMention) and right.item.cls == "force"
        for left, right in pairwise(behind)
    )


def _bare_status(tokens: list[Token], at: int, head: int) -> tuple[Status | None, Modality, str]:
    """Return the status of an instrument without a verb of agreeing: what it is under is in force."""
    before = " ".join(token.low for token in tokens[max(0, head - 3) : head])
    if any(token.low == "under" for token in tokens[max(0, head - 5) : head]) or before.endswith(
        ("under", "under the", "through", "pursuant to", "under an", "as part of", "in accordance with")
    ):
        return Status.IN_FORCE, Modality.ASSERTED, "mood.under"
    if _is_said_to_hold(tokens, at):
        return Status.IN_FORCE, Modality.ASSERTED, "mood.in-force"
    item = tokens[at].item
    is_fine = isinstance(item, InstrumentMention) and not item.is_generic
    led = tuple(token.low for token in tokens[max(0, head - 1) : head + 1])
    is_first = not any(isinstance(t.item, InstrumentMention) for t in tokens[:head])
    if is_fine and is_first and led[-2:-1] and led[0] in _MEANS and led[1] in ("a", "an"):
        clause = {token.low for token in tokens[:at]}
        if clause & _UNDONE:
            return Status.MENTIONED, Modality.ASSERTED, "mood.mentioned"
        return Status.SIGNED, Modality.ASSERTED, "mood.by-means-of"
    return Status.MENTIONED, Modality.ASSERTED, "mood.mentioned"


def _moods_before(tokens: list[Token], verb: int, hits: tuple[Hit, ...], item: VerbMention) -> set[str]:
    """Return the moods of the words left of the verb in its clause."""
    clause = tokens[verb].start
    for left in range(verb - 1, max(verb - 16, -1), -1):
        low = tokens[left].low
        between = isinstance(tokens[left].item, VerbMention) and tokens[left].item.cls == "sign"  # type: ignore[union-attr]
        if between or low in (";", ":", ".", '"', "that", "which", "who", "after", "since", "when", "while", "—"):
            break
        if low in ("has", "have", "had") and verb - left <= 3 and item.form == "past":
            clause = (
                tokens[left].start - 12
                if left > 0
                and tokens[left - 1].low in ("not", "never", "n't", "may", "might", "would", "will", "could", "should")
                else tokens[left].start
            )
            break
        clause = tokens[left].start
    near = max(clause, tokens[verb].start - _MOOD_REACH)
    found = {
        hit.entry.value
        for hit in hits
        if hit.entry.kind is EntryKind.MOOD and near <= hit.start and hit.end <= tokens[verb].start
    }
    if item.form == "past" and item.cls in ("sign", "reach", "join"):
        directly = {token.low for token in tokens[max(0, verb - 4) : verb]}
        if not directly & {
            "be",
            "will",
            "would",
            "have",
            "could",
            "may",
            "might",
            "should",
            "not",
            "never",
            "n't",
            "no",
            "neither",
            "nor",
            "without",
            "yet",
        }:
            found &= {"negated"} if directly & {"not", "never", "n't"} else set()
    return found


def _has_word(tokens: list[Token], verb: int, word: str) -> bool:
    return any(token.low == word for token in tokens[max(0, verb - 8) : verb])


def _ahead(tokens: list[Token], verb: int) -> bool:
    before = [token.low for token in tokens[max(0, verb - 5) : verb]]
    return any(
        word
        in ("ahead", "before", "toward", "towards", "upcoming", "forthcoming", "pending", "until", "await", "awaiting")
        for word in before
    )
