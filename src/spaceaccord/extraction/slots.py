"""The slots around an instrument where its parties stand: subject, "with", "between", "by", owner, prefix."""

from __future__ import annotations

from dataclasses import replace

from spaceaccord.extraction.constructions import Construction
from spaceaccord.extraction.groups import Group
from spaceaccord.extraction.items import (
    InstrumentMention,
    NameKind,
    NameMention,
)
from spaceaccord.extraction.memory import Memory
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.signers import Signers

# "one with X, another with Y": each of a plural instrument's partners has an agreement of its own.
ENUMERATING = frozenset(("one", "another", "first", "second", "third", "fourth", "other", "former", "latter", "others"))
_LONGEST_GAP = 34

_LONGEST_WITH_GAP = 45

# A list behind one of these says where or for whom, not who.
_NO_SUBJECT = frozenset(
    ("in", "at", "for", "to", "on", "during", "under", "into", "via", "through", "near", "inside", "within", "against",
     "including", "like", "over", "about", "aboard", "of", "from", "with", "by", "across", "outside", "towards")
)  # fmt: skip


class Slots(Signers):
    """The slots of one instrument in one sentence; references are resolved by the memory of the text."""

    def __init__(self, sentence: ReadSentence, construction: Construction, memory: Memory) -> None:
        super().__init__(sentence, construction)
        self.memory = memory
        self.resolved = False

    def members(self, group: Group) -> tuple[NameMention, ...]:
        """Return the parties of a list; a reference is resolved by the memory."""
        if group.reference:
            named = [g for g in self.groups if g.members and g.first == group.last + 2]
            if named and self.tokens[group.last + 1].low in (",", "-", "—", ":"):
                return named[0].members  # "our two agencies, NASA and the Australian Space Agency"
            self.resolved = True
            meant = self.memory.resolve(group.reference)
            return meant if len(meant) >= 2 else self._named_before(group) or meant
        return group.members

    def _named_before(self, group: Group) -> tuple[NameMention, ...]:
        """Return the two states of this sentence that "the two countries" in it means."""
        if group.reference != "states":
            return ()
        found: dict[str, NameMention] = {}
        for token in self.tokens[: group.first]:
            item = token.item
            if isinstance(item, NameMention) and item.kind in (NameKind.STATE, NameKind.DEMONYM):
                found.setdefault(item.name.key, replace(item, kind=NameKind.STATE))
        return tuple(found.values()) if len(found) == 2 else ()

    def between(self) -> Group | None:
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

    def is_loose(self, group: Group) -> bool:
        """Say whether "between" belongs to a cooperation that the instrument guides, not to the instrument."""
        words = [t.low for t in self.tokens[self.c.at + 1 : group.first]]
        has_clause = any(w in ("which", "that", "guiding", "governing", "remains", "framework") for w in words)
        is_cooperation = any(
            w in ("cooperation", "collaboration", "ties", "relations", "partnership") for w in words[-4:]
        )
        return has_clause and is_cooperation and self.c.voice != "active"

    def subject(self, verb: int) -> tuple[NameMention, ...]:
        """Return the list that stands as subject before token `verb`."""
        before_which = self._before_which(verb)
        own: tuple[NameMention, ...] = ()
        for group in reversed(self.groups):
            if group.last >= verb or verb - group.last > _LONGEST_GAP:
                continue
            if before_which == group.last and group.members:
                return group.members  # "proposed by A and B, which signed …"
            if group.preposition in _NO_SUBJECT or self._is_owner(group):
                continue
            if self._is_cut_off(group.last + 1, verb):
                own = group.members if len(group.members) == 1 else ()
                break
            return self.members(group)
        if verb > 0 and any(t.low == "it" for t in self.tokens[max(0, verb - 4) : verb]):
            if own:
                return own  # "X said that it signed …"
            self.resolved = bool(self.memory.agreed)
            return self.memory.agreed[-1][:1] if self.memory.agreed else ()
        return ()

    def _before_which(self, verb: int) -> int:
        """Return the token before ", which" where that is the subject of `verb`, -1 elsewhere."""
        at = verb - 1
        while at > 0 and self.tokens[at].low in (
            "have",
            "has",
            "had",
            "also",
            "then",
            "recently",
            "already",
            "jointly",
        ):
            at -= 1
        if at < 2 or self.tokens[at].low not in ("which", "who"):
            return -1
        return at - 1 - (self.tokens[at - 1].text == ",")

    def _is_owner(self, group: Group) -> bool:
        return group.is_possessive

    def _is_cut_off(self, first: int, last: int) -> bool:
        """Say whether another clause stands between subject and verb."""
        return any(
            token.text in (";", '"', ":") or token.low in ("said", "says", "that") for token in self.tokens[first:last]
        )

    def partners(self, at: int) -> tuple[NameMention, ...]:
        """Return the parties behind "with", from token `at` on."""
        for group in self.groups:
            if group.preposition == "with" and at < group.first <= at + _LONGEST_WITH_GAP and not group.is_possessive:
                if self._is_far_clause(at, group.first):
                    break
                led = {t.low for t in self.tokens[max(0, group.first - 4) : group.first]}
                if ENUMERATING & led and "each" not in led:
                    continue
                return self.members(group)
        return ()

    def partners_before(self, verb: int) -> tuple[NameMention, ...]:
        """Return the parties behind "with" before token `verb`: "joins hands with X in signing a MoU"."""
        for group in reversed(self.groups):
            if group.preposition == "with" and group.last < verb <= group.last + 8 and not group.is_possessive:
                return () if self._is_cut_off(group.last + 1, verb) else self.members(group)
        return ()

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

    def is_direct_with(self) -> bool:
        """Say whether "with" follows the instrument at once: then it adds to a subject of two."""
        return self.c.at + 1 < len(self.tokens) and self.tokens[self.c.at + 1].low == "with"

    def agents(self, at: int) -> tuple[NameMention, ...]:
        """Return the parties behind "by", from token `at` on."""
        for group in self.groups:
            if group.preposition == "by" and at < group.first <= at + _LONGEST_GAP and not group.is_possessive:
                if any(isinstance(t.item, InstrumentMention) for t in self.tokens[at + 1 : group.first]):
                    break
                return self.members(group)
        return ()

    def behalf(self) -> tuple[NameMention, ...]:
        """Return the parties behind "on behalf of", two or more."""
        for group in self.groups:
            before = [t.low for t in self.tokens[max(0, group.first - 4) : group.first]]
            if "behalf" in before and len(group.members) >= 2:
                return group.members
        return ()

    def label(self) -> tuple[NameMention, ...]:
        """Return the parties that label a list item: "- CNES and JAXA: memorandum of understanding on …"."""
        first = self.groups[0] if self.groups else None
        if first is None or first.first > 2 or first.last >= self.c.at:
            return ()
        second = self.groups[1] if len(self.groups) > 1 else None
        joint = self.tokens[first.last + 1].low
        if second and 2 <= second.first - first.last <= 3 and joint in ("-", "/", "with"):
            is_label = second.last < self.c.at and self.tokens[second.last + 1].text == ":"
            return united(first.members, second.members) if is_label else ()
        if len(first.members) < 2:
            return ()
        if second and second.first - first.last in (2, 3) and len(second.members) >= 2 and second.last < self.c.at:
            return second.members if joint == ":" else ()  # "France-India: CNES and ISRO, MoU on …"
        behind = [t.text for t in self.tokens[first.last + 1 : self.c.at]]
        return first.members if behind[:1] and behind[0] in (":", "-", "—") else ()

    def owner(self, at: int) -> tuple[NameMention, ...]:
        """Return the list whose possessive stands right before token `at`: "India's signing of"."""
        for group in reversed(self.groups):
            if group.is_possessive and 0 < at - group.last <= 4:
                return self.members(group)
        return ()

    def prefix(self) -> tuple[NameMention, ...]:
        """Return the parties in the noun phrase itself: "the US-Japan Framework Agreement", "a NASA … MoU"."""
        found: list[NameMention] = []
        for token in self.tokens[min(self.c.head, self.c.at) : self.c.at]:
            item = token.item
            if not isinstance(item, NameMention) or item.kind in (NameKind.PERSON, NameKind.PLACE, NameKind.UNKNOWN):
                continue
            if all(item.name.key != known.name.key for known in found):
                found.append(replace(item, kind=NameKind.STATE) if item.kind is NameKind.DEMONYM else item)
        return tuple(found)


def united(left: tuple[NameMention, ...], right: tuple[NameMention, ...]) -> tuple[NameMention, ...]:
    """Return both lists as one, each party once, in order."""
    found: dict[str, NameMention] = {}
    for mention in (*left, *right):
        found.setdefault(mention.name.key, mention)
    return tuple(found.values())
