"""Who is quoted with which words: in quotation marks, split or whole, and in reported speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from spaceaccord.extraction.attributions import Attribution, cut_words, last_speaker, tell_quotation
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.report_text import ReportText
from spaceaccord.model.evidence import Modality
from spaceaccord.model.reported_fact import Attribute, Thing

# Words in marks that are shorter are titles and turns of phrase, unless a verb of speech stands right beside them.
_FEWEST_WORDS = 4
_FURTHEST_SPEAKER = 160
_LONGEST_LEAD = 40
_MARK = '"'


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedWords:
    """Half-open offsets of the words between two marks, the marks not counted."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Words in marks, in one or several pieces, with their speaker; for those who look at what was said there."""

    pieces: tuple[QuotedWords, ...]
    attribution: Attribution
    quotation: Thing


def find_quotations(sheet: FactSheet) -> tuple[Speech, ...]:
    """Write down the quotations of a text; return those in quotation marks, in reading order.

    Pieces of one speech in one paragraph are one quotation; a second showing of the same words is none.
    """
    report = sheet.report
    said = re.compile(rf"\b{report.words.pattern('speech')}\b")
    speeches: list[Speech] = []
    told: set[str] = set()
    for block in report.reading.flat.blocks:
        pieces: list[QuotedWords] = []
        speaker: Attribution | None = None
        found = tuple(_quoted(report, block.start, block.end))
        for index, quoted in enumerate(found):
            before = found[index - 1].end + 1 if index else block.start
            after = found[index + 1].start - 1 if index + 1 < len(found) else block.end
            own = _attribution(report, said, quoted, before, after)
            if own and speaker and own.speaker != speaker.speaker:
                speeches += _speech(sheet, pieces, speaker, told)
                pieces = []
            speaker = own or speaker
            if speaker is not None and (own or _is_prose(report, quoted)):
                pieces.append(quoted)
        speeches += _speech(sheet, pieces, speaker, told)
    return tuple(speeches)


def fidelity_of(report: ReportText) -> str:
    """Return how close words in quotation marks are to what was said, as far as the source lets one tell."""
    known = report.article.metadata
    if known.source_quality in ("news-rewritten", "aggregator"):
        return "paraphrased"
    if known.source_quality in ("official-release", "news-original") or known.publisher:
        return "verbatim"
    return "unknown"


def _quoted(report: ReportText, start: int, end: int) -> Iterator[QuotedWords]:
    """Yield the ranges between marks, a mark that stands alone in its paragraph left out."""
    marks = [match.start() for match in re.compile(_MARK).finditer(report.text, start, end)]
    if len(marks) % 2:
        marks = marks[:-1]
    for opening, closing in zip(marks[::2], marks[1::2], strict=True):
        if closing > opening + 1:
            yield QuotedWords(start=opening + 1, end=closing)


def _is_prose(report: ReportText, quoted: QuotedWords) -> bool:
    words = report.text[quoted.start : quoted.end].split()
    return len(words) >= _FEWEST_WORDS and words[0][:1].isupper()


def _attribution(
    report: ReportText, said: re.Pattern[str], quoted: QuotedWords, before: int, after: int
) -> Attribution | None:
    """Return who speaks: named behind the words, or before them in the same sentence."""
    words = report.text[quoted.start : quoted.end]
    tail = min(after, quoted.end + 1 + _FURTHEST_SPEAKER)
    stop = re.compile(r"[.!?](?= |$)").search(report.text, quoted.end + 1, tail)
    tail = stop.start() if stop and not _is_initial(report.text, stop.start()) else tail
    verb = said.search(report.text, quoted.end + 1, tail)
    if verb and verb.start() - quoted.end < 80 and words.rstrip()[-1:] in ',.!?"' + words.rstrip()[-1:]:
        found = _speaker_in(report, quoted.end + 1, tail, verb)
        if found:
            return found
    head = max(before, report.sentence_at(quoted.start).sentence.start)
    lead = report.text[head : quoted.start - 1]
    verbs = list(said.finditer(report.text, head, quoted.start - 1))
    if verbs and (
        lead.rstrip().endswith((",", ":", verbs[-1].group())) or " that " in lead or _goes_on(report, verbs[-1], quoted)
    ):
        return _speaker_before(report, head, verbs[-1])
    return None


