"""Statements joined to agreements: one instrument told several times becomes one draft."""

from __future__ import annotations

from dataclasses import dataclass, field

from spaceaccord.extraction.items import InstrumentMention, NameMention, VerbMention
from spaceaccord.extraction.signing_dates import SigningDate
from spaceaccord.extraction.statements import Statement
from spaceaccord.model.agreement import AgreementType, Status
from spaceaccord.model.partial_date import PartialDate

_STRENGTH = {Status.MENTIONED: 0, Status.PLANNED: 1, Status.IN_FORCE: 2, Status.SIGNED: 3}


# An agreement told more often than this says nothing new; the bound keeps hostile texts linear.
_MOST_TOLD = 40


@dataclass(slots=True, kw_only=True)
class Told:
    """A statement with the date that its sentence gives."""

    statement: Statement
    date: SigningDate | None


@dataclass(slots=True, kw_only=True)
class Draft:
    """An agreement in the making: what was told of it, in reading order; `main` brought it in."""

    main: Statement
    told: list[Told] = field(default_factory=list)
    type_from: Statement
    parties_from: Statement
    status_from: Statement
    is_accepted: bool = True
    last: Statement

    @property
    def instrument(self) -> InstrumentMention:
        """The instrument as named most finely."""
        return self.type_from.instrument

    @property
    def parties(self) -> tuple[NameMention, ...]:
        """The parties of the statement that names them best."""
        return self.parties_from.binding.parties

    @property
    def status(self) -> Status:
        """The strongest status told."""
        return self.status_from.status or Status.MENTIONED

    @property
    def date(self) -> SigningDate | None:
        """The most precise date told."""
        dates = [told.date for told in self.told if told.date]
        return max(dates, key=lambda d: _precision(d.resolved.value), default=None)

    def add(self, statement: Statement, date: SigningDate | None) -> None:
        """Take in one more statement of the same agreement."""
        self.last = statement
        if len(self.told) < _MOST_TOLD:
            self.told.append(Told(statement=statement, date=date))
        is_named = statement.construction.verb >= 0 or statement.instrument.type is not AgreementType.JOINT_STATEMENT
        if self.instrument.is_generic and not statement.instrument.is_generic and is_named:
            self.type_from = statement
        parties = statement.binding.parties
        from_heading = _is_headline(self.parties_from)
        if len(parties) > len(self.parties) or (from_heading and len(parties) == len(self.parties)):
            self.parties_from = statement
        is_talk = statement.status is Status.PLANNED and statement.is_anaphoric and self.date is not None
        if statement.status and not is_talk and _STRENGTH[statement.status] > _STRENGTH[self.status]:
            self.status_from = statement


def _is_headline(statement: Statement) -> bool:
    """Say whether a statement stands in a headline: a heading, or an opening in the present tense."""
    sentence = statement.sentence.sentence
    verb = statement.construction.verb
    item = statement.sentence.tokens[verb].item if verb >= 0 else None
    is_present = isinstance(item, VerbMention) and item.form in ("base", "third") and statement.status is Status.SIGNED
    return sentence.block.is_heading or (sentence.number == 0 and is_present)


def _precision(value: PartialDate) -> int:
    order = ("year", "month", "interval", "unknown-year", "day")
    return order.index(value.precision)
