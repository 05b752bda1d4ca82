"""Who was spoken of last: what "the two agencies", "both countries" and "they" stand for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from spaceaccord.extraction.groups import Group
from spaceaccord.extraction.items import NameKind, NameMention, PersonMention, Token

_RECENT = 24
_OPENING_SENTENCES = 4
# Which kinds of name a phrase can stand for, the likeliest first.
_KINDS: dict[str, tuple[tuple[NameKind, ...], ...]] = {
    "agencies": ((NameKind.AGENCY,), (NameKind.AGENCY, NameKind.ORGANISATION)),
    "states": ((NameKind.STATE,),),
}


@dataclass(slots=True, kw_only=True)
class Memory:
    """The parties of one text so far, most recent last; `is_instrument` says that the text is an agreement itself."""

    pairs: list[tuple[NameMention, ...]] = field(default_factory=list)
    recent: list[NameMention] = field(default_factory=list)
    agreed: list[tuple[NameMention, ...]] = field(default_factory=list)
    subject: tuple[NameMention, ...] = ()
    is_instrument: bool = False
    pair_sentence: int = -9

    def remember(self, tokens: list[Token], groups: tuple[Group, ...], number: int) -> None:
        """Take in the names of the sentence with this number.

        Two states that the opening names together are the subject of the text.
        """
        for token in tokens:
            item = token.item
            if isinstance(item, PersonMention) and item.affiliation:
                item = item.affiliation
            if isinstance(item, NameMention) and item.is_party:
                others = [m for m in self.recent if m.name.key != item.name.key]
                self.recent = [*others[-_RECENT:], item]
        sides = {
            t.item.affiliation.name.key: t.item.affiliation
            for t in tokens
            if isinstance(t.item, PersonMention) and t.item.affiliation and t.item.affiliation.is_party
        }
        if len(sides) == 2:
            self.pairs = [*self.pairs[-_RECENT:], tuple(sides.values())]
            self.pair_sentence = number
        for group in groups:
            if len(group.members) >= 2 and group.preposition not in ("in", "at"):
                self.pairs = [*self.pairs[-_RECENT:], group.members]
                self.pair_sentence = number
                is_bilateral = len(group.members) == 2 and all(m.kind is NameKind.STATE for m in group.members)
                if is_bilateral and not self.subject and number < _OPENING_SENTENCES:
                    self.subject = group.members

    def agree(self, parties: tuple[NameMention, ...]) -> None:
        """Remember who was bound by the agreement told last."""
        if len(parties) >= 2:
            self.agreed = [*self.agreed[-_RECENT:], parties]

    def resolve(self, reference: str, here: tuple[NameMention, ...] = ()) -> tuple[NameMention, ...]:
        """Return whom a phrase of this class stands for; empty where nobody fits.

        `here` are fitting names of the sentence itself: they are among those meant.
        """
        if reference == "agency":
            last = self._last(NameKind.AGENCY) or self._last(NameKind.ORGANISATION)
            leading = tuple(m for m in self.agreed[-1][:1] if m.kind is NameKind.AGENCY) if self.agreed else ()
            is_near = bool(last) and any(
                m.name.key == last[0].name.key for m in (self.agreed[-1] if self.agreed else ())
            )
            return leading if leading and is_near else last
        if reference == "company":
            return self._last(NameKind.COMPANY) or self._last(NameKind.UNKNOWN)
        told = (*reversed(self.agreed[-1:]), *reversed(self.pairs))
        for kinds in _KINDS.get(reference, ()):
            near = {m.name.key: m for m in here if m.kind in kinds}
            fitting = [m for m in self.recent if m.kind in kinds and m.name.key not in near] + list(near.values())
            pair = next((parties for parties in told if _fits(parties, kinds, near.keys())), ())
            if pair:
                return pair
            if len(fitting) >= 2:
                return tuple(fitting[-2:])
        return told[0] if told and reference == "pair" else ()

    def _last(self, kind: NameKind) -> tuple[NameMention, ...]:
        return tuple(m for m in self.recent if m.kind is kind)[-1:]


def _fits(parties: tuple[NameMention, ...], kinds: tuple[NameKind, ...], near: Collection[str]) -> bool:
    keys = {m.name.key for m in parties}
    return all(m.kind in kinds for m in parties) and all(key in keys for key in near)
