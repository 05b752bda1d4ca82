"""How an instrument is bound into its sentence: the verb that governs it, its determiner, and the mood of it all."""

from __future__ import annotations

from dataclasses import dataclass

from spaceaccord.extraction.entries import EntryKind
from spaceaccord.extraction.items import (
    DocumentMention,
    InstrumentMention,
    NameMention,
    PersonMention,
    ReferenceMention,
    Token,
    VerbMention,
)
from spaceaccord.extraction.lexicon import Hit
from spaceaccord.model.agreement import Status
from spaceaccord.model.evidence import Modality

_REACH_LEFT = 26
_REACH_RIGHT = 40
_NEAR_OBJECT = 12
_BREAKS = frozenset(
    (";", ":", "which", "who", "whose", "because", "although", "while", "whereas", "but", "when", "where")
)
_DETERMINERS = frozenset(
    ("a", "an", "another", "new", "second", "separate", "first", "the", "this", "that", "these", "those", "both", "its",
     "their", "such", "each", "any", "no", "our", "his", "her", "two", "three", "four", "five", "several", "similar",
     "further", "additional", "existing", "previous", "earlier", "every", "some", "other", "many", "numerous", "various",
     "original", "same", "updated", "current", "proposed", "third", "draft", "one", "possible", "potential", "future")
)  # fmt: skip
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "got"))
# How far left of its verb a mood word counts, in characters.
_MOOD_REACH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Construction:
    """An instrument in its sentence.

    `voice` is "active", "passive", "noun" or "none"; `verb` is the token number of the governing verb, -1 without one.
    `determiners` are the words before the noun phrase, `head` the token number where the noun phrase begins.
    """

    at: int
    head: int
    determiners: frozenset[str]
    verb: int
    voice: str
    status: Status | None
    modality: Modality
    mood_rule: str


def construe(tokens: list[Token], at: int, hits: tuple[Hit, ...], suppositions: frozenset[str]) -> Construction:
    """Return how the instrument at token `at` stands in its sentence. Never raises."""
    head, determiners = _noun_phrase(tokens, at)
    verb, voice = _governing_verb(tokens, at, head)
    status, modality, rule = _mood(tokens, at, head, verb, voice, hits, suppositions)
    return Construction(
        at=at,
        head=head,
        determiners=determiners,
        verb=verb,
        voice=voice,
        status=status,
        modality=modality,
        mood_rule=rule,
    )


def _noun_phrase(tokens: list[Token], at: int) -> tuple[int, frozenset[str]]:
    """Return where the noun phrase of the instrument begins and its determiners."""
    found: set[str] = set()
    head = at
    for left in range(at - 1, max(at - 10, -1), -1):
        token = tokens[left]
        if token.low in _DETERMINERS:
            found.add(token.low)
            head = left
            if token.low in ("a", "an", "the", "this", "that", "no", "any", "each", "every"):
                break
            continue
        item = token.item
        if isinstance(item, (VerbMention, PersonMention, ReferenceMention, InstrumentMention, DocumentMention)):
            break
        if token.text in (",", ";", ":", "(", ")", '"', "—") or token.low in (
            "and",
            "of",
            "in",
            "on",
            "for",
            "to",
            "with",
            "by",
            "under",
            "through",
            "into",
            "from",
            "as",
            "at",
            "is",
            "are",
            "was",
            "were",
        ):
            if token.text in ("(", '"') or (token.low == "and" and isinstance(tokens[left - 1].item, NameMention)):
                continue
            break
        head = left
    return head, frozenset(found)


def _governing_verb(tokens: list[Token], at: int, head: int) -> tuple[int, str]:
    for finder in (_passive_behind, _active_before, _relative_behind):
        verb, voice = finder(tokens, at, head)
        if verb >= 0:
            return verb, voice
    return -1, "none"


def _active_before(tokens: list[Token], at: int, head: int) -> tuple[int, str]:
    """Find "signed a MoU" and "signing of the MoU": a verb to the left with nothing of a clause between."""
    for left in range(min(head, at) - 1, max(head - _REACH_LEFT, -1), -1):
        token = tokens[left]
        if isinstance(token.item, VerbMention):
            verb = token.item
            distance = head - left
            if verb.form == "past" and _is_participle(tokens, left):
                return -1, "none"
            if verb.cls == "reach" and (
                verb.form == "noun" or distance > _NEAR_OBJECT or not _is_plain_object(tokens, left, head)
            ):
                continue
            if verb.cls in ("prepare", "force") and distance > _NEAR_OBJECT:
                continue
            if verb.cls == "decline" and distance > _NEAR_OBJECT:
                continue
            if verb.cls == "join" and not _is_plain_object(tokens, left, head):
                continue
            return left, "noun" if verb.form == "noun" else "active"
        if isinstance(token.item, DocumentMention) or token.low in _BREAKS:
            return -1, "none"
        if isinstance(token.item, InstrumentMention) and not _coordinates(tokens, left, head):
            return -1, "none"
    return -1, "none"


