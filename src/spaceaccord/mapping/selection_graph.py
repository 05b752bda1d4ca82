"""Which claims the decisions about an agreement made canonical."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from rdflib import URIRef
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.mapping.provenance_graph import decision_iri
from spaceaccord.mapping.statement import Triple
from spaceaccord.model.world import Agreement
from spaceaccord.namespaces import RDF


def describe_selections(
    iris: Iris, agreements: Iterable[Agreement], sources: Iterable[Iterable[Triple]], merged: Collection[Triple]
) -> Iterator[Triple]:
    """Yield the claims that each merge decision selects: those that give the canonical value, whatever their source.

    Only properties of which one value is canonical are chosen: class, status, legal force, level, date, place.
    `sources` are the records of one source each, `merged` the canonical facts.
    """
    terms = iris.terms
    chosen = {RDF.type, terms.status, terms.bindingness, terms.partyLevel, terms.date, terms.heldAt}
    decisions: dict[Node, list[URIRef]] = defaultdict(list)
    for agreement in agreements:
        if agreement.decision is not None:
            decision = decision_iri(iris, agreement.slug, agreement.decision)
            decisions[iris.thing("agreement", agreement.slug)].append(decision)
            decisions[iris.thing("event", agreement.signing)].append(decision)
    for claim, triple in _claimed(iris, sources):
        subject, predicate, _ = triple
        if subject in decisions and predicate in chosen and triple in merged:
            for decision in decisions[subject]:
                yield decision, terms.selects, claim


def _claimed(iris: Iris, sources: Iterable[Iterable[Triple]]) -> Iterator[tuple[Node, Triple]]:
    """Yield each claim with the triple that it states; not those that deny it."""
    terms, negated = iris.terms, iris.code("modality", "negated")
    places: dict[Node, int] = {terms.claimSubject: 0, terms.claimPredicate: 1, terms.claimObject: 2, terms.modality: 3}
    for source in sources:
        told: dict[Node, dict[int, Node]] = defaultdict(dict)
        for s, p, o in source:
            if p in places:
                told[s][places[p]] = o
        for claim, parts in told.items():
            if len(parts) == len(places) and parts[3] != negated:
                yield claim, (parts[0], parts[1], parts[2])
