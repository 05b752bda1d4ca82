"""How organisations hang together: founders, partners, units, the states and bodies they stand for, their seats."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.items import NameKind, NameMention
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.referents import subject_of
from spaceaccord.extraction.report_text import STATE_KINDS, Referent
from spaceaccord.model.evidence import Derivation
from spaceaccord.model.reported_fact import Attribute, Thing

_TIES = (
    (
        Attribute.FOUNDED_BY,
        re.compile(
            r"\b(?:(?:is|as) an initiative of|powered by|(?:founded|set up|established|created) by) "
            r"(?P<who>(?:(?!,? (?:in strategic partnership|in partnership|with) ).){2,200})"
        ),
    ),
    (Attribute.STRATEGIC_PARTNER, re.compile(r"\bin strategic partnership with (?P<who>.{2,200})")),
    (Attribute.STRATEGIC_PARTNER, re.compile(r"\bwith (?P<who>[^,.;]{2,60}) as (?:a |its )?strategic partner")),
)
_FOUNDED_IT = re.compile(
    r"(?P<who>[^,.;]{2,160}) founded it(?:,? and (?P<partner>[^,.;]{2,60}) is (?:its|the) strategic partner)?"
)


def find_organisation_ties(sheet: FactSheet) -> None:
    """Write down what each sentence says of the ties of the organisation that it tells about."""
    _tell_units(sheet)
    for sentence in sheet.report.sentences:
        if not sentence.sentence.block.is_heading:
            _tell_relations(sheet, sentence)
            _tell_seat(sheet, sentence)


def _tell_units(sheet: FactSheet) -> None:
    """Write down that "X Y" is a unit of "X" where the authority files agree."""
    report = sheet.report
    told = {n.name.authority.slug: n.name for n in report.names if n.name.authority}
    for name in report.names:
        known = name.name.authority
        parent = told.get(known.parent) if known and known.parent else None
        if parent is not None and name.name.text.startswith(f"{parent.text} "):
            ground = Ground(
                start=name.start, end=name.end, rule="organisation.name-within-name", derivation=Derivation.RESOLVED
            )
            sheet.tell(report.organisation(name.name), Attribute.UNIT_OF, report.organisation(parent), ground)


def _tell_relations(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Write down founders, strategic partners, and whom an organisation represents where."""
    start, end = sentence.sentence.start, sentence.sentence.end
    words = sheet.report.words_of(sentence)
    subject = subject_of(sheet.report, start, end)
    for attribute, pattern in _TIES:
        for match in pattern.finditer(words):
            _each(sheet, subject, attribute, start + match.start("who"), start + match.end("who"))
    for match in _FOUNDED_IT.finditer(words) if " founded it" in words else ():
        before = sheet.report.sentences[max(sentence.number - 1, 0)].sentence
        named = Referent(names=subject_of(sheet.report, before.start, start).names, derivation=Derivation.RESOLVED)
        _each(sheet, named, Attribute.FOUNDED_BY, start + match.start("who"), start + match.end("who"))
        if match["partner"]:
            at, until = start + match.start("partner"), start + match.end("partner")
            _each(sheet, named, Attribute.STRATEGIC_PARTNER, at, until)
    _tell_representation(sheet, sentence, subject)


def _each(sheet: FactSheet, subject: Referent, attribute: Attribute, start: int, end: int) -> None:
    rule = f"organisation.{attribute.name.lower().replace('_', '-')}"
    for name in subject.names:
        for other in sheet.report.names_in(start, end, states=False, unknown=True):
            if other.name.key != name.key:
                ground = Ground(start=start, end=end, rule=rule, derivation=subject.derivation)
                sheet.tell(sheet.report.organisation(name), attribute, sheet.report.organisation(other.name), ground)


def _tell_representation(sheet: FactSheet, sentence: ReadSentence, subject: Referent) -> None:
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    for match in re.compile(r"\brepresents ").finditer(report.text, start, end):
        state = report.name_at(match.end())
        if state is None or state.kind not in STATE_KINDS:
            continue
        for name in subject.names:
            ground = Ground(
                start=match.start(), end=state.end, rule="organisation.represents", derivation=subject.derivation
            )
            sheet.tell(report.organisation(name), Attribute.REPRESENTS, report.organisation(state.name), ground)
            if re.match(r" (?:with)?in\b", report.text[state.end : state.end + 8]):
                for body in report.names_in(state.end, end, states=False):
                    here = replace(ground, end=body.end)
                    sheet.tell(report.organisation(name), Attribute.REPRESENTS_IN, report.organisation(body.name), here)
    for match in re.compile(r", represented by ").finditer(report.text, start, end):
        whose, agent = report.name_before(match.start()), report.name_at(match.end())
        if whose and agent and whose.kind in STATE_KINDS and agent.is_party:
            ground = Ground(start=whose.start, end=agent.end, rule="organisation.represents")
            sheet.tell(report.organisation(agent.name), Attribute.REPRESENTS, report.organisation(whose.name), ground)


def _tell_seat(sheet: FactSheet, sentence: ReadSentence) -> None:
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    for match in re.compile(r"\b(?:[Bb]ased|[Hh]eadquartered|[Ll]ocated) (?:in|at|on) ").finditer(
        report.text, start, end
    ):
        place = _place_at(sheet, match.end())
        owner = report.name_before(match.start()) if match.start() > start else None
        if match.start() == start:
            names = report.names_in(match.end(), end, states=False)
            owner = names[0] if names else None
        if place and owner and owner.is_party and owner.kind not in STATE_KINDS:
            ground = Ground(
                start=match.start(),
                end=max(report.clause_end(match.end(), end), match.end() + 1),
                rule="organisation.seat",
            )
            sheet.tell(report.organisation(owner.name), Attribute.LOCATED_IN, place, ground)
    for name in report.names_in(start, end, states=False):
        behind = re.compile(r"(?: \([^()]{2,70}\))? in (?:the )?").match(report.text, name.end, end)
        state = report.name_at(behind.end()) if behind else None
        if (
            state
            and state.kind is NameKind.STATE
            and name.name.authority
            and name.kind is not NameKind.COMPANY
            and _has_seat(name)
        ):
            ground = Ground(start=name.start, end=state.end, rule="organisation.site")
            sheet.tell(report.organisation(name.name), Attribute.LOCATED_IN, report.organisation(state.name), ground)


def _has_seat(name: NameMention) -> bool:
    return bool(
        name.name.authority and name.name.authority.type in ("ResearchCentre", "InnovationCentre", "University")
    )


def _place_at(sheet: FactSheet, start: int) -> Thing | None:
    found = sheet.report.name_at(start)
    if found is not None and sheet.report.text.startswith("'s ", found.end):
        found = sheet.report.name_at(found.end + 3)
    if found is None or found.kind not in (NameKind.STATE, NameKind.PLACE):
        return None
    return sheet.report.organisation(found.name)
