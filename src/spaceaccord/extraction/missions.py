"""Space missions, craft, launch vehicles and sites: what they are called, who runs them, what they carry, when they flew."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.items import NameKind, NameMention
from spaceaccord.extraction.referents import antecedent
from spaceaccord.model.evidence import Derivation, Modality
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind
from spaceaccord.model.slugs import digest

_PROPER = r"(?P<name>[A-Z][A-Za-z]*(?:-?[0-9]+[A-Z]?|-[A-Z0-9]+)?(?: (?:[A-Z][a-z]+(?:-?\d+)?|[A-Z]{1,4}\d{0,3}|\d{1,2}|[IVX]{1,4}|Bay)){0,3})"
_NUMBERED = re.compile(r"[A-Z]{1,3}-?\d{1,2}")
_STATES = (NameKind.STATE, NameKind.DEMONYM)
_MADE_IN = re.compile(r'\b(?:a|the) (?P<noun>rover|lander|satellite|instrument) "?[Mm]ade in (?P<place>[A-Z])')
_CARRIES = re.compile(r"\b(?:will embark|embarks|will carry|carries|carried|is to carry|carrying) ")
_LANDED = re.compile(
    r"\b(?P<verb>landed|landing|touched down|touching down|arrived) (?P<place>(?:near|on|at) (?:the )?(?:Moon|Mars|lunar surface|south pole|asteroid)"
    r"(?:'s (?:south|north) pole| of the Moon)?)"
)
_ABOARD = re.compile(
    r"\b(?P<number>[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|\d{1,3}) (?P<what>(?:[A-Z]\w+ )?(?:small )?satellites)\b"
    r"(?P<verb>[^.;]{0,24}? (?:launched|flew|flown|that flew|carried)[^.;]{0,12}?) (?:aboard|on|by) "
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_GENERIC = frozenset(
    [
        "Economic",
        "Trade",
        "Business",
        "Space",
        "Lunar",
        "Mars",
        "Moon",
        "First",
        "Second",
        "Third",
        "New",
        "Joint",
        "The",
        "This",
        "These",
        "Future",
        "Upcoming",
        "Next",
        "Human",
        "Crew",
        "Cargo",
        "Commercial",
        "Science",
        "Diplomatic",
        "Peacekeeping",
        "Fact-Finding",
        "Exploration",
        "Robotic",
        "Private",
        "International",
        "Last",
        "Present",
        "A",
        "An",
        "And",
        "In",
        "On",
        "Our",
        "Its",
        "Their",
        "Several",
        "Many",
        "Each",
        "Both",
        "Recent",
        "Past",
        "Planned",
        "Deep",
        "Scientific",
        "Solar",
        "Planetary",
    ]
)


def find_missions(sheet: FactSheet) -> None:
    """Write down the missions, craft, vehicles and sites of a text and what it says of them."""
    report = sheet.report
    for cls, words in (("SpaceMission", "missions"), ("Spacecraft", "craft"), ("LaunchVehicle", "vehicles")):
        pattern = re.compile(
            rf"(?<![\w-]){_PROPER} (?P<noun>{report.words.pattern(words)}|Mission)\b"
            if cls == "SpaceMission"
            else rf"(?<![\w-]){_PROPER} (?P<noun>{report.words.pattern(words)})\b"
        )
        for match in pattern.finditer(report.text):
            _named(sheet, match, cls)
    _siblings(sheet)
    _find_made_in(sheet)
    _find_landings(sheet)
    _find_aboard(sheet)
    _find_sites(sheet)
    _find_known_sites(sheet)


def missions_in(sheet: FactSheet, start: int, end: int) -> tuple[Thing, ...]:
    """Return the missions and craft known so far whose names stand in a range."""
    words = sheet.report.text[start:end]
    known = {t.thing.name.text: t.thing for t in sheet.things if t.thing.kind is ThingKind.MISSION}
    return tuple(thing for name, thing in known.items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words))


def _named(sheet: FactSheet, match: re.Match[str], cls: str) -> None:
    report = sheet.report
    start, end = match.start("name"), match.end("name")
    owner: NameMention | None = None
    at = start
    while (found := report.name_at(at)) is not None and _is_known(found) and found.start == at and found.end <= end:
        if found.end >= end:
            return  # "NASA missions": an organisation's, without a name
        owner, at = found, min(found.end + (3 if report.text[found.end : found.end + 3] == "'s " else 1), end)
    label = report.text[at:end].strip()
    words = label.split()
    if not words or words[0] in _GENERIC or words[-1] in _GENERIC or report.persons_in(at, end):
        return
    if (len(label) < 2 or (not any(c.isdigit() for c in label) and len(label) < 3)) or report.sentence_at(
        start
    ).sentence.block.is_heading:
        return
    if any(n.start < end and n.end > at for n in report.names_in(at, end, unknown=False)):
        return
    ground = Ground(start=at, end=match.end(), rule=f"mission.{match['noun'].lower()}")
    thing = sheet.name(_mission(sheet, label, cls, at), ground)
    owner = owner or report.name_before(at)
    if (owner is not None and owner.is_party) or (owner is not None and owner.kind in _STATES):
        if owner.end >= at - 3 and not report.text[owner.end : at].startswith(","):
            sheet.tell(
                thing, Attribute.OPERATED_BY, report.organisation(owner.name), replace(ground, start=owner.start)
            )
        return
    _owner_nearby(sheet, thing, ground)


def _mission(sheet: FactSheet, label: str, cls: str, at: int) -> Thing:
    """Return the mission of this label: the one that the text named before, told apart by its owner where its name is a number."""
    known = next(
        (t.thing for t in sheet.things if t.thing.kind is ThingKind.MISSION and t.thing.name.text == label), None
    )
    if known is not None:
        return known
    local = ""
    if _NUMBERED.fullmatch(label):
        owner = _company_near(sheet, at)
        local = f"{owner.name.key if owner else sheet.report.article.id[:6]} {label}"
    return Thing(kind=ThingKind.MISSION, name=Name(text=label), type=cls, local=local)


def _company_near(sheet: FactSheet, at: int) -> NameMention | None:
    """Return the one company that the sentence at an offset or the one before tells of."""
    report = sheet.report
    here = report.sentence_at(at)
    for sentence in (here, report.sentences[max(here.number - 1, 0)]):
        names = report.names_in(sentence.sentence.start, sentence.sentence.end)
        companies = [n for n in names if n.kind is NameKind.COMPANY]
        if len(companies) == 1:
            return companies[0]
    return None


def _is_known(name: NameMention) -> bool:
    return name.is_party or name.kind is not NameKind.UNKNOWN


def _owner_nearby(sheet: FactSheet, thing: Thing, ground: Ground) -> None:
    """Give a numbered mission ("M2") to the one company that this sentence or the one before tells of."""
    owner = _company_near(sheet, ground.start) if _NUMBERED.fullmatch(thing.name.text) else None
    if owner is not None:
        resolved = replace(ground, confidence=0.75, derivation=Derivation.RESOLVED)
        sheet.tell(thing, Attribute.OPERATED_BY, sheet.report.organisation(owner.name), resolved)


def _siblings(sheet: FactSheet) -> None:
    """Take "such as M4" for a mission where the text knows missions of the same letters."""
    report = sheet.report
    stems = {re.sub(r"\d+", "", t.thing.name.text) for t in sheet.things if t.thing.type == "SpaceMission"}
    for match in re.compile(r"\b(?:such as|including|and|or) (?:the )?(?P<name>[A-Z]{1,3}-?\d{1,2})\b").finditer(
        report.text
    ):
        if re.sub(r"\d+", "", match["name"]) in stems:
            ground = Ground(start=match.start("name"), end=match.end(), rule="mission.sibling", confidence=0.8)
            thing = sheet.name(_mission(sheet, match["name"], "SpaceMission", match.start()), ground)
            _owner_nearby(sheet, thing, ground)


def _find_made_in(sheet: FactSheet) -> None:
    """Read "the X mission, which will carry a rover made in Y"."""
    report = sheet.report
    for match in _MADE_IN.finditer(report.text):
        place = report.name_at(match.start("place"))
        if place is None or place.kind not in _STATES:
            continue
        sentence = report.sentence_at(match.start())
        carrying = list(_CARRIES.finditer(report.text, sentence.sentence.start, match.start() + 1))
        carriers = missions_in(sheet, sentence.sentence.start, carrying[-1].start()) if carrying else ()
        label = (
            f"{match['noun'].capitalize()} of {carriers[-1].name.text}"
            if carriers
            else f"{match['noun'].capitalize()} made in {place.name.text}"
        )
        craft = Thing(kind=ThingKind.MISSION, name=Name(text=label), type="Spacecraft")
        ground = Ground(start=match.start(), end=place.end, rule="craft.made-in")
        sheet.name(craft, ground)
        sheet.tell(craft, Attribute.BUILT_IN, report.organisation(place.name), ground)
        for carrier in carriers[-1:]:
            sheet.tell(carrier, Attribute.CARRIES, craft, replace(ground, start=carrying[-1].start()))


def _find_landings(sheet: FactSheet) -> None:
    report = sheet.report
    for match in _LANDED.finditer(report.text):
        sentence = report.sentence_at(match.start())
        start, end = sentence.sentence.start, sentence.sentence.end
        missions = missions_in(sheet, start, match.start()) or _by_name(sheet, start, match.start())
        date = report.date_in(match.end(), min(match.end() + 30, end)) or report.date_in(start, match.start())
        if len(missions) != 1:
            continue
        mission = missions[0]
        ground = Ground(start=match.start(), end=match.end(), rule="mission.landing")
        event = Thing(
            kind=ThingKind.EVENT,
            name=Name(text=f"Landing of {mission.name.text}"),
            type="Landing",
            local=f"landing of {mission.name.text}",
        )
        sheet.name(event, ground)
        if mission.type == "SpaceMission":
            sheet.tell(event, Attribute.OF_MISSION, mission, ground)
        place = re.sub(r"^(?:near|on|at) (?:the )?", "", match["place"])
        sheet.tell(
            event,
            Attribute.HELD_AT,
            Thing(kind=ThingKind.PLACE, name=Name(text=f"{place[:1].upper()}{place[1:]}")),
            ground,
        )
        if date:
            sheet.tell(event, Attribute.DATE, date.value, replace(ground, derivation=date.derivation))


def _by_name(sheet: FactSheet, start: int, end: int) -> tuple[Thing, ...]:
    """Take a capitalised name with a number ("Chandrayaan-3, which landed …") for a mission."""
    report = sheet.report
    match = re.compile(r"(?<![\w-])(?P<name>[A-Z][a-z]{3,}-\d{1,2})(?=, which |\b )").search(report.text, start, end)
    if match is None or report.names_in(match.start(), match.end()):
        return ()
    thing = Thing(kind=ThingKind.MISSION, name=Name(text=match["name"]), type="SpaceMission")
    return (sheet.name(thing, Ground(start=match.start(), end=match.end(), rule="mission.numbered", confidence=0.8)),)


def _find_aboard(sheet: FactSheet) -> None:
    """Read "two X satellites have been launched aboard Y's Z rocket"."""
    report = sheet.report
    for match in _ABOARD.finditer(report.text):
        sentence = report.sentence_at(match.start())
        vehicles = [t for t in missions_in(sheet, match.end(), sentence.sentence.end) if t.type == "LaunchVehicle"]
        if not vehicles:
            continue
        count = _NUMBERS.get(match["number"].lower()) or int(match["number"])
        words = f"{match['number']} {match['what']}"
        ground = Ground(start=match.start(), end=match.end(), rule="mission.launched-aboard")
        craft = Thing(kind=ThingKind.MISSION, name=Name(text=f"{words} on {vehicles[0].name.text}"), type="Spacecraft")
        sheet.name(craft, ground)
        sheet.tell(craft, Attribute.LAUNCHED_BY, vehicles[0], replace(ground, end=sentence.sentence.end))
        owner = report.name_at(match.start("what"))
        if owner is not None:
            sheet.tell(craft, Attribute.OPERATED_BY, report.organisation(owner.name), ground)
        local = digest(report.article.id, words, vehicles[0].name.text)
        figure = Thing(kind=ThingKind.OBSERVATION, name=Name(text=craft.name.text), type="Observation", local=local)
        sheet.name(figure, ground)
        sheet.tell(figure, Attribute.NUMBER, count, ground)
        sheet.tell(figure, Attribute.QUANTITY, f"{match['what']} launched on {vehicles[0].name.text}", ground)


def _find_sites(sheet: FactSheet) -> None:
    """Read "the X Campus", "the Tokyo Mission Control room", with its owner and place."""
    report = sheet.report
    kinds = report.words.pattern("facilities")
    pattern = re.compile(
        rf"\b(?P<name>(?:[A-Z][\w-]+ ){{1,5}}(?P<kind>{kinds}))\b|\bthe (?P<plain>mission control (?:room|center|centre)) in (?P<in>[A-Z])"
    )
    for match in pattern.finditer(report.text):
        label = match["name"] or f"{match['plain'].capitalize()}"
        start = match.start("name") if match["name"] else match.start("plain")
        where = report.name_at(match.start("in")) if match["in"] else None
        owner = report.name_before(start)
        first = report.name_at(start)
        if first is not None and first.start == start and first.end < match.end():
            if first.kind is NameKind.PLACE:
                where = first
            elif first.is_party and first.kind not in _STATES:
                owner, label = first, report.text[first.end + 1 : match.end()].strip()
        if where is not None and match["plain"]:
            label = f"{where.name.text} {match['plain']}"
        if len(label.split()) < 2 or label.split()[0] in _GENERIC:
            continue
        site = Thing(kind=ThingKind.FACILITY, name=Name(text=label), type="Facility")
        ground = Ground(start=start, end=match.end(), rule="facility.named", confidence=0.8)
        sheet.name(site, ground)
        if where is not None:
            sheet.tell(site, Attribute.LOCATED_IN, report.organisation(where.name), ground)
        future = re.compile(r"[^.;]{0,30}?, which (?P<what>will (?:operate|work|run|be) [^.;]{5,200})").match(
            report.text, match.end()
        )
        if future:
            here = replace(ground, start=future.start("what"), end=future.end("what"), modality=Modality.PLANNED)
            sheet.tell(site, Attribute.ACTIVITY, future["what"].strip(), here)
        if (
            owner is not None
            and owner.is_party
            and owner.kind not in _STATES
            and owner.end >= start - 3 - (owner is first) * len(label)
        ):
            sheet.tell(site, Attribute.FACILITY_OF, report.organisation(owner.name), ground)
        elif match["name"] is None or "ontrol" in label:
            visited = antecedent(report, start, "company")
            if visited.names:
                owned = ground.resolved(Derivation.RESOLVED)
                sheet.tell(
                    site, Attribute.OPERATED_BY, report.organisation(visited.names[0]), replace(owned, confidence=0.7)
                )


def _find_known_sites(sheet: FactSheet) -> None:
    """Write down whose a site of the authority files is: "JAXA's Sagamihara Campus", "the JAXA Sagamihara Campus"."""
    report = sheet.report
    for name in report.names:
        known = name.name.authority
        if known is None or known.type != "Site":
            continue
        owner = report.name_before(name.start)
        inside = [
            hit.entry.authority
            for hit in report.sentence_at(name.start).hits
            if hit.start == name.start
            and hit.end < name.end
            and hit.entry.authority
            and hit.entry.authority.kind == "org"
        ]
        body = (
            Name(text=inside[0].label, authority=inside[0])
            if inside
            else owner.name
            if owner and owner.is_party
            else None
        )
        if body is None:
            continue
        ground = Ground(start=owner.start if owner and not inside else name.start, end=name.end, rule="facility.known")
        site = sheet.name(Thing(kind=ThingKind.PLACE, name=name.name, type="Facility"), ground)
        sheet.tell(site, Attribute.FACILITY_OF, Thing(kind=ThingKind.ORGANISATION, name=body), ground)
