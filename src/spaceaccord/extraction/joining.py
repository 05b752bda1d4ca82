"""Which statements speak of the same agreement, and which bring one in."""

from __future__ import annotations

from collections.abc import Iterable

from spaceaccord.extraction.drafts import Draft, Told
from spaceaccord.extraction.items import NameKind, VerbMention
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.extraction.reading_sentences import Reading
from spaceaccord.extraction.related_agreements import is_further, with_related_parties
from spaceaccord.extraction.relevance import Relevance
from spaceaccord.extraction.sameness import dates_clash, parties_agree, status_agrees, types_agree
from spaceaccord.extraction.signing_dates import SigningDate, find_signing_date
from spaceaccord.extraction.statements import Statement
from spaceaccord.extraction.told_together import is_initialling, is_rumour, is_vague_heading, told_together
from spaceaccord.model.agreement import AgreementType, Status

# Sentences after which an agreement that is no subject of ours is no longer what "the deal" means.
_FORGOTTEN_AFTER = 3
# Agreements further back than so many others are out of reach: no text of the genre has as many.
_MOST_DRAFTS = 60
_MOST_OPENED = 500


def draft_agreements(reading: Reading, statements: Iterable[Statement]) -> list[Draft]:
    """Return the agreements that `statements` tell of, in the order in which they are brought in.

    Captions and "About" blocks are heard last: they add to agreements and make none.
    """
    relevance = Relevance.of(reading)
    drafts: list[Draft] = []
    captions: list[Statement] = []
    denied: list[Statement] = []
    for statement in statements:
        if statement.sentence.sentence.block.is_background:
            captions.append(statement)
        elif statement.status is not None:
            _hear(reading, drafts, statement, relevance)
        elif statement.construction.mood_rule == "mood.denied":
            denied.append(statement)
    for statement in captions:
        date = find_signing_date(reading, statement)
        target = _target([d for d in drafts if d.is_accepted][:_MOST_DRAFTS], statement, date, reading.lexicon)
        if target and statement.status is not None:
            target.add(statement, date)
    kept = [d for d in drafts if d.is_accepted and not is_rumour(d, denied, reading.lexicon)]
    if not kept and not denied:
        for statement in captions:
            if statement.status is Status.SIGNED and statement.construction.verb >= 0:
                _hear(reading, drafts, statement, relevance)
        kept = [draft for draft in drafts if draft.is_accepted]
    return [draft for draft in kept if not is_vague_heading(draft, kept)]


def _hear(reading: Reading, drafts: list[Draft], statement: Statement, relevance: Relevance) -> None:
    """Join a statement to the draft it speaks of, or open one; what is not accepted still draws "the deal" to it."""
    date = find_signing_date(reading, statement)
    statement = with_related_parties(drafts, statement, date)
    accepted = _is_acceptable(statement, date) and relevance.is_space(statement)
    target = _target(_within_reach(drafts, statement, relevance), statement, date, reading.lexicon)
    is_order = target is not None and target.instrument.type is AgreementType.CONTRACT
    if target and accepted and not target.is_accepted and (target.main.binding.parties or is_order):
        target = None
    if target:
        if target.status is Status.PLANNED and is_initialling(statement):
            return
        for told in told_together(drafts, target, statement):
            told.add(statement, date)
        target.is_accepted = target.is_accepted or accepted
        return
    is_telling = bool(statement.instrument.phrase) and (
        statement.is_fresh or statement.construction.verb >= 0 or bool(statement.binding.parties)
    )
    if len(drafts) < _MOST_OPENED and (accepted or (is_telling and not statement.sentence.sentence.block.is_heading)):
        drafts.append(
            Draft(
                main=statement,
                last=statement,
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
    for draft in drafts[-_MOST_DRAFTS:]:
        last = draft.last
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
    if statement.binding.rule == "party.enumerated":
        return statement.status is not None
    verb = statement.construction.verb
    item = statement.sentence.tokens[verb].item if verb >= 0 else None
    if isinstance(item, VerbMention):
        if instrument.only_signed and item.cls == "force":
            return date is not None
        if instrument.only_signed and statement.sentence.tokens[verb].low in ("has", "have", "had"):
            return False
        is_related = statement.binding.rule in ("party.of-related", "party.of-older")
        return is_related or not (statement.binding.is_resolved and statement.is_anaphoric and instrument.is_generic)
    if instrument.only_signed and statement.status is not Status.SIGNED:
        return False
    if date is not None:
        return True
    if statement.status is Status.IN_FORCE:
        return not instrument.is_generic or statement.binding.rule in ("party.between", "party.prefix", "party.with")
    if statement.status is Status.SIGNED and statement.is_fresh:
        return True
    return not instrument.is_generic and statement.binding.rule in ("party.between", "party.prefix", "party.item")


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
    for draft in sorted(drafts, key=lambda d: -d.last.start):
        is_old = draft.main.binding.rule == "party.of-older" and not own
        if (
            is_old
            or not types_agree(draft, statement)
            or dates_clash(draft, date)
            or statement.binding.rule == "party.of-older"
        ):
            continue
        if own:
            is_strict = statement.is_distinct or is_further(statement)
            if parties_agree(draft.parties, own, lexicon, strict=is_strict) and status_agrees(draft, statement):
                return draft
            continue
        if statement.is_anaphoric or _is_caption(statement) or _names_more_finely(draft, statement):
            return draft
    return _signed_by_officials(drafts, statement)


def _signed_by_officials(drafts: list[Draft], statement: Statement) -> Draft | None:
    """Return the draft told just before where "the LoI" was signed by persons whose bodies are no parties of it."""
    is_it = statement.is_anaphoric and statement.binding.rule == "party.of-signatories"
    told = [d for d in drafts if d.is_accepted and d.parties and d.status is Status.SIGNED]
    if not (is_it and told) or statement.instrument.is_plural:
        return None
    last = max(told, key=lambda d: d.told[-1].statement.start)
    is_near = statement.sentence.number - last.told[-1].statement.sentence.number <= _FORGOTTEN_AFTER
    return last if is_near and types_agree(last, statement) else None


def _names_more_finely(draft: Draft, statement: Statement) -> bool:
    """Say whether it is what a vaguer noun of its sentence was done by: "renewed the pact with a new MoU"."""
    last = draft.last
    tokens = statement.sentence.tokens
    led = {t.low for t in tokens[max(0, statement.construction.head - 3) : statement.at]}
    is_same = last.sentence.number == statement.sentence.number and draft.instrument.is_generic
    return is_same and not statement.instrument.is_generic and bool(led & {"with", "through", "via", "by", "under"})


def _is_caption(statement: Statement) -> bool:
    block = statement.sentence.sentence.block
    return block.is_background or (block.is_heading and not statement.is_fresh)


def _same_accords(drafts: list[Draft], statement: Statement) -> Draft | None:
    accords = [d for d in drafts[-_MOST_DRAFTS:] if d.instrument.type is AgreementType.ACCORDS]
    own = {party.name.key for party in statement.binding.parties}
    if not own:
        return accords[-1] if len(accords) == 1 else None
    for draft in accords:
        keys = {party.name.key for party in draft.parties}
        if own <= keys or keys <= own:
            return draft
    return None
