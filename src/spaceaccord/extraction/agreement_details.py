"""What a text tells of agreements beside parties, dates and topics: purpose, other names, who enabled them."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.event_details import principal
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.gatherings import event_thing
from spaceaccord.extraction.items import InstrumentMention
from spaceaccord.extraction.reading_sentences import ReadSentence
from spaceaccord.model.agreement import AgreementMention, AgreementType, Status
from spaceaccord.model.evidence import Derivation
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, Thing, ThingKind

_BY_NUMBER = re.compile(
    r"\b(?:quadripartite|tripartite|trilateral|four-party|three-way) (?:agreement|accord|memorandum|deal)\b",
    re.IGNORECASE,
)
_GUIDES = re.compile(
    r"\b(?:guiding|guides|framework for|governs|governing) (?:the |ongoing |joint |their )*(?:cooperation|work"
    r"|collaboration)(?: between| of) "
)
_LISTS = re.compile(
    r"\b(?:in areas such as|areas for cooperation including|encompassing|in the areas of|in the domains of"
    r"|partners name|covers"
    r"|covering|(?:Intent|Understanding|Cooperation)(?: \([A-Za-z]+\))? on) "
)
_CLAUSE = re.compile(r"\b(?:is|are|was|were|has|have|will|would|provides|aims|enables|allows|that)\b")
# A text calls one statement by all of these names.
_STATEMENTS = frozenset((AgreementType.JOINT_STATEMENT, AgreementType.STATEMENT_OF_INTENT, AgreementType.DECLARATION))
_IS_JOINT = re.compile(r"\b(?:working together|partners|both agencies|two agencies|cooperation)\b")
_REFERS = re.compile(
    r"(?:It|This|That|The (?:agreement|deal|MoU|MoC|LoI|memorandum|letter|joint statement|statement|accord"
    r"|cooperation|collaboration|partners|framework agreement|Letter of Intent|[a-z]+ partners))\b"
)


def find_agreement_details(sheet: FactSheet) -> None:
    """Write down purposes of agreements and the events that enabled them."""
    report = sheet.report
    purpose = re.compile(rf"\b{report.words.pattern('purposes')} ")
    enabling = re.compile(rf"\b{report.words.pattern('enabling')} ")
    for sentence in report.sentences:
        _more_names(sheet, sentence)
        if sentence.sentence.block.is_heading or sentence.sentence.block.is_background:
            continue
        agreement = _agreement_of(sheet, sentence)
        start, end = sentence.sentence.start, sentence.sentence.end
        match = purpose.search(report.text, start, end)
        if agreement is not None and match is not None and not _is_quoted(sheet, sentence, match.start()):
            until = max(len(report.text[:end].rstrip(' ."')), match.end() + 1)
            explicit = _told_in(sheet, sentence, agreement)
            derivation = Derivation.EXPLICIT if explicit else Derivation.RESOLVED
            ground = Ground(
                start=match.start(), end=until, rule="agreement.purpose", confidence=0.8, derivation=derivation
            )
            sheet.tell(agreement_thing(agreement), Attribute.PURPOSE, report.phrase(match.start(), until), ground)
        _signed_by_representatives(sheet, sentence, agreement)
        _guided(sheet, sentence, agreement)
        _fields(sheet, sentence, agreement)
        opened = enabling.search(report.text, start, end)
        if opened is not None:
            _enabled(sheet, sentence, opened)


def _news(sheet: FactSheet, sentence: ReadSentence) -> AgreementMention | None:
    """Return the agreement that is the article's news and was told last before the end of a sentence."""
    end = sheet.report.reading.flat.source_span(sentence.sentence.start, sentence.sentence.end).end
    told = [m for m in sheet.report.agreements.before(end) if not m.background]
    signed = [m for m in told if m.status.value is Status.SIGNED]
    return max(signed, key=lambda m: m.evidence.span.start, default=None)


def _more_names(sheet: FactSheet, sentence: ReadSentence) -> None:
    """Take "quadripartite agreement" and the like for another name of the article's first agreement."""
    report = sheet.report
    match = _BY_NUMBER.search(report.text, sentence.sentence.start, sentence.sentence.end)
    if match is None or not report.findings.agreements:
        return
    first = min(report.findings.agreements, key=lambda m: (m.background, m.evidence.span.start))
    ground = Ground(
        start=match.start(),
        end=match.end(),
        rule="agreement.named-by-number-of-parties",
        derivation=Derivation.RESOLVED,
    )
    sheet.tell(agreement_thing(first), Attribute.INSTRUMENT_NAME, match.group(), ground)


