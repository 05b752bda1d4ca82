"""Rules of places, persons and hierarchies: R-08, R-13, S-12-self, S-18-cycle, S-22-value."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import BNode
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.namespaces import ORG, SKOS
from spaceaccord.validation.day_span import reachable
from spaceaccord.validation.rule_book import Finding
from spaceaccord.validation.triple_index import TripleIndex


def signed_elsewhere(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-08: a signing in the course of an event, at a place that does not lie where the event was."""
    terms = iris.terms
    for signing in set(index.instances(terms.SigningEvent)):
        venues = [v for event in index.values(signing, terms.duringEvent) for v in index.values(event, terms.heldAt)]
        for place in index.values(signing, terms.heldAt):
            if any(lie_apart(index, iris, place, venue) for venue in venues):
                yield Finding(rule="R-08", focus=signing, path=terms.heldAt, value=place)


def lie_apart(index: TripleIndex, iris: Iris, place: Node, other: Node) -> bool:
    """Say whether neither place is, or lies in, the other."""
    way = (iris.terms.locatedIn,)
    return (
        place != other
        and other not in set(reachable(index, place, way))
        and place not in set(reachable(index, other, way))
    )


def signatory_for_stranger(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-13: a signatory who acts for somebody that is neither a party nor an organ of one."""
    terms = iris.terms
    ways = (terms.represents, ORG.subOrganizationOf)
    for signing in set(index.instances(terms.SigningEvent)):
        parties = {p for a in index.values(signing, terms.signs) for p in index.values(a, terms.hasParty)}
        if not parties:
            continue
        behind = parties | {n for party in parties for n in reachable(index, party, ways)}
        for part in index.values(signing, terms.hasParticipation):
            if iris.code("role", "signatory") not in index.values(part, terms.roleCode):
                continue
            for principal in index.values(part, terms.onBehalfOf):
                if principal not in behind and parties.isdisjoint(reachable(index, principal, ways)):
                    yield Finding(rule="R-13", focus=signing, path=terms.hasParticipation, value=principal)


def organisation_within_itself(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """S-12-self: an organisation that is part of itself."""
    del iris
    yield from _circles(index, "S-12-self", ORG.subOrganizationOf)


def concept_broader_than_itself(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """S-18-cycle: a concept that is broader than itself."""
    del iris
    yield from _circles(index, "S-18-cycle", SKOS.broader)


def blank_values(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """S-22-value: blank nodes as values."""
    del iris
    for subject, known in index.by_subject.items():
        for predicate, values in known.items():
            for value in values:
                if isinstance(value, BNode):
                    yield Finding(rule="S-22-value", focus=subject, path=predicate, value=value)


def _circles(index: TripleIndex, rule: str, way: Node) -> Iterator[Finding]:
    for node in index.subjects_of(way):
        if any(found == node for found in reachable(index, node, (way,))):
            yield Finding(rule=rule, focus=node, path=way, value=node)
