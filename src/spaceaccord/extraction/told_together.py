"""What one statement tells of several agreements, and what it does not tell: rumours, vague headings, initials."""

from __future__ import annotations

from spaceaccord.extraction.drafts import Draft
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.extraction.sameness import parties_agree, types_agree
from spaceaccord.extraction.statements import Statement

# Sentences within which a denial still speaks of the signing told before it.
_FORGOTTEN_AFTER = 3


def told_together(drafts: list[Draft], target: Draft, statement: Statement) -> list[Draft]:
    """Return the agreements that a statement speaks of: several where one sentence brought in one with each partner.

    "Both documents were signed in Rome" is told of each; "X signed for B" of the one with B.
    """
    born = [d for d in drafts if d.main.start == target.main.start and d.is_accepted]
    born = born or [target]
    number = target.main.sentence.number
    together = [d for d in drafts if d.is_accepted and d.main.sentence.number == number and _is_enumerated(d)]
    if _is_enumerated(target):
        born = together
    if len(born) < 2 or (statement.instrument.phrase and not statement.instrument.is_plural):
        return [target]
    sides = {p.affiliation.name.key for p in statement.binding.signatories if p.affiliation}
    fitting = [d for d in born if sides & {p.name.key for p in d.parties}]
    return fitting or born


def _is_enumerated(draft: Draft) -> bool:
    return draft.main.binding.rule in ("party.each-with", "party.enumerated", "party.respectively")


def is_initialling(statement: Statement) -> bool:
    """Say whether a text was only initialled: what is still to be signed is not signed by that."""
    verb = statement.construction.verb
    return verb >= 0 and statement.sentence.tokens[verb].low.startswith("initial")


def is_rumour(draft: Draft, denied: list[Statement], lexicon: Lexicon) -> bool:
    """Say whether the signing that a draft tells of is one that somebody denies: same parties, no date in full."""
    return any(
        parties_agree(draft.parties, statement.binding.parties, lexicon, strict=False)
        and types_agree(draft, statement)
        and statement.sentence.number <= draft.main.sentence.number + _FORGOTTEN_AFTER
        for statement in denied
        if statement.binding.parties
    )


def is_vague_heading(draft: Draft, drafts: list[Draft]) -> bool:
    """Say whether a heading's "MoU with French firm" is the agreement that the text names with its parties."""
    if len(draft.told) > 1 or not (draft.main.sentence.sentence.block.is_heading or draft.main.sentence.number == 0):
        return False
    if all(p.name.authority or p.name.text.split()[-1][:1].isupper() for p in draft.parties):
        return False
    return any(other is not draft and types_agree(other, draft.main) for other in drafts)
