"""What a text reports beside agreements: statements for an article's graph and for the merged graph alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef

from spaceaccord.mapping.event_graph import describe_participation
from spaceaccord.mapping.names import describe_extent, extent_iri
from spaceaccord.mapping.reported_names import ThingIris
from spaceaccord.mapping.statement import Statement, Triple, fact
from spaceaccord.model.evidence import Derivation
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.reported_fact import Attribute, Code, ReportedFact, ReportedFacts, Thing, ThingKind
from spaceaccord.namespaces import ORG, SKOS, XSD

_PLAIN_TEXT = frozenset({Attribute.ACRONYM, Attribute.CREDIT, Attribute.FULL_NAME, Attribute.INSTRUMENT_NAME})
# Of these a thing has one value in the world.
_SINGLE = frozenset({Attribute.FOUNDED_ON, Attribute.DATE, Attribute.HELD_AT, Attribute.TARGET_DATE, Attribute.AS_OF})
_DERIVATIONS = tuple(Derivation)


class ReportedMapper:
    """Describes reported facts, with the IRIs of things that it is given."""

    def __init__(self, things: ThingIris) -> None:
        self._things = things
        self._names = things.names
        self._iris = things.names.iris
        self._terms = things.names.iris.terms

    def describe(self, article_id: str, reported: ReportedFacts) -> Iterator[Statement]:
        """Yield the statements of one article: its things, then its facts."""
        for named in reported.things:
            yield from self._things.describe(article_id, named)
        for told in reported.facts:
            yield from self._describe_fact(article_id, told)

    def canonical(self, reported: Iterable[tuple[str, ReportedFacts]]) -> Iterator[Triple]:
        """Yield what several articles report together: nothing negated, possible or merely attributed as a fact.

        Where a thing has one value, the narrowest date counts, then what the text says outright, then the surest.
        """
        single: dict[tuple[URIRef, Attribute], tuple[str, ReportedFact]] = {}
        for article_id, article in sorted(reported, key=lambda pair: pair[0]):
            kept = tuple(told for told in article.facts if told.is_of_the_world)
            subjects = {told.subject for told in kept} | {
                t.value.value for t in kept if isinstance(t.value.value, Thing)
            }
            for named in article.things:
                if named.thing in subjects:
                    yield from (s.triple for s in self._things.describe(article_id, named))
            for told in kept:
                subject = self._things.find(article_id, told.subject)
                if subject is not None and told.attribute in _SINGLE:
                    known = single.get((subject, told.attribute))
                    if known is None or _rank(told) < _rank(known[1]):
                        single[subject, told.attribute] = (article_id, told)
                else:
                    yield from (s.triple for s in self._describe_fact(article_id, told))
        for article_id, told in single.values():
            yield from (s.triple for s in self._describe_fact(article_id, told))

    def _describe_fact(self, article_id: str, told: ReportedFact) -> Iterator[Statement]:
        subject = self._things.find(article_id, told.subject)
        if subject is None:
            return
        speaker = self._things.find(article_id, told.attributed_to) if told.attributed_to else None
        for thing in (told.subject, told.value.value, told.attributed_to):
            if isinstance(thing, Thing) and thing.kind in (ThingKind.ORGANISATION, ThingKind.PERSON, ThingKind.PLACE):
                yield from self._names.describe_unlinked(thing.kind.value, thing.name)
        value = told.value.value
        if isinstance(value, PartialDate):
            yield from describe_extent(self._iris, value)
        if told.attribute is Attribute.PARTICIPANT:
            who = self._things.find(article_id, value) if isinstance(value, Thing) else None
            if isinstance(value, Thing) and who is not None:
                label = f"{value.name.text}, participant"
                yield from describe_participation(self._iris, subject, who, "participant", told.value, label=label)
            return
        node = self._object(article_id, told)
        if node is not None:
            yield fact(subject, self._predicate(told), node, told.value, speaker)

    def _predicate(self, told: ReportedFact) -> URIRef:
        if told.attribute is Attribute.HOLDS:
            return ORG.holds
        if told.attribute is Attribute.UNIT_OF:
            return ORG.postIn if told.subject.kind is ThingKind.POST else ORG.subOrganizationOf
        if told.attribute is Attribute.FULL_NAME:
            return SKOS.altLabel
        return self._terms[told.attribute.value]

    def _object(self, article_id: str, told: ReportedFact) -> URIRef | Literal | None:
        match told.value.value:
            case Thing() as thing:
                return self._things.find(article_id, thing)
            case PartialDate() as date:
                return extent_iri(self._iris, date)
            case Code() as code:
                return self._iris.code(code.list, code.name)
            case bool() as flag:
                return Literal(flag)
            case int() as number:
                is_figure = told.attribute is Attribute.NUMBER
                return Literal(f"{number}.0", datatype=XSD.decimal) if is_figure else Literal(number)
            case str() as text:
                plain = " ".join(text.split())
                return Literal(plain) if told.attribute in _PLAIN_TEXT else Literal(plain, lang="en")


def _rank(told: ReportedFact) -> tuple[int, int, float, str]:
    value = told.value.value
    width = 10**6
    if isinstance(value, PartialDate) and value.earliest and value.latest:
        width = (value.latest - value.earliest).days
    return width, _DERIVATIONS.index(told.value.derivation), -told.value.confidence, str(value)
