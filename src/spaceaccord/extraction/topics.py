"""What an agreement is about: lists and purposes in the sentences that tell of it, concepts of the topic scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spaceaccord.extraction.drafts import Draft
from spaceaccord.extraction.entries import EntryKind
from spaceaccord.extraction.reading_sentences import Reading, ReadSentence
from spaceaccord.extraction.relevance import Relevance
from spaceaccord.extraction.topic_phrases import before_clause, is_in_name, is_naming
from spaceaccord.model.agreement import Topic

_NOUNS = (
    "cooperation|collaboration|agreement|deal|mou|moa|memorandum|accord|pact|partnership|document|letter|statement|"
    "arrangement|project|instrument|moc|loi|framework|joint statement|declaration|contract|protocol|treaty|text"
)
_FOLLOW_UP = re.compile(
    rf"^(?:these|this|it|the (?:said )?(?:(?:{_NOUNS})s?|new|two|parties|sides|areas|partners|agency|agencies|fields)|"
    r"under|areas|fields|topics|through|as part|they|both|among|with th|each|cooperation|specifically|in particular)\b"
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
# Behind a list of parties only these open the subject: "a MoU with X on satellite imaging".
_SUBJECT = re.compile(r"\s(?:on|regarding|concerning|covering|relating to|about)\s(?:the\s)?(?P<rest>[^.;\"]{4,220})")
_WILL = re.compile(
    r"\bwill (?:also |jointly |then |further )?(?:provide|develop|build|study|share|use|fly|carry|launch|deliver|supply"
    r"|host|train|test|operate|measure|explore|support|exchange|contribute|enable|allow|study|examine|investigate)\s"
    r"(?P<rest>[^.;:\"]{4,140})"
)
_FIELD_CUES = (
    "in areas",
    "in the area",
    "in the field",
    "in fields",
    "in the domain",
    "on topics",
    "areas such",
    "areas of",
)
_LONGEST_SHARED = 12
_LONGEST_LIST = 400
_MOST_TOPICS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTopic:
    """A topic and its words in the flat text."""

    topic: Topic
    start: int
    end: int
    rule: str
    confidence: float


def find_topics(reading: Reading, draft: Draft, others: set[int], *, is_main: bool) -> tuple[FoundTopic, ...]:
    """Return the topics of `draft`, by place, each once; `others` are sentences about other agreements.

    The main agreement of a text also has the lists of fields that stand apart from it.
    """
    found: list[FoundTopic] = []
    told = dict(_sentences(reading, draft, others))
    if is_main and Relevance.of(reading).is_space_text:
        told.update({n: start for n, start in _fields_apart(reading, others) if n not in told})
    for number, start in sorted(told.items()):
        sentence = reading.sentences[number]
        found.extend(_listed(reading, sentence, start))
        found.extend(_concepts(reading, sentence, start))
        found.extend(_purposes(reading, sentence, draft))
        found.extend(_deeds(reading, sentence, start))
        found.extend(_items_below(reading, sentence))
        found = [topic for topic in found if not is_naming(sentence, topic.start, topic.end)]
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


def _sentences(reading: Reading, draft: Draft, others: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the sentences that tell of the draft or go on with it, and where in them they begin."""
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
        yield number, numbers[number]


def _fields_apart(reading: Reading, others: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the sentences with a list of fields ("in areas such as"), and where the list begins."""
    for read in reading.sentences:
        if read.number in others or read.sentence.block.is_background:
            continue
        for hit in read.hits:
            phrase = reading.flat.folded[hit.start : hit.end]
            if hit.entry.kind is EntryKind.LIST_CUE and phrase.startswith(_FIELD_CUES):
                yield read.number, hit.start
                break


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
    ends = [*cuts, (end, end)]
    begins = [start, *(cut_end for _, cut_end in cuts)]
    parts = [text[begin:stop].split() for begin, (stop, _) in zip(begins, ends, strict=True)]
    shares_head = len(parts) > 1 and len(text[start:end].split()) <= _LONGEST_SHARED and any(len(p) == 1 for p in parts)
    if shares_head:  # "research, exploration and use of space" is one phrase
        topic = _topic(reading, start, end, rule, confidence, longest=_LONGEST_SHARED)
        if topic:
            yield topic
            return
    for cut_start, cut_end in ends:
        topic = _topic(reading, at, cut_start, rule, confidence)
        if topic:
            yield topic
        at = cut_end


def _topic(
    reading: Reading, start: int, end: int, rule: str, confidence: float, *, longest: int = 9
) -> FoundTopic | None:
    text = reading.flat.text
    while start < end and text[start] in " ,-:(":
        start += 1
    while end > start and text[end - 1] in " ,-:().":
        end -= 1
    lead = _LEAD.match(reading.flat.folded[start:end])
    if lead:
        start += lead.end()
    end = before_clause(reading, start, end)
    words = text[start:end].split()
    if not 1 <= len(words) <= longest or len(text[start:end]) < 4 or words[0][0].isdigit():
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
        if hit.entry.kind is EntryKind.TOPIC and hit.start >= start and not is_in_name(sentence, hit.start, hit.end):
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
        if match is None or match.start() - statement.instrument.end >= 40:
            match = _SUBJECT.search(reading.flat.folded, statement.instrument.end, end)
        if match:
            stop = _CUT.search(reading.flat.folded, match.start("rest"), end)
            last = min(stop.start() if stop else end, match.end("rest"))
            yield from _phrases(reading, match.start("rest"), last, "topic.purpose", 0.6)


def _deeds(reading: Reading, sentence: ReadSentence, start: int) -> Iterator[FoundTopic]:
    """Read what the parties will do: "the agency will also provide heater units"."""
    for match in _WILL.finditer(reading.flat.folded, start, sentence.sentence.end):
        stop = _CUT.search(reading.flat.folded, match.start("rest"), match.end("rest"))
        last = stop.start() if stop else match.end("rest")
        yield from _phrases(reading, match.start("rest"), last, "topic.deed", 0.55)


def _items_below(reading: Reading, sentence: ReadSentence) -> Iterator[FoundTopic]:
    """Read the list items below a sentence that ends in a colon."""
    if reading.flat.text[sentence.sentence.end - 1] != ":":
        return
    for below in reading.sentences[sentence.number + 1 : sentence.number + 1 + _MOST_TOPICS]:
        if not below.sentence.block.is_item:
            return
        topic = _topic(reading, below.sentence.start, below.sentence.end, "topic.item", 0.8, longest=_LONGEST_SHARED)
        if topic:
            yield topic
