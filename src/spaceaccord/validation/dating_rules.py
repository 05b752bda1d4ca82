"""Rules of time: R-01, R-04, R-09, R-11, R-12."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.namespaces import DCTERMS
from spaceaccord.validation.day_span import any_before, event_spans, reachable, read_span, signing_spans
from spaceaccord.validation.rule_book import Finding
from spaceaccord.validation.triple_index import TripleIndex

_DESCENT = ("continuationOf", "underFramework", "implements", "supersedes", "renews", "amends", "componentOf")
_FOLLOWING = ("continuationOf", "supersedes", "renews", "amends")
_CARRYING_OUT = ("implements", "underFramework")


def signed_after_publication(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-01: a signing that an article reports, on days that had not come when it appeared."""
    terms = iris.terms
    background = iris.code("date-basis", "background")
    issued = {str(i) for article in index.instances(terms.SourceArticle) for i in index.values(article, DCTERMS.issued)}
    for event in index.instances(terms.SigningEvent):
        for extent in index.values(event, terms.date):
            if background in index.values(extent, terms.dateBasis):
                continue
            for earliest in index.values(extent, terms.earliest):
                for day in issued:
                    if str(earliest)[: len(day)] > day:
                        yield Finding(rule="R-01", focus=event, path=terms.date, value=earliest, words={"issued": day})


def descends_from_itself(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-04: an agreement that its own lineage leads back to."""
    ways = [iris.terms[name] for name in _DESCENT]
    rising = {subject for way in ways for subject in index.subjects_of(way)}
    for agreement in rising:
        if any(ancestor == agreement for ancestor in reachable(index, agreement, ways)):
            yield Finding(rule="R-04", focus=agreement, path=iris.terms.relatedAgreement, value=agreement)


def builds_on_later(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-04-date and R-11: an agreement that builds on one that was signed later."""
    for rule, names in (("R-04-date", _FOLLOWING), ("R-11", _CARRYING_OUT)):
        for way in (iris.terms[name] for name in names):
            for agreement in index.subjects_of(way):
                for target in index.values(agreement, way):
                    if _was_signed_before(index, iris, agreement, target):
                        yield Finding(rule=rule, focus=agreement, path=way, value=target)


def signed_outside_event(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-09: a signing in the course of an event, on days when the event did not take place."""
    terms = iris.terms
    for signing in set(index.instances(terms.SigningEvent)):
        days = event_spans(index, terms, signing)
        for event in index.values(signing, terms.duringEvent):
            lasting = event_spans(index, terms, event)
            if any(day.excludes(span) for day in days for span in lasting):
                yield Finding(rule="R-09", focus=signing, path=terms.duringEvent, value=event)


def signed_before_founding(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-12: a party that was founded after it is said to have signed."""
    terms = iris.terms
    for agreement in set(index.instances(terms.Agreement)):
        signed = signing_spans(index, terms, agreement)
        for party in index.values(agreement, terms.hasParty) if signed else ():
            founded = [read_span(index, terms, extent) for extent in index.values(party, terms.foundedOn)]
            if any_before(signed, founded):
                yield Finding(rule="R-12", focus=agreement, path=terms.hasParty, value=party)


def _was_signed_before(index: TripleIndex, iris: Iris, agreement: Node, target: Node) -> bool:
    if isinstance(target, Literal):
        return False
    return any_before(signing_spans(index, iris.terms, agreement), signing_spans(index, iris.terms, target))
