"""Whether two statements can speak of one agreement: by type, parties, dates and status."""

from __future__ import annotations

from spaceaccord.extraction.drafts import Draft
from spaceaccord.extraction.items import NameMention
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.extraction.signing_dates import SigningDate
from spaceaccord.extraction.statements import Statement
from spaceaccord.model.agreement import AgreementType, Status

_FAMILY = {AgreementType.STATEMENT_OF_INTENT: AgreementType.JOINT_STATEMENT}


def types_agree(draft: Draft, statement: Statement) -> bool:
    """Say whether the names of both instruments can be names of one."""
    left, right = draft.instrument, statement.instrument
    if not right.phrase:
        return True
    if AgreementType.ACCORDS in (left.type, right.type) and left.type is not right.type:
        return right.is_generic and not right.is_plural and not statement.binding.parties
    same = _FAMILY.get(left.type, left.type) is _FAMILY.get(right.type, right.type)
    return same or left.is_generic or right.is_generic


def dates_clash(draft: Draft, date: SigningDate | None) -> bool:
    """Say whether the dates told of both exclude each other."""
    known = draft.date
    if not known or not date:
        return False
    left, right = known.resolved.value, date.resolved.value
    if not (left.earliest and left.latest and right.earliest and right.latest):
        return False
    return left.latest < right.earliest or right.latest < left.earliest


def status_agrees(draft: Draft, statement: Statement) -> bool:
    """A plan for one more instrument is not the one that was signed."""
    differs = (statement.status is Status.PLANNED) is not (draft.status is Status.PLANNED)
    if draft.status is Status.PLANNED and differs and statement.status is not Status.MENTIONED:
        return statement.instrument.type is draft.instrument.type or draft.instrument.is_generic
    if statement.status is Status.PLANNED and statement.is_fresh and differs:
        return not draft.instrument.is_generic and draft.instrument.type is statement.instrument.type
    return True


def parties_agree(
    left: tuple[NameMention, ...], right: tuple[NameMention, ...], lexicon: Lexicon, *, strict: bool
) -> bool:
    """Say whether two lists can be the same parties: an organisation and the state it acts for count as one."""
    if strict:
        return {p.name.key for p in left} == {p.name.key for p in right}
    exact_left, exact_right = {p.name.key for p in left}, {p.name.key for p in right}
    common = exact_left & exact_right
    if exact_left <= exact_right or exact_right <= exact_left:
        return True
    if len(common) >= 2 and 2 * len(common) >= len(exact_left | exact_right):
        return True
    return {_rolled(p, lexicon) for p in left} == {_rolled(p, lexicon) for p in right}


def _rolled(party: NameMention, lexicon: Lexicon) -> str:
    """Return the state that a party is or acts for, itself where it acts for none."""
    authority = party.name.authority
    if authority:
        return authority.acts_for or authority.slug
    return lexicon.state_in(party.name.text) or party.name.key
