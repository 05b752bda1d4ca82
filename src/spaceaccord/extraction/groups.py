"""Coordinated lists of parties in a sentence, with the preposition that governs them."""

from __future__ import annotations

from dataclasses import dataclass

from spaceaccord.extraction.insertions import after_apposition, after_parenthesis, after_seat
from spaceaccord.extraction.items import NameKind, NameMention, PersonMention, ReferenceMention, Token

PREPOSITIONS = frozenset(
    ("in", "at", "of", "from", "with", "between", "among", "amongst", "by", "for", "to", "on", "during",
     "under", "into", "via", "through", "against", "near", "outside", "inside", "within", "amid", "alongside",
     "including", "like", "across", "over", "about", "aboard", "behalf", "versus", "towards", "toward",
     "around")
)  # fmt: skip
_DETERMINERS = frozenset(("the", "its", "both", "their", "a", "an", "his", "her", "our", "new"))
_JOINTS = frozenset((",", "and", "&", "/", "-", "plus"))
_LONG_JOINTS = (("as", "well", "as"), ("along", "with"), ("together", "with"), ("in", "partnership", "with"))
_ALIAS_CUES = frozenset(("now", "formerly", "then", "later", "known", "previously", "today", "called"))
# Nouns that only carry the party behind them: "representatives of NASA", "the governments of France and Japan".
CARRIERS = frozenset(
    ("representatives", "officials", "government", "governments", "heads", "leaders", "delegates", "delegations",
     "ministers", "ministries", "directors", "chiefs", "members", "presidents", "administrators", "authorities",
     "agencies", "parliament", "parliaments", "senate", "cabinet", "kingdom", "republic", "side", "sides", "behalf")
)  # fmt: skip
# Plural nouns that a list of names spells out.
_COUNTED_BODIES = frozenset(
    ("partners", "agencies", "countries", "nations", "institutions", "institutes", "organisations", "organizations",
     "universities", "companies", "firms", "bodies", "states", "counterparts", "centres", "centers")
)  # fmt: skip
# Plural nouns of list items that name nobody: "nine European countries".
_UNNAMED = frozenset(("countries", "nations", "states", "members", "others", "partners", "governments"))
# Common nouns between a preposition and a name: "with the satellite operator X".
_APPOSED = frozenset(
    ("operator", "company", "firm", "agency", "startup", "start-up", "manufacturer", "maker", "satellite", "space",
     "institute", "organisation", "organization", "rocket", "launch", "aerospace", "group", "giant", "provider",
     "technology", "partner", "partners", "ministry", "university", "companies", "agencies", "counterpart", "state")
)  # fmt: skip
_BRIDGES = frozenset(
    (*_DETERMINERS, *CARRIERS, *_UNNAMED, "of", "from", "state", "'s", "as", "agency", "company", "participating",
     "member", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "european", "african",
     "asian", "western", "arab", "other", "several", "then", "including", "respectively", "also", "finally", "with",
     "us-based", "us", "based", "startup", "firm")
)  # fmt: skip
# Words that open a sentence with a phrase of place or occasion, and the prepositions that such a phrase ends with.
_OPENERS = frozenset(("in", "at", "during", "under", "following", "after", "on", "visiting", "speaking", "meeting"))
_PLACING = frozenset(("in", "at", "of", "to", "during", "from", "near"))
_LONGEST_BRIDGE = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One or more parties joined by commas and "and": token numbers inclusive, members in order, each once.

    `reference` is the class of a phrase such as "the two agencies" that stands for the members.
    """

    first: int
    last: int
    members: tuple[NameMention, ...]
    preposition: str | None
    is_possessive: bool = False
    reference: str | None = None


def find_groups(tokens: list[Token]) -> tuple[Group, ...]:
    """Return the lists of parties in `tokens`, in order; demonyms and places are no members."""
    groups: list[Group] = []
    at = 0
    while at < len(tokens):
        item = tokens[at].item
        if isinstance(item, ReferenceMention) and not _has_complement(tokens, at):
            groups.append(
                Group(first=at, last=at, members=(), preposition=_preposition(tokens, at), reference=item.cls)
            )
        elif _is_member(tokens[at]):
            group = _group_from(tokens, at)
            groups.append(group)
            at = group.last
        at += 1
    return tuple(groups)


def _has_complement(tokens: list[Token], at: int) -> bool:
    """Say whether the phrase names its parties itself: "the governments of France and Japan"."""
    return at + 1 < len(tokens) and tokens[at + 1].low == "of"


def _is_member(token: Token) -> bool:
    item = token.item
    return isinstance(item, NameMention) and item.kind not in (NameKind.PERSON, NameKind.DEMONYM, NameKind.PLACE)


def _group_from(tokens: list[Token], first: int) -> Group:
    members: list[NameMention] = []
    at, last = first, first
    is_alias = False
    while True:
        item = tokens[at].item
        if not isinstance(item, NameMention):
            break
        last = at
        if at + 1 < len(tokens) and tokens[at + 1].text in ("'s", "'"):
            step = at + 2
            if step < len(tokens) and _is_member(tokens[step]):
                at = step  # "Japan's JAXA": the owner is not the party
                continue
        if not is_alias and all(item.name.key != m.name.key for m in members):
            members.append(item)
        at = _over_place(tokens, at)
        last = max(last, at)
        following, is_alias = _next_member(tokens, at)
        if following is None or _closes_opening(tokens, first, at):
            break
        at = following
    last = after_parenthesis(tokens, last + 1) - 1
    possessive = last + 1 < len(tokens) and tokens[last + 1].text in ("'s", "'")
    return Group(
        first=first,
        last=last,
        members=tuple(members),
        preposition=_preposition(tokens, first),
        is_possessive=possessive,
    )


def _over_place(tokens: list[Token], at: int) -> int:
    """Return the last token of a member with where it is: "the Space Agency of Nigeria", "University of X, Japan,"."""
    item = tokens[at].item
    if not isinstance(item, NameMention) or item.kind is NameKind.STATE or at + 2 >= len(tokens):
        return at
    behind = tokens[at + 2].item
    is_place = isinstance(behind, NameMention) and behind.kind in (NameKind.STATE, NameKind.PLACE)
    if not is_place:
        return at
    if tokens[at + 1].low in ("of", "from", "in"):
        return at + 2
    follower = tokens[at + 3].text if at + 3 < len(tokens) else ""
    third = tokens[at + 4].low if at + 4 < len(tokens) else ""
    goes_on = follower == "and" or (follower == "," and at + 4 < len(tokens) and (_is_member(tokens[at + 4])
                                                                               or third in _JOINTS))  # fmt: skip
    is_academic = item.kind in (NameKind.ORGANISATION, NameKind.COMPANY, NameKind.UNKNOWN)
    return at + 2 if tokens[at + 1].text == "," and is_academic and not goes_on else at


def _closes_opening(tokens: list[Token], first: int, at: int) -> bool:
    """Say whether a comma ends an opening phrase: "In France, NASA and ESA signed"."""
    is_comma = at + 1 < len(tokens) and tokens[at + 1].text == ","
    return is_comma and tokens[0].low in _OPENERS and _preposition(tokens, first) in _PLACING


def _next_member(tokens: list[Token], at: int) -> tuple[int | None, bool]:
    """Return the token of the next member of the list, and whether it only renames the one before."""
    step = after_apposition(tokens, after_parenthesis(tokens, at + 1))
    joined = _joint_end(tokens, step)
    if joined is None:
        return None, False
    joined = after_seat(tokens, joined)
    is_alias = False
    unnamed = False
    for number in range(joined, min(joined + _LONGEST_BRIDGE, len(tokens))):
        token = tokens[number]
        unnamed = unnamed or token.low in _UNNAMED
        if unnamed and token.low in (",", "and"):
            continue
        if _is_member(token):
            previous, item = tokens[at].item, token.item
            hyphen = tokens[joined - 1].text == "-" and tokens[joined - 1].start == tokens[at].end
            spaced_hyphen = tokens[joined - 1].text == "-" and not hyphen
            if spaced_hyphen or not isinstance(previous, NameMention) or not isinstance(item, NameMention):
                return None, False
            return number, is_alias
        if token.low in _ALIAS_CUES:
            is_alias = True
        elif token.item is not None or not (_bridges(token)):
            return None, False
    return None, False


def _bridges(token: Token) -> bool:
    """Say whether a word may stand between a joint and the next member."""
    return token.low in _BRIDGES or token.low.isdigit()


def _joint_end(tokens: list[Token], at: int) -> int | None:
    """Return the token behind the joint at `at`, None where the list ends there."""
    start = at
    while at < len(tokens) and tokens[at].low in _JOINTS and at - start < 2:
        at += 1
    for joint in _LONG_JOINTS:
        if tuple(token.low for token in tokens[at : at + len(joint)]) == joint:
            at += len(joint)
    return at if at > start else None


def _preposition(tokens: list[Token], first: int) -> str | None:
    """Return the preposition before a group, over determiners and carriers: "by representatives of NASA" gives "by"."""
    at = first - 1
    if at >= 2 and tokens[at].text in (",", ":", "-") and tokens[at - 1].low in _COUNTED_BODIES:
        at -= 2  # "with two partners, A and B"
        while at > 0 and tokens[at].item is None and tokens[at].low not in PREPOSITIONS and first - at < 6:
            at -= 1
    seen: str | None = None
    while at >= 0 and first - at < 8:
        low = tokens[at].low
        if low in PREPOSITIONS:
            seen = low
            if low in ("of", "from") and at > 0 and _carries(tokens[at - 1]):
                at -= 2
                seen = None
                continue
            return low
        if low == "based" and at >= 2 and tokens[at - 1].text == "-":
            at -= 3  # "with Lyon-based X"
            continue
        is_adjective = isinstance(tokens[at].item, NameMention) and tokens[at].item.kind is NameKind.DEMONYM  # type: ignore[union-attr]
        if (
            is_adjective
            or low in _APPOSED
            or low in _DETERMINERS
            or low in ("late", "downtown", "southern", "northern", "central", "eastern", "western")
        ):
            at -= 1
            continue
        return seen
    return seen


def _carries(token: Token) -> bool:
    return token.low in CARRIERS or isinstance(token.item, ReferenceMention)


def persons_between(tokens: list[Token], first: int, last: int) -> list[PersonMention]:
    """Return the persons among the tokens from `first` to `last` (inclusive)."""
    return [t.item for t in tokens[max(first, 0) : last + 1] if isinstance(t.item, PersonMention)]
