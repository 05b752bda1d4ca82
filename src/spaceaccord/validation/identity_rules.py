"""Rules of identity and agreement between sources: R-05, R-06, R-07, R-16, R-17."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.namespaces import OWL, RDF, RDFS, SKOS
from spaceaccord.validation.day_span import read_span, signing_spans
from spaceaccord.validation.rule_book import Finding
from spaceaccord.validation.structure_rules import lie_apart
from spaceaccord.validation.triple_index import TripleIndex


@dataclass(frozen=True, slots=True)
class _Claim:
    """A claim, the graph it stands in, and what it says of its subject."""

    node: Node
    graph: Node
    value: Node


def same_item_twice(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-07: two nodes that lead to one Wikidata item."""
    del iris
    owners: dict[Node, list[Node]] = defaultdict(list)
    for node in index.subjects_of(OWL.sameAs):
        for item in index.values(node, OWL.sameAs):
            owners[item].append(node)
    for nodes in owners.values():
        for node in nodes:
            for other in nodes:
                if node != other:
                    yield Finding(rule="R-07", focus=node, path=OWL.sameAs, value=other)


def possible_duplicates(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-06: agreements of the same parties and type whose dates may be the same, and no decision about them."""
    terms = iris.terms
    alike: dict[tuple[frozenset[Node], frozenset[Node]], list[Node]] = defaultdict(list)
    for agreement in sorted(set(index.instances(terms.Agreement)), key=str):
        parties = frozenset(index.values(agreement, terms.hasParty))
        if len(parties) > 1:
            alike[parties, frozenset(index.values(agreement, RDF.type))].append(agreement)
    decided = _decided_together(index, iris)
    for agreements in alike.values():
        for place, one in enumerate(agreements):
            for other in agreements[place + 1 :]:
                spans, others = signing_spans(index, terms, one), signing_spans(index, terms, other)
                apart = any(a.excludes(b) for a in spans for b in others)
                if not apart and frozenset((one, other)) not in decided:
                    yield Finding(rule="R-06", focus=one, path=terms.hasParty, value=other)


def _decided_together(index: TripleIndex, iris: Iris) -> set[frozenset[Node]]:
    pairs: set[frozenset[Node]] = set()
    for decision in index.instances(iris.terms.MergeDecision):
        about = index.values(decision, iris.terms.decides)
        pairs |= {frozenset((a, b)) for a in about for b in about if a != b}
    return pairs


def unused_topics(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-17: concepts of the topic scheme that nothing has as its topic, nor a narrower one."""
    used = {topic for s in index.subjects_of(iris.terms.hasTopic) for topic in index.values(s, iris.terms.hasTopic)}
    waiting = list(used)
    while waiting:
        for above in index.values(waiting.pop(), SKOS.broader):
            if above not in used:
                used.add(above)
                waiting.append(above)
    for concept in set(index.instances(SKOS.Concept)):
        if concept not in used and iris.topic_scheme in index.values(concept, SKOS.inScheme):
            yield Finding(rule="R-17", focus=concept)


def articles_disagree(articles: Mapping[Node, TripleIndex], known: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-05 and R-16: claims of different articles that exclude each other, with no link between them."""
    terms = iris.terms
    watched = {RDF.type, terms.date, terms.heldAt, terms.bindingness}
    said: dict[tuple[Node, Node], list[_Claim]] = defaultdict(list)
    linked: dict[Node, set[Node]] = defaultdict(set)
    asserted = iris.code("modality", "asserted")
    for graph, index in articles.items():
        for claim in index.instances(terms.Claim):
            linked[claim].update(index.values(claim, terms.contradicts))
            predicate = index.value(claim, terms.claimPredicate)
            subject, value = index.value(claim, terms.claimSubject), index.value(claim, terms.claimObject)
            if predicate is None or predicate not in watched or subject is None or value is None:
                continue
            if asserted in index.values(claim, terms.modality):
                said[subject, predicate].append(_Claim(claim, graph, value))
    for claim in known.subjects_of(terms.contradicts):
        linked[claim].update(known.values(claim, terms.contradicts))
    for (subject, predicate), claims in sorted(said.items(), key=str):
        yield from _disagreements(subject, predicate, claims, linked, articles, known, iris)


def _disagreements(
    subject: Node,
    predicate: Node,
    claims: list[_Claim],
    linked: Mapping[Node, set[Node]],
    articles: Mapping[Node, TripleIndex],
    known: TripleIndex,
    iris: Iris,
) -> Iterator[Finding]:
    types: set[Node] = set()
    values = {claim.node: claim.value for claim in claims}
    # One pair of claims on record is enough for two values, however many claims give them.
    recorded = {frozenset((c.value, values[o])) for c in claims for o in linked.get(c.node, ()) if o in values}
    for place, one in enumerate(claims):
        for other in claims[place + 1 :]:
            if one.graph == other.graph or one.value == other.value or frozenset((one.value, other.value)) in recorded:
                continue
            if predicate == RDF.type:
                if _is_named_type(one.value, known, iris) and _is_named_type(other.value, known, iris):
                    types |= {one.value, other.value}
            elif _exclude_each_other(predicate, one, other, articles, known, iris):
                yield Finding(rule="R-16", focus=one.node, path=predicate, value=other.node)
    if types:
        names = ", ".join(sorted(str(t).rpartition("#")[2] for t in types))
        yield Finding(rule="R-05", focus=subject, path=RDF.type, words={"types": names})


def _is_named_type(type_iri: Node, known: TripleIndex, iris: Iris) -> bool:
    """Say whether it is a class of agreements that a text has a name for; having none contradicts no name."""
    terms = iris.terms
    return type_iri != terms.UntypedAgreement and terms.Agreement in known.values(type_iri, RDFS.subClassOf)


def _exclude_each_other(
    predicate: Node, one: _Claim, other: _Claim, articles: Mapping[Node, TripleIndex], known: TripleIndex, iris: Iris
) -> bool:
    terms = iris.terms
    if predicate == terms.date:
        first = read_span(articles[one.graph], terms, one.value)
        return first.excludes(read_span(articles[other.graph], terms, other.value))
    if predicate == terms.heldAt:
        return lie_apart(known, iris, one.value, other.value)
    unknown = iris.code("bindingness", "unknown")
    return unknown not in (one.value, other.value)
