"""Who is quoted with which words: in quotation marks, split or whole, and in reported speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.items import PersonMention
from spaceaccord.extraction.report_text import ReportText
from spaceaccord.model.evidence import Modality
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Code, Thing, ThingKind
from spaceaccord.model.slugs import digest

# Words in marks that are shorter are titles and turns of phrase, unless a verb of speech stands right beside them.
_FEWEST_WORDS = 4
_FURTHEST_SPEAKER = 160
_MARK = '"'


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedWords:
    """Half-open offsets of the words between two marks, the marks not counted."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who is said to have spoken, and the words that say so."""

    start: int
    end: int
    speaker: Thing
    person: PersonMention | None = None


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


def find_reported_speech(sheet: FactSheet) -> None:
    """Write down what persons are said to have said, in sentences without quotation marks."""
    report = sheet.report
    said = re.compile(
        rf"(?P<not>not )?\b(?:closed by )?(?P<verb>{report.words.pattern('indirect')}|saying)\b(?: that|,)? "
    )
    speakers: tuple[Attribution, ...] = ()
    for sentence in report.sentences:
        words = report.words_of(sentence)
        if _MARK in words or sentence.sentence.block.is_heading:
            continue
        base = sentence.sentence.start
        _according(sheet, base, base + len(words))
        for clause in re.finditer(
            r"(?:^|, but |; )(?P<words>.+?)(?=, but |; |, and (?:two|three|then|later|also) |$)", words
        ):
            begin = base + clause.start("words")
            verb = said.search(report.text, begin, base + clause.end())
            subject = _subject(report, begin, verb.start()) if verb else ()
            if verb and not subject and report.text[begin : verb.start()].strip().lower() == "both":
                subject = speakers
            speakers = subject or speakers
            if verb:
                _report(sheet, verb, subject, base + clause.end(), is_negated=clause["words"].startswith("Neither "))


def _report(
    sheet: FactSheet, verb: re.Match[str], speakers: tuple[Attribution, ...], end: int, *, is_negated: bool
) -> None:
    """Write down what the words behind a verb of reported speech say, once for each speaker."""
    report = sheet.report
    start, end = verb.end(), len(report.text[:end].rstrip(" ."))
    if end - start >= 12:
        is_negated = is_negated or verb["not"] is not None
        text = report.phrase(start, end)
        inserted = re.compile(r"[^.;]*, (?:he|she) said, $").search(report.text, max(verb.start() - 120, 0), start)
        if inserted:
            lead = report.text[report.sentence_at(start).sentence.start : verb.start()]
            text = report_text(f"{re.sub(r', (?:he|she) $', '', lead)}, {text}")
        for speaker in speakers:
            modality = Modality.NEGATED if is_negated else Modality.ATTRIBUTED
            ground = Ground(start=start, end=end, rule="quotation.reported-speech", confidence=0.8, modality=modality)
            _tell(sheet, text, speaker, replace(ground, speaker=speaker.speaker), "paraphrased")


def _according(sheet: FactSheet, start: int, end: int) -> None:
    """Read "According to a statement of X, …" as words of X."""
    report = sheet.report
    match = re.compile(r"According to (?:a statement (?:of|by|from) )?").match(report.text, start, end)
    name = report.name_at(match.end()) if match else None
    if match is None or name is None or not name.is_party:
        return
    begin = re.compile(r"(?: government)?,? ").match(report.text, name.end, end)
    at = begin.end() if begin else name.end
    if end - at >= 12:
        speaker = Attribution(start=start, end=name.end, speaker=report.organisation(name.name))
        ground = Ground(
            start=at,
            end=len(report.text[:end].rstrip(" .")),
            rule="quotation.according-to",
            confidence=0.8,
            modality=Modality.ATTRIBUTED,
            speaker=speaker.speaker,
        )
        _tell(sheet, report.phrase(at, end), speaker, ground, "paraphrased")


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
    marks = [at for at in range(start, end) if report.text[at] == _MARK]
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
    if verbs and (lead.rstrip().endswith((",", ":", verbs[-1].group())) or " that " in lead):
        return _speaker_before(report, head, verbs[-1])
    return None


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


