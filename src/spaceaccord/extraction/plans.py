"""What somebody intends, proposes or may do: announced aims with their target dates, never what has happened."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.attributions import last_speaker
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.plan_records import is_news, plan_end, record_plan
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.referents import pair_of_states, subject_before, subject_of
from spaceaccord.extraction.report_text import NOBODY, Referent
from spaceaccord.model.evidence import Derivation, Modality
from spaceaccord.model.reported_fact import Attribute, Thing

_MODAL = re.compile(r"\b(?:can|could|may|might|would|will)\b")


def find_plans(sheet: FactSheet) -> None:
    """Write down the plans of a text: who means to do what, until when, on which topics, about which missions."""
    report = sheet.report
    words = report.words
    active = re.compile(rf"(?<!\w)(?P<cue>{words.pattern('plans')}) ")
    nominal = re.compile(rf"\b(?P<cue>{words.pattern('plan_nouns')}) ")
    passive = re.compile(rf"\b(?P<cue>{words.pattern('plan_passives')})\b")
    possible = re.compile(rf"\b(?P<cue>{words.pattern('possible_plans')})\b:? ?")
    noun = re.compile(rf"\b(?P<cue>{words.pattern('possible_nouns')}) ", re.IGNORECASE)
    last: tuple[Thing, int] | None = None
    for sentence in report.sentences:
        if sentence.sentence.block.is_heading or '"' in report.words_of(sentence):
            continue
        made = (
            _active(sheet, sentence, active)
            or _nominal(sheet, sentence, nominal)
            or _passive(sheet, sentence, passive)
            or _possible(sheet, sentence, possible)
            or _noun(sheet, sentence, noun)
        )
        if made is None and last is not None and last[1] >= sentence.number - 3:
            _continue(sheet, sentence, last[0])
        if made is not None:
            last = (made, sentence.number)


def _active(sheet: FactSheet, sentence: ReadSentence, cue: re.Pattern[str]) -> Thing | None:
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    for match in cue.finditer(report.text, start, end):
        verb = match["cue"]
        follows = report.text[match.end() : match.end() + 40]
        if re.match(
            r"(?:thank|say|express|begin|start|note|stress|congratulate|acknowledge|welcome|see|make sure|talk"
            r"|add|know)\b",
            follows,
        ):
            continue
        if verb in ("plans", "plan") and not re.match(r"(?:follow-up|further|joint|a |regular|bilateral)", follows):
            continue
        persons = report.persons_in(start, match.start())
        referent = _planner(sheet, sentence, match, persons[-1].name_end if persons else None)
        if not referent.names or _is_negated(report.text[max(start, match.start() - 12) : match.start()]):
            continue
        parts = (
            _parts(sheet, match.end(), end)
            if verb in ("committed to", "plan", "plans")
            else ((match.end(), plan_end(sheet, match.end(), end)),)
        )
        made: Thing | None = None
        for first, last in parts:
            speaker = report.person(persons[-1]) if persons and verb.startswith("propos") else None
            if speaker is None and verb.startswith("propos"):
                speaker = _last_speaker(sheet, start)
            modality = Modality.POSSIBLE if verb.startswith("propos") else Modality.PLANNED
            ground = Ground(
                start=first,
                end=last,
                rule=f"plan.{'proposed' if speaker else 'announced'}",
                modality=modality,
                speaker=speaker,
            )
            made = record_plan(sheet, sentence, ground.resolved(referent.derivation), referent) or made
        if made is not None:
            return made
    return None


def _planner(sheet: FactSheet, sentence: ReadSentence, match: re.Match[str], person_end: int | None) -> Referent:
    report, start = sheet.report, sentence.sentence.start
    if person_end is not None or re.match(r"(?:The minister|He|She)\b", report.text[start : match.start()]):
        speakers = [p for p in report.persons if p.start < match.start() and p.affiliation]
        if speakers and speakers[-1].affiliation:
            return Referent(names=(speakers[-1].affiliation.name,), derivation=Derivation.RESOLVED)
        return NOBODY
    found = subject_before(report, start, match.start())
    if not found.names:
        return NOBODY
    near = report.names_in(start, match.start())
    if found.derivation is Derivation.EXPLICIT and near and match.start() - near[-1].end > 60:
        return NOBODY
    return found


def _last_speaker(sheet: FactSheet, before: int) -> Thing | None:
    person = last_speaker(sheet.report, before)
    return sheet.report.person(person) if person else None


def _is_negated(words: str) -> bool:
    return bool(re.search(r"\b(?:not|no|never|neither)\b", words))


def _parts(sheet: FactSheet, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Split "follow-up sessions and the development of bilateral working groups" into two plans."""
    stop = plan_end(sheet, start, end)
    joint = re.compile(r" and (?:the |bilateral |joint |regular )").search(sheet.report.text, start, stop)
    if joint is None:
        return ((start, stop),)
    purpose = re.compile(r" to [a-z]+").search(sheet.report.text, joint.end(), stop)
    return (start, joint.start()), (joint.start() + 5, purpose.start() if purpose else stop)


