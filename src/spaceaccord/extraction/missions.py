"""Space missions, craft and launch vehicles: what they are called, and who runs them."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.entries import EntryKind
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.items import NameKind, NameMention
from spaceaccord.extraction.report_text import STATE_KINDS
from spaceaccord.model.evidence import Derivation
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind

_PROPER = (
    r"(?P<name>[A-Z][A-Za-z]*(?:-?[0-9]+[A-Z]?|-[A-Z0-9]+)?(?: (?:[A-Z][a-z]+(?:-?\d+)?|[A-Z]{1,4}\d{0,3}|\d{1,2}"
    r"|[IVX]{1,4}|Bay)){0,3})"
)
_NUMBERED = re.compile(r"[A-Z]{1,3}-?\d{1,2}")
GENERIC_WORDS = frozenset(
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


def missions_in(sheet: FactSheet, start: int, end: int) -> tuple[Thing, ...]:
    """Return the missions and craft known so far whose names stand in a range."""
    words = sheet.report.text[start:end]
    named = [(name, thing) for name, thing in sheet.missions.items() if name in words]
    return tuple(thing for name, thing in named if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words))


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
    if not words or words[0] in GENERIC_WORDS or words[-1] in GENERIC_WORDS or report.persons_in(at, end):
        return
    if (len(label) < 2 or (not any(c.isdigit() for c in label) and len(label) < 3)) or report.sentence_at(
        start
    ).sentence.block.is_heading:
        return
    if any(n.start < end and n.end > at for n in report.names_in(at, end, unknown=False)):
        return
    if not _NUMBERED.fullmatch(label) and not _is_about_space(sheet, start, match.end()):
        return
    ground = Ground(start=at, end=match.end(), rule=f"mission.{match['noun'].lower()}")
    thing = sheet.name(_mission(sheet, label, cls, at), ground)
    owner = owner or report.name_before(at)
    if (owner is not None and owner.is_party) or (owner is not None and owner.kind in STATE_KINDS):
        if owner.end >= at - 3 and not report.text[owner.end : at].startswith(","):
            sheet.tell(
                thing, Attribute.OPERATED_BY, report.organisation(owner.name), replace(ground, start=owner.start)
            )
        return
    _owner_nearby(sheet, thing, ground)


def _mission(sheet: FactSheet, label: str, cls: str, at: int) -> Thing:
    """Return the mission of this label, known or new; one named by a number is told apart by its owner."""
    known = sheet.missions.get(label)
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


def _is_about_space(sheet: FactSheet, start: int, end: int) -> bool:
    """Say whether the sentence speaks of space in other words than the name: not so a "National Hydrogen Mission"."""
    hits = sheet.report.sentence_at(start).hits
    words = ("mission", "missions", "rocket", "rockets", "spacecraft", "satellite", "satellites", "rover", "rovers")
    own = sheet.report.text[start:end].split()[-1].lower()
    return own in words[2:] or any(h.entry.kind is EntryKind.SPACE and not start <= h.start < end for h in hits)


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
