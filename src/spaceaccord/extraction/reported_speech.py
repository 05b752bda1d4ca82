"""What somebody is said to have said, without quotation marks."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.attributions import Attribution, cut_words, last_speaker, tell_quotation
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.report_text import ReportText
from spaceaccord.model.evidence import Modality


def find_reported_speech(sheet: FactSheet) -> None:
    """Write down what persons are said to have said, in sentences without quotation marks."""
    report = sheet.report
    said = re.compile(
        rf"(?P<not>not )?\b(?:closed by )?(?P<verb>{report.words.pattern('indirect')}|saying)\b"
        r"(?: (?:reporters|journalists|the press|lawmakers|the audience|delegates))?(?: that|,)? "
    )
    speakers: tuple[Attribution, ...] = ()
    for sentence in report.sentences:
        words = report.words_of(sentence)
        if '"' in words or sentence.sentence.block.is_heading:
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
            text = cut_words(f"{re.sub(r', (?:he|she) $', '', lead)}, {text}")
        for speaker in speakers:
            modality = Modality.NEGATED if is_negated else Modality.ATTRIBUTED
            ground = Ground(start=start, end=end, rule="quotation.reported-speech", confidence=0.8, modality=modality)
            ground = replace(ground, speaker=speaker.speaker, stands_alone=True)
            tell_quotation(sheet, text, speaker, ground, "paraphrased")


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
        tell_quotation(sheet, report.phrase(at, end), speaker, ground, "paraphrased")


def _subject(report: ReportText, start: int, verb: int) -> tuple[Attribution, ...]:
    """Return the persons who are the subject of a verb: right before it, as "he", or two joined by "and" or "nor"."""
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
