"""Who speaks: the person or organisation named beside a verb of speech, and the quotation node of what they said."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.items import PersonMention
from spaceaccord.extraction.report_text import ReportText
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Code, Thing, ThingKind
from spaceaccord.model.slugs import digest

# Whoever "he" stands for was named among the last so many mentions of persons.
_RECENT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who is said to have spoken, and the words that say so."""

    start: int
    end: int
    speaker: Thing
    person: PersonMention | None = None


def last_speaker(report: ReportText, before: int) -> PersonMention | None:
    """Return whom "he said" stands for: the last person who is told to speak, else the last one named."""
    end = bisect_left(report.persons, before, key=lambda person: person.name_start)
    told = report.persons[max(end - _RECENT, 0) : end]
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


def cut_words(text: str, longest: int = 300) -> str:
    """Return quoted words, cut between words to what may be published."""
    plain = " ".join(text.split()).strip().rstrip(",")
    return plain if len(plain) <= longest else plain[: plain.rfind(" ", 0, longest - 1)] + "…"


def tell_quotation(sheet: FactSheet, text: str, who: Attribution, ground: Ground, fidelity: str) -> Thing:
    """Write down a quotation with its speaker, words, fidelity and the capacity in which the speaker spoke."""
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
