"""Which post at which organisation a text gives to each person that it names, before, behind or far from the name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from spaceaccord.extraction.items import NameKind, NameMention, PersonMention
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.extraction.report_words import alternation

# The longest post in the five articles with its organisation has 71 characters; behind that another clause begins.
_WINDOW = 150
NameLookup = Callable[[int], NameMention | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPatterns:
    """Posts before and behind a name, compiled from the lexicon's titles of office."""

    left: re.Pattern[str]
    right: re.Pattern[str]
    words: frozenset[str]

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> PostPatterns:
        """Compile the patterns for the titles that `lexicon` knows."""
        lists = lexicon.words
        cores = alternation(lists.role_cores)
        modifiers = alternation((*lists.role_modifiers, "ad interim"))
        domains = alternation(word for word in lists.domains if word[0].isupper())
        portfolio = rf"(?: (?:for|of) (?:the )?{domains}(?:(?:,| and| &|, and)? {domains})*)?"
        role = rf"(?:(?i:{modifiers}|{cores})[ -])*(?i:{cores})s?(?![\w-]){portfolio}"
        titles = alternation(lists.honorifics)
        return PostPatterns(
            left=re.compile(
                rf"(?<![\w-])(?P<role>{role})"
                rf"(?: (?:of|at|for) (?P<of>[^,.;()]{{2,70}}?)(?: \([A-Z][A-Za-z]{{1,9}}\))?)?,? (?:{titles}\.? )*$"
            ),
            right=re.compile(rf"(?:, | \()(?P<gap>(?:the |[^,()]{{2,60}}?'s? ?)?)(?P<role>{role})"),
            words=frozenset(
                w.casefold() for phrase in (*lists.role_cores, *lists.role_modifiers) for w in phrase.split()
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Post:
    start: int
    end: int
    role: str
    organisation: NameMention | None


def read_posts(
    text: str, persons: Sequence[PersonMention], patterns: PostPatterns, name_at: NameLookup, name_before: NameLookup
) -> tuple[PersonMention, ...]:
    """Return `persons` with their posts read anew; a mention by surname takes the post of the full name.

    What is no name (a word of a title, taken for one) is left out.
    """
    found: list[PersonMention] = []
    for person in persons:
        words = person.name.split()
        if not words or all(word.casefold() in patterns.words for word in words):
            continue
        post = _left(text, person, patterns, name_at, name_before) or _right(
            text, person, patterns, name_at, name_before
        )
        post = post or _shared(text, person, found, name_at)
        if post is not None and post.organisation is not None and _is_body(post.organisation):
            person = replace(
                person,
                start=min(post.start, person.name_start),
                end=max(post.end, person.name_end),
                role=post.role,
                affiliation=post.organisation,
            )
        elif post is not None and (person.affiliation is None or not person.role):
            person = replace(person, role=post.role)
        if person.affiliation is not None and not _is_body(person.affiliation):
            person = replace(person, affiliation=None)
        found.append(person)
    return _with_full_names(found)


def _is_body(name: NameMention) -> bool:
    """Say whether a name can have posts: what no authority file knows must look like an acronym."""
    return name.kind is not NameKind.UNKNOWN or (name.name.text.isupper() and len(name.name.text) <= 7)


def _left(
    text: str, person: PersonMention, patterns: PostPatterns, name_at: NameLookup, name_before: NameLookup
) -> _Post | None:
    start = max(
        0,
        person.name_start - _WINDOW,
        text.rfind(". ", 0, person.name_start - 5) + 1,
        text.rfind("\n", 0, person.name_start) + 1,
    )
    match = patterns.left.search(text[start : person.name_start])
    if match is None:
        return None
    begin = start + match.start("role")
    organisation = name_at(start + match.start("of")) if match["of"] else name_before(begin)
    end = person.name_end
    if match["of"] and organisation is None:
        return None
    if organisation is not None and not match["of"] and "," in text[organisation.end : begin]:
        organisation = None  # "Today in X, President Y": the place of the sentence, not whose president
    if organisation is None and text[begin - 4 : begin].lower() == "its ":
        organisation = _nearest(text, begin, name_before)
    behind = re.compile(r" (?:of|from) (?:the )?(?=[A-Z])").match(text, person.name_end)
    if organisation is None and behind:
        organisation = name_at(behind.end())
        end = organisation.end if organisation else end
    return _Post(
        start=organisation.start if organisation and organisation.start < begin else begin,
        end=end,
        role=_singular(match["role"]),
        organisation=organisation,
    )


def _nearest(text: str, before: int, name_before: NameLookup) -> NameMention | None:
    """Return the organisation that "its" in the same sentence refers to."""
    for at in range(before - 4, max(text.rfind(". ", 0, before), before - 80, 0), -1):
        found = name_before(at)
        if found is not None and found.is_party:
            return found
    return None


def _right(
    text: str, person: PersonMention, patterns: PostPatterns, name_at: NameLookup, name_before: NameLookup
) -> _Post | None:
    match = patterns.right.match(text, person.name_end)
    if match is None:
        return None
    organisation = name_before(match.start("role")) if match["gap"].strip() not in ("", "the") else None
    end = match.end()
    behind = re.compile(r" (?:of|at|for) (?:the )?").match(text, match.end())
    if behind:
        named = name_at(behind.end())
        organisation = organisation or named
        end = named.end if named else end
    if organisation is not None and organisation.kind is NameKind.PLACE:
        organisation = None
    return _Post(start=person.name_start, end=end, role=_singular(match["role"]), organisation=organisation)


def _shared(text: str, person: PersonMention, before: Sequence[PersonMention], name_at: NameLookup) -> _Post | None:
    """Read "Prime Ministers A of X and B of Y": the second takes the title of the first."""
    if (
        not before
        or not before[-1].role
        or not re.fullmatch(r"(?: of [A-Z][\w ]{2,40})? and ", text[before[-1].name_end : person.name_start])
    ):
        return None
    behind = re.compile(r" of (?:the )?(?=[A-Z])").match(text, person.name_end)
    organisation = name_at(behind.end()) if behind else None
    return (
        _Post(start=person.name_start, end=organisation.end, role=before[-1].role, organisation=organisation)
        if organisation
        else None
    )


def _singular(role: str) -> str:
    plain = " ".join(role.split())
    return re.sub(r"(?<=inister)s\b|(?<=resident)s\b|(?<=irector)s\b|(?<=ecretarie)s\b", "", plain)


def _with_full_names(persons: Sequence[PersonMention]) -> tuple[PersonMention, ...]:
    full: dict[str, PersonMention] = {}
    for person in persons:
        surname = person.name.split()[-1]
        if " " in person.name and (surname not in full or (person.affiliation and not full[surname].affiliation)):
            full[surname] = person
    completed: list[PersonMention] = []
    for person in persons:
        known = full.get(person.name.split()[-1])
        if known is None or (" " in person.name and person.name != known.name):
            completed.append(person)
        else:
            has_own = person.role and person.affiliation
            role, affiliation = (person.role, person.affiliation) if has_own else (known.role, known.affiliation)
            completed.append(replace(person, name=known.name, role=role, affiliation=affiliation))
    return tuple(completed)
