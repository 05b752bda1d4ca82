"""What a text defines for itself: acronyms with their long forms, persons by their surnames."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from spaceaccord.extraction.items import NameKind, NameMention, PersonMention, Token
from spaceaccord.model.party import Name


@dataclass(slots=True, kw_only=True)
class Glossary:
    """Grows while the sentences of one text are read in order."""

    acronyms: dict[str, NameMention] = field(default_factory=dict)
    persons: dict[str, PersonMention] = field(default_factory=dict)
    initials: dict[str, NameMention] = field(default_factory=dict)
    bodies: dict[str, NameMention] = field(default_factory=dict)

    def define(self, acronym: str, mention: NameMention) -> None:
        """Let `acronym` stand for what `mention` names, from here on; the first definition holds."""
        self.acronyms.setdefault(acronym, mention)

    def introduce(self, person: PersonMention) -> None:
        """Let a person's last name stand for the person; the fullest mention holds."""
        surname = person.name.split(" ")[-1]
        known = self.persons.get(surname)
        if known is None or (person.role and not known.role) or len(person.name) > len(known.name):
            self.persons[surname] = person

    def look_up(self, token: Token) -> NameMention | None:
        """Return what the text said that this word stands for."""
        known = self.acronyms.get(token.text) or self.initials.get(token.text)
        if known is None:
            return None
        return NameMention(start=token.start, end=token.end, name=known.name, kind=known.kind)

    def applied(self, tokens: list[Token]) -> list[Token]:
        """Return `tokens` with the acronyms that the text defined: "ISA" is whoever the text says it is."""
        if not self.acronyms:
            return tokens
        return [replace(t, item=self.look_up(t)) if self._redefines(t) else t for t in tokens]

    def _learn_short_forms(self, text: str, mention: NameMention) -> None:
        words = text.split()
        initials = "".join(word[0] for word in words if word[0].isupper())
        if len(initials) >= _FEWEST_INITIALS and words[0][0].isupper():
            self.initials.setdefault(initials, mention)
        for word in words:
            if word in _SHORTENED:
                self.bodies[word] = mention

    def _redefines(self, token: Token) -> bool:
        return isinstance(token.item, NameMention) and token.text in self.acronyms

    def learn(self, tokens: list[Token]) -> None:
        """Take in "Long Name (ACR)" and "ACR (Long Name)"."""
        for token in tokens:
            if isinstance(token.item, NameMention) and token.item.kind in _BODIES and " " in token.text:
                self._learn_short_forms(token.text, token.item)
        for at in range(len(tokens) - 3):
            if tokens[at + 1].text != "(" or tokens[at + 3].text != ")":
                continue
            outer, inner = tokens[at], tokens[at + 2]
            for name, short in ((outer, inner), (inner, outer)):
                item = name.item
                if isinstance(item, NameMention) and item.kind is not NameKind.DEMONYM and _is_acronym(short.text):
                    if (
                        isinstance(short.item, NameMention)
                        and short.item.name.authority
                        and not _abbreviates(short, name)
                    ):
                        continue
                    self.define(short.text, item)
                    break


_BODIES = (NameKind.AGENCY, NameKind.ORGANISATION, NameKind.COMPANY)
_SHORTENED = frozenset(
    ("Centre", "Center", "Agency", "Institute", "Organisation", "Organization", "Authority", "Commission", "University",
     "Council", "Company", "Office", "Academy", "Administration", "Laboratory", "Corporation", "Observatory")
)  # fmt: skip
_FEWEST_INITIALS = 3


def _is_acronym(text: str) -> bool:
    return 2 <= len(text) <= 10 and sum(c.isupper() for c in text) >= 2 and text.isalnum()


def _abbreviates(short: Token, long: Token) -> bool:
    """Say whether the capitals of `long` begin as those of `short` do."""
    initials = "".join(word[0] for word in long.text.split() if word[0].isupper())
    return bool(initials) and initials[0] == short.text[0] and len(initials) >= 2


def name_of(text: str, *, kind: NameKind, start: int, end: int) -> NameMention:
    """Return a mention of something that no authority file knows."""
    return NameMention(start=start, end=end, name=Name(text=text), kind=kind)