def _is_participle(tokens: list[Token], verb: int) -> bool:
    """Say whether a past form belongs to a noun before it: "the memorandum, signed in", "an agreement signed by"."""
    before = verb - 1 - (tokens[verb - 1].text == "," if verb else 0)
    if before >= 0 and tokens[before].text == ")":
        return before >= 3 and isinstance(tokens[before - 3].item, InstrumentMention)
    return before >= 0 and (isinstance(tokens[before].item, InstrumentMention) or tokens[verb - 1].low in _BE)


def _is_plain_object(tokens: list[Token], verb: int, head: int) -> bool:
    """Say whether only words of one noun phrase (and a date or a list of parties) lie between verb and object."""
    for token in tokens[verb + 1 : head]:
        if isinstance(token.item, (VerbMention, InstrumentMention)):
            return False
        if token.low in ("to", "that", "which", "who", "for", "in", "on", "under", "from", "by", "at", "as", "through"):
            return False
    return True


def _coordinates(tokens: list[Token], left: int, head: int) -> bool:
    """Say whether two instruments are joined: "signed a MoU and a letter of intent", "an MoU (memorandum …)"."""
    between = [token.low for token in tokens[left + 1 : head]]
    if "and" in between[-2:] and not any(isinstance(t.item, VerbMention) for t in tokens[left + 1 : head]):
        return True
    return all(word in ("and", ",", "as", "well", "a", "an", "two", "the", "(", "three", "several") for word in between)


def _passive_behind(tokens: list[Token], at: int, head: int) -> tuple[int, str]:
    """Find "the MoU … was signed" and "the MoU signed by …" to the right."""
    had_be = False
    comma = False
    for right in range(at + 1, min(at + _REACH_RIGHT, len(tokens))):
        token = tokens[right]
        item = token.item
        if isinstance(item, VerbMention):
            if item.cls in ("sign", "reach") and item.form == "past" and item.cls == "sign":
                directly = right - at <= 3 or comma or _only_names(tokens, at + 1, right)
                if had_be or directly:
                    return (-1, "none") if _has_subject(tokens, at, right) else (right, "passive")
            if item.cls == "reach" and item.form == "past" and (had_be or right - at <= 2):
                if tokens[right].low not in ("has", "have", "had"):
                    return right, "passive"
            if item.cls == "force":
                return right, "passive"
            if item.form == "noun" and right - at <= 2 and tokens[right].low in ("signature", "signing"):
                return right, "noun"
            if item.cls == "sign" and item.form in ("base", "gerund", "third"):
                if item.form == "gerund" and right - at <= 2:
                    return right, "noun"
                return -1, "none"
        if isinstance(item, InstrumentMention) and not _coordinates(tokens, at, right):
            return -1, "none"
        if token.low in _BREAKS and token.low not in ("which",):
            return -1, "none"
        had_be = had_be or token.low in _BE
        comma = token.text == "," or (
            comma and token.low in ("which", "was", "were", "that", "is", "first", "originally")
        )
    return -1, "none"


def _only_names(tokens: list[Token], first: int, last: int) -> bool:
    """Say whether only "between A and B", "on space" or a bracket stands between instrument and participle."""
    return not any(
        token.low in ("to", "will", "that", "would", "said", "after") or token.text in (".", ";")
        for token in tokens[first:last]
    )


def _has_subject(tokens: list[Token], at: int, verb: int) -> bool:
    """Say whether the verb has a subject of its own behind the instrument: "the MoU aims …, and ESA signed …"."""
    before = tokens[verb - 1]
    if isinstance(before.item, (PersonMention, ReferenceMention)):
        return True
    if not isinstance(before.item, NameMention):
        return before.low in ("who", "also", "recently", "and", "have", "has") and verb - at > 4
    return not any(token.low in ("between", "of", "with", "among", "by", "for") for token in tokens[at + 1 : verb])


def _relative_behind(tokens: list[Token], at: int, head: int) -> tuple[int, str]:
    """Find "the MoU that A and B signed" to the right."""
    subject = False
    for right in range(at + 1, min(at + _REACH_RIGHT, len(tokens))):
        item = tokens[right].item
        if isinstance(item, VerbMention) and item.cls == "sign" and item.form in ("past", "third"):
            return (right, "relative") if subject else (-1, "none")
        if isinstance(item, InstrumentMention) and right > at + 3:
            return -1, "none"
        subject = (
            subject
            or tokens[right].low in ("that", "which")
            or (right <= at + 3 and isinstance(item, (NameMention, ReferenceMention, PersonMention)))
        )
    return -1, "none"


