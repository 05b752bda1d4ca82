"""Events that are no signings: congresses, missions, summits, meetings, visits, workshops, and who took part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import Literal, URIRef

from spaceaccord.iris import Iris
from spaceaccord.mapping.names import NameIris, describe_extent, extent_iri
from spaceaccord.mapping.statement import AnySourced, Layer, Statement, fact, frame, label_statements, node
from spaceaccord.model.agreement import EventMention
from spaceaccord.model.evidence import Sourced
from spaceaccord.model.slugs import digest, slug
from spaceaccord.namespaces import RDF, RDFS

# Events of these kinds are known by their name; a meeting or visit is told apart by the article that tells of it.
_NAMED_KINDS = frozenset({"Congress", "Summit"})


@dataclass(frozen=True, slots=True)
class EventIris:
    """The IRI of every event that an article names, by (article id, event id)."""

    by_mention: Mapping[tuple[str, str], URIRef]

    def find(self, article_id: str, event_id: str) -> URIRef | None:
        """Return the event's IRI, or None where the article names no such event."""
        return self.by_mention.get((article_id, event_id))


def mint_event_iris(iris: Iris, events: Iterable[tuple[str, EventMention]]) -> EventIris:
    """Return IRIs for (article id, event) pairs: congresses and summits by name and year, the rest by article too."""
    made: dict[tuple[str, str], URIRef] = {}
    for article_id, event in events:
        year = event.date.value.year if event.date else None
        parts = [event.label]
        if year and str(year) not in event.label:
            parts.append(str(year))
        name = slug(*parts)
        distinct = event.type in _NAMED_KINDS and (any(c.isdigit() for c in name))
        made[article_id, event.id] = iris.thing("event", name if distinct else f"{name}-{article_id[:6]}")
    return EventIris(made)


def describe_event(names: NameIris, iri: URIRef, event: EventMention) -> Iterator[Statement]:
    """Yield the statements of one event as an article tells of it."""
    iris = names.iris
    terms = iris.terms
    named: AnySourced = Sourced(value=event.type, evidence=event.evidence, rule=event.rule, confidence=event.confidence)
    yield frame(iri, RDF.type, terms.Event)
    yield from label_statements(iri, " ".join(event.label.split()), layer=Layer.FRAME)
    if event.type != "Event":
        yield fact(iri, RDF.type, terms[event.type], named)
    if event.date:
        yield from describe_extent(iris, event.date.value)
        yield fact(iri, terms.date, extent_iri(iris, event.date.value), event.date)
    if event.place:
        yield from names.describe_unlinked("place", event.place.value.name)
        yield fact(iri, terms.heldAt, names.place(event.place.value.name), event.place)
    for participant in event.participants:
        kind = "person" if participant.value.is_person else "org"
        yield from names.describe_unlinked(kind, participant.value)
        who = names.person(participant.value) if kind == "person" else names.organisation(participant.value)
        label = f"{participant.value.text}, participant"
        yield from describe_participation(iris, iri, who, "participant", participant, label=label)


def describe_participation(
    iris: Iris,
    event: URIRef,
    who: URIRef,
    role: str,
    source: AnySourced,
    *,
    label: str,
    on_behalf: URIRef | None = None,
    capacity: str | None = None,
) -> Iterator[Statement]:
    """Yield the qualified participation of `who` in `event`; its node is named by all it says."""
    terms = iris.terms
    text = " ".join(capacity.split()) if capacity else ""
    iri = iris.thing("participation", digest(event, who, role, on_behalf or "", text))
    yield fact(event, terms.hasParticipation, iri, source)
    yield node(iri, RDF.type, terms.Participation)
    yield node(iri, RDFS.label, Literal(label, lang="en"))
    yield node(iri, terms.participant, who)
    yield node(iri, terms.roleCode, iris.code("role", role))
    if on_behalf is not None:
        yield node(iri, terms.onBehalfOf, on_behalf)
    if text:
        yield node(iri, terms.capacityText, Literal(text, lang="en"))
