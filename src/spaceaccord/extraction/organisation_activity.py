"""What organisations do: their fields, goals and pillars, as a text that portrays them tells."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.referents import subject_of
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind

_LIST_ITEM = re.compile(r"\s*(?:,\s*(?:and )?|\band\b|;)\s*")


class _Patterns:
    """The compiled patterns of one run."""

    def __init__(self, sheet: FactSheet) -> None:
        words = sheet.report.words
        self.activity = re.compile(rf"(?:\)|,|\b) ?(?P<verb>{words.pattern('activities')})\b ")
        self.phrase = re.compile(rf"\b(?P<cue>{words.pattern('activity_phrases')}) ")
        self.fields = re.compile(rf"\b(?:{words.pattern('fields')})(?::| are| include) |\b(?:pillars|fields) are ")


def find_organisation_activity(sheet: FactSheet) -> None:
    """Write down what each sentence of a portrait says that the organisation does."""
    patterns = _Patterns(sheet)
    for sentence in sheet.report.sentences:
        if not sentence.sentence.block.is_heading:
            _tell_activity(sheet, patterns, sentence)


def _tell_activity(sheet: FactSheet, patterns: _Patterns, sentence: ReadSentence) -> None:
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    subject = subject_of(report, start, end)
    if not subject.names or not _is_portrait(sheet, sentence, subject.names[0]):
        return
    thing = report.organisation(subject.names[0])
    ground = Ground(start=start, end=end, rule="organisation.activity", confidence=0.8, derivation=subject.derivation)
    match = patterns.fields.search(report.text, start, end)
    if match:
        at, until = match.end(), len(report.text[:end].rstrip(" ."))
        for part in _LIST_ITEM.split(report.text[at:until]):
            here = replace(ground, start=at, end=max(until, at + 1))
            if part.strip(" ."):
                sheet.tell(thing, Attribute.ACTIVITY, part.strip(" ."), here)
        _tell_fields(sheet, thing, at, end, ground)
        return
    for cue in (patterns.phrase, patterns.activity):
        found = cue.search(report.text, start, end)
        if found:
            at = found.start("cue") if cue is patterns.phrase else found.start("verb")
            clause = (
                re.compile(r", (?=the |it |[A-Z])").search(report.text, at, end) if cue is patterns.phrase else None
            )
            until = len(report.text[: clause.start() if clause else end].rstrip(" ."))
            sheet.tell(thing, Attribute.ACTIVITY, report.phrase(at, until), replace(ground, start=at, end=until))
            if cue is patterns.phrase:
                _tell_fields(sheet, thing, at, until, replace(ground, start=at, end=until))


def _tell_fields(sheet: FactSheet, thing: Thing, start: int, end: int, ground: Ground) -> None:
    for hit in sheet.report.topics_in(start, end):
        topic = Thing(kind=ThingKind.TOPIC, name=Name(text=hit.entry.value))
        sheet.tell(thing, Attribute.ACTIVE_IN, topic, replace(ground, start=hit.start, end=hit.end))


def _is_portrait(sheet: FactSheet, sentence: ReadSentence, name: Name) -> bool:
    """Say whether a sentence stands in a portrait of an organisation: background, or it alone is the theme."""
    if name.authority is not None and name.authority.type == "State":
        return False
    if sentence.sentence.block.is_background:
        return True
    here = sentence.sentence.block
    told = sheet.report.names_in(here.start, here.end, states=False)
    is_theme = bool(told) and told[0].name.key == name.key and told[0].start - here.start <= 4 and len(told) <= 4
    return is_theme or bool(
        re.match(r"The (?:agency|cent(?:re|er)|institute|company) \w", sheet.report.words_of(sentence))
    )