def _mood(
    tokens: list[Token],
    at: int,
    head: int,
    verb: int,
    voice: str,
    hits: tuple[Hit, ...],
    suppositions: frozenset[str],
) -> tuple[Status | None, Modality, str]:
    if {"no", "any", "possible", "potential"} & {tokens[n].low for n in range(head, at)}:
        return None, Modality.NEGATED, "mood.no-instrument"
    if verb < 0:
        return _bare_status(tokens, at, head)
    item = tokens[verb].item
    assert isinstance(item, VerbMention)  # a verb's number was given
    cues = _moods_before(tokens, verb, hits, item)
    if "negated" in cues or item.cls == "decline":
        return None, Modality.NEGATED, "mood.negated"
    if item.cls == "prepare":
        return (
            (None, Modality.POSSIBLE, "mood.possible")
            if "possible" in cues
            else (Status.PLANNED, Modality.PLANNED, "mood.prepared")
        )
    if item.cls == "force":
        status = Status.PLANNED if "planned" in cues else Status.IN_FORCE
        return status, Modality.ASSERTED, "mood.in-force"
    if "possible" in cues:
        is_reported_plan = _has_word(tokens, verb, "would") and not suppositions & {token.low for token in tokens}
        return (
            (Status.PLANNED, Modality.PLANNED, "mood.would")
            if is_reported_plan
            else (None, Modality.POSSIBLE, "mood.possible")
        )
    if "planned" in cues or (item.form == "noun" and _ahead(tokens, verb)):
        return Status.PLANNED, Modality.PLANNED, "mood.planned"
    if item.form == "base" and item.cls in ("sign", "reach", "join") and verb > 0 and tokens[verb - 1].low == "to":
        ordinal = any(
            token.low in ("country", "nation", "state", "signatory", "first")
            for token in tokens[max(0, verb - 5) : verb]
        )
        return (
            (Status.SIGNED, Modality.ASSERTED, "mood.nth-to-sign")
            if ordinal
            else (Status.PLANNED, Modality.PLANNED, "mood.infinitive")
        )
    return Status.SIGNED, Modality.ASSERTED, f"mood.{item.cls}-{item.form}"


def _bare_status(tokens: list[Token], at: int, head: int) -> tuple[Status | None, Modality, str]:
    """Return the status of an instrument without a verb of agreeing: what it is under is in force."""
    before = " ".join(token.low for token in tokens[max(0, head - 3) : head])
    if before.endswith(
        ("under", "under the", "through", "pursuant to", "under an", "as part of", "in accordance with")
    ):
        return Status.IN_FORCE, Modality.ASSERTED, "mood.under"
    return Status.MENTIONED, Modality.ASSERTED, "mood.mentioned"


def _moods_before(tokens: list[Token], verb: int, hits: tuple[Hit, ...], item: VerbMention) -> set[str]:
    """Return the moods of the words left of the verb in its clause."""
    clause = tokens[verb].start
    for left in range(verb - 1, max(verb - 16, -1), -1):
        low = tokens[left].low
        between = isinstance(tokens[left].item, VerbMention) and tokens[left].item.cls == "sign"  # type: ignore[union-attr]
        if between or low in (";", ":", ".", '"', "that", "which", "who", "after", "since", "when", "while", "—"):
            break
        if low in ("has", "have", "had") and verb - left <= 3 and item.form == "past":
            clause = (
                tokens[left].start - 12
                if left > 0
                and tokens[left - 1].low in ("not", "never", "n't", "may", "might", "would", "will", "could", "should")
                else tokens[left].start
            )
            break
        clause = tokens[left].start
    near = max(clause, tokens[verb].start - _MOOD_REACH)
    found = {
        hit.entry.value
        for hit in hits
        if hit.entry.kind is EntryKind.MOOD and near <= hit.start and hit.end <= tokens[verb].start
    }
    if item.form == "past" and item.cls in ("sign", "reach", "join"):
        directly = {token.low for token in tokens[max(0, verb - 4) : verb]}
        if not directly & {
            "be",
            "will",
            "would",
            "have",
            "could",
            "may",
            "might",
            "should",
            "not",
            "never",
            "n't",
            "no",
            "neither",
            "nor",
            "without",
            "yet",
        }:
            found &= {"negated"} if directly & {"not", "never", "n't"} else set()
    return found


def _has_word(tokens: list[Token], verb: int, word: str) -> bool:
    return any(token.low == word for token in tokens[max(0, verb - 8) : verb])


def _ahead(tokens: list[Token], verb: int) -> bool:
    before = [token.low for token in tokens[max(0, verb - 5) : verb]]
    return any(
        word
        in ("ahead", "before", "toward", "towards", "upcoming", "forthcoming", "pending", "until", "await", "awaiting")
        for word in before
    )
