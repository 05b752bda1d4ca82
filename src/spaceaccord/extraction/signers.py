"""The persons who sign: before an active verb, behind "by", opposite behind "with"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from spaceaccord.extraction.constructions import Construction
from spaceaccord.extraction.groups import persons_between
from spaceaccord.extraction.items import (
    NameKind,
    NameMention,
    PersonMention,
    VerbMention,
)
from spaceaccord.extraction.listed_persons import as_person, looks_like_person
from spaceaccord.extraction.reading_sentences import ReadSentence


class Signers:
    """The persons around the verb that governs one instrument."""

    def __init__(self, sentence: ReadSentence, construction: Construction) -> None:
        self.tokens = sentence.tokens
        self.groups = sentence.groups
        self.c = construction

    def signing_persons(self) -> tuple[PersonMention, ...]:
        """Return the persons who signed: those right before an active verb, or behind "signed by"."""
        verb = self.c.verb
        if verb < 0:
            return ()
        item = self.tokens[verb].item
        if not isinstance(item, VerbMention) or item.cls not in ("sign", "reach"):
            return ()
        if verb == 0 and self.c.voice == "passive":
            return self._persons_behind_by(0)  # "Signed for A by X and for B by Y, the agreement …"
        if self.c.voice in ("passive", "noun"):
            return self._at_home(self._persons_behind_by(max(verb, self.c.at)))
        before = self._persons_before(verb) or self._names_like_persons(verb) or self._representing(verb)
        return unique([*before, *self._persons_of_gap(verb)]) if before else before

    def _representing(self, verb: int) -> tuple[PersonMention, ...]:
        """Return the persons of "A, represented by X, and B, represented by Y, signed" and "A, through X, signed"."""
        found: list[PersonMention] = []
        for number in range(2, verb):
            item = self.tokens[number].item
            led = [t.low for t in self.tokens[max(0, number - 3) : number]]
            if isinstance(item, PersonMention) and (
                led[-2:] in (["represented", "by"], ["led", "by"]) or "through" in led
            ):
                found.append(item)
        return unique(found)

    def _persons_of_gap(self, verb: int) -> list[PersonMention]:
        """Return who signed for the other side: "X signed for Japan and Y for the United States"."""
        found: list[PersonMention] = []
        lows = [t.low for t in self.tokens]
        for number in range(verb + 2, min(verb + 30, len(self.tokens) - 1)):
            item = self.tokens[number].item
            is_led = lows[number - 1] in ("and", ",", "while", "by") and "for" in lows[verb + 1 : number]
            if isinstance(item, PersonMention) and is_led and lows[number + 1] in ("for", "on", "did"):
                found.append(item)
        return found

    def _names_like_persons(self, verb: int) -> tuple[PersonMention, ...]:
        """Read bare names before a verb as persons where the sentence says for whom they sign."""
        lows = [t.low for t in self.tokens[verb : verb + 14]]
        points_back = bool(self.c.determiners & {"the", "this", "both"}) and not self.c.determiners & {"a", "an", "new"}
        if not {"behalf", "for"} & set(lows) and not points_back:
            return ()
        for group in reversed(self.groups):
            if group.last < verb and verb - group.last <= 3 and all(looks_like_person(m) for m in group.members):
                return tuple(as_person(m) for m in group.members)
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
        return unique(persons_between(self.tokens, first, last)) if not self._is_oblique(first) else ()

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
                return unique(found) or self._bare_names(number)
        return ()

    def _bare_names(self, by: int) -> tuple[PersonMention, ...]:
        """Read bare names behind "by" as persons, where all of them have that shape."""
        for group in self.groups:
            is_next = group.preposition == "by" and 0 < group.first - by <= 2
            if is_next and group.members and all(looks_like_person(m) for m in group.members):
                return tuple(as_person(m) for m in group.members)
        return ()

    def _at_home(self, persons: tuple[PersonMention, ...]) -> tuple[PersonMention, ...]:
        """Give a bare post the agency where the signing was: "at NASA headquarters by Administrator X"."""
        homes = [
            t.item
            for t, after in pairwise(self.tokens)
            if isinstance(t.item, NameMention) and t.item.kind is NameKind.AGENCY and after.low == "headquarters"
        ]
        if len(homes) != 1:
            return persons
        return tuple(p if p.affiliation or not p.role else replace(p, affiliation=homes[0]) for p in persons)

    def opposite_persons(self, at: int) -> tuple[PersonMention, ...]:
        """Return the person of the other side: "signed an agreement with his Chinese counterpart X"."""
        for number in range(at + 1, min(at + 4, len(self.tokens) - 1)):
            if self.tokens[number].low == "with":
                for token in self.tokens[number + 1 : number + 4]:
                    if isinstance(token.item, PersonMention):
                        return (token.item,)
        return ()


def unique(persons: list[PersonMention]) -> tuple[PersonMention, ...]:
    """Return each person once, by name, in order."""
    kept: dict[str, PersonMention] = {}
    for person in persons:
        kept.setdefault(person.name.casefold(), person)
    return tuple(kept.values())
