"""Sites of space work: campuses and control rooms, where they lie and whose they are."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.items import NameKind
from spaceaccord.extraction.missions import GENERIC_WORDS
from spaceaccord.extraction.referents import antecedent
from spaceaccord.extraction.report_text import STATE_KINDS
from spaceaccord.model.evidence import Derivation, Modality
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind


def find_sites(sheet: FactSheet) -> None:
    """Write down the sites that a text names, and whose the sites of the authority files are."""
    _find_sites(sheet)
    _find_known_sites(sheet)


def _find_sites(sheet: FactSheet) -> None:
    """Read "the X Campus", "the Tokyo Mission Control room", with its owner and place."""
    report = sheet.report
    kinds = report.words.pattern("facilities")
    pattern = re.compile(
        rf"\b(?P<name>(?:[A-Z][\w-]+ ){{1,5}}(?P<kind>{kinds}))\b|\bthe (?P<plain>mission control (?:room|center"
        rf"|centre)) in (?P<in>[A-Z])"
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
            elif first.is_party and first.kind not in STATE_KINDS:
                owner, label = first, report.text[first.end + 1 : match.end()].strip()
        if where is not None and match["plain"]:
            label = f"{where.name.text} {match['plain']}"
        if len(label.split()) < 2 or label.split()[0] in GENERIC_WORDS:
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
            and owner.kind not in STATE_KINDS
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
