"""Agreements that a text names beside its news: what a new one builds on, renews or replaces, and one more."""

from __future__ import annotations

from dataclasses import replace

from spaceaccord.extraction.drafts import Draft
from spaceaccord.extraction.entries import EntryKind
from spaceaccord.extraction.signing_dates import SigningDate
from spaceaccord.extraction.statements import Statement

# A phrase such as "builds on" stands this near before the older instrument, in characters.
_NEAREST_RELATION = 60
# The agreements told last among which the news is looked for.
_MOST_DRAFTS = 64


def with_related_parties(drafts: list[Draft], statement: Statement, date: SigningDate | None) -> Statement:
    """Give an older instrument, named by its year alone, the parties of the agreement that builds on it.

    "The new memorandum builds on an agreement of 2012": the same parties, unless the text says otherwise.
    """
    is_one_more = statement.is_distinct and statement.construction.verb >= 0
    is_older = date is not None and _is_older(statement)
    if not (date or is_one_more) or not statement.instrument.phrase:
        return statement
    before = [
        hit
        for hit in statement.sentence.hits
        if hit.entry.kind is EntryKind.RELATION and 0 <= statement.start - hit.end <= _NEAREST_RELATION
    ]
    number = statement.sentence.number
    told = [d for d in drafts[-_MOST_DRAFTS:] if d.is_accepted and number - d.last.sentence.number <= 1 and d.parties]
    if not (before or is_one_more or is_older) or not told or statement.status is None:
        return statement
    own = {p.name.key for p in statement.binding.parties}
    is_older = is_older or (bool(before) and date is not None and statement.binding.is_resolved)
    if own and not (is_older and own == {p.name.key for p in told[-1].parties}):
        return statement
    source = told[-1].parties_from.binding
    rule = "party.of-older" if is_older else "party.of-related"
    kind = told[-1].instrument if is_older and statement.instrument.is_generic else None
    instrument = statement.instrument
    if kind:
        instrument = replace(instrument, type=kind.type, is_generic=False, only_signed=False)
    return replace(
        statement,
        instrument=instrument,
        binding=replace(source, rule=rule, is_resolved=True, signatories=(), counterparts=()),
    )


_OLDER = frozenset(("original", "earlier", "previous", "initial", "old", "prior", "former", "first"))


def _is_older(statement: Statement) -> bool:
    """Say whether it is the text before a renewal: "the original arrangement", "was first signed in"."""
    tokens, at = statement.sentence.tokens, statement.at
    led = {t.low for t in tokens[max(0, statement.construction.head) : at]}
    verb = statement.construction.verb
    is_first = verb > at and tokens[verb - 1].low in ("first", "originally", "initially")
    return bool(led & _OLDER) or is_first


def is_further(statement: Statement) -> bool:
    """Say whether the verb brings in one more agreement: "also signed a MoU", "followed up with a MoU"."""
    verb = statement.construction.verb
    if verb < 0 or not statement.is_fresh:
        return False
    led = {t.low for t in statement.sentence.tokens[max(0, verb - 3) : verb]}
    return statement.sentence.tokens[verb].low.startswith("followed") or bool(led & {"also", "separately"})
