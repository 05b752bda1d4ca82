"""What a text says of organisations: kind, founding, founders, partners, seat, whom they represent, what they do."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.items import NameKind, NameMention
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.referents import subject_of
from spaceaccord.extraction.report_text import Referent
from spaceaccord.extraction.report_words import alternation
from spaceaccord.model.evidence import Derivation
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind

_STATES = (NameKind.STATE, NameKind.DEMONYM)
_LIST_ITEM = re.compile(r"\s*(?:,\s*(?:and )?|\band\b|;)\s*")


def find_organisation_facts(sheet: FactSheet) -> None:
    """Write down what each sentence says of the organisation it tells about."""
    patterns = _Patterns(sheet)
    _tell_names(sheet)
    _tell_units(sheet)
    for sentence in sheet.report.sentences:
        if sentence.sentence.block.is_heading:
            continue
        _tell_kind(sheet, patterns, sentence)
        _tell_founding(sheet, patterns, sentence)
        _tell_relations(sheet, sentence)
        _tell_seat(sheet, sentence)
        _tell_activity(sheet, patterns, sentence)


class _Patterns:
    """The compiled patterns of one run."""

    def __init__(self, sheet: FactSheet) -> None:
        words = sheet.report.words
        kinds = alternation(words.kinds)
        self.kind = re.compile(
            rf"(?:, (?:the|a|an) |\)? (?:is|was) (?:the|a|an) |, )(?P<phrase>(?:[\w'.-]+ ){{0,4}}?(?P<noun>{kinds})\b(?P<rest> (?:of|for) [^,.;]{{3,60}})?)"
        )
        founding = words.pattern("founding")
        self.participle = re.compile(rf"(?P<verb>{founding})\b in ", re.IGNORECASE)
        self.creation = re.compile(r"since its (?:creation|foundation|founding) in ")
        self.activity = re.compile(rf"(?:\)|,|\b) ?(?P<verb>{words.pattern('activities')})\b ")
        self.phrase = re.compile(rf"\b(?P<cue>{words.pattern('activity_phrases')}) ")
        self.fields = re.compile(rf"\b(?:{words.pattern('fields')})(?::| are| include) |\b(?:pillars|fields) are ")


def _tell_names(sheet: FactSheet) -> None:
    """Write down acronyms in brackets behind a full name, and full names in brackets behind an acronym."""
    report = sheet.report
    bracket = re.compile(r" \((?P<inner>[^()]{2,70})\)")
    for name in report.names:
        if not name.is_party or name.kind in _STATES:
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
            or name.kind in _STATES
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
        if name and name.is_party and name.kind not in _STATES:
            return Referent(names=(name.name,))
        if re.fullmatch(r"(?:It|The agency|The company|The cent(?:re|er)) (?:was|is) ", lead):
            return subject_of(report, start, sentence.sentence.end)
        names = report.names_in(start, match.start(), states=False)
        if names and re.search(r"[,)] (?:was|is) $|, [^,]{3,80}, (?:was|is) $", lead):
            return Referent(names=(names[0].name,))
    return Referent(names=())


def _tell_relations(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Write down founders, strategic partners, and whom an organisation represents where."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    words = report.words_of(sentence)
    subject = subject_of(report, start, end)
    for match in re.finditer(
        r"\b(?:is|as) an initiative of |\bpowered by |\b(?:founded|set up|established|created) by ", words
    ):
        partner = re.search(r",? (?:in strategic partnership|in partnership|with) ", words[match.end() :])
        until = match.end() + partner.start() if partner else len(words)
        _each(sheet, subject, Attribute.FOUNDED_BY, start + match.end(), start + until, "organisation.founders")
    for match in re.finditer(r"\bin strategic partnership with ", words):
        _each(sheet, subject, Attribute.STRATEGIC_PARTNER, start + match.end(), end, "organisation.strategic-partner")
    for match in re.finditer(r"\bwith (?P<who>[^,.;]{2,60}) as (?:a |its )?strategic partner", words):
        _each(
            sheet,
            subject,
            Attribute.STRATEGIC_PARTNER,
            start + match.start("who"),
            start + match.end("who"),
            "organisation.strategic-partner",
        )
    for match in re.finditer(
        r"(?P<who>[^,.;]{2,160}) founded it(?:,? and (?P<partner>[^,.;]{2,60}) is (?:its|the) strategic partner)?",
        words,
    ):
        before = (
            subject_of(report, report.sentences[sentence.number - 1].sentence.start, start)
            if sentence.number
            else subject
        )
        resolved = Referent(names=before.names, derivation=Derivation.RESOLVED)
        _each(
            sheet,
            resolved,
            Attribute.FOUNDED_BY,
            start + match.start("who"),
            start + match.end("who"),
            "organisation.founders",
        )
        if match["partner"]:
            _each(
                sheet,
                resolved,
                Attribute.STRATEGIC_PARTNER,
                start + match.start("partner"),
                start + match.end("partner"),
                "organisation.strategic-partner",
            )
    _tell_representation(sheet, sentence, subject)


def _each(sheet: FactSheet, subject: Referent, attribute: Attribute, start: int, end: int, rule: str) -> None:
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
        if state is None or state.kind not in _STATES:
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
        state, body = report.name_before(match.start()), report.name_at(match.end())
        if state and body and state.kind in _STATES and body.is_party:
            ground = Ground(start=state.start, end=body.end, rule="organisation.represents")
            sheet.tell(report.organisation(body.name), Attribute.REPRESENTS, report.organisation(state.name), ground)


def _tell_seat(sheet: FactSheet, sentence: ReadSentence) -> None:
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    for match in re.compile(r"\b(?:[Bb]ased|[Hh]eadquartered|[Ll]ocated) (?:in|at|on) ").finditer(
        report.text, start, end
    ):
        place = _place_at(sheet, match.end())
        owner = report.name_before(match.start()) if match.start() > start else None
        if match.start() == start:
            names = [n for n in report.names_in(match.end(), end, states=False)]
            owner = names[0] if names else None
        if place and owner and owner.is_party and owner.kind not in _STATES:
            ground = Ground(start=match.start(), end=match.end() + 1, rule="organisation.seat")
            sheet.tell(report.organisation(owner.name), Attribute.LOCATED_IN, place, ground)
    for name in report.names_in(start, end, states=False):
        match = re.compile(r"(?: \([^()]{2,70}\))? in (?:the )?").match(report.text, name.end, end)
        state = report.name_at(match.end()) if match else None
        if (
            match
            and state
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
    """Say whether a sentence stands in a portrait of an organisation: background, or the organisation alone is its theme."""
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
