"""Names made of several tokens: "the Japanese space agency", "Luxembourg government", "Ministry of Science and ICT"."""

from __future__ import annotations

from spaceaccord.extraction.glossary import Glossary, name_of
from spaceaccord.extraction.items import NameKind, NameMention, Token
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.extraction.tokens import kind_of
from spaceaccord.model.party import Name

_LONGEST_NAME_TOKENS = 12
_JOINERS = frozenset(("and", "of", "for", "de", "du", "des", "la", "di", "do", "da", "für", "the", "&", "-", "d", "'"))
_QUALIFIERS = frozenset(("federal", "national", "civil", "own"))


def merge(tokens: list[Token], first: int, last: int, item: NameMention, text: str) -> list[Token]:
    """Return `tokens` with those from `first` to `last` (inclusive) as one token of `item`."""
    start, end = tokens[first].start, tokens[last].end
    made = Token(start=start, end=end, text=text, low=text.lower(), item=item)
    return [*tokens[:first], made, *tokens[last + 1 :]]


def join_state_nouns(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Read demonyms and states before "government", "counterpart" or "space agency" as parties.

    "the French and German space agencies" gives two of them.
    """
    at = len(tokens) - 1
    pending: NameKind | None = None
    while at >= 0:
        item = tokens[at].item
        is_state = isinstance(item, NameMention) and item.kind in (NameKind.STATE, NameKind.DEMONYM)
        if isinstance(item, NameMention) and is_state:
            last, kind = _noun_after(tokens, at, lexicon)
            kind = kind or (pending if item.kind is NameKind.DEMONYM or pending is NameKind.AGENCY else None)
            if kind:
                tokens = _as_party(tokens, at, last, item, kind, lexicon)
            pending = kind if kind and at > 0 and tokens[at - 1].low in ("and", ",", "/", "-") else None
        elif tokens[at].low not in ("and", ",", "/", "-"):
            pending = None
        at -= 1
    return _bodies(_agencies_of(tokens, lexicon), lexicon)


def _bodies(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Read a demonym with a common noun of bodies as an organisation, unless a name follows it."""
    for at in range(len(tokens) - 1, -1, -1):
        item = tokens[at].item
        if not (isinstance(item, NameMention) and item.kind is NameKind.DEMONYM):
            continue
        for last in range(at + 1, min(at + 5, len(tokens))):
            if tokens[last].item is not None or not tokens[last].text.islower():
                break
            if tokens[last].low in lexicon.words.body_nouns:
                follower = tokens[last + 1] if last + 1 < len(tokens) else None
                if follower is None or not (follower.text[:1].isupper() or follower.item is not None):
                    text = _written(tokens[at : last + 1])
                    made = name_of(text, kind=NameKind.ORGANISATION, start=tokens[at].start, end=tokens[last].end)
                    tokens = merge(tokens, at, last, made, text)
                break
    return tokens


def _agencies_of(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Read the states behind "the space agencies of" as their agencies."""
    for at in range(len(tokens) - 2):
        is_noun = tokens[at].low.endswith(("space agencies", "space agency")) or (
            tokens[at].low in ("agency", "agencies") and at > 0 and tokens[at - 1].low == "space"
        )
        if not is_noun or tokens[at].item in lexicon.agencies.values() or tokens[at + 1].low != "of":
            continue
        for number in range(at + 2, len(tokens)):
            item = tokens[number].item
            if isinstance(item, NameMention) and item.kind is NameKind.STATE:
                tokens = _as_party(tokens, number, number, item, NameKind.AGENCY, lexicon)
            elif tokens[number].low not in (",", "and", "the"):
                break
    return tokens


def _noun_after(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[int, NameKind | None]:
    """Return the last token of the noun that makes a party of the state at `at`, and which kind of party."""
    words = lexicon.words
    after = at + 1
    possessive = after < len(tokens) and tokens[after].low in ("'s", "'")
    after += possessive
    while after < len(tokens) and tokens[after].low in _QUALIFIERS:
        after += 1
    if after >= len(tokens):
        return at, None
    if tokens[after].low in words.government_nouns or tokens[after].low in words.counterpart_nouns:
        return after, NameKind.STATE
    for length in (4, 3, 2):
        phrase = " ".join(token.low for token in tokens[after : after + length])
        if phrase in words.agency_nouns:
            return after + min(length, len(tokens) - after) - 1, NameKind.AGENCY
    return at, None


def _as_party(
    tokens: list[Token], at: int, last: int, item: NameMention, kind: NameKind, lexicon: Lexicon
) -> list[Token]:
    authority = item.name.authority
    text = " ".join(token.text for token in tokens[at : last + 1])
    name = item.name
    if kind is NameKind.AGENCY:
        agency = lexicon.agencies.get(authority.slug) if authority else None
        if agency is None and last == at:
            return tokens  # "the space agencies of A and B", one of which nobody knows
        name = Name(text=agency.label, authority=agency) if agency else Name(text=f"{item.name.text} Space Agency")
        if last + 1 < len(tokens):
            after = tokens[last + 1].item  # "the French space agency CNES" names it right behind
            if isinstance(after, NameMention) and after.kind is NameKind.AGENCY:
                last += 1
                name = after.name
    made = NameMention(start=tokens[at].start, end=tokens[last].end, name=name, kind=kind)
    return merge(tokens, at, last, made, text)


def join_capitalised(tokens: list[Token], lexicon: Lexicon, glossary: Glossary) -> list[Token]:
    """Read runs of capitalised words as names of organisations; what has no telling noun stays unknown."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        known = (
            glossary.look_up(token)
            if not isinstance(token.item, NameMention) or token.text in glossary.acronyms
            else None
        )
        if known:
            tokens = merge(tokens, at, at, known, token.text)
        elif _can_begin(token):
            last = _run_end(tokens, at, lexicon)
            first, last = _trim(tokens, at, last, lexicon)
            made = _named_run(tokens, first, last, lexicon) if first <= last else None
            if made:
                tokens = merge(tokens, first, last, made, " ".join(t.text for t in tokens[first : last + 1]))
                at = first
            else:
                at = max(at, last)
        at += 1
    return tokens


def _can_begin(token: Token) -> bool:
    if isinstance(token.item, NameMention):
        return token.item.kind is not NameKind.PERSON
    return token.is_capitalised and len(token.text) > 1


def _run_end(tokens: list[Token], at: int, lexicon: Lexicon) -> int:
    words = lexicon.words
    last = at
    has_head = tokens[at].text in words.heads
    while last + 1 < len(tokens) and last - at < _LONGEST_NAME_TOKENS:
        after = tokens[last + 1]
        if after.low in words.role_cores and after.text not in words.tails:
            break
        if _can_begin(after) or (after.is_capitalised and after.text.isalnum()):
            has_head = has_head or after.text in words.heads
            last += 1
            continue
        step = _joined(tokens, last + 1, has_head=has_head, lexicon=lexicon)
        if not step:
            break
        last += step
    return last


def _joined(tokens: list[Token], at: int, *, has_head: bool, lexicon: Lexicon) -> int:
    """Return how many tokens a joiner at `at` and the capital behind it take; 0 where the name ends."""
    joiner = tokens[at].low
    if joiner not in _JOINERS or at + 1 >= len(tokens):
        return 0
    after = at + 1 + (tokens[at + 1].low == "the" and at + 2 < len(tokens))
    follower = tokens[after]
    is_party = isinstance(follower.item, NameMention) and follower.item.kind not in (NameKind.STATE, NameKind.DEMONYM)
    if not (follower.is_capitalised or isinstance(follower.item, NameMention)) or is_party:
        return 0
    if joiner in ("-", "'"):
        return after - at + 1 if tokens[at].start == tokens[at - 1].end and follower.item is None else 0
    if joiner == "&":
        return after - at + 1
    if joiner == "and":
        fits = has_head and follower.text in lexicon.words.domains and follower.text not in lexicon.words.heads
        return after - at + 1 if fits and {"of", "for"} & {t.low for t in tokens[max(0, at - 4) : at]} else 0
    if joiner == "the":
        return 0
    return after - at + 1 if has_head or tokens[at - 1].text in lexicon.words.tails else 0


def _trim(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> tuple[int, int]:
    while last >= first and (tokens[last].low in _JOINERS or tokens[last].low == "'s"):
        last -= 1
    is_institution = last > first and _is_institution(tokens[first : last + 1], lexicon)
    if is_institution and first > 0:
        return first, last  # within a sentence a capital is meant
    while first <= last and tokens[first].item is None and tokens[first].text in lexicon.words.not_names:
        next_plain = first + 1 <= last and tokens[first + 1].item is None
        if is_institution and next_plain and tokens[first].text in _PROPER_ADJECTIVES:
            break
        first += 1
    return first, last


# Capitalised adjectives that do begin an organisation's name.
_PROPER_ADJECTIVES = frozenset(
    ("National", "Federal", "Royal", "International", "Global", "Joint", "World", "Central", "Space", "North", "South",
     "East", "West", "Northern", "Southern", "Eastern", "Western", "State", "New", "Solar", "Strategic", "Earth")
)  # fmt: skip


def _is_institution(run: list[Token], lexicon: Lexicon) -> bool:
    """Say whether a run has the noun of an organisation: at its end, or before "of" or "for"."""
    words = lexicon.words
    if run[-1].text in words.tails:
        return True
    return any(
        token.text in words.heads and after.low in ("of", "for", "on")
        for token, after in zip(run, run[1:], strict=False)
    )


# Tails that also begin the name of an instrument.
_SOFT_TAILS = frozenset(("Space", "Technology", "Defense", "Defence", "Service", "International", "Engineering"))


def _named_run(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> NameMention | None:
    run = tokens[first : last + 1]
    plain = [t for t in run if t.item is None and t.low not in _JOINERS]
    if not plain:
        return None
    text = _written(run)
    words = lexicon.words
    start, end = run[0].start, run[-1].end
    is_institution = _is_institution(run, lexicon)
    if run[-1].text in _SOFT_TAILS and isinstance(run[0].item, NameMention):
        is_institution = False  # "Japan Space Framework Agreement": the state is no part of a name
    if is_institution and len(run) > 1:
        kind = NameKind.COMPANY if run[-1].text in words.companies else NameKind.ORGANISATION
        return name_of(text, kind=kind, start=start, end=end)
    if isinstance(run[0].item, NameMention):
        return None
    if isinstance(run[-1].item, NameMention):
        return name_of(text, kind=NameKind.ORGANISATION, start=start, end=end) if len(run) > 1 else None
    if any(isinstance(t.item, NameMention) for t in run) or len(run) > 5:
        return None
    if all(t.text in words.not_names for t in plain):
        return None
    if len(run) == 1 and _is_common_opening(tokens, first):
        return None
    meant = lexicon.nearly(text)
    if meant:
        return NameMention(start=start, end=end, name=Name(text=meant.label, authority=meant), kind=kind_of(meant))
    return name_of(text, kind=NameKind.UNKNOWN, start=start, end=end)


def _is_common_opening(tokens: list[Token], at: int) -> bool:
    """Say whether a single capitalised word owes its capital to its place: a sentence's first, or in a title."""
    token = tokens[at]
    if any(c.isupper() for c in token.text[1:]) or any(c.isdigit() for c in token.text):
        return False
    first = at == 0 or tokens[at - 1].text in ('"', "(", ":", "-")
    follows_name = at + 1 < len(tokens) and tokens[at + 1].text in (",", "and", "'s") and not token.low.endswith("ly")
    return first and not follows_name


def _written(run: list[Token]) -> str:
    """Put the words of a run together as the text has them."""
    parts = [run[0].text]
    for before, token in zip(run, run[1:], strict=False):
        parts.append(token.text if token.start == before.end else f" {token.text}")
    return "".join(parts)
