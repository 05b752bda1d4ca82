"""Whom a sentence is about, and whom "it", "the agency", "both sides" and "the four partners" stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from spaceaccord.extraction.items import NameKind, NameMention
from spaceaccord.extraction.report_text import NOBODY, STATE_KINDS, Referent, ReportText
from spaceaccord.model.evidence import Derivation
from spaceaccord.model.party import Name

_SINGLE = re.compile(
    r"(?:It|Its|it|its|(?:[Tt]he|[Tt]his) (?P<noun>agency|space agency|company|firm|start-up|centre|center"
    r"|organisation|organization"
    r"|institute|country|nation|minister|group|ministry|department))\b"
)
_GROUP = re.compile(
    r"\b(?:(?:the|both|The|Both|the two|The two|of the two|these two) (?P<noun>agencies|space agencies"
    r"|organisations|organizations|countries"
    r"|nations|states|governments|sides|parties|partners|companies)|[Tt]he (?P<number>two|three|four|five|six|seven) "
    r"(?P<noun2>agencies|partners|parties|organisations|organizations|companies|countries|institutions)|They|they"
    r"|Both|The partners)\b"
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_STATES = ("countries", "nations", "states", "governments")
_SIDES = ("sides", "parties")
_AGENCIES = ("agencies", "space agencies", "organisations", "organizations")
_FURTHEST_SENTENCES = 6


def subject_before(report: ReportText, start: int, at: int) -> Referent:
    """Return who the words of `start` to `at` say is doing what follows: a list of names, a group, or a pronoun."""
    lead = report.text[start:at]
    groups = list(_GROUP.finditer(lead))
    names = report.names_in(start, at)
    if groups and (not names or names[-1].end <= start + groups[-1].start()):
        found = group(report, groups[-1], start)
        if found.names:
            return found
    single = _SINGLE.match(lead) or re.search(
        r"(?:^|[,.] |^(?:By|In) \d{4} )(?:that )?(?P<noun>it|It)\b[^,]{0,12}$", lead
    )
    if single and (not names or names[-1].end <= start + single.start()):
        return antecedent(report, start, single["noun"] or "")
    if names and single and single.start() == 0 and single.group() in ("Its", "its"):
        return antecedent(report, start, "")
    return Referent(names=tuple(n.name for n in _last_list(report, names, at)))


def subject_of(report: ReportText, start: int, end: int) -> Referent:
    """Return the organisation that a sentence tells about: its first one, or the one told of before."""
    lead = _SINGLE.match(report.text, start)
    theme = _theme(report, start) if lead and not lead["noun"] else None
    if theme is not None:
        return Referent(names=(theme,), derivation=Derivation.RESOLVED)
    if lead:
        return antecedent(report, start, lead["noun"] or "")
    inner = re.compile(r"^[A-Z][^,]{4,80}, (?:it|the agency|the company|the centre|the center)\b").match(
        report.text[start:end]
    )
    names = report.names_in(start, end)
    if inner and (not names or names[0].start > start + inner.end()):
        return antecedent(report, start, "")
    participle = re.match(
        r"(?:Founded|Established|Created|Launched|Based|Headquartered|Located)\b[^,]{2,120}, ", report.text[start:end]
    )
    if participle:
        names = tuple(n for n in names if n.start >= start + participle.end() - 1) or names
    return Referent(names=(names[0].name,)) if names else NOBODY


def _theme(report: ReportText, at: int) -> Name | None:
    """Return the organisation with which a paragraph opens and of which it tells."""
    block = report.sentence_at(at).sentence.block
    names = report.names_in(block.start, block.end, states=False)
    return names[0].name if names and names[0].start - block.start <= 4 < at - block.start else None


def antecedent(report: ReportText, before: int, noun: str) -> Referent:
    """Return the nearest organisation told of before an offset that the noun fits; "" fits the last subject."""
    fits = _fitting(noun)
    here = report.sentence_at(before).number
    for number in range(here - 1, max(here - 1 - _FURTHEST_SENTENCES, -1), -1):
        sentence = report.sentences[number].sentence
        names = [n for n in report.names_in(sentence.start, sentence.end) if fits(n)]
        if names:
            chosen = names[0] if noun == "" else names[-1] if len(names) > 2 else names[0]
            return Referent(names=(chosen.name,), derivation=Derivation.RESOLVED)
    return NOBODY


def group(report: ReportText, match: re.Match[str], before: int) -> Referent:
    """Return the organisations or states that a phrase such as "both sides" stands for."""
    noun = match["noun"] or match["noun2"] or ""
    wanted = _NUMBERS.get(match["number"] or "", 2)
    here = report.sentence_at(before).number
    for number in range(here, max(here - 1 - 2 * _FURTHEST_SENTENCES, -1), -1):
        sentence = report.sentences[number].sentence
        end = before + match.start() if number == here else sentence.end
        names = report.names_in(sentence.start, end)
        if noun in _STATES or noun in _SIDES:
            names = tuple(n for n in names if n.kind in STATE_KINDS)
        elif noun in _AGENCIES:
            names = tuple(n for n in names if n.kind not in STATE_KINDS)
        if len(names) >= wanted and (noun or len(names) == 2 or number == here - 1):
            return Referent(names=tuple(n.name for n in names[:4]), derivation=Derivation.RESOLVED)
    return NOBODY


def _fitting(noun: str) -> Callable[[NameMention], bool]:
    if noun in ("agency", "space agency"):
        return lambda n: n.kind is NameKind.AGENCY
    if noun in ("country", "nation"):
        return lambda n: n.kind in STATE_KINDS
    if noun in ("company", "firm", "start-up"):
        return lambda n: n.kind is NameKind.COMPANY
    if noun in ("centre", "center"):
        return lambda n: "cent" in n.name.text.lower()
    if noun in ("", "minister"):
        return lambda n: True
    return lambda n: n.kind not in STATE_KINDS


def _last_list(report: ReportText, names: Sequence[NameMention], at: int) -> list[NameMention]:
    """Return the names that end the words before `at`, joined by commas and "and"; the last one at least."""
    if not names:
        return []
    chosen = [names[-1]]
    for name in reversed(names[:-1]):
        gap = report.text[name.end : chosen[0].start]
        if not re.fullmatch(r"(?: \([^()]{1,60}\))?(?:,|,? and|,? &|/|-) ?(?:the )?", gap):
            break
        chosen.insert(0, name)
    return chosen


def pair_of_states(report: ReportText, before: int) -> tuple[Name, ...]:
    """Return the last two states named in one sentence before an offset; none where there is no such pair."""
    here = report.sentence_at(before).number
    for number in range(here, -1, -1):
        sentence = report.sentences[number].sentence
        end = min(sentence.end, before) if number == here else sentence.end
        states = [n.name for n in report.names_in(sentence.start, end) if n.kind in STATE_KINDS]
        if len(states) == 2:
            return tuple(states)
    return ()
