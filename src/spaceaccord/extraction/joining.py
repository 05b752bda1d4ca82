"""Which statements speak of the same agreement, and which bring one in."""

from __future__ import annotations

from collections.abc import Iterable

from spaceaccord.extraction.drafts import Draft, Told
from spaceaccord.extraction.items import NameKind, NameMention, VerbMention
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.extraction.reading_sentences import Reading
from spaceaccord.extraction.relevance import Relevance
from spaceaccord.extraction.signing_dates import SigningDate, find_signing_date
from spaceaccord.extraction.statements import Statement
from spaceaccord.model.agreement import AgreementType, Status

_FAMILY = {AgreementType.STATEMENT_OF_INTENT: AgreementType.JOINT_STATEMENT}


# Sentences after which an agreement that is no subject of ours is no longer what "the deal" means.
_FORGOTTEN_AFTER = 3


def draft_agreements(reading: Reading, statements: Iterable[Statement]) -> list[Draft]:
    """Return the agreements that `statements` tell of, in the order in which they are brought in.

    Captions and "About" blocks are heard last: they add to agreements and make none.
    """
    relevance = Relevance.of(reading)
    drafts: list[Draft] = []
    captions: list[Statement] = []
    for statement in statements:
        if statement.sentence.sentence.block.is_background:
            captions.append(statement)
        elif statement.status is not None:
            _hear(reading, drafts, statement, relevance)
    for statement in captions:
        date = find_signing_date(reading, statement)
        target = _target([d for d in drafts if d.is_accepted], statement, date, reading.lexicon)
        if target and statement.status is not None:
            target.add(statement, date)
    return [draft for draft in drafts if draft.is_accepted]


def _hear(reading: Reading, drafts: list[Draft], statement: Statement, relevance: Relevance) -> None:
    """Join a statement to the draft it speaks of, or open one; what is not accepted still draws "the deal" to it."""
    date = find_signing_date(reading, statement)
    accepted = _is_acceptable(statement, date) and relevance.is_space(statement)
    target = _target(_within_reach(drafts, statement, relevance), statement, date, reading.lexicon)
    is_order = target is not None and target.instrument.type is AgreementType.CONTRACT
    if target and accepted and not target.is_accepted and (target.main.binding.parties or is_order):
        target = None
    if target:
        target.add(statement, date)
        target.is_accepted = target.is_accepted or accepted
        return
    is_telling = bool(statement.instrument.phrase) and (
        statement.is_fresh or statement.construction.verb >= 0 or bool(statement.binding.parties)
    )
    if accepted or (is_telling and not statement.sentence.sentence.block.is_heading):
        drafts.append(
            Draft(
                main=statement,
                told=[Told(statement=statement, date=date)],
                type_from=statement,
                parties_from=statement,
                status_from=statement,
                is_accepted=accepted,
            )
        )


def _within_reach(drafts: list[Draft], statement: Statement, relevance: Relevance) -> list[Draft]:
    """Return the drafts that a statement can speak of: in a text on many fields, "the deal" does not reach far back."""
    number = statement.sentence.number
    far = relevance.is_space_text or not statement.instrument.is_generic or bool(statement.binding.parties)
    is_foreign = not statement.is_pointing and relevance.is_of_another_field(statement)
    reached = []
    for draft in drafts:
        last = draft.told[-1].statement
        near = number - last.sentence.number <= _FORGOTTEN_AFTER
        if not draft.parties and not draft.is_accepted:
            near = last.sentence.sentence.block == statement.sentence.sentence.block
        fits = near or (far and draft.is_accepted)
        if last.start != statement.start and fits and not (is_foreign and draft.is_accepted):
            reached.append(draft)
    return reached


