"""What a text says of organisations: kind, founding, founders, partners, seat, whom they represent, what they do."""

from __future__ import annotations

import re

from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.referents import subject_of
from spaceaccord.extraction.report_text import STATE_KINDS, Referent
from spaceaccord.extraction.report_words import alternation
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute


def find_organisation_facts(sheet: FactSheet) -> None:
    """Write down what each sentence says of the organisation it tells about."""
    patterns = _Patterns(sheet)
    _tell_names(sheet)
    for sentence in sheet.report.sentences:
        if sentence.sentence.block.is_heading:
            continue
        _tell_kind(sheet, patterns, sentence)
        _tell_founding(sheet, patterns, sentence)


class _Patterns:
    """The compiled patterns of one run."""

    def __init__(self, sheet: FactSheet) -> None:
        words = sheet.report.words
        kinds = alternation(words.kinds)
        self.kind = re.compile(
            rf"(?:, (?:the|a|an) |\)? (?:is|was) (?:the|a|an) |, )(?P<phrase>(?:[\w'.-]+"
            rf" ){{0,4}}?(?P<noun>{kinds})\b(?P<rest> (?:of|for) [^,.;]{{3,60}})?)"
        )
        founding = words.pattern("founding")
        self.participle = re.compile(rf"(?P<verb>{founding})\b in ", re.IGNORECASE)
        self.creation = re.compile(r"since its (?:creation|foundation|founding) in ")


def _tell_names(sheet: FactSheet) -> None:
    """Write down acronyms in brackets behind a full name, and full names in brackets behind an acronym."""
    report = sheet.report
    bracket = re.compile(r" \((?P<inner>[^()]{2,70})\)")
    for name in report.names:
        if not name.is_party or name.kind in STATE_KINDS:
            continue
        match = bracket.match(report.text, name.end)
        if not match:
            continue
        outer, inner = report.text[name.start : name.end], match["inner"]
        ground = Ground(start=name.start, end=match.end(), rule="organisation.name-in-brackets", confidence=0.95)
        subject = report.organisation(name.name)
        if _abbreviates(inner, outer):
            sheet.tell(subject, Attribute.ACRONYM, inner, ground)
            sheet.tell(subject, Attribute.FULL_NAME, outer, ground)
        elif _abbreviates(outer, inner):
            sheet.tell(subject, Attribute.ACRONYM, outer, ground)
            sheet.tell(subject, Attribute.FULL_NAME, inner, ground)


def _abbreviates(short: str, long: str) -> bool:
    if not re.fullmatch(r"[A-Z][A-Za-z]{1,9}", short) or sum(c.isupper() for c in short) < 2 or " " not in long:
        return False
    return long[:1].upper() == short[0] and len(long) > 2 * len(short)


def _tell_kind(sheet: FactSheet, patterns: _Patterns, sentence: ReadSentence) -> None:
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    for match in patterns.kind.finditer(report.text, start, end):
        name = report.name_before(match.start())
        if (
            name is None
            or not name.is_party
            or name.kind in STATE_KINDS
            or report.names_in(name.end, match.start("phrase"), states=False)
        ):
            continue
        phrase = match["phrase"].strip()
        if phrase.split(" ")[0].lower() in ("other", "another", "second", "new"):
            continue
        ground = Ground(start=name.start, end=match.end("phrase"), rule="organisation.apposition")
        subject = report.organisation(name.name)
        sheet.tell(subject, Attribute.KIND_TEXT, phrase, ground)
        public = report.words.kinds[match["noun"]] == "SpaceAgency" or match["noun"] in (
            "government agency",
            "federal agency",
            "ministry",
        )
        until = _clause(report.text, match.end())
        states = {
            hit.entry.authority.slug: hit.entry.authority
            for hit in sentence.hits
            if hit.entry.authority
            and hit.entry.authority.type == "State"
            and match.start("phrase") <= hit.start < until
        }
        if public and len(states) == 1:
            state = next(iter(states.values()))
            sheet.tell(
                subject, Attribute.REPRESENTS, report.organisation(Name(text=state.label, authority=state)), ground
            )


def _clause(text: str, start: int) -> int:
    stop = re.compile(r"[,.;]").search(text, start)
    return stop.start() if stop else len(text)


def _tell_founding(sheet: FactSheet, patterns: _Patterns, sentence: ReadSentence) -> None:
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    for match in (
        *patterns.participle.finditer(report.text, start, end),
        *patterns.creation.finditer(report.text, start, end),
    ):
        date = report.date_in(match.end() - 3, min(match.end() + 24, end))
        if date is None or not report.text[match.end() - 3 : match.end()].startswith("in "):
            continue
        referent = _founded(sheet, sentence, match)
        for name in referent.names:
            if name.authority is not None and name.authority.type == "State":
                continue
            until = match.end() + len(date.value.text)
            ground = Ground(start=match.start(), end=until, rule="organisation.founded", derivation=date.derivation)
            sheet.tell(
                report.organisation(name), Attribute.FOUNDED_ON, date.value, ground.resolved(referent.derivation)
            )


def _founded(sheet: FactSheet, sentence: ReadSentence, match: re.Match[str]) -> Referent:
    """Return the organisation that a participle of founding is about; nobody where it has an object of its own."""
    report, start = sheet.report, sentence.sentence.start
    lead = report.text[start : match.start()]
    if not lead.strip():
        return subject_of(report, start, sentence.sentence.end)
    if match.group().startswith("since its"):
        found = subject_of(report, start, sentence.sentence.end)
        return found if found.names else Referent(names=())
    if re.search(r"(?:\b(?:was|is|were)|,) $", lead):
        name = report.name_before(match.start()) if lead.endswith(", ") else None
        name = name or report.name_before(match.start() - len(lead) + len(re.sub(r"(?:was|is|were) $", "", lead)))
        if name and name.is_party and name.kind not in STATE_KINDS:
            return Referent(names=(name.name,))
        if re.fullmatch(r"(?:It|The agency|The company|The cent(?:re|er)) (?:was|is) ", lead):
            return subject_of(report, start, sentence.sentence.end)
        names = report.names_in(start, match.start(), states=False)
        if names and re.search(r"[,)] (?:was|is) $|, [^,]{3,80}, (?:was|is) $", lead):
            return Referent(names=(names[0].name,))
    return Referent(names=())
