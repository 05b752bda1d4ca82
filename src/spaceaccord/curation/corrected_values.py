"""The value that a correction gives, with the words of the article that say so and the person who says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from spaceaccord.curation.corrections import Correction, Value
from spaceaccord.model.agreement import (
    AgreementMention,
    AgreementType,
    Place,
    Relation,
    RelationType,
    Signatory,
    Status,
    Topic,
)
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import Evidence, Modality, Sourced, TextSpan
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Name

RULE: Final = "correction"
_T = TypeVar("_T")


def corrected(mention: AgreementMention, correction: Correction, article: Article) -> AgreementMention:
    """Return `mention` with the value of `correction` in its field, set or added.

    Raises:
        BadReference: the value is none of its field, or its words do not occur in the article.
    """
    field = correction.field
    evidence = find_words(correction, article, within=mention.evidence.context)
    value = quoted(correction, _PARSERS[field](correction, evidence.quote), evidence)
    if field == "status" and value.value is Status.PLANNED:
        value = replace(value, modality=Modality.PLANNED)
    current = getattr(mention, field)
    if not isinstance(current, tuple):
        return _with(mention, field, value)
    added = _with(mention, field, (*(v for v in current if v.value != value.value), value))
    return replace(added, alternative_parties=(), party_list_complete=True) if field == "parties" else added


def without(mention: AgreementMention, correction: Correction) -> tuple[AgreementMention, tuple[Sourced[object], ...]]:
    """Return `mention` less the value that `correction` names (a single field: less its value), and what is gone."""
    current = getattr(mention, correction.field)
    if not isinstance(current, tuple):
        return _with(mention, correction.field, None), (current,) if current else ()
    named = _folded(_text(correction, correction.value, *_NAMING))
    gone = tuple(v for v in current if named in (_folded(v.evidence.quote), *map(_folded, _names(v.value))))
    return _with(mention, correction.field, tuple(v for v in current if v not in gone)), gone


def an_agreement(correction: Correction, article: Article, *, id: str) -> AgreementMention:
    """Return the agreement that the extractor did not see: `value` has its type, status and parties.

    Raises:
        BadReference: see `corrected`; also where the words of a party do not occur.
    """
    given = correction.value
    if not isinstance(given, Mapping):
        raise correction.fault("`value` of a new agreement is no mapping", "Give {type: …, status: …, parties: […]}.")
    parties = given.get("parties", ())
    if not isinstance(parties, Sequence) or isinstance(parties, str) or not all(isinstance(p, str) for p in parties):
        raise correction.fault("`parties` is no list of names", "Give parties: [“…”, “…”] in words of the article.")
    if not set(given) <= {"type", "status", "parties"}:
        raise correction.fault("a new agreement has type, status and a list of parties", "Correct the rest by field.")
    evidence = find_words(correction, article)
    status = _parse_status(replace(correction, value=str(given.get("status", ""))), "")
    kind = _parse_type(replace(correction, value=str(given.get("type", ""))), "")
    return AgreementMention(
        id=id,
        article_id=article.id,
        type=quoted(correction, kind, evidence),
        status=replace(
            quoted(correction, status, evidence),
            modality=Modality.PLANNED if status is Status.PLANNED else Modality.ASSERTED,
        ),
        evidence=evidence,
        confidence=1.0,
        parties=tuple(_party(correction, name, article, evidence) for name in parties),
    )


def _party(correction: Correction, name: str, article: Article, evidence: Evidence) -> Sourced[Name]:
    words = find_words(replace(correction, words=name), article, within=evidence.context)
    return quoted(correction, Name(text=name), words)


def quoted(correction: Correction, value: _T, evidence: Evidence) -> Sourced[_T]:
    """Return `value` resting on `evidence`, by the author of `correction`."""
    return Sourced(value=value, evidence=evidence, rule=RULE, confidence=1.0, note=correction.note)


def find_words(correction: Correction, article: Article, *, within: TextSpan | None = None) -> Evidence:
    """Return where the words of `correction` stand in `article`, within a passage if they do, else the first place.

    White space counts as one blank. Where it gives no words its value must be words of the text.

    Raises:
        BadReference: they do not occur.
    """
    words = correction.words or _text(correction, correction.value, *_NAMING)
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    match = pattern.search(article.text, within.start, within.end) if within else None
    match = match or pattern.search(article.text)
    if not words or match is None:
        raise correction.fault(
            f"the words {words!r} do not occur in {article.name}", "Give `words` of the article that say it."
        )
    span = TextSpan(start=match.start(), end=match.end())
    if within and within.contains(span):
        return article.quote(span, context=within)
    start = article.text.rfind("\n", 0, span.start) + 1
    end = article.text.find("\n", span.end)
    return article.quote(span, context=TextSpan(start=start, end=end if end > 0 else len(article.text)))


def _with(mention: AgreementMention, field: str, value: object) -> AgreementMention:
    changed: dict[str, object] = {field: value}
    return replace(mention, **changed)  # type: ignore[arg-type]  # the parser of a field gives values of that field


_NAMING: Final = ("name", "text", "target")


def _names(value: object) -> Sequence[str]:
    match value:
        case Name(text=text) | Topic(text=text, concept=None):
            return (text,)
        case Topic(text=text, concept=str(concept)):
            return (text, concept)
        case Signatory(name=name):
            return (name.text,)
        case Relation(target=target):
            return (target,)
    return ()


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _text(correction: Correction, value: Value, *keys: str) -> str:
    """Return a value that is one text, or the first of `keys` of one that is a mapping."""
    if isinstance(value, str):
        return value
    found = next((value[key] for key in keys if isinstance(value.get(key), str)), None)
    if not isinstance(found, str):
        raise correction.fault(f"`value` of {correction.field} lacks {' or '.join(keys)}")
    return found


def _key(correction: Correction, key: str) -> str | None:
    value = correction.value
    found = value.get(key) if isinstance(value, Mapping) else None
    if found is not None and not isinstance(found, str):
        raise correction.fault(f"`value.{key}` is no text", "Put it in quotes.")
    return found


def _parse_type(correction: Correction, words: str) -> AgreementType:
    try:
        return AgreementType(_text(correction, correction.value))
    except ValueError as error:
        raise correction.fault(
            f"no such type: {correction.value!r}", f"Choose one of {', '.join(AgreementType)}."
        ) from error


def _parse_status(correction: Correction, words: str) -> Status:
    try:
        return Status(_text(correction, correction.value))
    except ValueError as error:
        raise correction.fault(
            f"no such status: {correction.value!r}", f"Choose one of {', '.join(Status)}."
        ) from error


def _parse_date(correction: Correction, words: str) -> PartialDate:
    try:
        return PartialDate(edtf=_text(correction, correction.value), text=words)
    except ValueError as error:
        raise correction.fault(f"no EDTF date: {error}", "Write YYYY, YYYY-MM, YYYY-MM-DD or A/B.") from error


def _parse_name(correction: Correction, words: str) -> Name:
    return Name(text=_text(correction, correction.value, "name"))


def _parse_place(correction: Correction, words: str) -> Place:
    return Place(name=Name(text=_text(correction, correction.value, "name"), kind="place"))


def _parse_title(correction: Correction, words: str) -> str:
    return _text(correction, correction.value, "text")


def _parse_signatory(correction: Correction, words: str) -> Signatory:
    party = _key(correction, "for")
    return Signatory(
        name=Name(text=_text(correction, correction.value, "name"), kind="person"),
        role=_key(correction, "role"),
        party=Name(text=party) if party else None,
    )


def _parse_topic(correction: Correction, words: str) -> Topic:
    return Topic(text=_key(correction, "text") or words, concept=_key(correction, "concept"))


def _parse_relation(correction: Correction, words: str) -> Relation:
    kind, target = _key(correction, "type"), _key(correction, "target")
    if kind not in list(RelationType) or not target:
        raise correction.fault(
            "a relation has a type and a target", f"Give {{type: …, target: a2}}; types: {', '.join(RelationType)}."
        )
    return Relation(type=RelationType(kind), target=target)


_PARSERS: Final[Mapping[str, Callable[[Correction, str], object]]] = {
    "type": _parse_type,
    "status": _parse_status,
    "signed": _parse_date,
    "place": _parse_place,
    "title": _parse_title,
    "parties": _parse_name,
    "implementing_bodies": _parse_name,
    "signatories": _parse_signatory,
    "topics": _parse_topic,
    "relations": _parse_relation,
}
