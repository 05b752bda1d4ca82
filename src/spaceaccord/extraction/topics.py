"""What an agreement is about: lists and purposes in the sentences that tell of it, concepts of the topic scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spaceaccord.extraction.drafts import Draft
from spaceaccord.extraction.entries import EntryKind
from spaceaccord.extraction.reading_sentences import Reading, ReadSentence
from spaceaccord.model.agreement import Topic

_FOLLOW_UP = re.compile(
    r"^(?:these|this|it|the (?:cooperation|collaboration|agreement|deal|mou|memorandum|accord|pact|"
    r"partnership|document|letter|statement|arrangement|project|two|parties|sides|instrument|moc|loi|framework|areas|joint statement)|under|"
    r"areas|topics|through|as part|they|both|among|with th|the accords|cooperation|specifically|in particular)\b"
)
_CUT = re.compile(
    r"[.;:!?\"]|\b(?:which|that will|while|whereas|said|as well as between|according to|and will|and to be|in order"
    r"|signed|during|between|with the aim|with a view|, with|not only)\b"
)
_SPLIT = re.compile(r"\s*(?:,\s*(?:and|as well as|but also)?\s+|\s+as well as\s+|\s+and\s+|;\s*)\s*")
_LEAD = re.compile(
    r"^(?:the|a|an|their|its|such|areas|topics|like|including|include|as|in|on|of|for|to|and|both|also|of|other|joint)\s+"
)
_PURPOSE = re.compile(
    r"\s(?:on|for|to|of|regarding|concerning|in|covering|relating to|about|under which|that|which)\s"
    r"(?:the\s)?(?P<rest>[^.;\"]{4,220})"
)
_LONGEST_PHRASE_WORDS = 9
_LONGEST_LIST = 400
_MOST_TOPICS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTopic:
    """A topic and its words in the flat text."""

    topic: Topic
    start: int
    end: int
    rule: str
    confidence: float


def find_topics(reading: Reading, draft: Draft, others: set[int]) -> tuple[FoundTopic, ...]:
    """Return the topics of `draft`, by place, each once; `others` are sentences about other agreements."""
    found: list[FoundTopic] = []
    for sentence, start in _sentences(reading, draft, others):
        found.extend(_listed(reading, sentence, start))
        found.extend(_concepts(reading, sentence, start))
        found.extend(_purposes(reading, sentence, draft))
    kept: list[FoundTopic] = []
    seen: set[str] = set()
    for topic in sorted(found, key=lambda t: (t.start, -t.confidence, -t.end)):
        key = topic.topic.text.casefold()
        if key not in seen and not any(
            k.start <= topic.start and topic.end <= k.end and k.topic.concept == topic.topic.concept for k in kept
        ):
            seen.add(key)
            kept.append(topic)
    return tuple(kept[:_MOST_TOPICS])


def _sentences(reading: Reading, draft: Draft, others: set[int]) -> Iterator[tuple[ReadSentence, int]]:
    """Yield the sentences that tell of the draft, with the offset where they begin to, and those that go on with it."""
    numbers: dict[int, int] = {}
    for told in draft.told:
        statement = told.statement
        sentence = statement.sentence.sentence
        shared = sentence.number in others
        numbers.setdefault(sentence.number, statement.start if shared else sentence.start)
    for number in sorted(numbers):
        for following in (number + 1, number + 2):
            if following in numbers or following in others or following >= len(reading.sentences):
                break
            sentence = reading.sentences[following].sentence
            if not _FOLLOW_UP.match(reading.flat.folded[sentence.start : sentence.end]):
                break
            numbers[following] = sentence.start
    for number in sorted(numbers):
        yield reading.sentences[number], numbers[number]


def _listed(reading: Reading, sentence: ReadSentence, start: int) -> Iterator[FoundTopic]:
    """Split the lists behind cues such as "in areas such as"."""
    flat = reading.flat
    end = sentence.sentence.end
    covered = start
    for hit in sentence.hits:
        if hit.entry.kind is not EntryKind.LIST_CUE or hit.start < covered:
            continue
        stop = _CUT.search(flat.folded, hit.end + 1, min(end, hit.end + _LONGEST_LIST))
        last = stop.start() if stop else min(end, hit.end + _LONGEST_LIST)
        yield from _phrases(reading, hit.end, last, "topic.list", 0.85)
        covered = hit.end


def _phrases(reading: Reading, start: int, end: int, rule: str, confidence: float) -> Iterator[FoundTopic]:
    at = start
    text = reading.flat.text
    cuts = [(m.start(), m.end()) for m in _SPLIT.finditer(text, start, end)]
    for cut_start, cut_end in [*cuts, (end, end)]:
        topic = _topic(reading, at, cut_start, rule, confidence)
        if topic:
            yield topic
        at = cut_end


def _topic(reading: Reading, start: int, end: int, rule: str, confidence: float) -> FoundTopic | None:
    text = reading.flat.text
    while start < end and text[start] in " ,-:(":
        start += 1
    while end > start and text[end - 1] in " ,-:().":
        end -= 1
    lead = _LEAD.match(reading.flat.folded[start:end])
    if lead:
        start += lead.end()
    words = text[start:end].split()
    if not 1 <= len(words) <= _LONGEST_PHRASE_WORDS or len(text[start:end]) < 4 or words[0][0].isdigit():
        return None
    phrase = text[start:end]
    return FoundTopic(
        topic=Topic(text=phrase, concept=_concept_of(reading, start, end)),
        start=start,
        end=end,
        rule=rule,
        confidence=confidence,
    )


def _concept_of(reading: Reading, start: int, end: int) -> str | None:
    """Return the longest concept inside a phrase."""
    best: tuple[int, str] | None = None
    for hit in reading.lexicon.find(reading.flat.text[start:end], reading.flat.folded[start:end]):
        if hit.entry.kind is EntryKind.TOPIC and (best is None or hit.end - hit.start > best[0]):
            best = (hit.end - hit.start, hit.entry.value)
    return best[1] if best else None


def _concepts(reading: Reading, sentence: ReadSentence, start: int) -> Iterator[FoundTopic]:
    for hit in sentence.hits:
        if hit.entry.kind is EntryKind.TOPIC and hit.start >= start:
            yield FoundTopic(
                topic=Topic(text=reading.flat.text[hit.start : hit.end], concept=hit.entry.value),
                start=hit.start,
                end=hit.end,
                rule="topic.concept",
                confidence=0.7,
            )


def _purposes(reading: Reading, sentence: ReadSentence, draft: Draft) -> Iterator[FoundTopic]:
    """Read what stands behind the instrument: "a MoU on the peaceful use of outer space", "an agreement to …"."""
    for told in draft.told:
        statement = told.statement
        if statement.sentence.number != sentence.number:
            continue
        end = min(sentence.sentence.end, statement.instrument.end + 260)
        match = _PURPOSE.search(reading.flat.folded, statement.instrument.end, end)
        if match and match.start() - statement.instrument.end < 40:
            stop = _CUT.search(reading.flat.folded, match.start("rest"), end)
            last = min(stop.start() if stop else end, match.end("rest"))
            yield from _phrases(reading, match.start("rest"), last, "topic.purpose", 0.6)