def _nominal(sheet: FactSheet, sentence: ReadSentence, cue: re.Pattern[str]) -> Thing | None:
    """Read "X's intention to …" and "the intention is to …" where X is named right before."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    for match in cue.finditer(report.text, start, end):
        owner = report.name_before(match.start())
        if owner is None or report.text[match.start() - 3 : match.start()] != "'s ":
            continue
        ground = Ground(
            start=match.end(), end=plan_end(sheet, match.end(), end), rule="plan.intention", modality=Modality.PLANNED
        )
        return record_plan(sheet, sentence, ground, Referent(names=(owner.name,)))
    return None


def _passive(sheet: FactSheet, sentence: ReadSentence, cue: re.Pattern[str]) -> Thing | None:
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    match = cue.search(report.text, start, end)
    if match is None or match.start() - start > 80:
        return None
    referent = _parties_told(sheet, start) or _group_told(sheet, sentence)
    ground = Ground(
        start=start,
        end=plan_end(sheet, match.end(), end),
        rule="plan.passive",
        modality=Modality.PLANNED,
        confidence=0.75,
    )
    return record_plan(sheet, sentence, ground.resolved(referent.derivation), referent) if referent.names else None


def _parties_told(sheet: FactSheet, before: int) -> Referent | None:
    """Return the parties of the agreement that is the article's news and was told last before an offset."""
    source = sheet.report.reading.flat.source_span(before, before + 1).start
    told = [m for m in sheet.report.agreements.before(source) if is_news(m)]
    latest = max(told, key=lambda m: m.evidence.span.start, default=None)
    if latest is None or len(latest.parties) < 2:
        return None
    return Referent(names=tuple(p.value for p in latest.parties), derivation=Derivation.RESOLVED)


def _group_told(sheet: FactSheet, sentence: ReadSentence) -> Referent:
    """Return the organisations of the nearest sentence before that names two or more."""
    report = sheet.report
    for number in range(sentence.number - 1, max(sentence.number - 4, -1), -1):
        other = report.sentences[number].sentence
        names = report.names_in(other.start, other.end)
        if len(names) >= 2:
            return Referent(names=tuple(n.name for n in names), derivation=Derivation.RESOLVED)
    return NOBODY


def _possible(sheet: FactSheet, sentence: ReadSentence, cue: re.Pattern[str]) -> Thing | None:
    """Read "cooperation may soon extend to:" with the items of the list that follows."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    match = cue.search(report.text, start, end)
    names = pair_of_states(report, start) if match else ()
    if match is None or not names:
        return None
    ground = Ground(
        start=start, end=end, rule="plan.possible", modality=Modality.POSSIBLE, derivation=Derivation.RESOLVED
    )
    plan = record_plan(sheet, sentence, ground, Referent(names=names, derivation=Derivation.RESOLVED))
    if plan is None or not report.words_of(sentence).rstrip().endswith(":"):
        return plan
    for item in report.sentences[sentence.number + 1 :]:
        words = report.words_of(item).strip()
        block = item.sentence.block
        if not (block.is_heading or block.is_item) or len(words) > 120 or len(words.split()) < 2:
            break
        here = replace(ground, start=item.sentence.start, end=item.sentence.end, derivation=Derivation.EXPLICIT)
        sheet.tell(plan, Attribute.TOPIC_PHRASE, words.rstrip(" .;"), here)
        sheet.tell_topics(plan, item.sentence.start, item.sentence.end, here)
    return plan


def _noun(sheet: FactSheet, sentence: ReadSentence, cue: re.Pattern[str]) -> Thing | None:
    """Read "Potential collaborations with X … have been on the table" and "possible work together on …"."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    match = cue.search(report.text, start, end)
    if match is None:
        return None
    names = report.names_in(match.end(), end)[:2]
    if not names:
        found = subject_of(report, start, end)
        names_only = found.names
    else:
        names_only = tuple(n.name for n in names)
    if not names_only:
        return None
    ground = Ground(
        start=match.start(),
        end=plan_end(sheet, match.end(), end),
        rule="plan.potential",
        modality=Modality.POSSIBLE,
        confidence=0.75,
    )
    return record_plan(sheet, sentence, ground, Referent(names=names_only))


def _continue(sheet: FactSheet, sentence: ReadSentence, plan: Thing) -> None:
    """Give a plan the topics of the next sentence where it goes on about the plan: "These initiatives can also …"."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    words = report.words_of(sentence)
    modal = _MODAL.search(words)
    if modal is None:
        return
    refers = re.match(r"(?:This|These|It|Such)\b", words)
    if not refers and (report.names_in(start, start + modal.start()) or report.persons_in(start, end)):
        return
    modality = Modality.PLANNED if modal.group() == "will" else Modality.POSSIBLE
    ground = Ground(
        start=start, end=end, rule="plan.goes-on", confidence=0.75, modality=modality, derivation=Derivation.RESOLVED
    )
    if sheet.tell_topics(plan, start, end, ground):
        sheet.tell(plan, Attribute.PURPOSE, report.phrase(start, end), ground)