def _is_acceptable(statement: Statement, date: SigningDate | None) -> bool:
    """Say whether a statement brings in an agreement: a verb of agreeing or a year, and enough parties."""
    instrument = statement.instrument
    parties = statement.binding.parties
    if not instrument.phrase:
        return False
    if instrument.type is AgreementType.ACCORDS:
        return bool(parties)
    if len(parties) < 2 or not any(p.is_party for p in parties):
        return False
    if _is_business(statement):
        return False
    if statement.binding.rule == "party.of-instrument":
        return not instrument.is_generic
    verb = statement.construction.verb
    item = statement.sentence.tokens[verb].item if verb >= 0 else None
    if isinstance(item, VerbMention):
        if instrument.only_signed and item.cls == "force":
            return date is not None
        return not (statement.binding.is_resolved and statement.is_anaphoric and instrument.is_generic)
    if instrument.only_signed:
        return False
    if date is not None:
        return True
    if statement.status is Status.IN_FORCE:
        return not instrument.is_generic or statement.binding.rule in ("party.between", "party.prefix", "party.with")
    return not instrument.is_generic and statement.binding.rule in ("party.between", "party.prefix")


def _is_business(statement: Statement) -> bool:
    """Say whether it is a contract with or between companies: an order, not an agreement of cooperation."""
    kinds = [party.kind for party in statement.binding.parties]
    if statement.instrument.type is AgreementType.CONTRACT:
        return True
    return all(kind in (NameKind.COMPANY, NameKind.UNKNOWN) for kind in kinds)


def _target(drafts: list[Draft], statement: Statement, date: SigningDate | None, lexicon: Lexicon) -> Draft | None:
    """Return the draft that `statement` speaks of, the one told last first."""
    own = statement.binding.parties
    if statement.instrument.type is AgreementType.ACCORDS:
        return _same_accords(drafts, statement)
    if statement.instrument.is_plural and not own:
        return None
    for draft in sorted(drafts, key=lambda d: -d.told[-1].statement.start):
        if not _types_agree(draft, statement) or _dates_clash(draft, date):
            continue
        if own:
            if _parties_agree(draft.parties, own, lexicon, strict=statement.is_distinct) and _status_agrees(
                draft, statement
            ):
                return draft
            continue
        if statement.is_anaphoric or _is_caption(statement):
            return draft
    return None


def _is_caption(statement: Statement) -> bool:
    block = statement.sentence.sentence.block
    return block.is_background or (block.is_heading and not statement.is_fresh)


def _same_accords(drafts: list[Draft], statement: Statement) -> Draft | None:
    accords = [d for d in drafts if d.instrument.type is AgreementType.ACCORDS]
    own = {party.name.key for party in statement.binding.parties}
    if not own:
        return accords[-1] if len(accords) == 1 else None
    for draft in accords:
        keys = {party.name.key for party in draft.parties}
        if own <= keys or keys <= own:
            return draft
    return None


def _types_agree(draft: Draft, statement: Statement) -> bool:
    left, right = draft.instrument, statement.instrument
    if not right.phrase:
        return True
    if AgreementType.ACCORDS in (left.type, right.type) and left.type is not right.type:
        return right.is_generic and not right.is_plural and not statement.binding.parties
    same = _FAMILY.get(left.type, left.type) is _FAMILY.get(right.type, right.type)
    return same or left.is_generic or right.is_generic


def _dates_clash(draft: Draft, date: SigningDate | None) -> bool:
    known = draft.date
    if not known or not date:
        return False
    left, right = known.resolved.value, date.resolved.value
    if not (left.earliest and left.latest and right.earliest and right.latest):
        return False
    return left.latest < right.earliest or right.latest < left.earliest


def _status_agrees(draft: Draft, statement: Statement) -> bool:
    """A plan for one more instrument is not the one that was signed."""
    differs = (statement.status is Status.PLANNED) is not (draft.status is Status.PLANNED)
    if draft.status is Status.PLANNED and differs and statement.status is not Status.MENTIONED:
        return statement.instrument.type is draft.instrument.type or draft.instrument.is_generic
    if statement.status is Status.PLANNED and statement.is_fresh and differs:
        return not draft.instrument.is_generic and draft.instrument.type is statement.instrument.type
    return True


def _parties_agree(
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