def last_speaker(report: ReportText, before: int) -> PersonMention | None:
    """Return whom "he said" stands for: the last person who is told to speak, else the last one named."""
    told = [p for p in report.persons if p.start < before]
    said = re.compile(rf"[ ,]*(?:[\w ]{{0,20}} )?{report.words.pattern('speech')}\b")
    ahead = re.compile(rf"\b{report.words.pattern('speech')} (?:Dr\.? |Mr\.? |Ms\.? |Minister )*$")
    for person in reversed(told):
        lead = report.text[max(person.name_start - 40, 0) : person.name_start]
        if (
            said.match(report.text, person.name_end)
            or ahead.search(lead)
            or ahead.search(report.text[max(person.start - 40, 0) : person.start])
        ):
            return person
    return told[-1] if told else None


def _subject(report: ReportText, start: int, verb: int) -> tuple[Attribution, ...]:
    """Return the persons that are the subject of a verb: right before it, or as "he"; two joined by "and", "nor", "both"."""
    lead = report.text[start:verb].rstrip()
    persons = report.persons_in(start, verb)
    near = persons and re.fullmatch(r"[^.;:]{0,60}", report.text[persons[-1].name_end : verb])
    gap = report.text[persons[-1].end : verb].strip(" ,") if persons else ""
    if near and (not gap or re.fullmatch(r"(?:proudly|also|then|both|has|had)", gap)):
        if re.match(r"Neither (?:he|she) nor ", lead) and (first := last_speaker(report, start)):
            persons = (first, *persons)
        joined = re.match(r"(?:Neither|Both) ", lead) or (len(persons) == 2 and " and " in lead)
        chosen = persons if joined else persons[-1:]
        return tuple(Attribution(start=p.start, end=verb, speaker=report.person(p), person=p) for p in chosen)
    if lead in ("He", "She") or re.search(r", (?:he|she)$", lead):
        person = last_speaker(report, start)
        if person:
            return (Attribution(start=start, end=verb, speaker=report.person(person), person=person),)
    return ()


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
    quotation = _tell(sheet, report_text(text), attribution, first, fidelity_of(report))
    for _, piece in pairwise(spans):
        further = replace(first, start=piece.start, end=piece.end)
        sheet.tell(quotation, Attribute.SPEAKER, attribution.speaker, further)
        sheet.tell(quotation, Attribute.QUOTE_TEXT, report_text(text), further)
    for piece in spans:
        sheet.quote(piece.start, piece.end, attribution.speaker)
    return [Speech(pieces=tuple(spans), attribution=attribution, quotation=quotation)]


def report_text(text: str, longest: int = 300) -> str:
    """Return quoted words, cut between words to what may be published."""
    plain = " ".join(text.split()).strip().rstrip(",")
    return plain if len(plain) <= longest else plain[: plain.rfind(" ", 0, longest - 1)] + "…"


def _tell(sheet: FactSheet, text: str, who: Attribution, ground: Ground, fidelity: str) -> Thing:
    article = sheet.report.article.id
    label = f"{who.speaker.name.text}: {text[:80].rstrip()}{'…' if len(text) > 80 else ''}"
    local = digest(article, who.speaker.name.key, text)
    quotation = sheet.name(
        Thing(kind=ThingKind.QUOTATION, name=Name(text=label), type="Quotation", local=local), ground
    )
    spoken = replace(ground, start=who.start, end=who.end) if who.end > who.start else ground
    sheet.tell(quotation, Attribute.SPEAKER, who.speaker, spoken)
    sheet.tell(quotation, Attribute.QUOTE_TEXT, text, ground)
    sheet.tell(quotation, Attribute.FIDELITY, Code(list="fidelity", name=fidelity), ground)
    if who.person and who.person.role:
        sheet.tell(quotation, Attribute.CAPACITY, " ".join(who.person.role.split()), spoken)
        post = sheet.post_of(who.person)
        if post:
            sheet.tell(quotation, Attribute.SPEAKER_CAPACITY, post, spoken)
    return quotation
