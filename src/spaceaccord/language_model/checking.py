"""What a model answered, less everything that the article does not say in the words quoted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from spaceaccord.language_model.answers import Answer, QuotedSignatory, QuotedValue, ToldAgreement
from spaceaccord.language_model.quotes import date_stands_in, find_quote, stands_in
from spaceaccord.model.agreement import AgreementMention, AgreementType, Findings, Place, Signatory, Status, Topic
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import Derivation, Evidence, Modality, Sourced
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Name

# A model says nothing about how sure it is; what it quotes rightly is more often right than not.
_CONFIDENCE: Final = 0.6
_T = TypeVar("_T")
InstrumentNames = Mapping[AgreementType, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedAnswer:
    """What may be published of an answer, and why the rest was dropped, one sentence each."""

    findings: Findings
    dropped: tuple[str, ...]


def check(answer: Answer, article: Article, names: InstrumentNames) -> CheckedAnswer:
    """Return `answer` as findings, without any quote that `article` lacks and any value that its quote lacks.

    `names` are the names of each type of instrument: a type whose name the quoted instrument does not hold becomes
    "other". Without its sentence or its instrument an agreement goes as a whole.
    """
    checker = _Checker(article, names)
    kept = tuple(checker.agreements(answer))
    return CheckedAnswer(findings=Findings(article_id=article.id, agreements=kept), dropped=tuple(checker.dropped))


@dataclass(slots=True)
class _Checker:
    """One answer on its way, and what was dropped of it."""

    article: Article
    names: InstrumentNames
    dropped: list[str] = field(default_factory=list)

    def agreements(self, answer: Answer) -> Iterator[AgreementMention]:
        number = 0
        for told in answer.agreements:
            sentence = find_quote(self.article, told.sentence)
            if sentence is None:
                self._drop("sentence", told.sentence, "does not stand in the article")
            elif not stands_in(told.instrument, told.sentence):
                self._drop("instrument", told.instrument, "does not stand in its sentence")
            else:
                number += 1
                yield self._agreement(told, sentence, f"m{number}")

    def _agreement(self, told: ToldAgreement, sentence: Evidence, id: str) -> AgreementMention:
        instrument = find_quote(self.article, told.instrument, within=sentence.span) or sentence
        status = Status(told.status)
        place = self._quoted("place", told.place)
        parties = [(v, self._quoted("party", v)) for v in told.parties]
        return AgreementMention(
            id=id,
            article_id=self.article.id,
            type=_sourced(self._type(told), instrument, "type"),
            status=Sourced(
                value=status,
                evidence=sentence,
                rule="llm.status",
                confidence=_CONFIDENCE,
                derivation=Derivation.INFERRED,
                modality=Modality.PLANNED if status is Status.PLANNED else Modality.ASSERTED,
            ),
            evidence=sentence,
            confidence=_CONFIDENCE,
            parties=tuple(_sourced(Name(text=_plain(v.value)), found, "party") for v, found in parties if found),
            instrument_names=(_sourced(instrument.quote, instrument, "name"),),
            signed=self._date(told.signed),
            place=_sourced(Place(name=Name(text=_plain(told.place.value), kind="place")), place, "place")
            if told.place and place
            else None,
            signatories=tuple(s for given in told.signatories if (s := self._signatory(given))),
            topics=tuple(t for words in told.topics if (t := self._topic(words))),
        )

    def _type(self, told: ToldAgreement) -> AgreementType:
        kind = AgreementType(told.type)
        if kind is AgreementType.OTHER or any(stands_in(name, told.instrument) for name in self.names.get(kind, ())):
            return kind
        self._drop("type", told.type, f"is not what {told.instrument!r} is called")
        return AgreementType.OTHER

    def _quoted(self, field: str, given: QuotedValue | None) -> Evidence | None:
        """Return the words of a value inside its quote, where the quote stands in the article and holds the value."""
        if given is None:
            return None
        quote = find_quote(self.article, given.quote)
        if quote is None:
            self._drop(field, given.quote, "does not stand in the article")
            return None
        if not stands_in(given.value, given.quote):
            self._drop(field, given.value, f"does not stand in its quote {given.quote!r}")
            return None
        return find_quote(self.article, given.value, within=quote.span)

    def _date(self, given: QuotedValue | None) -> Sourced[PartialDate] | None:
        if given is None:
            return None
        quote = find_quote(self.article, given.quote)
        if quote is None:
            self._drop("signed", given.quote, "does not stand in the article")
            return None
        try:
            date = PartialDate(edtf=given.value, text=quote.quote)
        except ValueError as error:
            self._drop("signed", given.value, str(error))
            return None
        if not date_stands_in(date, given.quote):
            self._drop("signed", given.value, f"is not written in {given.quote!r}")
            return None
        return _sourced(date, quote, "date")

    def _signatory(self, given: QuotedSignatory) -> Sourced[Signatory] | None:
        words = self._quoted("signatory", QuotedValue(value=given.name, quote=given.quote))
        if words is None:
            return None
        role = given.role
        if role and not stands_in(role, given.quote):
            self._drop("role", role, "does not stand in its quote")
            role = None
        return _sourced(Signatory(name=Name(text=_plain(given.name), kind="person"), role=role), words, "signatory")

    def _topic(self, words: str) -> Sourced[Topic] | None:
        found = find_quote(self.article, words)
        if found is None:
            self._drop("topic", words, "does not stand in the article")
            return None
        return _sourced(Topic(text=_plain(found.quote)), found, "topic")

    def _drop(self, what: str, given: str, why: str) -> None:
        self.dropped.append(f"{what} {given[:120]!r} {why}")


def _plain(text: str) -> str:
    return " ".join(text.split())


def _sourced(value: _T, evidence: Evidence, what: str) -> Sourced[_T]:
    return Sourced(value=value, evidence=evidence, rule=f"llm.{what}", confidence=_CONFIDENCE)