def _guided(sheet: FactSheet, sentence: ReadSentence, agreement: AgreementMention | None) -> None:
    """Read "a framework guiding cooperation between A and B": the bodies that carry the agreement out."""
    report = sheet.report
    match = _GUIDES.search(report.text, sentence.sentence.start, sentence.sentence.end)
    if match is None or agreement is None:
        return
    ground = Ground(start=match.start(), end=sentence.sentence.end, rule="agreement.guides", confidence=0.7)
    for name in report.names_in(match.end(), sentence.sentence.end, states=False):
        sheet.tell(agreement_thing(agreement), Attribute.IMPLEMENTING_BODY, report.organisation(name.name), ground)


def _fields(sheet: FactSheet, sentence: ReadSentence, agreement: AgreementMention | None) -> None:
    """Read the fields that a sentence lists for an agreement: concepts as topics, the rest as worded."""
    report = sheet.report
    match = _LISTS.search(report.text, sentence.sentence.start, sentence.sentence.end)
    about = agreement or (_news(sheet, sentence) if match and _IS_JOINT.search(report.words_of(sentence)) else None)
    about = _named_in(sheet, sentence, about)
    if match is None or about is None:
        return
    derivation = Derivation.EXPLICIT if _told_in(sheet, sentence, about) else Derivation.RESOLVED
    at = match.end()
    stop = re.compile(r"[.;]( |$)|, (?:which|where|enabling) ").search(report.text, at, sentence.sentence.end)
    until = stop.start() if stop else len(report.text[: sentence.sentence.end].rstrip(" ."))
    ground = Ground(start=at, end=max(until, at + 1), rule="agreement.fields", confidence=0.75, derivation=derivation)
    sheet.tell_topics(agreement_thing(about), at, until, ground)
    for item in re.finditer(r"(?:(?:^|, )(?:and )?)(?P<words>[^,]{4,120})(?=,|$)", report.text[at:until]):
        start, end = at + item.start("words"), at + item.end("words")
        covered = sum(hit.end - hit.start for hit in report.topics_in(start, end))
        if covered < 0.7 * (end - start) and not _CLAUSE.search(item["words"]):
            phrase = re.sub(r"^(?:and|the|on) ", "", item["words"].strip())
            sheet.tell(agreement_thing(about), Attribute.TOPIC_PHRASE, phrase, replace(ground, start=start, end=end))


def _named_in(sheet: FactSheet, sentence: ReadSentence, about: AgreementMention | None) -> AgreementMention | None:
    """Return the agreement of the kind that the sentence opens with ("The joint statement covers ..."), else `about`.

    None where it opens with another kind than that of any agreement of the text.
    """
    first = next((t.item for t in sentence.tokens[:6] if isinstance(t.item, InstrumentMention)), None)
    if about is None or first is None or first.is_generic or _same_kind(about.type.value, first.type):
        return about
    fitting = [m for m in sheet.report.findings.agreements if _same_kind(m.type.value, first.type)]
    return fitting[0] if len(fitting) == 1 else None


def _same_kind(left: AgreementType, right: AgreementType) -> bool:
    return left is right or {left, right} <= _STATEMENTS


def _signed_by_representatives(sheet: FactSheet, sentence: ReadSentence, agreement: AgreementMention | None) -> None:
    """Read "Representatives of A and B signed it": who signed is not told, for whom is."""
    report = sheet.report
    start, end = sentence.sentence.start, sentence.sentence.end
    match = re.compile(r"Representatives of [^.;]{3,160}?,? sign(?:ed)?\b").search(report.text, start, end)
    if match is None or not report.findings.agreements:
        return
    instruments = [t.item.type for t in sentence.tokens if isinstance(t.item, InstrumentMention)]
    fitting = [m for m in report.findings.agreements if m.type.value in instruments]
    mention = fitting[0] if fitting else agreement or _news(sheet, sentence)
    if mention is None:
        return
    signing = Thing(kind=ThingKind.SIGNING, name=Name(text=mention.id), local=mention.id)
    for name in report.names_in(match.start(), match.end(), states=False):
        ground = Ground(start=match.start(), end=match.end(), rule="signing.representatives")
        sheet.tell(signing, Attribute.PARTICIPANT, report.organisation(name.name), ground)
    if re.match(r"Representatives of (?:both|the two) ", match.group()):
        ground = Ground(
            start=match.start(), end=match.end(), rule="signing.representatives", derivation=Derivation.RESOLVED
        )
        sheet.tell_each(signing, Attribute.PARTICIPANT, [p.value for p in mention.parties], ground)


