"""Findings as the JSON of `spaceaccord extract`: plain values, and for each its words, rule and confidence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from spaceaccord.model.agreement import AgreementMention, EventMention, Findings, RelationType, Signatory
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import Sourced
from spaceaccord.model.partial_date import DateBasis

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
_T = TypeVar("_T")
_MEETINGS = frozenset(("Meeting", "Visit", "Workshop", "Summit"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractView:
    """The agreements and meetings of one article as JSON objects."""

    agreements: tuple[Mapping[str, Json], ...]
    meetings: tuple[Mapping[str, Json], ...]

    def as_json(self) -> str:
        """Return the text of the JSON file, indented, with a line break at its end."""
        content = {"agreements": list(self.agreements), "meetings": list(self.meetings)}
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def describe_findings(article: Article, findings: Findings, *, topic_base: str = "") -> ExtractView:
    """Return the view of `findings`; a topic's concept is `topic_base` followed by its slug."""
    labels = {event.id: event.label for event in findings.events}
    return ExtractView(
        agreements=tuple(_agreement(article, a, labels, topic_base) for a in findings.agreements),
        meetings=tuple(_meeting(event) for event in findings.events if event.type in _MEETINGS),
    )


def _agreement(article: Article, a: AgreementMention, events: Mapping[str, str], base: str) -> Mapping[str, Json]:
    signed = a.signed.value.edtf if a.signed and a.signed.value.basis is not DateBasis.PUBLICATION_BOUND else None
    context = a.evidence.context
    return {
        "id": a.id,
        "type": a.type.value.scored,
        "title": a.title.value if a.title else None,
        "parties": [party.value.text for party in a.parties],
        "status": a.status.value.value,
        "signed": signed,
        "place": a.place.value.name.text if a.place else None,
        "event": events.get(a.event.value) if a.event else None,
        "signatories": [_signatory(s.value) for s in a.signatories],
        "topics": [
            {"text": t.value.text, "concept": f"{base}{t.value.concept}" if t.value.concept else None} for t in a.topics
        ],
        "relations": [{"type": RelationType(r.value.type).value, "target": r.value.target} for r in a.relations],
        "evidence": article.text[context.start : context.end],
        "confidence": a.confidence,
        "background": a.background,
        "alternative_parties": [party.value.text for party in a.alternative_parties],
        "implementing_bodies": [body.value.text for body in a.implementing_bodies],
        "spans": _spans(a),
    }


def _signatory(signatory: Signatory) -> Mapping[str, Json]:
    return {
        "name": signatory.name.text,
        "role": signatory.role,
        "for": signatory.party.text if signatory.party else None,
    }


def _spans(a: AgreementMention) -> Mapping[str, Json]:
    """Return, for each field, the words of each of its values in the order of the values."""
    single: dict[str, Sourced[object] | None] = {
        "type": a.type,
        "title": a.title,
        "status": a.status,
        "signed": a.signed,
        "place": a.place,
        "event": a.event,
    }
    several: dict[str, Sequence[Sourced[object]]] = {
        "parties": a.parties,
        "signatories": a.signatories,
        "topics": a.topics,
        "relations": a.relations,
        "implementing_bodies": a.implementing_bodies,
    }
    spans: dict[str, Json] = {name: _span(value) for name, value in single.items() if value}
    spans.update({name: [_span(value) for value in values] for name, values in several.items() if values})
    return spans


def _span(value: Sourced[_T]) -> Mapping[str, Json]:
    return {
        "start": value.evidence.span.start,
        "end": value.evidence.span.end,
        "quote": value.evidence.quote,
        "rule": value.rule,
        "confidence": value.confidence,
        "derivation": value.derivation.value,
    }


def _meeting(event: EventMention) -> Mapping[str, Json]:
    return {
        "label": event.label,
        "date": event.date.value.edtf if event.date else None,
        "place": event.place.value.name.text if event.place else None,
        "participants": [participant.value.text for participant in event.participants],
        "spans": {
            "label": {
                "start": event.evidence.span.start,
                "end": event.evidence.span.end,
                "quote": event.evidence.quote,
                "rule": event.rule,
                "confidence": event.confidence,
                "derivation": "explicit",
            }
        },
    }
