"""What missions and craft did and carry: rovers on board, landings, satellites launched."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.missions import missions_in
from spaceaccord.extraction.report_text import STATE_KINDS
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind
from spaceaccord.model.slugs import digest

_MADE_IN = re.compile(r'\b(?:a|the) (?P<noun>rover|lander|satellite|instrument) "?[Mm]ade in (?P<place>[A-Z])')
_CARRIES = re.compile(r"\b(?:will embark|embarks|will carry|carries|carried|is to carry|carrying) ")
_LANDED = re.compile(
    r"\b(?P<verb>landed|landing|touched down|touching down|arrived) (?P<place>(?:near|on|at) (?:the )?(?:Moon"
    r"|Mars|lunar surface|south pole|asteroid)"
    r"(?:'s (?:south|north) pole| of the Moon)?)"
)
_ABOARD = re.compile(
    r"\b(?P<number>[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|\d{1,3}) (?P<what>(?:[A-Z]\w+ )?(?:small )?satellites)\b"
    r"(?P<verb>[^.;]{0,24}? (?:launched|flew|flown|that flew|carried)[^.;]{0,12}?) (?:aboard|on|by) "
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def find_flights(sheet: FactSheet) -> None:
    """Write down what the missions known so far carry, where they landed, and what was launched aboard a vehicle."""
    _find_made_in(sheet)
    _find_landings(sheet)
    _find_aboard(sheet)


def _find_made_in(sheet: FactSheet) -> None:
    """Read "the X mission, which will carry a rover made in Y"."""
    report = sheet.report
    for match in _MADE_IN.finditer(report.text):
        place = report.name_at(match.start("place"))
        if place is None or place.kind not in STATE_KINDS:
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
