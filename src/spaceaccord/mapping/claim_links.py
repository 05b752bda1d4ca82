"""Which claims of different sources make the same statement, and which cannot both be true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from rdflib import Literal, URIRef
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.mapping.agreement_graph import LEAF_CLASSES
from spaceaccord.mapping.evidence_graph import article_graph_iri
from spaceaccord.mapping.statement import Triple
from spaceaccord.model.agreement import AgreementType
from spaceaccord.namespaces import RDF

# Values of one property that are set against each other, surest first; each further one against these only. It keeps
# the work in proportion to the claims where thousands of articles tell thousands of dates.
_COMPARED: Final = 8


@dataclass(slots=True)
class _Claim:
    """What the records say of one claim."""

    iri: Node
    subject: Node
    predicate: Node
    object: Node
    graph: Node
    modality: Node
    confidence: float

    @property
    def rank(self) -> tuple[float, str]:
        """Sorts the surest claim first, equals by IRI."""
        return -self.confidence, str(self.iri)


class ClaimLinker:
    """Links the claims of a whole dataset.

    A property counts as functional here if a thing has one value of it whatever day one asks: class of an agreement,
    date and place of an event, day of foundation, legal force. A status is none: it changes. `places` are triples that
    say what lies where; `copies` are groups of ids of articles of one text, which count as one source.
    """

    def __init__(self, iris: Iris, *, places: Iterable[Triple], copies: Iterable[Sequence[str]] = ()) -> None:
        terms = iris.terms
        self._iris = iris
        self._around: dict[Node, set[Node]] = defaultdict(set)
        for s, p, o in places:
            if p == terms.locatedIn:
                self._around[s].add(o)
        self._first_copy = {
            article_graph_iri(iris, other): article_graph_iri(iris, first)
            for first, *others in copies
            for other in others
        }
        self._types = {terms[name] for kind, name in LEAF_CLASSES.items() if kind is not AgreementType.OTHER}
        self._functional = {RDF.type, terms.date, terms.foundedOn, terms.heldAt, terms.bindingness}
        self._unknown_force = iris.code("bindingness", "unknown")
        self._slots: dict[Node, str] = {
            terms.claimSubject: "subject",
            terms.claimPredicate: "predicate",
            terms.claimObject: "object",
            terms.claimValue: "object",
            terms.statedIn: "graph",
            terms.modality: "modality",
            terms.confidence: "confidence",
        }

    def link(self, sources: Iterable[Iterable[Triple]]) -> set[Triple]:
        """Return the links between the claims in `sources`, which are the records of one source each; both ways."""
        claims, days = self._read(sources)
        terms, triples = self._iris.terms, set[Triple]()
        for said in claims.values():
            for one, other in self._corroborations(said, days):
                triples |= {(one.iri, terms.corroborates, other.iri), (other.iri, terms.corroborates, one.iri)}
            for one, other in self._contradictions(said, days):
                triples |= {(one.iri, terms.contradicts, other.iri), (other.iri, terms.contradicts, one.iri)}
        return triples

    def _read(
        self, sources: Iterable[Iterable[Triple]]
    ) -> tuple[dict[tuple[Node, Node], list[_Claim]], dict[Node, tuple[str, str]]]:
        """Return the claims by subject and predicate, and the first and last day of each extent ("" where open)."""
        terms = self._iris.terms
        told: dict[Node, dict[str, Node]] = defaultdict(dict)
        days: dict[Node, list[str]] = defaultdict(lambda: ["", ""])
        for source in sources:
            for s, p, o in source:
                if p in self._slots:
                    told[s][self._slots[p]] = o
                elif p == terms.earliest or p == terms.latest:
                    days[s][p == terms.latest] = str(o)
        claims: dict[tuple[Node, Node], list[_Claim]] = defaultdict(list)
        for iri, parts in told.items():
            if len(parts) == len(set(self._slots.values())):
                confidence = float(str(parts.pop("confidence")))
                claim = _Claim(iri=iri, confidence=confidence, **parts)
                claims[claim.subject, claim.predicate].append(claim)
        return claims, {extent: (first, last) for extent, (first, last) in days.items()}

    def _source(self, claim: _Claim) -> Node:
        return self._first_copy.get(URIRef(str(claim.graph)), claim.graph)

    def _by_statement(
        self, said: Iterable[_Claim], days: Mapping[Node, tuple[str, str]]
    ) -> dict[tuple[object, Node], list[_Claim]]:
        """Return the claims by what they state and in which mood, the surest first; of each source one a value."""
        found: dict[tuple[object, Node], dict[tuple[Node, Node], _Claim]] = {}
        for claim in sorted(said, key=lambda each: each.rank):
            # Two wordings of one day are two extents, and one statement.
            value: object = claim.object if isinstance(claim.object, Literal) else days.get(claim.object, claim.object)
            found.setdefault((value, claim.modality), {}).setdefault((self._source(claim), claim.object), claim)
        return {statement: list(claims.values()) for statement, claims in found.items()}

    def _corroborations(
        self, said: Iterable[_Claim], days: Mapping[Node, tuple[str, str]]
    ) -> Iterator[tuple[_Claim, _Claim]]:
        """Yield the surest claim of each statement with that of every other source."""
        for first, *others in self._by_statement(said, days).values():
            for other in others:
                if self._source(other) != self._source(first):
                    yield first, other

    def _contradictions(
        self, said: Sequence[_Claim], days: Mapping[Node, tuple[str, str]]
    ) -> Iterator[tuple[_Claim, _Claim]]:
        asserted, negated = (self._iris.code("modality", name) for name in ("asserted", "negated"))
        statements = self._by_statement(said, days)
        for (value, mood), claims in statements.items():
            if mood == asserted:
                yield from self._across(claims, statements.get((value, negated), ()))
        if said[0].predicate not in self._functional:
            return
        values = [claims for (_, mood), claims in statements.items() if mood == asserted]
        compared = values[:_COMPARED]
        pairs = [*combinations(compared, 2), *((sure, other) for other in values[_COMPARED:] for sure in compared)]
        for some, others in pairs:
            if self._exclude_each_other(some[0], others[0], days):
                yield from self._across(some, others)

    def _across(self, some: Sequence[_Claim], others: Sequence[_Claim]) -> Iterator[tuple[_Claim, _Claim]]:
        """Yield every claim of one side with the surest of the other side that is of another source."""
        seen = set()
        for near, far in ((some, others), (others, some)):
            for claim in near:
                against = next((each for each in far if self._source(each) != self._source(claim)), None)
                if against and frozenset((claim.iri, against.iri)) not in seen:
                    seen.add(frozenset((claim.iri, against.iri)))
                    yield claim, against

    def _exclude_each_other(self, one: _Claim, other: _Claim, days: Mapping[Node, tuple[str, str]]) -> bool:
        terms, predicate = self._iris.terms, one.predicate
        if predicate == RDF.type:
            return one.object in self._types and other.object in self._types
        if predicate == terms.heldAt:
            return other.object not in self._places(one.object) and one.object not in self._places(other.object)
        if predicate == terms.bindingness:
            return self._unknown_force not in (one.object, other.object)
        (first, last), (other_first, other_last) = (days.get(each.object, ("", "")) for each in (one, other))
        return bool((last and other_first and last < other_first) or (other_last and first and other_last < first))

    def _places(self, place: Node) -> set[Node]:
        """Return the places that `place` lies in, itself among them."""
        found, waiting = {place}, [place]
        while waiting:
            wider = self._around.get(waiting.pop(), set()) - found
            found |= wider
            waiting += wider
        return found
