"""Who an instrument binds, read from the slots around it: subject, "with", "between", "by", a prefix, a reference."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spaceaccord.extraction.constructions import Construction
from spaceaccord.extraction.groups import Group, persons_between
from spaceaccord.extraction.items import (
    InstrumentMention,
    NameKind,
    NameMention,
    PersonMention,
    VerbMention,
)
from spaceaccord.extraction.memory import Memory
from spaceaccord.extraction.persons import looks_like_person
from spaceaccord.extraction.reading_sentences import ReadSentence

_LONGEST_GAP = 34
_LONGEST_WITH_GAP = 45
# A list behind one of these says where or for whom, not who.
_NO_SUBJECT = frozenset(
    ("in", "at", "for", "to", "on", "during", "under", "into", "via", "through", "near", "inside", "within", "against",
     "including", "like", "over", "about", "aboard", "of", "from", "with", "by", "across", "outside", "toward", "towards")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """The parties of one statement, in order, each once, and the rule that found them.

    `counterparts` are the members of a "with" list behind a plural instrument: one agreement each.
    `is_resolved` says that a reference ("the two agencies") was resolved, `is_loose` that the parties are those of a
    cooperation that the instrument guides, not of the instrument outright.
    """

    parties: tuple[NameMention, ...] = ()
    counterparts: tuple[NameMention, ...] = ()
    signatories: tuple[PersonMention, ...] = ()
    rule: str = "party.none"
    is_resolved: bool = False
    is_loose: bool = False


def bind(sentence: ReadSentence, construction: Construction, memory: Memory) -> Binding:
    """Return whom the instrument of `construction` binds, as far as its sentence and the text before say."""
    slots = _Slots(sentence, construction, memory)
    return slots.binding()


class _Slots:
    """The slots of one instrument in one sentence."""

    def __init__(self, sentence: ReadSentence, construction: Construction, memory: Memory) -> None:
        self.tokens = sentence.tokens
        self.groups = sentence.groups
        self.c = construction
        self.memory = memory
        self.resolved = False

    def binding(self) -> Binding:
        between = self._between()
        if between and len(self._members(between)) >= 2:
            return self._made(self._members(between), "party.between", is_loose=self._is_loose(between))
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
        persons = signatories or self._signing_persons()
        own = _united((), tuple(p.affiliation for p in persons if p.affiliation))
        if len(parties) < 2 and len(own) >= 2:
            parties, rule = own, "party.of-signatories"
        if len(parties) < 2 and persons:
            parties = _united(parties, tuple(p.affiliation for p in persons if p.affiliation))
            rule = "party.of-signatories" if parties else rule
        if len(parties) < 2:
            prefix = self._prefix()
            if len(_united(parties, prefix)) >= 2:
                parties, rule = _united(parties, prefix), "party.prefix"
        return Binding(
            parties=parties,
            counterparts=counterparts,
            signatories=persons,
            rule=rule,
            is_resolved=self.resolved,
            is_loose=is_loose,
        )

    def _members(self, group: Group) -> tuple[NameMention, ...]:
        if group.reference:
            self.resolved = True
            return self.memory.resolve(group.reference)
        return group.members

    # -- the slots ----------------------------------------------------------------------------------------------------

    def _active(self) -> Binding:
        subject = self._subject(self.c.verb)
        partners = self._with(self.c.at) or self._with(min(self.c.verb, self.c.at))
        opposite = self._persons_behind_with(self.c.at)
        partners = partners or _united((), tuple(p.affiliation for p in opposite if p.affiliation))
        signing = _unique([*self._signing_persons(), *opposite]) if opposite else ()
        if signing and len(subject) < 2:
            subject = _united(subject, tuple(p.affiliation for p in signing if p.affiliation))
        plural = self._is_plural()
        if plural and len(partners) >= 2 and len(subject) == 1 and not self._is_one_instrument():
            return self._made(subject, "party.each-with", counterparts=partners)
        by = self._by(self.c.at)
        parties = _united(subject, partners) if len(subject) < 2 or self._is_direct_with() else subject
        if not parties and by:
            return self._made(by, "party.by")
        rule = "party.subject-with" if partners and len(subject) < 2 else "party.subject"
        return self._made(parties, rule, signatories=signing)

    def _passive(self) -> Binding:
        by = self._by(self.c.verb)
        partners = self._with(self.c.at)
        if len(by) >= 2:
            return self._made(by, "party.by")
        subject = self._subject(self.c.head) if not by else by
        parties = _united(by, partners)
        if len(parties) < 2:
            parties = _united(parties, self._prefix())
        if len(parties) < 2 and subject:
            parties = _united(subject, parties)
        return self._made(parties, "party.by-with")

    def _nominal(self) -> Binding:
        by = self._by(self.c.at)
        partners = self._with(self.c.at)
        owner = self._owner(self.c.verb)
        parties = _united(_united(by, owner), partners) if not by or partners else by
        if not parties:
            parties = self._subject(min(self.c.verb, self.c.head))
        return self._made(parties, "party.signing-by")

    def _bare(self) -> Binding:
        prefix = self._prefix()
        partners = self._with(self.c.at)
        if len(prefix) >= 2:
            return self._made(prefix, "party.prefix")
        if partners:
            owner = self._owner(self.c.head) or prefix or self._subject(self.c.head)
            return self._made(_united(owner, partners), "party.with")
        return self._made(prefix, "party.prefix")

    def _between(self) -> Group | None:
        """Return the list behind "between" that belongs to the instrument: behind it, or in the noun phrase before."""
        for group in self.groups:
            near = self.c.at < group.first <= self.c.at + _LONGEST_GAP
            if group.preposition in ("between", "among", "amongst", "amid") and near:
                return None if self._has_other_instrument(group.first) else group
        return None

    def _has_other_instrument(self, before: int) -> bool:
        """Say whether another instrument stands between this one and token `before`, a renaming in brackets apart."""
        return any(
            isinstance(self.tokens[n].item, InstrumentMention) and self.tokens[n - 1].text not in ("(", '"')
            for n in range(self.c.at + 1, before)
        )

    def _is_loose(self, group: Group) -> bool:
        """Say whether "between" belongs to the cooperation that the instrument guides: "guiding cooperation between"."""
        words = [t.low for t in self.tokens[self.c.at + 1 : group.first]]
        has_clause = any(w in ("which", "that", "guiding", "governing", "remains", "framework") for w in words)
        is_cooperation = any(
            w in ("cooperation", "collaboration", "ties", "relations", "partnership") for w in words[-4:]
        )
        return has_clause and is_cooperation and self.c.voice != "active"

    def _subject(self, verb: int) -> tuple[NameMention, ...]:
        """Return the list that stands as subject before token `verb`."""
        for group in reversed(self.groups):
            if group.last >= verb or verb - group.last > _LONGEST_GAP:
                continue
            if group.preposition in _NO_SUBJECT or self._is_owner(group):
                continue
            if self._is_cut_off(group.last + 1, verb):
                break
            return self._members(group)
        return ()

    def _is_owner(self, group: Group) -> bool:
        return group.is_possessive

    def _is_cut_off(self, first: int, last: int) -> bool:
        """Say whether another clause stands between subject and verb."""
        return any(
            token.text in (";", '"', ":") or token.low in ("said", "says", "that") for token in self.tokens[first:last]
        )

    def _with(self, at: int) -> tuple[NameMention, ...]:
        found: tuple[NameMention, ...] = ()
        for group in self.groups:
            if group.preposition == "with" and at < group.first <= at + _LONGEST_WITH_GAP and not group.is_possessive:
                if self._is_far_clause(at, group.first):
                    break
                found = _united(found, self._members(group))
                if not self._list_goes_on(group):
                    break
        return found

    def _is_far_clause(self, first: int, last: int) -> bool:
        """Say whether a verb of its own stands between: "signed a MoU, and later met with ISRO"."""
        words = self.tokens[first + 1 : last]
        return any(
            t.low
            in (
                "met",
                "meeting",
                "meet",
                "spoke",
                "talks",
                "visit",
                "work",
                "worked",
                ";",
                "which",
                "deal",
                "contribution",
            )
            for t in words
        )

    def _list_goes_on(self, group: Group) -> bool:
        return group.last + 2 < len(self.tokens) and [t.low for t in self.tokens[group.last + 1 : group.last + 3]] == [
            "and",
            "with",
        ]

    def _is_direct_with(self) -> bool:
        """Say whether "with" follows the instrument at once: then it adds to a subject of two."""
        return self.c.at + 1 < len(self.tokens) and self.tokens[self.c.at + 1].low == "with"

    def _by(self, at: int) -> tuple[NameMention, ...]:
        for group in self.groups:
            if group.preposition == "by" and at < group.first <= at + _LONGEST_GAP and not group.is_possessive:
                if any(isinstance(t.item, InstrumentMention) for t in self.tokens[at + 1 : group.first]):
                    break
                return self._members(group)
        return ()

    def _owner(self, at: int) -> tuple[NameMention, ...]:
        """Return the list whose possessive stands right before token `at`: "India's signing of"."""
        for group in reversed(self.groups):
            if group.is_possessive and 0 < at - group.last <= 4:
                return self._members(group)
        return ()

    def _prefix(self) -> tuple[NameMention, ...]:
        """Return the parties in the noun phrase itself: "the US-Japan Framework Agreement", "a NASA … MoU"."""
        found: list[NameMention] = []
        for token in self.tokens[min(self.c.head, self.c.at) : self.c.at]:
            item = token.item
            if not isinstance(item, NameMention) or item.kind in (NameKind.PERSON, NameKind.PLACE, NameKind.UNKNOWN):
                continue
            if all(item.name.key != known.name.key for known in found):
                found.append(replace(item, kind=NameKind.STATE) if item.kind is NameKind.DEMONYM else item)
        return tuple(found)

    def _signing_persons(self) -> tuple[PersonMention, ...]:
        """Return the persons who signed: those right before an active verb, or behind "signed by"."""
        verb = self.c.verb
        if verb < 0:
            return ()
        item = self.tokens[verb].item
        if not isinstance(item, VerbMention) or item.cls not in ("sign", "reach"):
            return ()
        if self.c.voice in ("passive", "noun"):
            return self._persons_behind_by(max(verb, self.c.at))
        return self._persons_before(verb) or self._names_like_persons(verb)

    def _names_like_persons(self, verb: int) -> tuple[PersonMention, ...]:
        """Read bare names before a verb as persons where the sentence says for whom they sign."""
        lows = [t.low for t in self.tokens[verb : verb + 14]]
        if not {"behalf", "for"} & set(lows):
            return ()
        for group in reversed(self.groups):
            if group.last < verb and verb - group.last <= 3 and all(looks_like_person(m) for m in group.members):
                return tuple(
                    PersonMention(start=m.start, end=m.end, name_start=m.start, name_end=m.end, name=m.name.text)
                    for m in group.members
                )
        return ()

    def _persons_before(self, verb: int) -> tuple[PersonMention, ...]:
        """Return the list of persons that ends before `verb`, posts behind names allowed."""
        last = verb - 1
        gap = 0
        while last >= 0 and gap < 14 and not isinstance(self.tokens[last].item, PersonMention):
            if self.tokens[last].text in (";", '"') or isinstance(self.tokens[last].item, VerbMention):
                return ()
            last -= 1
            gap += 1
        if last < 0 or gap >= 14:
            return ()
        first, since = last, 0
        for number in range(last - 1, -1, -1):
            token = self.tokens[number]
            if isinstance(token.item, PersonMention):
                first, since = number, 0
                continue
            since += 1
            if since > 9 or token.low in (
                "said",
                "with",
                "by",
                "between",
                "of",
                "attended",
                "witnessed",
                "presence",
                ";",
                '"',
                "hosted",
            ):
                break
            if isinstance(token.item, VerbMention):
                break
        return _unique(persons_between(self.tokens, first, last)) if not self._is_oblique(first) else ()

    def _is_oblique(self, first: int) -> bool:
        """Say whether a person before the verb is not its subject: "in the presence of President X"."""
        before = [t.low for t in self.tokens[max(0, first - 4) : first]]
        return bool(
            {"presence", "by", "with", "between", "alongside", "witnessed", "to", "welcomed", "during", "met", "told"}
            & set(before[-3:])
        )

    def _persons_behind_by(self, at: int) -> tuple[PersonMention, ...]:
        for number in range(at + 1, min(at + 14, len(self.tokens))):
            if self.tokens[number].low == "by":
                found: list[PersonMention] = []
                since = 0
                for token in self.tokens[number + 1 : number + 60]:
                    if isinstance(token.item, PersonMention):
                        found.append(token.item)
                        since = 0
                    else:
                        since += 1
                    stops = token.low in (
                        "in",
                        "at",
                        "during",
                        "on",
                        "witnessed",
                        "attended",
                        ";",
                        "presence",
                        "while",
                        "after",
                    )
                    if since > 10 or isinstance(token.item, VerbMention) or (stops and found):
                        break
                return _unique(found)
        return ()

    def _persons_behind_with(self, at: int) -> tuple[PersonMention, ...]:
        """Return the person of the other side: "signed an agreement with his Chinese counterpart X"."""
        for number in range(at + 1, min(at + 4, len(self.tokens) - 1)):
            if self.tokens[number].low == "with":
                for token in self.tokens[number + 1 : number + 4]:
                    if isinstance(token.item, PersonMention):
                        return (token.item,)
        return ()

    def _is_plural(self) -> bool:
        item = self.tokens[self.c.at].item
        return isinstance(item, InstrumentMention) and item.is_plural

    def _is_one_instrument(self) -> bool:
        return bool({"a", "an", "trilateral", "joint"} & {t.low for t in self.tokens[self.c.head : self.c.at]})


def _united(left: tuple[NameMention, ...], right: tuple[NameMention, ...]) -> tuple[NameMention, ...]:
    found: dict[str, NameMention] = {}
    for mention in (*left, *right):
        found.setdefault(mention.name.key, mention)
    return tuple(found.values())


def _unique(persons: list[PersonMention]) -> tuple[PersonMention, ...]:
    kept: dict[str, PersonMention] = {}
    for person in persons:
        kept.setdefault(person.name.casefold(), person)
    return tuple(kept.values())
