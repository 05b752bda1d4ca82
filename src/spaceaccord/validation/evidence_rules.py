"""Rules of evidence in the graph of one article: R-02, R-03, R-10, R-14, R-15, R-18."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdflib import Literal
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.model.article import Article
from spaceaccord.namespaces import DCTERMS, OA, ORG, OWL, RDF, RDFS, SKOS, XSD
from spaceaccord.validation.rule_book import Finding
from spaceaccord.validation.triple_index import TripleIndex

# What needs no words of its own: names, classes and links.
_UNCLAIMED = {RDF.type, RDFS.label, SKOS.prefLabel, SKOS.altLabel, OWL.sameAs}
_CLAIMED_CLASSES = (
    "Agreement Event Initiative SpaceMission Spacecraft LaunchVehicle Facility Plan Quotation Observation Assessment"
)


def claim_without_triple(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-02: a claim whose triple the graph does not hold; what a text denies has none."""
    terms = iris.terms
    negated = iris.code("modality", "negated")
    for claim in index.instances(terms.Claim):
        if negated in index.values(claim, terms.modality):
            continue
        for s, p, o in _claimed(index, iris, claim):
            held = index.by_subject.get(s, {}).get(p, ())
            if not any(same_term(o, other) for other in held):
                triple = f"{s.n3()} {p.n3()} {o.n3()}"
                yield Finding(rule="R-02", focus=claim, path=p, value=o, words={"triple": triple})


def triple_without_claim(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-03: a fact that no claim of the graph makes, in either direction of an inverse."""
    terms = iris.terms
    made = {(s, p, comparable(o)) for claim in index.instances(terms.Claim) for s, p, o in _claimed(index, iris, claim)}
    for subject, predicate, value in _facts(index, iris):
        if (subject, predicate, comparable(value)) in made:
            continue
        inverses = {*index.values(predicate, OWL.inverseOf), *_inverse_subjects(index, predicate)}
        if not any((value, inverse, comparable(subject)) in made for inverse in inverses):
            yield Finding(rule="R-03", focus=subject, path=predicate, value=value)


def background_in_article(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-18: a claim from background knowledge in the graph of an article."""
    terms = iris.terms
    code = iris.code("derivation", "background")
    for claim in index.instances(terms.Claim):
        if code in index.values(claim, terms.derivation):
            yield Finding(rule="R-18", focus=claim, path=terms.derivation, value=code)


def doubled_quotations(index: TripleIndex, iris: Iris) -> Iterator[Finding]:
    """R-14: two quotations of one speaker that share words of an article."""
    terms = iris.terms
    by_speaker: dict[Node, list[tuple[Node, Node, int, int]]] = {}
    for quotation in set(index.instances(terms.Quotation)):
        for passage in index.values(quotation, terms.passage):
            article, span = index.value(passage, OA.hasSource), passage_span(index, passage)
            if article is not None and span is not None:
                for speaker in index.values(quotation, terms.speaker):
                    by_speaker.setdefault(speaker, []).append((quotation, article, *span))
    for said in by_speaker.values():
        for one, article, start, end in said:
            for other, elsewhere, begin, stop in said:
                if one != other and article == elsewhere and start < stop and begin < end:
                    yield Finding(rule="R-14", focus=one, path=terms.passage, value=other)


def compare_with_texts(index: TripleIndex, iris: Iris, articles: Mapping[str, Article]) -> Iterator[Finding]:
    """R-10 and R-15: passages whose quote is not what the article says there, or that lie in masked noise."""
    for passage in set(index.instances(iris.terms.EvidencePassage)):
        source = index.value(passage, OA.hasSource)
        article = articles.get(str(source).rpartition("/")[2])
        span = passage_span(index, passage)
        if article is None or span is None:
            continue
        start, end = span
        words = {"start": str(start), "end": str(end)}
        for selector in index.values(passage, OA.hasSelector):
            for quote in index.values(selector, OA.exact):
                if str(quote) != article.text[start:end]:
                    yield Finding(rule="R-10", focus=passage, path=OA.exact, value=quote, words=words)
        if article.text[start:end].strip() and not article.clean[start:end].strip():
            yield Finding(rule="R-15", focus=passage, path=OA.hasSelector, value=source, words=words)


def passage_span(index: TripleIndex, passage: Node) -> tuple[int, int] | None:
    """Return start and end of a passage, or None where it has no position."""
    for selector in index.values(passage, OA.hasSelector):
        start, end = index.value(selector, OA.start), index.value(selector, OA.end)
        if isinstance(start, Literal) and isinstance(end, Literal):
            first, last = start.value, end.value
            if isinstance(first, int) and isinstance(last, int):
                return first, last
    return None


def comparable(node: Node) -> tuple[str, str, str]:
    """Return what makes two terms the same; "x" and "x"^^xsd:string are."""
    if isinstance(node, Literal):
        return (str(node), node.language or "", str(node.datatype or XSD.string))
    return (str(node), "", "")


def same_term(one: Node, other: Node) -> bool:
    """Say whether two terms are the same in RDF 1.1."""
    return one == other or (isinstance(one, Literal) and comparable(one) == comparable(other))


def _claimed(index: TripleIndex, iris: Iris, claim: Node) -> Iterator[tuple[Node, Node, Node]]:
    terms = iris.terms
    values = [*index.values(claim, terms.claimObject), *index.values(claim, terms.claimValue)]
    for s in index.values(claim, terms.claimSubject):
        for p in index.values(claim, terms.claimPredicate):
            yield from ((s, p, o) for o in values)


def _facts(index: TripleIndex, iris: Iris) -> Iterator[tuple[Node, Node, Node]]:
    terms = iris.terms
    classes = {*(terms[name] for name in _CLAIMED_CLASSES.split()), ORG.Organization}
    source = DCTERMS.source
    unknown = {iris.code("bindingness", "unknown"), iris.code("fidelity", "unknown")}
    silent = {*_UNCLAIMED, terms.partyListComplete, terms.passage}
    for subject, known in index.by_subject.items():
        # A record with a source of its own (an authority) rests on that.
        if source in known or all(classes.isdisjoint(index.superclasses(t)) for t in index.values(subject, RDF.type)):
            continue
        for predicate, values in known.items():
            if predicate not in silent:
                yield from ((subject, predicate, value) for value in values if value not in unknown)


def _inverse_subjects(index: TripleIndex, predicate: Node) -> Iterator[Node]:
    background = index.background
    while background is not None:
        for subject in background.subjects_of(OWL.inverseOf):
            if predicate in background.values(subject, OWL.inverseOf):
                yield subject
        background = background.background
