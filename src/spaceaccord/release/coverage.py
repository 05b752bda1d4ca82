"""What a release covers in time and space, and how well its facts are supported; from its canonical statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rdflib import Literal, URIRef

from spaceaccord.iris import Iris
from spaceaccord.namespaces import DCAT, DCTERMS, DQV, OA, RDF, SKOS, XSD
from spaceaccord.release.canonical import Triple
from spaceaccord.release.fact_index import FactIndex, index_facts
from spaceaccord.release.quad_lines import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """When and where: the first and the last day that a dated signing may fall on ("" if none), the states that sign.

    `facts` are different facts with a claim, `single_source_facts` those that one article alone supports.
    """

    first_day: str
    last_day: str
    states: tuple[str, ...]
    facts: int
    single_source_facts: int


def measure_coverage(view: Sequence[str], iris: Iris) -> Coverage:
    """Return what the default view covers; one pass over its statements, in any order."""
    terms = iris.terms
    properties = {
        "type": RDF.type,
        "party": terms.hasParty,
        "date": terms.date,
        "signs": terms.signs,
        "earliest": terms.earliest,
        "latest": terms.latest,
        "subject": terms.claimSubject,
        "predicate": terms.claimPredicate,
        "object": terms.claimObject,
        "value": terms.claimValue,
        "evidence": terms.evidence,
        "source": OA.hasSource,
    }
    found = index_facts(view, properties)
    state = f"<{iris.terms.State}>"
    parties = {party for values in found["party"].values() for party in values}
    days = [extent for event in found["signs"] for extent in found["date"].get(event, ())]
    facts = _sources_of_facts(found)
    return Coverage(
        first_day=min((text_of(d) for extent in days for d in found["earliest"].get(extent, ())), default=""),
        last_day=max((text_of(d) for extent in days for d in found["latest"].get(extent, ())), default=""),
        states=tuple(sorted(text_of(party) for party in parties if state in found["type"].get(party, ()))),
        facts=len(facts),
        single_source_facts=sum(len(sources) == 1 for sources in facts.values()),
    )


def _sources_of_facts(found: FactIndex) -> dict[tuple[str, ...], set[str]]:
    """Return the articles behind each fact: a fact is what the claims of equal subject, property and value say."""
    facts: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for claim, (subject, *_) in found["subject"].items():
        values = found["object"].get(claim) or found["value"].get(claim) or [""]
        fact = (subject, found["predicate"].get(claim, [""])[0], values[0])
        for passage in found["evidence"].get(claim, ()):
            facts[fact].update(found["source"].get(passage, ()))
    return facts


def describe_coverage(iris: Iris, coverage: Coverage) -> Iterator[Triple]:
    """Return the triples that tell the coverage of the dataset."""
    dataset = iris.dataset
    if coverage.first_day and coverage.last_day:
        period = URIRef(f"{dataset}#period")
        yield dataset, DCTERMS.temporal, period
        yield period, RDF.type, DCTERMS.PeriodOfTime
        for term, day in ((DCAT.startDate, coverage.first_day), (DCAT.endDate, coverage.last_day)):
            yield period, term, Literal(day, datatype=XSD.date, normalize=False)
    for state in coverage.states:
        yield dataset, DCTERMS.spatial, URIRef(state)
        yield URIRef(state), RDF.type, DCTERMS.Location
    if coverage.facts:
        node, metric = URIRef(f"{dataset}#measured-single-source"), URIRef(f"{dataset}#metric-single-source")
        share = f"{coverage.single_source_facts / coverage.facts:.4f}"
        yield dataset, DQV.hasQualityMeasurement, node
        yield node, RDF.type, DQV.QualityMeasurement
        yield node, DQV.isMeasurementOf, metric
        yield node, DQV.value, Literal(share, datatype=XSD.decimal, normalize=False)
        yield metric, RDF.type, DQV.Metric
        yield metric, SKOS.prefLabel, Literal("Share of facts that one article alone supports", lang="en")
