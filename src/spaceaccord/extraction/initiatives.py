"""Initiatives and programmes: their names, who started them when, what came of them, and what belongs to them."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.agreement_details import agreement_thing
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.items import NameKind
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.extraction.referents import antecedent
from spaceaccord.model.evidence import Derivation, Modality
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind

_CENTRE = re.compile(
    r"\b(?P<name>(?:[a-z][a-z-]+ ){0,6}(?:research |innovation )?(?:centre|center|institute|laboratory)(?: for "
    r"(?:[a-z]+ ?){1,4}?)?)"
    r" (?P<how>to be set up in |to be established in |to be built in |that (?P<who>[A-Z]\w+) plans to open )"
)
_FUND = re.compile(
    r"\b(?P<fund>(?:a source of |a fund of )?(?:finance|financing|funding|capital|a fund|an investment"
    r" fund)[^.;,]{0,12}? (?:to invest in|for) [^.;,]{3,60})"
)


def find_initiatives(sheet: FactSheet) -> None:
    """Write down the initiatives of a text and what it says of them."""
    report = sheet.report
    noun = report.words.pattern("initiatives")
    named = re.compile(
        rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir|under) (?P<name>[A-Z][\w-]*(?:\.[a-z]{{2,3}}|[A-Z]\w*|(?:"
        rf" [A-Z][\w-]+){{1,3}})?) (?P<noun>{noun})\b"
    )
    proper = re.compile(r"\b[Tt]he (?P<name>(?:[A-Z][\w-]+ ){1,4}(?:Initiative|Programme|Program))\b")
    for match in (*named.finditer(report.text), *proper.finditer(report.text)):
        label = match["name"]
        if len(label) < 4 or _is_known(sheet, match.start("name"), match.end("name")):
            continue
        thing = Thing(kind=ThingKind.INITIATIVE, name=Name(text=label), type="Initiative")
        ground = Ground(start=match.start("name"), end=match.end(), rule="initiative.named")
        sheet.name(thing, ground)
        owner = report.name_before(match.start("name"))
        if owner is not None and owner.is_party:
            sheet.tell(thing, Attribute.OPERATED_BY, report.organisation(owner.name), ground)
    for sentence in report.sentences:
        _find_started(sheet, sentence)
        _find_planned_centre(sheet, sentence)


def _is_known(sheet: FactSheet, start: int, end: int) -> bool:
    """Say whether words are the name of an organisation, a state or a person, not of an initiative."""
    return bool(sheet.report.names_in(start, end)) or bool(sheet.report.persons_in(start, end))


def _find_started(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Read "X, which launched the initiative in 2016 to …" and "In 2016 the country launched an initiative to …"."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    verbs = report.words.pattern("initiative_verbs")
    match = re.compile(
        rf"(?:, which| [Tt]he country| [Tt]he nation|[A-Z]\w+) (?:has )?{verbs} (?:the|an|a) (?P<noun>(?:\w+"
        rf" )?(?:proposal|initiative|programme|program))"
        rf"(?: in (?P<year>\d{{4}}))? (?P<aim>to [^.;]{{8,160}})"
    ).search(report.text, start, end)
    if match is None:
        return
    date = (
        report.date_in(match.start("year"), match.end("year"))
        if match["year"]
        else report.date_in(start, match.start())
    )
    name = report.name_before(match.start())
    names: tuple[Name, ...] = (name.name,) if name and name.kind is NameKind.STATE else ()
    derivation = Derivation.EXPLICIT
    if not names:
        found = antecedent(report, start, "country")
        names, derivation = found.names[:1], found.derivation
    if date is None or not names:
        return
    aim_end = max(report.clause_end(match.start("aim"), end), match.start("aim") + 1)
    aim = report.text[match.start("aim") : aim_end]
    owner = report.organisation(names[0])
    label = f"{names[0].text}: {match['noun']} of {date.value.year or date.value.edtf} {aim.split(',')[0]}"
    thing = Thing(
        kind=ThingKind.INITIATIVE,
        name=Name(text=label),
        type="Initiative",
        local=f"{names[0].key} initiative {date.value.edtf}",
    )
    ground = Ground(start=match.start(), end=aim_end, rule="initiative.started", derivation=derivation)
    sheet.name(thing, ground)
    sheet.tell(thing, Attribute.FOUNDED_BY, owner, ground)
    sheet.tell(thing, Attribute.FOUNDED_ON, date.value, replace(ground, derivation=date.derivation))
    sheet.tell(thing, Attribute.PURPOSE, aim, replace(ground, start=match.start("aim")))
    sheet.tell_topics(thing, match.start("aim"), end, ground)
    _find_results(sheet, sentence, thing, names[0])


def _find_results(sheet: FactSheet, sentence: ReadSentence, initiative: Thing, state: Name) -> None:
    """Read what the next sentences say that the initiative led to: an agency, a fund."""
    report = sheet.report
    for following in report.sentences[sentence.number + 1 : sentence.number + 4]:
        start, end = following.sentence.start, following.sentence.end
        match = re.compile(rf"\b{report.words.pattern('results')} ").search(report.text, start, end)
        if match is None or not re.match(r"(?:That|This|The|It)\b", report.text[start:end]):
            continue
        agency = re.compile(r"\b(?:a |the )?national space agency\b").search(report.text, match.end(), end)
        known = report.reading.lexicon.agencies.get(state.key)
        if agency and known:
            body = Thing(kind=ThingKind.ORGANISATION, name=Name(text=known.label, authority=known))
            ground = Ground(
                start=match.start(), end=agency.end(), rule="initiative.led-to", derivation=Derivation.RESOLVED
            )
            sheet.tell(initiative, Attribute.GAVE_RISE_TO, body, ground)
        fund = _FUND.search(report.text, match.end(), end)
        if fund:
            words = fund["fund"].strip()
            body = Thing(kind=ThingKind.ORGANISATION, name=Name(text=f"{state.text}: {words}"), type="InvestmentFund")
            ground = Ground(start=match.start(), end=fund.end(), rule="initiative.led-to", confidence=0.7)
            sheet.tell(initiative, Attribute.GAVE_RISE_TO, sheet.name(body, ground), ground)
        return


def _find_planned_centre(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Read "… the research centre to be set up in X as part of the Y initiative", and the agreement it serves."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    match = _CENTRE.search(report.text, start, end)
    if match is None:
        return
    label = re.split(r"\b(?:the|an|a|through) ", match["name"].strip())[-1]
    thing = Thing(kind=ThingKind.ORGANISATION, name=Name(text=label[:1].upper() + label[1:]), type="ResearchCentre")
    ground = Ground(start=match.start("name"), end=match.end(), rule="centre.planned", modality=Modality.PLANNED)
    sheet.name(thing, ground)
    place = report.name_at(match.start("who") if match["who"] else match.end())
    if place is not None and place.kind in (NameKind.STATE, NameKind.PLACE):
        sheet.tell(
            thing,
            Attribute.LOCATED_IN,
            report.organisation(place.name),
            replace(ground, end=max(place.end, ground.end)),
        )
    part = re.compile(r"(?:as )?(?:part of|under) (?:the|its|their) (?P<name>[A-Z][\w.-]+) initiative").search(
        report.text, match.end(), end
    )
    if part:
        initiative = Thing(kind=ThingKind.INITIATIVE, name=Name(text=part["name"]), type="Initiative")
        sheet.tell(thing, Attribute.PART_OF_INITIATIVE, initiative, replace(ground, end=part.end()))
    if re.search(r"\b(?:through|channel|channelled|run)\b", report.text[start : match.start() + 12]):
        offset = report.reading.flat.source_span(start, end).end
        for mention in report.agreements.before(offset)[-1:]:
            channel = replace(ground, rule="agreement.channel").resolved(Derivation.RESOLVED)
            sheet.tell(agreement_thing(mention), Attribute.IMPLEMENTING_BODY, thing, channel)
