"""Values for tests: defaults for all, a test names only what matters to it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from spaceaccord.model.agreement import (
    AgreementMention,
    AgreementType,
    Place,
    Relation,
    Signatory,
    Status,
    Topic,
)
from spaceaccord.model.article import Article, ArticleMetadata
from spaceaccord.model.evidence import Derivation, Sourced, TextSpan
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Authority, Name

T = TypeVar("T")

TEXT = (
    "On 3 March 2031 the Agency of Aland and the Borland Space Office signed a memorandum of understanding "
    "on lunar rovers in Cityville, and the chair said that more would follow soon."
)

ALAND = Authority(slug="aland", kind="org", type="State", label="Aland", demonyms=("Alandic",), evidence="made up")
BORLAND = Authority(slug="borland", kind="org", type="State", label="Borland", evidence="made up")
AGENCY_A = Authority(
    slug="aa", kind="org", type="SpaceAgency", label="Agency of Aland", acts_for="aland", evidence="made up"
)
OFFICE_B = Authority(
    slug="bso", kind="org", type="SpaceAgency", label="Borland Space Office", acts_for="borland", evidence="made up"
)
ROCKETS = Authority(slug="rockets", kind="org", type="Company", label="Rockets Ltd", evidence="made up")


def name(of: Authority | str) -> Name:
    return Name(text=of) if isinstance(of, str) else Name(text=of.label, authority=of)


def an_article(text: str = TEXT, *, title: str | None = "A title", quality: str = "unknown") -> Article:
    return Article(
        name="made-up",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        clean=text,
        encoding="utf-8",
        media_type="text/plain",
        metadata=ArticleMetadata(title=title, language="en", source_quality=quality),
    )


def sourced(
    value: T,
    article: Article,
    words: str = "signed",
    *,
    confidence: float = 0.9,
    derivation: Derivation = Derivation.EXPLICIT,
) -> Sourced[T]:
    start = article.text.index(words)
    whole = TextSpan(start=0, end=len(article.text))
    evidence = article.quote(TextSpan(start=start, end=start + len(words)), context=whole)
    return Sourced(value=value, evidence=evidence, rule="test.rule", confidence=confidence, derivation=derivation)


def a_mention(
    article: Article,
    *parties: Authority | str,
    id: str = "a1",
    type: AgreementType = AgreementType.MEMORANDUM_OF_UNDERSTANDING,
    status: Status = Status.SIGNED,
    signed: str | None = None,
    place: Authority | str | None = None,
    topics: Sequence[Topic] = (),
    signatories: Sequence[Signatory] = (),
    relations: Sequence[Relation] = (),
    alternative: Sequence[Authority] = (),
    derivation: Derivation = Derivation.EXPLICIT,
    complete: bool = True,
) -> AgreementMention:
    date = PartialDate(edtf=signed, text="3 March 2031") if signed else None
    return AgreementMention(
        id=id,
        article_id=article.id,
        type=sourced(type, article),
        status=sourced(status, article),
        evidence=sourced(None, article).evidence,
        confidence=0.9,
        parties=tuple(sourced(name(p), article, derivation=derivation) for p in parties),
        alternative_parties=tuple(sourced(name(p), article) for p in alternative),
        party_list_complete=complete,
        signed=sourced(date, article, derivation=derivation) if date else None,
        place=sourced(Place(name=name(place)), article) if place else None,
        topics=tuple(sourced(t, article) for t in topics),
        signatories=tuple(sourced(s, article) for s in signatories),
        relations=tuple(sourced(r, article) for r in relations),
    )
