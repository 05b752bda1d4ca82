"""Findings as a reader wants them: the text cut at the words that values rest on, and every value with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spaceaccord.extraction.confidence import describe_features
from spaceaccord.model.agreement import AgreementMention, EventMention, Signatory
from spaceaccord.model.evidence import Derivation, Evidence, Modality, Sourced
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Code, ReportedFact, Thing
from spaceaccord.pipeline.extracting import ReadArticle
from spaceaccord.pipeline.marked_text import Reason, Segment, cut_at_reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedThing:
    """An agreement, an event, or whatever else one article reports, with the reasons of its values.

    `features` say what the confidence of an agreement is made of, by name, each from 0 to 1.
    """

    id: str
    title: str
    confidence: float | None
    reasons: tuple[Reason, ...]
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedArticle:
    """One article, ready to be shown."""

    name: str
    title: str
    segments: tuple[Segment, ...]
    agreements: tuple[ExplainedThing, ...]
    events: tuple[ExplainedThing, ...]
    reported: tuple[ExplainedThing, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of all things, by number."""
        return tuple(r for thing in (*self.agreements, *self.events, *self.reported) for r in thing.reasons)


def explain(read: ReadArticle) -> ExplainedArticle:
    """Return the article with what was found in it; the segments joined give back its text."""
    article, findings = read.article, read.findings
    counted = _Numbering()
    labels = {event.id: event.label for event in findings.events}
    agreements = tuple(
        replace(
            counted.thing(_title(a), a.confidence, a.id, _of_agreement(a, labels)),
            features=tuple(describe_features(a).as_dict().items()),
        )
        for a in findings.agreements
    )
    events = tuple(counted.thing(f"{e.type}: {e.label}", e.confidence, e.id, _of_event(e)) for e in findings.events)
    reported = tuple(_reported(findings.reported.facts, counted))
    marked = [reason for thing in (*agreements, *events) for reason in thing.reasons]
    anchors = [reason for thing in reported for reason in thing.reasons]
    return ExplainedArticle(
        name=article.name,
        title=article.metadata.title or article.name,
        segments=tuple(cut_at_reasons(article, marked, anchors)),
        agreements=agreements,
        events=events,
        reported=reported,
    )


class _Numbering:
    """Gives each reason its number."""

    def __init__(self) -> None:
        self.last = 0

    def thing(self, title: str, confidence: float | None, id: str, reasons: Iterable[Reason]) -> ExplainedThing:
        numbered = []
        for reason in reasons:
            self.last += 1
            numbered.append(replace(reason, number=self.last))
        return ExplainedThing(id=id, title=title, confidence=confidence, reasons=tuple(numbered))


def _title(a: AgreementMention) -> str:
    kind = a.type.value.value.replace("_", " ")
    return f"{kind}: {', '.join(p.value.text for p in a.parties) or 'no party named'}"


def _of_agreement(a: AgreementMention, events: dict[str, str]) -> Iterator[Reason]:
    yield _reason("type", a.type.value.value.replace("_", " "), a.type)
    yield from (_reason("name", name.value, name) for name in a.instrument_names)
    if a.title:
        yield _reason("title", a.title.value, a.title)
    yield _reason("status", a.status.value.value, a.status)
    yield from (_reason("party", _name(p.value), p) for p in a.parties)
    yield from (_reason("party, else", _name(p.value), p) for p in a.alternative_parties)
    yield from (_reason("body", _name(p.value), p) for p in a.implementing_bodies)
    if a.signed:
        yield _reason("date", f"{a.signed.value.edtf} ({a.signed.value.basis.value})", a.signed)
    if a.place:
        yield _reason("place", _name(a.place.value.name), a.place)
    if a.event:
        yield _reason("event", events.get(a.event.value, a.event.value), a.event)
    yield from (_reason("signatory", _signatory(s.value), s) for s in a.signatories)
    yield from (_reason("topic", " → ".join(filter(None, (t.value.text, t.value.concept))), t) for t in a.topics)
    yield from (_reason("relation", f"{r.value.type.value} {r.value.target}", r) for r in a.relations)


def _of_event(e: EventMention) -> Iterator[Reason]:
    yield Reason(
        number=0,
        field="event",
        value=e.label,
        quote=e.evidence.quote,
        span=e.evidence.span,
        rule=e.rule,
        confidence=e.confidence,
        derivation=Derivation.EXPLICIT.value,
        modality=Modality.ASSERTED.value,
    )
    if e.date:
        yield _reason("date", e.date.value.edtf, e.date)
    if e.place:
        yield _reason("place", _name(e.place.value.name), e.place)
    yield from (_reason("participant", _name(p.value), p) for p in e.participants)


def _reported(facts: Sequence[ReportedFact], counted: _Numbering) -> Iterator[ExplainedThing]:
    by_subject: dict[Thing, list[ReportedFact]] = {}
    for fact in facts:
        by_subject.setdefault(fact.subject, []).append(fact)
    for subject, told in by_subject.items():
        reasons = [_reason(fact.attribute.value, _reported_value(fact.value.value), fact.value) for fact in told]
        yield counted.thing(f"{subject.kind.value}: {subject.name.text}", None, subject.local, reasons)


def _reported_value(value: object) -> str:
    match value:
        case Thing(name=name):
            return _name(name)
        case PartialDate(edtf=edtf):
            return edtf
        case Code(name=code):
            return code
    return str(value)


def _reason(field: str, value: str, source: Sourced[object]) -> Reason:
    evidence: Evidence = source.evidence
    return Reason(
        number=0,
        field=field,
        value=value,
        quote=evidence.quote,
        span=evidence.span,
        rule=source.rule,
        confidence=source.confidence,
        derivation=source.derivation.value,
        modality=source.modality.value,
    )


def _name(name: Name) -> str:
    return f"{name.text} [{name.authority.slug}]" if name.authority else f"{name.text} [unlinked]"


def _signatory(signatory: Signatory) -> str:
    party = f"for {signatory.party.text}" if signatory.party else None
    return ", ".join(filter(None, (signatory.name.text, signatory.role, party)))
