"""Dated figures and judgements: how many staff, countries and customers, and who is called the largest or a hub."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spaceaccord.extraction.attributions import last_speaker
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.quotations import Speech
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.referents import group, subject_of
from spaceaccord.extraction.report_text import Referent
from spaceaccord.model.evidence import Derivation, Modality
from spaceaccord.model.partial_date import DateBasis, PartialDate
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind
from spaceaccord.model.slugs import digest

_NUMBER = r"(?P<number>\d{1,3}(?:[,.]\d{3})+|\d+(?:\.\d+)?)(?P<million> million| billion)?"
_TWO = re.compile(r"\b(?:[Bb]oth (?:the )?|which are |These (?:two )?)")
# What follows a judgement and is none of it: the subject, a further clause, who said so.
_BEHIND = re.compile(
    r", (?=[A-Z][\w ]* (?:is|has|was)\b)| ?[-—] ?(?=[a-z]+ed )| - |, (?:[A-Z][\w-]+|he|she) (?:said|noted|added)"
)


def find_figures(sheet: FactSheet) -> None:
    """Write down figures about organisations, each as an observation that holds when the article was written."""
    words = sheet.report.words
    patterns = (
        (Attribute.HEADCOUNT, re.compile(rf"\b{_NUMBER} {words.pattern('staff')}\b")),
        (Attribute.COUNTRIES, re.compile(rf"\b{_NUMBER} countries\b")),
        (Attribute.CUSTOMERS, re.compile(rf"\b{_NUMBER} {words.pattern('customers')}\b")),
    )
    has = re.compile(r"\b(?:has|have|comprises|employs|with|serves|present in|operates in|active in|in)\b")
    for sentence in sheet.report.sentences:
        start, end = sentence.sentence.start, sentence.sentence.end
        if not has.search(sheet.report.text, start, end):
            continue
        subject = subject_of(sheet.report, start, end)
        if not subject.names or _is_state(subject.names[0]):
            continue
        for attribute, pattern in patterns:
            match = pattern.search(sheet.report.text, start, end)
            if match and _belongs(sheet, sentence, subject.names[0], match):
                _observe(sheet, subject, attribute, match)


def _is_state(name: Name) -> bool:
    return name.authority is not None and name.authority.type == "State"


def _belongs(sheet: FactSheet, sentence: ReadSentence, name: Name, match: re.Match[str]) -> bool:
    """Say whether no other organisation stands between the subject and the figure."""
    others = sheet.report.names_in(sentence.sentence.start, match.start(), states=False)
    return all(other.name.key == name.key for other in others)


def _observe(sheet: FactSheet, subject: Referent, attribute: Attribute, match: re.Match[str]) -> None:
    report = sheet.report
    factor = {" million": 1_000_000, " billion": 1_000_000_000}.get(match["million"] or "", 1)
    text = match["number"]
    plain = text.replace(",", "") if not match["million"] else text
    number = round(float(plain.replace(".", "") if factor == 1 else plain) * factor)
    ground = Ground(
        start=match.start(), end=match.end(), rule=f"figure.{attribute.name.lower()}", derivation=subject.derivation
    )
    name = subject.names[0]
    label = f"{name.text}: {match.group()}"
    local = digest(report.article.id, name.key, attribute.value, str(number))
    thing = sheet.name(
        Thing(kind=ThingKind.OBSERVATION, name=Name(text=label), type="Observation", local=local), ground
    )
    sheet.tell(thing, Attribute.OBSERVATION_OF, report.organisation(name), ground)
    sheet.tell(thing, attribute, number, ground)
    sheet.tell(thing, Attribute.QUANTITY, match.group(), ground)
    as_of(sheet, thing, ground)


def as_of(sheet: FactSheet, thing: Thing, ground: Ground) -> None:
    """Date a figure or judgement by the article: its publication, else the dates it tells of."""
    calendar = sheet.report.reading.calendar
    if calendar.published is not None:
        known = calendar.published
        date = PartialDate(edtf=known.edtf, text=known.text, basis=DateBasis.PUBLICATION_BOUND)
        sheet.tell(
            thing,
            Attribute.AS_OF,
            date,
            replace(ground, rule="figure.as-of-publication", derivation=Derivation.RESOLVED),
        )


def find_judgements(sheet: FactSheet, speeches: Sequence[Speech]) -> None:
    """Write down judgements of states and organisations, each attributed to who utters it where the text says who."""
    report = sheet.report
    cue = re.compile(rf"\b{report.words.pattern('judgements')}\b", re.IGNORECASE)
    for sentence in report.sentences:
        start, end = sentence.sentence.start, sentence.sentence.end
        if sentence.sentence.block.is_heading:
            continue
        for match in cue.finditer(report.text, start, end):
            _judge(sheet, speeches, sentence, match)


def _judge(sheet: FactSheet, speeches: Sequence[Speech], sentence: ReadSentence, match: re.Match[str]) -> None:
    report = sheet.report
    end = sentence.sentence.end
    subject = _judged(sheet, sentence, match)
    if subject.names:
        speaker = _speaker(sheet, speeches, sentence, match)
        ground = Ground(
            start=match.start(),
            end=_end(sheet, match, end),
            rule="judgement.superlative",
            confidence=0.75,
            derivation=subject.derivation,
            modality=Modality.ATTRIBUTED,
            speaker=speaker,
        )
        text = report.phrase(ground.start, ground.end)
        names = ", ".join(name.text for name in subject.names)
        local = digest(report.article.id, names, text)
        thing = Thing(
            kind=ThingKind.OBSERVATION, name=Name(text=f"{names}: {text[:80]}"), type="Assessment", local=local
        )
        sheet.name(thing, ground)
        sheet.tell_each(thing, Attribute.ASSESSMENT_OF, subject.names, ground)
        sheet.tell(thing, Attribute.ASSESSMENT_TEXT, text, ground)
        as_of(sheet, thing, ground)


def _end(sheet: FactSheet, match: re.Match[str], end: int) -> int:
    """Return where a judgement's words end: before the subject where it follows, before a dash, at the clause's end."""
    clause = max(sheet.report.clause_end(match.start(), end), match.end())
    stop = _BEHIND.search(sheet.report.text, match.end(), clause)
    return stop.start() if stop else clause


def _judged(sheet: FactSheet, sentence: ReadSentence, match: re.Match[str]) -> Referent:
    report, start = sheet.report, sentence.sentence.start
    lead = report.text[start : match.start()]
    names = report.names_in(start, match.start())
    if re.search(r"\b[Bb]oth (?:states|countries|nations|sides) ", lead + " "):
        phrase = re.compile(r"\b(?:[Bb]oth) (?P<noun>states|countries|nations|sides)(?P<number>)(?P<noun2>) ").search(
            lead + " "
        )
        return group(report, phrase, start) if phrase else Referent(names=())
    if _TWO.search(lead) and len(names) >= 2:
        return Referent(names=tuple(n.name for n in names[-2:]))
    if not names:
        after = report.name_at(match.end() + 1)
        if re.match(
            r", [A-Z]", report.text[report.clause_end(match.start(), sentence.sentence.end) : sentence.sentence.end]
        ):
            after = next(iter(report.names_in(match.end(), sentence.sentence.end)), None)
        return Referent(names=(after.name,)) if after else subject_of(report, start, sentence.sentence.end)
    first = names[0]
    named = re.match(r"(?:, represented by [^,]+)?(?:, [^,]+,)?", report.text[first.end : match.start()])
    if named is not None and "represented by" in report.text[first.end : match.start()]:
        return Referent(names=(first.name,))
    represents = re.search(r"\brepresents (?:the )?$|\brepresents [A-Z]\w+, (?:the )?$", lead)
    return Referent(names=(names[-1].name if represents else first.name,))


def _speaker(
    sheet: FactSheet, speeches: Sequence[Speech], sentence: ReadSentence, match: re.Match[str]
) -> Thing | None:
    for speech in speeches:
        if any(p.start <= match.start() < p.end for p in speech.pieces):
            return speech.attribution.speaker
    words = sheet.report.words_of(sentence)
    said = re.search(r"\b(?:he|she) said\b|\bHe said\b|\bShe said\b", words)
    persons = sheet.report.persons_in(sentence.sentence.start, sentence.sentence.end)
    if said:
        person = last_speaker(sheet.report, sentence.sentence.start)
        return sheet.report.person(person) if person else None
    if persons and re.search(r"\b(?:said|noted|stated|called)\b", words):
        return sheet.report.person(persons[0])
    return None


def find_partners(sheet: FactSheet, speeches: Sequence[Speech]) -> None:
    """Write down who is called whose partner, attributed to the speaker in whose words it stands."""
    report = sheet.report
    cue = re.compile(rf"\b{report.words.pattern('partners')}\b")
    for match in cue.finditer(report.text):
        if match.group().startswith("strategic"):
            continue
        sentence = report.sentence_at(match.start())
        start = sentence.sentence.start
        lead = report.text[start : match.start()]
        if not re.search(
            r"\b(?:is|are|been|as|called|calls|remains|remain|was) (?:\w+ )?(?:already )?(?:been )?(?:a |an |our"
            r" )?(?:\w+ )?$|\bcalled \w+ an? $",
            lead,
        ):
            continue
        names = report.names_in(start, match.start(), states=False)
        speech = next((s for s in speeches if any(p.start <= match.start() < p.end for p in s.pieces)), None)
        person = speech.attribution.person if speech else next(iter(report.persons_in(start, match.start())), None)
        if not names or person is None or person.affiliation is None:
            continue
        partner, own = names[-1].name, person.affiliation.name
        if partner.key == own.key:
            continue
        ground = Ground(
            start=start if not speech else max(start, names[-1].start),
            end=match.end(),
            rule="partner.in-speech",
            modality=Modality.ATTRIBUTED,
            speaker=report.person(person),
        )
        sheet.tell(report.organisation(own), Attribute.PARTNER_OF, report.organisation(partner), ground)
