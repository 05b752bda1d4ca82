"""Names made of several tokens: "the Japanese space agency", "Luxembourg government", "Ministry of Science and ICT"."""

from __future__ import annotations

from itertools import pairwise

from spaceaccord.extraction.glossary import name_of
from spaceaccord.extraction.items import NameKind, NameMention, ReferenceMention, Token
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.model.party import Name

_QUALIFIERS = frozenset(
    ("federal", "national", "civil", "own", "prime", "foreign", "science", "research", "defence", "defense",
     "education", "transport", "space")
)  # fmt: skip


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
    return _bodies(_that_of(_agencies_of(tokens, lexicon), lexicon), lexicon)


def _bodies(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Read a demonym with a common noun of bodies as an organisation, unless a name follows it."""
    for at in range(len(tokens) - 1, -1, -1):
        item = tokens[at].item
        if not (isinstance(item, NameMention) and item.kind in (NameKind.DEMONYM, NameKind.STATE)):
            continue
        for last in range(at + 1, min(at + 5, len(tokens))):
            if tokens[last].item is not None or not tokens[last].text.islower():
                break
            if tokens[last].low in lexicon.words.body_nouns:
                follower = tokens[last + 1] if last + 1 < len(tokens) else None
                is_name = follower is not None and isinstance(follower.item, NameMention)
                if follower is None or not (follower.text[:1].isupper() or is_name):
                    text = written(tokens[at : last + 1])
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
        if not is_noun or isinstance(tokens[at].item, NameMention) or tokens[at + 1].low != "of":
            continue
        for number in range(at + 2, len(tokens)):
            item = tokens[number].item
            if isinstance(item, NameMention) and item.kind is NameKind.STATE:
                tokens = _as_party(tokens, number, number, item, NameKind.AGENCY, lexicon)
            elif tokens[number].low not in (",", "and", "the"):
                break
    return tokens


def _that_of(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Read "Sweden's space agency and that of Canada": the agency of the second state."""
    for at in range(len(tokens) - 3, 0, -1):
        if tokens[at].low not in ("that", "those"):
            continue
        item = tokens[at + 2].item
        is_pointing = tokens[at + 1].low == "of"
        is_state = isinstance(item, NameMention) and item.kind is NameKind.STATE
        led = [t.item for t in tokens[max(0, at - 4) : at]]
        if is_pointing and is_state and any(isinstance(i, NameMention) and i.kind is NameKind.AGENCY for i in led):
            state = tokens[at + 2].item
            if isinstance(state, NameMention):
                made = _as_party(tokens, at + 2, at + 2, state, NameKind.AGENCY, lexicon)
                tokens = [*made[:at], *made[at + 2 :]]
    return tokens


def _noun_after(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[int, NameKind | None]:
    """Return the last token of the noun that makes a party of the state at `at`, and which kind of party."""
    words = lexicon.words
    after = at + 1
    possessive = after < len(tokens) and tokens[after].low in ("'s", "'")
    after += possessive
    bare = after
    while after < len(tokens) and tokens[after].low in _QUALIFIERS:
        after += 1
    if after >= len(tokens):
        return at, None
    if tokens[after].low not in words.government_nouns:
        after = bare + (tokens[bare].low in ("federal", "national", "civil", "own"))
    if tokens[after].low in ("counterpart", "counterparts", "partner") and any(
        (isinstance(t.item, NameMention) and t.item.kind is NameKind.AGENCY)
        or (isinstance(t.item, ReferenceMention) and t.item.cls == "agency")
        for t in tokens[:at]
    ):
        return after, NameKind.AGENCY  # "ASI and its Israeli counterpart"
    if tokens[after].low in words.government_nouns or tokens[after].low in words.counterpart_nouns:
        return after, NameKind.STATE
    for length in (4, 3, 2, 1):
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


def written(run: list[Token]) -> str:
    """Put the words of a run together as the text has them."""
    parts = [run[0].text]
    for before, token in pairwise(run):
        parts.append(token.text if token.start == before.end else f" {token.text}")
    return "".join(parts)