def agreement_thing(mention: AgreementMention) -> Thing:
    """Return the thing that an agreement mention of the article stands for."""
    return Thing(kind=ThingKind.AGREEMENT, name=Name(text=mention.id), local=mention.id)


def _is_quoted(sheet: FactSheet, sentence: ReadSentence, at: int) -> bool:
    """Say whether an offset stands in somebody's words; "would "serve as …"" is the text's own clause."""
    words = sheet.report.text[sentence.sentence.start : at]
    return words.count('"') % 2 == 1 and not re.search(r"(?:would|will|to) \"$", words)


def _told_in(sheet: FactSheet, sentence: ReadSentence, mention: AgreementMention) -> bool:
    span = sheet.report.reading.flat.source_span(sentence.sentence.start, sentence.sentence.end)
    return span.start <= mention.evidence.span.start < span.end


def _agreement_of(sheet: FactSheet, sentence: ReadSentence) -> AgreementMention | None:
    """Return the agreement that a sentence tells of or goes on about."""
    report = sheet.report
    span = report.reading.flat.source_span(sentence.sentence.start, sentence.sentence.end)
    inside = report.agreements.within(span)
    if len(inside) >= 1:
        return max(inside, key=lambda m: (m.confidence, -m.evidence.span.start))
    if not _REFERS.match(report.text, sentence.sentence.start) and not _speaks_of_agreement(sheet, sentence):
        return None
    told = report.agreements.before(span.start)
    if not told:
        return None
    latest = told[-1]
    named = [t.item for t in sentence.tokens if isinstance(t.item, InstrumentMention)]
    same = [m for m in told if named and m.type.value == named[0].type and not named[0].is_generic]
    return same[-1] if same else latest


def _speaks_of_agreement(sheet: FactSheet, sentence: ReadSentence) -> bool:
    words = sheet.report.words_of(sentence)
    return bool(re.search(r"\bsaid that the agreement would\b|\bunder the deal\b|\bit is to open\b", words))


def _enabled(sheet: FactSheet, sentence: ReadSentence, match: re.Match[str]) -> None:
    """Read "That summit opened doors for …, including the 2022 MoU"."""
    report = sheet.report
    flat = report.reading.flat
    span = flat.source_span(match.end(), sentence.sentence.end)
    whole = flat.source_span(sentence.sentence.start, sentence.sentence.end)
    agreements = [
        m
        for m in report.agreements.before(whole.end)
        if span.start <= m.evidence.span.start < span.end
        or m.evidence.context == whole
        or m.evidence.span.start <= span.start < m.evidence.span.end
    ]
    agreements = agreements or [
        m
        for m in report.agreements.before(whole.end)
        if m.evidence.context.start <= span.start < m.evidence.context.end
    ]
    events = [
        e
        for e in report.events.before(whole.end)
        if e.type in ("Summit", "Meeting", "Visit") and e.evidence.span.start < whole.end
    ]
    if not agreements or not events:
        return
    wanted = re.match(r"(?:That|This|The) (?P<noun>summit|meeting|visit)\b", report.words_of(sentence))
    fitting = [e for e in events if wanted is None or e.type.lower() == wanted["noun"]] or events
    event = max(fitting, key=lambda e: e.evidence.span.start)
    ground = Ground(
        start=sentence.sentence.start,
        end=sentence.sentence.end,
        rule="agreement.enabled-by",
        derivation=Derivation.RESOLVED,
    )
    for mention in agreements[:1]:
        sheet.tell(agreement_thing(mention), Attribute.ENABLED_BY, event_thing(principal(event, events)), ground)
