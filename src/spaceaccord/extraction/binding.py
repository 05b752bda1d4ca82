"""Who an instrument binds, read from the slots around it: subject, "with", "between", "by", a prefix, a reference."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spaceaccord.extraction.constructions import Construction
from spaceaccord.extraction.items import (
    InstrumentMention,
    NameMention,
    PersonMention,
)
from spaceaccord.extraction.memory import Memory
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.signers import unique
from spaceaccord.extraction.slots import Slots, united
from spaceaccord.model.agreement import AgreementType


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """The parties of one statement, in order, each once, and the rule that found them.

    `pairs` are who signed with whom, respectively. `counterparts` are the members of a "with" list behind a plural
    instrument: one agreement each.
    `is_resolved` says that a reference ("the two agencies") was resolved, `is_loose` that the parties are those of a
    cooperation that the instrument guides, not of the instrument outright.
    """

    parties: tuple[NameMention, ...] = ()
    counterparts: tuple[NameMention, ...] = ()
    pairs: tuple[tuple[NameMention, NameMention], ...] = ()
    signatories: tuple[PersonMention, ...] = ()
    rule: str = "party.none"
    is_resolved: bool = False
    is_loose: bool = False


def bind(sentence: ReadSentence, construction: Construction, memory: Memory) -> Binding:
    """Return whom the instrument of `construction` binds, as far as its sentence and the text before say."""
    return _Binder(sentence, construction, memory).binding()


class _Binder(Slots):
    """Reads the slots of one instrument by the voice of its verb."""

    def binding(self) -> Binding:
        between = self.between()
        if between and len(self.members(between)) >= 2:
            return self._made(self.members(between), "party.between", is_loose=self.is_loose(between))
        behalf = self.behalf()
        if behalf and self.c.voice != "none":
            return self._made(behalf, "party.on-behalf")
        labelled = self.label() if self.c.voice in ("none", "passive") else ()
        if labelled:
            return self._made(labelled, "party.item")
        if self.c.voice in ("active", "relative"):
            return self._active()
        if self.c.voice == "passive":
            return self._passive()
        if self.c.voice == "noun":
            return self._nominal()
        return self._bare()

    def _made(
        self,
        parties: tuple[NameMention, ...],
        rule: str,
        *,
        counterparts: tuple[NameMention, ...] = (),
        signatories: tuple[PersonMention, ...] = (),
        is_loose: bool = False,
    ) -> Binding:
        persons = signatories or self.signing_persons()
        spans = {(p.start, p.end) for p in persons}
        parties = tuple(p for p in parties if (p.start, p.end) not in spans)
        own = united((), tuple(p.affiliation for p in persons if p.affiliation))
        if len(own) >= 2 and not any(p.is_party for p in parties):
            parties = ()
        if len(parties) < 2 and len(own) >= 2:
            parties, rule = own, "party.of-signatories"
        if len(parties) < 2 and persons:
            parties = united(parties, tuple(p.affiliation for p in persons if p.affiliation))
            rule = "party.of-signatories" if parties else rule
        if len(parties) < 2:
            prefix = self.prefix()
            if len(united(parties, prefix)) >= 2:
                parties, rule = united(parties, prefix), "party.prefix"
        return Binding(
            parties=parties,
            counterparts=counterparts,
            signatories=persons,
            rule=rule,
            is_resolved=self.resolved,
            is_loose=is_loose,
        )

    def _active(self) -> Binding:
        subject = self.subject(self.c.verb)
        partners = self.partners(self.c.at) or self.partners(min(self.c.verb, self.c.at))
        opposite = self.opposite_persons(self.c.at)
        partners = partners or united((), tuple(p.affiliation for p in opposite if p.affiliation))
        signing = unique([*self.signing_persons(), *opposite]) if opposite else ()
        if signing and len(subject) < 2:
            subject = united(subject, tuple(p.affiliation for p in signing if p.affiliation))
        partners = partners or self._addressee()
        if not partners and len(subject) == 1:
            partners = self.partners_before(self.c.verb)
        each = any(t.low == "each" for t in self.tokens[self.c.at + 1 : self.c.at + 2])
        plural = self._is_plural() or each
        if plural and len(partners) >= 2 and len(subject) == 1 and not self._is_one_instrument():
            return self._made(subject, "party.each-with", counterparts=partners)
        if len(subject) == len(partners) >= 2 and any(t.low == "respectively" for t in self.tokens):
            made = self._made(united(subject, partners), "party.respectively")
            return replace(made, pairs=tuple(zip(subject, partners, strict=True)))
        by = self.agents(self.c.at)
        parties = united(subject, partners) if len(subject) < 2 or self.is_direct_with() else subject
        if not parties and by:
            return self._made(by, "party.by")
        rule = "party.subject-with" if partners and len(subject) < 2 else "party.subject"
        return self._made(parties, rule, signatories=signing)

    def _passive(self) -> Binding:
        by = self.agents(self.c.verb)
        partners = self.partners(self.c.at)
        if len(by) >= 2:
            return self._made(by, "party.by")
        subject = by or self.subject(self.c.head)
        parties = united(by, partners)
        if len(parties) < 2:
            parties = united(parties, self.prefix())
        if len(parties) < 2 and subject:
            parties = united(subject, parties)
        return self._made(parties, "party.by-with")

    def _nominal(self) -> Binding:
        by = self.agents(self.c.at)
        partners = self.partners(self.c.at)
        owner = self.owner(self.c.verb)
        parties = united(united(by, owner), partners) if not by or partners else by
        if not parties:
            parties = self.subject(min(self.c.verb, self.c.head))
        return self._made(parties, "party.signing-by")

    def _bare(self) -> Binding:
        prefix = self.prefix()
        partners = self.partners(self.c.at)
        if len(prefix) >= 2:
            return self._made(prefix, "party.prefix")
        if partners:
            owner = self.owner(self.c.head) or prefix or self.subject(self.c.head)
            return self._made(united(owner, partners), "party.with")
        return self._made(prefix, "party.prefix")

    def _addressee(self) -> tuple[NameMention, ...]:
        """Return to whom a letter goes: "sent a letter of intent to ISRO"."""
        item = self.tokens[self.c.at].item
        if isinstance(item, InstrumentMention) and item.type is AgreementType.LETTER_OF_INTENT:
            for group in self.groups:
                if group.preposition == "to" and 0 < group.first - self.c.at <= 4:
                    return group.members
        return ()

    def _is_plural(self) -> bool:
        item = self.tokens[self.c.at].item
        return isinstance(item, InstrumentMention) and item.is_plural

    def _is_one_instrument(self) -> bool:
        return bool({"a", "an", "trilateral", "joint"} & {t.low for t in self.tokens[self.c.head : self.c.at]})