def _goes_on(report: ReportText, verb: re.Match[str], quoted: QuotedWords) -> bool:
    """Say whether the quoted words end the clause that a verb of speech opens: "said the accord "opens a door""."""
    words = report.text[quoted.start : quoted.end].split()
    return quoted.start - verb.end() <= _LONGEST_LEAD and len(words) >= _FEWEST_WORDS and words[0][:1].islower()


def _is_initial(text: str, at: int) -> bool:
    return bool(re.fullmatch(r"(?:.* |^)?(?:Dr|Mr|Mrs|Ms|Prof|H\.E|[A-Z])", text[max(at - 5, 0) : at]))


def _speaker_in(report: ReportText, start: int, end: int, verb: re.Match[str]) -> Attribution | None:
    persons = report.persons_in(start, end)
    if persons:
        person = min(persons, key=lambda p: abs(p.name_start - verb.start()))
        return Attribution(start=start, end=max(person.end, verb.end()), speaker=report.person(person), person=person)
    if re.search(r"\b(?:he|she) ?$|^,? ?(?:he|she)\b", report.text[start : verb.start()]):
        return _last_person(report, start, verb)
    names = [
        n for n in report.names_in(start, end) if 0 <= n.start - verb.end() <= 5 or 0 <= verb.start() - n.end <= 12
    ]
    if names:
        return Attribution(start=start, end=verb.end(), speaker=report.organisation(names[0].name))
    return None


def _speaker_before(report: ReportText, start: int, verb: re.Match[str]) -> Attribution | None:
    persons = report.persons_in(start, verb.start())
    if persons:
        person = persons[-1]
        return Attribution(start=person.start, end=verb.end(), speaker=report.person(person), person=person)
    if re.search(r"\b(?:he|she) ?$", report.text[start : verb.start()], re.IGNORECASE):
        return _last_person(report, start, verb)
    names = [
        n
        for n in report.names_in(start, verb.start())
        if re.fullmatch(r"(?:'s)?(?: government| agency)? ", report.text[n.end : verb.start()])
    ]
    if names:
        return Attribution(start=start, end=verb.end(), speaker=report.organisation(names[-1].name))
    return None


def _last_person(report: ReportText, at: int, verb: re.Match[str]) -> Attribution | None:
    person = last_speaker(report, at)
    return Attribution(start=at, end=verb.end(), speaker=report.person(person), person=person) if person else None


def _speech(
    sheet: FactSheet, pieces: list[QuotedWords], attribution: Attribution | None, told: set[str]
) -> list[Speech]:
    if not pieces or attribution is None:
        return []
    report = sheet.report
    text = " […] ".join(report.text[p.start : p.end].strip().rstrip(",") for p in pieces)
    plain = re.sub(r"\W+", " ", text.lower()).strip()
    if any(plain in other for other in told):
        return []
    told.add(plain)
    spans = [QuotedWords(start=p.start, end=p.end) for p in pieces]
    first = Ground(start=spans[0].start, end=spans[0].end, rule="quotation.in-marks", modality=Modality.ATTRIBUTED)
    first = replace(first, speaker=attribution.speaker)
    quotation = tell_quotation(sheet, cut_words(text), attribution, first, fidelity_of(report))
    for _, piece in pairwise(spans):
        further = replace(first, start=piece.start, end=piece.end)
        sheet.tell(quotation, Attribute.SPEAKER, attribution.speaker, further)
        sheet.tell(quotation, Attribute.QUOTE_TEXT, cut_words(text), further)
    for piece in spans:
        sheet.quote(piece.start, piece.end, attribution.speaker)
    return [Speech(pieces=tuple(spans), attribution=attribution, quotation=quotation)]
