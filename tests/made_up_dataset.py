"""A small made-up dataset as the mapping makes it, and a way to ask it one of the queries by name."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store
from rdflib import Graph
from rdflib.term import Node

from builders import AGENCY_A, ALAND, BORLAND, OFFICE_B, ROCKETS, a_mention, an_article, name, sourced
from spaceaccord.iris import Iris
from spaceaccord.linking.identity import resolve_identity
from spaceaccord.mapping.claim_links import ClaimLinker
from spaceaccord.mapping.dataset import DatasetMapper, default_view
from spaceaccord.mapping.selection_graph import describe_selections
from spaceaccord.mapping.vocabulary import read_vocabulary
from spaceaccord.model.agreement import (
    AgreementMention,
    AgreementType,
    EventMention,
    Findings,
    Place,
    Relation,
    RelationType,
    Signatory,
    Status,
    Topic,
)
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Authority
from spaceaccord.store.query_text import bind, read_stored_query

ROOT = Path(__file__).resolve().parents[1]
IRIS = Iris()
CHAIR = Authority(slug="ann-chair", kind="person", type="Person", label="Ann Chair", wikidata="Q1", evidence="made up")
FIRST = an_article(quality="official-release")
SECOND = an_article("They signed it, this second text says, and a company joined a letter.", title="Second")
ROVERS = Topic(text="lunar rovers", concept="rovers")


def _first_mentions() -> tuple[AgreementMention, ...]:
    memorandum = a_mention(
        FIRST, AGENCY_A, OFFICE_B, signed="2031-03-03", place="Cityville", topics=[ROVERS],
        signatories=[Signatory(name=name(CHAIR), role="chair", party=name(AGENCY_A))],
        relations=[Relation(type=RelationType.UNDER_FRAMEWORK, target="a2")],
    )  # fmt: skip
    framework = a_mention(FIRST, ALAND, BORLAND, id="a2", type=AgreementType.FRAMEWORK_AGREEMENT, signed="2024-06")
    planned = a_mention(
        FIRST, AGENCY_A, "Institute of Nowhere", id="a3", type=AgreementType.CONTRACT, status=Status.PLANNED
    )
    return replace(memorandum, event=sourced("e1", FIRST)), framework, planned


def _second_mentions() -> tuple[AgreementMention, ...]:
    memorandum = a_mention(SECOND, AGENCY_A, OFFICE_B, signed="2031-03", place="Townville")
    letter = a_mention(SECOND, AGENCY_A, ROCKETS, id="a2", type=AgreementType.LETTER_OF_INTENT, signed="2024")
    return memorandum, letter


def _a_congress() -> EventMention:
    return EventMention(
        id="e1",
        label="7th Made-up Congress",
        type="Congress",
        evidence=sourced(None, FIRST).evidence,
        rule="test.event",
        confidence=0.9,
        date=sourced(PartialDate(edtf="2031-03", text="March"), FIRST),
        place=sourced(Place(name=name("Cityville")), FIRST),
        participants=(sourced(name(CHAIR), FIRST),),
    )


@cache
def _dataset() -> Store:
    mapper = DatasetMapper(
        IRIS, authorities=(ALAND, BORLAND, AGENCY_A, OFFICE_B, ROCKETS, CHAIR), instruments=(), version="1"
    )
    findings = (
        Findings(article_id=FIRST.id, agreements=_first_mentions(), events=(_a_congress(),)),
        Findings(article_id=SECOND.id, agreements=_second_mentions()),
    )
    agreements = resolve_identity([m for f in findings for m in f.agreements], (), source_quality={})
    articles = [mapper.map_article(a, f, agreements) for a, f in zip((FIRST, SECOND), findings, strict=True)]
    linker = ClaimLinker(IRIS, places=mapper.map_authorities())
    merged = mapper.map_merge(findings, agreements)
    provenance = mapper.map_provenance((FIRST, SECOND), agreements)
    provenance |= linker.link(a.records for a in articles)
    provenance |= set(describe_selections(IRIS, agreements, (a.records for a in articles), merged))
    standing = (
        read_vocabulary(ROOT / "ontology"),
        merged,
        mapper.map_authorities(),
        mapper.map_links(),
        provenance,
    )
    store = Store()
    _load(store, default_view(standing, articles), None)
    _load(store, provenance, NamedNode(str(IRIS.graph("provenance"))))
    return store


def _load(store: Store, triples: set[tuple[Node, Node, Node]], graph: NamedNode | None) -> None:
    made = Graph()
    for triple in triples:
        made.add(triple)
    store.load(made.serialize(format="nt", encoding="utf-8"), format=RdfFormat.N_TRIPLES, to_graph=graph)


def ask(query: str, *columns: str, **bound: str) -> list[tuple[str, ...]]:
    """Return the named columns of a query's rows as short text; a parameter that is not bound is free, or a date."""
    stored = read_stored_query(ROOT / "queries" / f"{query}.rq")
    free = {parameter.name: "" for parameter in stored.parameters if parameter.kind == "iri"}
    answer = _dataset().query(bind(stored, free | bound).text)
    assert isinstance(answer, QuerySolutions)
    return [tuple(_short(row[column]) for column in columns) for row in answer]


def _short(term: object) -> str:
    if isinstance(term, NamedNode):
        return term.value.removeprefix(f"{IRIS.base}id/").removeprefix(IRIS.base)
    assert term is None or isinstance(term, Literal), term
    return "" if term is None else term.value
