"""Corrections applied to the findings of an article, before names are linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spaceaccord.curation.corrected_values import an_agreement, corrected, quoted, without
from spaceaccord.curation.corrections import Action, Correction, Target
from spaceaccord.model.agreement import AgreementMention, Findings
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import Evidence, Sourced


def correct(findings: Findings, article: Article, corrections: Sequence[Correction]) -> Findings:
    """Return `findings` with every correction that concerns `article` applied: what a person says wins.

    Whole agreements are added first, then the rest is done in the order of the files. What is taken away is kept
    in `Findings.withdrawn`, with its author and reason.

    Raises:
        BadReference: a correction no longer fits the article: its words do not occur, or no agreement is the one
            it means; names file, entry and remedy.
    """
    own = [c for c in corrections if c.concerns(article)]
    if not own:
        return findings
    applied = _Applied(findings, article)
    for correction in sorted(own, key=lambda c: c.target is not None):
        applied.take(correction)
    return applied.findings()


class _Applied:
    """The findings of one article while corrections are applied to them."""

    def __init__(self, findings: Findings, article: Article) -> None:
        self._before = findings
        self._article = article
        self._agreements = {a.id: a for a in findings.agreements}
        self._withdrawn: list[Sourced[str]] = []

    def findings(self) -> Findings:
        kept = tuple(
            replace(a, relations=tuple(r for r in a.relations if not self._is_withdrawn(r.value.target)))
            for a in self._agreements.values()
        )
        return replace(self._before, agreements=kept, withdrawn=tuple(self._withdrawn))

    def take(self, correction: Correction) -> None:
        if correction.target is None:
            made = an_agreement(correction, self._article, id=self._next_id())
            self._agreements[made.id] = made
            return
        mention = self._meant(correction, correction.target)
        if correction.action is Action.REJECT:
            if mention:
                del self._agreements[mention.id]
                self._withdraw(correction, f"agreement: {mention.evidence.quote}", mention.evidence)
        elif mention is None:
            raise correction.fault(
                f"no agreement in {self._article.name} is the one it means; {self._told()}",
                "Mend `agreement`, or delete the entry if the extractor is right by now.",
            )
        elif correction.action is Action.REMOVE:
            self._agreements[mention.id], gone = without(mention, correction)
            for value in gone:
                self._withdraw(correction, f"{correction.field}: {value.evidence.quote}", value.evidence)
        else:
            self._agreements[mention.id] = corrected(mention, correction, self._article)

    def _meant(self, correction: Correction, target: Target) -> AgreementMention | None:
        fitting = [a for a in self._agreements.values() if _fits(a, target, self._article)]
        if len(fitting) > 1:
            ids = ", ".join(a.id for a in fitting)
            raise correction.fault(
                f"several agreements in {self._article.name} fit: {ids}", "Give more words, or all parties."
            )
        return fitting[0] if fitting else None

    def _withdraw(self, correction: Correction, what: str, evidence: Evidence) -> None:
        self._withdrawn.append(quoted(correction, " ".join(what.split()), evidence))

    def _is_withdrawn(self, id: str) -> bool:
        return id not in self._agreements and any(a.id == id for a in self._before.agreements)

    def _next_id(self) -> str:
        taken = {a.id for a in self._before.agreements} | self._agreements.keys()
        return next(f"a{n}" for n in range(1, len(taken) + 2) if f"a{n}" not in taken)

    def _told(self) -> str:
        told = [f"{a.id} ({', '.join(p.value.text for p in a.parties)})" for a in self._agreements.values()]
        return f"it tells of {'; '.join(told)}" if told else "it tells of none"


def _fits(mention: AgreementMention, target: Target, article: Article) -> bool:
    """Say whether `mention` is the agreement that `target` means."""
    if target.parties:
        names = {_folded(p.value.text) for p in (*mention.parties, *mention.alternative_parties)}
        return {_folded(name) for name in target.parties} <= names
    context = mention.evidence.context
    return _folded(target.words) in _folded(article.text[context.start : context.end])


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
