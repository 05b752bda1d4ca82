"""The IRIs of the things that reported facts are about, and what class and label they carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rdflib import URIRef

from spaceaccord.mapping.event_graph import EventIris
from spaceaccord.mapping.evidence_graph import article_iri
from spaceaccord.mapping.names import NameIris
from spaceaccord.mapping.statement import Layer, Statement, fact, frame, label_statements
from spaceaccord.model.reported_fact import NamedThing, Thing, ThingKind
from spaceaccord.model.slugs import slug
from spaceaccord.namespaces import DCTERMS, ORG, RDF

# Events of these classes are the same event whoever tells of them; others are told apart by the article.
_WORLD_EVENTS = frozenset({"Landing", "Launch", "EstablishmentOfRelations"})
# What another stage describes in full.
_DESCRIBED = frozenset({ThingKind.PERSON, ThingKind.PLACE, ThingKind.ARTICLE, ThingKind.TOPIC, ThingKind.AGREEMENT})


@dataclass(frozen=True, slots=True)
class ThingIris:
    """Mints the IRIs of things; both maps go from (article id, mention id) to a slug, of agreement and of signing."""

    names: NameIris
    events: EventIris
    targets: Mapping[tuple[str, str], str]
    signings: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def find(self, article_id: str, thing: Thing) -> URIRef | None:
        """Return the IRI of `thing`, None for an agreement or event mention that nobody knows."""
        iris = self.names.iris
        match thing.kind:
            case ThingKind.ORGANISATION:
                return self.names.organisation(thing.name)
            case ThingKind.PERSON:
                return self.names.person(thing.name)
            case ThingKind.PLACE:
                return self.names.place(thing.name)
            case ThingKind.ARTICLE:
                return article_iri(iris, article_id)
            case ThingKind.TOPIC:
                return iris.topic(thing.name.text)
            case ThingKind.AGREEMENT:
                target = self.targets.get((article_id, thing.local))
                return iris.thing("agreement", target) if target else None
            case ThingKind.SIGNING:
                signing = self.signings.get((article_id, thing.local))
                return iris.thing("event", signing) if signing else None
            case ThingKind.EVENT:
                return self._event(article_id, thing)
            case ThingKind.PLAN | ThingKind.QUOTATION | ThingKind.OBSERVATION:
                return iris.thing(thing.kind.value, thing.local)
            case _:
                return iris.thing(thing.kind.value, slug(thing.local or thing.name.text))

    def _event(self, article_id: str, thing: Thing) -> URIRef | None:
        known = self.events.find(article_id, thing.local)
        if known is not None or not thing.type:
            return known
        name = slug(thing.name.text)
        is_shared = thing.type in _WORLD_EVENTS or (thing.type == "Congress" and any(c.isdigit() for c in name))
        return self.names.iris.thing("event", name if is_shared else f"{name}-{article_id[:6]}")

    def describe(self, article_id: str, named: NamedThing) -> Iterator[Statement]:
        """Yield class and label of a thing that an article names; its finest class is a fact with a claim."""
        thing = named.thing
        iri = self.find(article_id, thing)
        if iri is None or not thing.type:
            return
        if thing.kind in _DESCRIBED:
            yield fact(iri, RDF.type, self.names.iris.terms[thing.type], named.source)
            return
        terms = self.names.iris.terms
        label = " ".join(thing.name.text.split())
        yield from label_statements(iri, label, layer=Layer.FRAME)
        superclass = {
            ThingKind.EVENT: terms.Event,
            ThingKind.ORGANISATION: ORG.Organization,
            ThingKind.FACILITY: DCTERMS.Location,
        }.get(thing.kind)
        if superclass is not None:
            yield frame(iri, RDF.type, superclass)
        if thing.type != "Event":
            yield fact(iri, RDF.type, ORG.Post if thing.type == "Post" else terms[thing.type], named.source)
