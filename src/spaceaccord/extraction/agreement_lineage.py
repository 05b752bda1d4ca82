"""Which agreement implements or reinforces others, where the text names those by a plural or by their parties."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spaceaccord.extraction.agreement_details import agreement_thing
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.items import InstrumentMention
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.model.agreement import AgreementMention
from spaceaccord.model.evidence import Derivation
from spaceaccord.model.reported_fact import Attribute

_CUES = (
    (
        Attribute.IMPLEMENTS,
        re.compile(r"\b(?:implementation project of|implementation of|to implement|implements|implementing) "),
    ),
    (Attribute.REINFORCES, re.compile(r"\breinforces ")),
)
_PLURAL = re.compile(r"(?:these|both|the two|the) (?P<noun>MoCs?|MoUs?|memoranda|agreements|memorandums)\b")
_BY_PARTIES = re.compile(
    r"the (?P<noun>memorandum|agreement|letter|MoC|MoU)(?: of \w+)? (?:of|between) the (?:two )?(?P<who>agencies"
    r"|governments|states|countries)\b"
)


def find_lineage(sheet: FactSheet) -> None:
    """Write down the relations of an agreement told in a sentence to those told before it."""
    report = sheet.report
    for sentence in report.sentences:
        start, end = sentence.sentence.start, sentence.sentence.end
        for attribute, cue in _CUES:
            match = cue.search(report.text, start, end)
            if match is None:
                continue
            own = _own(sheet, sentence)
            if own is None:
                continue
            for target in _targets(sheet, match.end(), own):
                ground = Ground(
                    start=match.start(),
                    end=end,
                    rule=f"agreement.{attribute.value}",
                    confidence=0.8,
                    derivation=Derivation.RESOLVED,
                )
                sheet.tell(agreement_thing(own), attribute, agreement_thing(target), ground)


def _own(sheet: FactSheet, sentence: ReadSentence) -> AgreementMention | None:
    """Return the agreement whose evidence stands in a sentence, else the last one of the kind that it names."""
    span = sheet.report.reading.flat.source_span(sentence.sentence.start, sentence.sentence.end)
    inside = sheet.report.agreements.within(span)
    if inside:
        return inside[-1]
    kinds = [t.item.type for t in sentence.tokens if isinstance(t.item, InstrumentMention)][:1]
    before = [m for m in sheet.report.agreements.before(span.start) if m.type.value in kinds]
    return max(before, key=lambda m: m.evidence.span.start, default=None)


def _targets(sheet: FactSheet, at: int, own: AgreementMention) -> Sequence[AgreementMention]:
    report = sheet.report
    end = report.reading.flat.source_span(at - 1, at).end
    others = [m for m in report.agreements.before(end) if m.id != own.id]
    plural = _PLURAL.match(report.text, at)
    if plural:
        is_memorandum = plural["noun"].lower().startswith("m")
        return [m for m in others if not is_memorandum or m.type.value.value.startswith("memorandum")]
    named = _BY_PARTIES.match(report.text, at)
    if named:
        wants_states = named["who"] != "agencies"
        return [
            m for m in others if m.parties and all(_is_state(p.value.authority) == wants_states for p in m.parties)
        ][:1]
    return ()


def _is_state(authority: object) -> bool:
    return getattr(authority, "type", "") == "State"
