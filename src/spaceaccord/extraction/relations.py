"""How the agreements of one text build on each other and on instruments known to all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spaceaccord.extraction.drafts import Draft
from spaceaccord.extraction.entries import EntryKind
from spaceaccord.extraction.items import DocumentMention, InstrumentMention, Token
from spaceaccord.extraction.lexicon import Hit
from spaceaccord.extraction.reading_sentences import Reading, ReadSentence
from spaceaccord.model.agreement import AgreementType, RelationType

_REVERSED = (" by",)
_FARTHEST = 170
_RENEWING = frozenset(
    (
        "renewed",
        "renew",
        "renews",
        "renewal",
        "extended",
        "extend",
        "extends",
        "extension",
        "prolonged",
        "prolong",
        "prolongs",
    )
)
# "under the" alone relates two instruments of one sentence when the second follows at once.
_BARE = frozenset(("under the", "under a", "under an", "under their"))
_FARTHEST_BARE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRelation:
    """`source` builds on `target`: numbers of drafts, or the name of a standing instrument."""

    source: int
    target: int | str
    type: RelationType
    start: int
    end: int
    sentence: ReadSentence


def find_relations(reading: Reading, drafts: Sequence[Draft]) -> tuple[FoundRelation, ...]:
    """Return the relations that the sentences of a text state, each once."""
    owners = _owners(drafts)
    found: dict[tuple[int, int | str, RelationType], FoundRelation] = {}
    last: int | None = None
    for sentence in reading.sentences:
        for hit in sentence.hits:
            if hit.entry.kind is EntryKind.RELATION and not _inside_instrument(sentence, hit):
                for relation in _at(reading, sentence, hit, owners, drafts, last):
                    found.setdefault((relation.source, relation.target, relation.type), relation)
        here = [owners[t.start] for t in sentence.tokens if t.start in owners]
        last = here[-1] if here else last
    for number, draft in enumerate(drafts):
        if number and draft.main.binding.rule == "party.of-older":
            source = number - 1
            if any(pair[:2] == (source, number) for pair in found) or not _is_renewed(drafts[source]):
                continue
            main = draft.main
            found.setdefault(
                (source, number, RelationType.CONTINUES),
                FoundRelation(
                    source=source,
                    target=number,
                    type=RelationType.CONTINUES,
                    start=main.instrument.start,
                    end=main.instrument.end,
                    sentence=main.sentence,
                ),
            )
    return tuple(found.values())


def _inside_instrument(sentence: ReadSentence, hit: Hit) -> bool:
    """Say whether the phrase is part of a name: "implementing arrangement"."""
    return any(
        isinstance(t.item, InstrumentMention) and t.start <= hit.start and hit.end <= t.end for t in sentence.tokens
    )


def _owners(drafts: Sequence[Draft]) -> dict[int, int]:
    """Map the place of each instrument noun to its draft."""
    return {told.statement.start: number for number, draft in enumerate(drafts) for told in draft.told}


def _at(
    reading: Reading,
    sentence: ReadSentence,
    hit: Hit,
    owners: dict[int, int],
    drafts: Sequence[Draft],
    last: int | None,
) -> Iterator[FoundRelation]:
    phrase = reading.flat.folded[hit.start : hit.end]
    left = _left(sentence, hit, owners)
    is_bare = phrase in _BARE
    if left is None and (not is_bare or _is_made(sentence.tokens, hit)) and _points_back(sentence.tokens, hit):
        left = last if last is not None else (0 if drafts else None)
    rights = tuple(_right(sentence, hit, owners, drafts, _FARTHEST_BARE if is_bare else _FARTHEST))
    for right in rights:
        source, target = left, right
        if phrase.endswith(_REVERSED):
            if not isinstance(right, int) or left is None:
                continue
            source, target = right, left
        if source is None and len(drafts) == 1 and isinstance(target, str):
            source = 0
        if source is None or source == target:
            continue
        yield FoundRelation(
            source=source, target=target, type=RelationType(hit.entry.value), start=hit.start, end=hit.end,
            sentence=sentence,
        )  # fmt: skip


def _left(sentence: ReadSentence, hit: Hit, owners: dict[int, int]) -> int | None:
    """Return the draft named nearest before the phrase."""
    before = [t for t in sentence.tokens if t.end <= hit.start and t.start in owners]
    return owners[before[-1].start] if before else None


def _is_renewed(draft: Draft) -> bool:
    """Say whether a text tells of an agreement that it renews or prolongs an older one."""
    return any(_RENEWING & {t.low for t in told.statement.sentence.tokens} for told in draft.told)


def _is_made(tokens: list[Token], hit: Hit) -> bool:
    """Say whether the instrument told before is made "under the" other: "It was drawn up under the …"."""
    before = {t.low for t in tokens if t.end <= hit.start}
    made = {
        "drawn",
        "drawn up",
        "drew up",
        "concluded",
        "signed",
        "made",
        "issued",
        "negotiated",
        "prepared",
        "falls",
        "comes",
    }
    return bool(before & made)


def _points_back(tokens: list[Token], hit: Hit) -> bool:
    """Say whether the subject before the phrase stands for an agreement told before: "It", "These discussions"."""
    before = [t.low for t in tokens if t.end <= hit.start]
    subject = ("it", "this", "these", "they", "the cooperation", "which", "the deal", "the accords", "the new")
    return not before or " ".join(before[:2]).startswith(subject) or len(before) <= 6


def _right(
    sentence: ReadSentence, hit: Hit, owners: dict[int, int], drafts: Sequence[Draft], reach: int
) -> Iterator[int | str]:
    """Yield the drafts or standing instruments behind the phrase, the nearest only; plurals stand for all of a type."""
    for token in sentence.tokens:
        if token.start < hit.end or token.start > hit.end + reach:
            continue
        if isinstance(token.item, DocumentMention) and token.item.is_standing:
            yield token.text
            return
        if token.start in owners:
            yield owners[token.start]
            return
        if isinstance(token.item, InstrumentMention):
            before = [t.low for t in sentence.tokens if hit.end - 1 <= t.start < token.start]
            if {"these", "both", "those"} & set(before):
                yield from _all_of_type(drafts, token.item.type)
            return


def _all_of_type(drafts: Sequence[Draft], kind: AgreementType) -> Iterator[int]:
    yield from (number for number, draft in enumerate(drafts) if draft.instrument.type is kind)
