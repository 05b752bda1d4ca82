"""How a plan is written down: words, planners, target date, topics, and what it concerns or came out of."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.agreement_details import agreement_thing
from spaceaccord.extraction.event_details import nearest_event
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.items import InstrumentMention
from spaceaccord.extraction.missions import missions_in
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.report_text import Referent
from spaceaccord.model.agreement import AgreementMention, Status
from spaceaccord.model.evidence import Derivation
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind
from spaceaccord.model.slugs import digest

_TARGET = re.compile(
    r"\b(?:by|in|before|within the|no later than|until|from) (?:the (?:end of )?)?(?=(?:[A-Z][a-z]+ )?\d{4})"
    r"|\b(?=\d{4} time ?frame)|\bBy (?=\d{4})"
)
_END = re.compile(
    r"; |, (?:and|but|while|whereas) (?=the |it |they |[A-Z])|, ensuring "
    r"| and (?=(?:took|was|were|is|are|has|have|had|signed|said) )"
)
_SHORTEST_PLAN = 12


def record_plan(sheet: FactSheet, sentence: ReadSentence, ground: Ground, referent: Referent) -> Thing | None:
    """Write down a plan with its words, planners, topics, target date and what it is about; None where it is none."""
    report = sheet.report
    if ground.end - ground.start < _SHORTEST_PLAN or _is_agreement(sheet, sentence, ground):
        return None
    text = report.phrase(ground.start, ground.end)
    local = digest(report.article.id, text)
    short = text if len(text) <= 90 else text[: text.rfind(" ", 0, 90)] + "…"
    plan = Thing(kind=ThingKind.PLAN, name=Name(text=short[:1].upper() + short[1:]), type="Plan", local=local)
    sheet.name(plan, ground)
    sheet.tell(plan, Attribute.PLAN_TEXT, text, ground)
    sheet.tell_each(plan, Attribute.PLANNED_BY, referent.names, ground)
    sheet.tell_topics(plan, ground.start, ground.end, ground)
    target = _TARGET.search(report.text, ground.start, ground.end) or _TARGET.match(
        report.text, sentence.sentence.start
    )
    date = report.date_in(target.end(), min(target.end() + 24, sentence.sentence.end)) if target else None
    if target and date:
        here = replace(
            ground, start=target.start(), end=target.end() + len(date.value.text), derivation=date.derivation
        )
        sheet.tell(plan, Attribute.TARGET_DATE, date.value, here)
    for mission in missions_in(sheet, ground.start, ground.end):
        sheet.tell(plan, Attribute.CONCERNS, mission, ground)
    _connect(sheet, sentence, plan, ground, referent)
    return plan


def is_news(mention: AgreementMention) -> bool:
    """Say whether an agreement is signed and what the article is about."""
    return not mention.background and mention.status.value is Status.SIGNED


def _connect(sheet: FactSheet, sentence: ReadSentence, plan: Thing, ground: Ground, referent: Referent) -> None:
    """Join a plan to the agreement whose parties make it, or to the talks that it came out of."""
    report = sheet.report
    planners = {name.key for name in referent.names}
    resolved = ground.resolved(Derivation.RESOLVED)
    start = report.reading.flat.source_span(sentence.sentence.start, sentence.sentence.end).start
    told = report.agreements.before(start) if len(planners) > 1 else ()
    for mention in told:
        if {party.value.key for party in mention.parties} == planners and is_news(mention):
            sheet.tell(plan, Attribute.CONCERNS, agreement_thing(mention), resolved)
            return
    lead = report.text[sentence.sentence.start : ground.start]
    if re.search(r"\b(?:[Bb]oth sides|[Bb]oth parties|two sides|[Tt]hey|The minister|He|She)\b|propos", lead):
        event = nearest_event(sheet, sentence)
        if event is not None:
            sheet.tell(plan, Attribute.OUTCOME_OF, event, resolved)


def _is_agreement(sheet: FactSheet, sentence: ReadSentence, ground: Ground) -> bool:
    """Say whether what is planned is an instrument: agreements are told elsewhere."""
    head = ground.start + 60
    return any(
        isinstance(t.item, InstrumentMention) and not t.item.only_signed and ground.start <= t.start < head
        for t in sentence.tokens
    )


def plan_end(sheet: FactSheet, start: int, end: int) -> int:
    """Return where a plan's words end: at the stop, or before a clause with a subject of its own."""
    match = _END.search(sheet.report.text, start, end)
    stop = match.start() if match else end
    return len(sheet.report.text[:stop].rstrip(" .,:;"))
