"""The whole dataset: every named graph of a release and the default view, from articles and agreements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rdflib import Literal, URIRef
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.mapping.agreement_graph import LEAF_CLASSES, AgreementMapper
from spaceaccord.mapping.event_graph import describe_event, mint_event_iris
from spaceaccord.mapping.evidence_graph import EvidenceMapper, article_graph_iri, describe_article
from spaceaccord.mapping.names import NameIris, describe_authority, describe_link
from spaceaccord.mapping.provenance_graph import (
    MODEL_READER,
    describe_copies,
    describe_decision,
    describe_model_run,
    describe_question,
    describe_run,
    describe_standing_graphs,
    describe_withdrawals,
    model_run_iri,
    run_iri,
)
from spaceaccord.mapping.reported_graph import ReportedMapper
from spaceaccord.mapping.reported_names import ThingIris
from spaceaccord.mapping.statement import Layer, Statement, Triple
from spaceaccord.model.agreement import AgreementMention, AgreementType, EventMention, Findings
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import Modality
from spaceaccord.model.party import Authority
from spaceaccord.model.world import Agreement
from spaceaccord.namespaces import DCTERMS, RDF, RDFS, SKOS


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownInstrument:
    """An instrument of the authority file, to be described where an article refers to it without telling of it."""

    slug: str
    type: AgreementType
    label: str
    evidence: str


@dataclass(slots=True)
class ArticleGraph:
    """The triples of one article's graph: its own facts, and the records that everybody may see."""

    facts: set[Triple] = field(default_factory=set)
    records: set[Triple] = field(default_factory=set)

    @property
    def triples(self) -> set[Triple]:
        """All of them."""
        return self.facts | self.records


class DatasetMapper:
    """Maps articles and agreements to graphs, all IRIs below one base.

    `authorities` are all records that names may refer to; `instruments` are the known agreements.
    """

    def __init__(
        self, iris: Iris, *, authorities: Sequence[Authority], instruments: Sequence[KnownInstrument], version: str
    ) -> None:
        self._iris = iris
        # Series of events (a congress held each year) help to read texts; they are not published.
        self._authorities = [a for a in authorities if a.kind != "event"]
        self._authority_nodes: dict[Node, Authority] = {iris.thing(a.kind, a.slug): a for a in self._authorities}
        self._instruments = instruments
        self._version = version
        self._names = NameIris(iris, frozenset((a.kind, a.slug) for a in authorities))

    def map_article(self, article: Article, findings: Findings, agreements: Iterable[Agreement]) -> ArticleGraph:
        """Return what `article` says of `agreements` (those among them that it mentions) and of its events."""
        graph = ArticleGraph()
        graph.records.update(describe_article(self._iris, article))
        graph.records.update(describe_withdrawals(self._iris, article, self._version, findings.withdrawn))
        evidence = EvidenceMapper(self._iris, article, run_iri(self._iris, article, self._version))
        self._place_findings(graph, evidence, article, findings, agreements)
        return graph

    def map_model_reading(
        self, article: Article, findings: Findings, agreements: Iterable[Agreement], *, reading: str
    ) -> tuple[URIRef, set[Triple]]:
        """Return the name and triples of the graph of what a language model read; `reading` names the model."""
        graph = ArticleGraph()
        graph.records.update(describe_article(self._iris, article))
        graph.records.update(describe_model_run(self._iris, article, self._version, reading))
        run = model_run_iri(self._iris, article, self._version, reading)
        evidence = EvidenceMapper(self._iris, article, run, reader=MODEL_READER)
        self._place_findings(graph, evidence, article, findings, agreements)
        return article_graph_iri(self._iris, article.id, MODEL_READER), graph.triples

    def _place_findings(
        self,
        graph: ArticleGraph,
        evidence: EvidenceMapper,
        article: Article,
        findings: Findings,
        agreements: Iterable[Agreement],
    ) -> None:
        mentioned = [a for a in agreements if any(m.article_id == article.id for m in a.members)]
        mapper = self._agreement_mapper([(article.id, e) for e in findings.events], mentioned)
        for agreement in mentioned:
            for mention in agreement.members:
                if mention.article_id == article.id:
                    self._place(graph, evidence, _describe(mapper, agreement, mention))
        events = mint_event_iris(self._iris, ((article.id, e) for e in findings.events))
        for event in findings.events:
            iri = events.by_mention[article.id, event.id]
            self._place(graph, evidence, describe_event(self._names, iri, event))
        reported = self._reported_mapper([(article.id, e) for e in findings.events], mentioned)
        self._place(graph, evidence, reported.describe(article.id, findings.reported))

    def _place(self, graph: ArticleGraph, evidence: EvidenceMapper, statements: Iterable[Statement]) -> None:
        for statement in statements:
            (graph.records if statement.layer is Layer.NODE else graph.facts).add(statement.triple)
            if statement.layer is Layer.FACT:
                graph.records.update(evidence.describe_claim(statement))
                self._place_quotation(graph, evidence, statement)

    def _place_quotation(self, graph: ArticleGraph, evidence: EvidenceMapper, statement: Statement) -> None:
        """Say where a quotation stands; of words that nobody said only the article's own graph tells."""
        if statement.predicate == self._iris.terms.quoteText and statement.source is not None:
            is_said = statement.source.modality is not Modality.NEGATED
            place = statement.subject, self._iris.terms.passage, evidence.passage_iri(statement.source)
            (graph.records if is_said else graph.facts).add(place)

    def map_merge(self, findings: Sequence[Findings], agreements: Sequence[Agreement]) -> set[Triple]:
        """Return the canonical facts of all agreements and events."""
        triples: set[Triple] = set()
        events = [(f.article_id, e) for f in findings for e in f.events]
        mapper = self._agreement_mapper(events, agreements)
        for agreement in agreements:
            triples.update(s.triple for s in mapper.describe(agreement, agreement.canonical))
            for mention in agreement.members:
                triples.update(s.triple for s in mapper.describe_relations(agreement.slug, mention))
        triples.update(self._canonical_events(events))
        reported = self._reported_mapper(events, agreements)
        triples.update(reported.canonical((f.article_id, f.reported) for f in findings))
        triples.update(self._referred_instruments(agreements, triples))
        return triples

    def _canonical_events(self, events: Sequence[tuple[str, EventMention]]) -> Iterable[Triple]:
        iris = mint_event_iris(self._iris, events)
        surest: dict[URIRef, EventMention] = {}
        for article_id, event in sorted(events, key=lambda found: (-found[1].confidence, found[0], found[1].id)):
            surest.setdefault(iris.by_mention[article_id, event.id], event)
        for iri, event in surest.items():
            yield from (s.triple for s in describe_event(self._names, iri, event))

    def _referred_instruments(self, agreements: Sequence[Agreement], triples: set[Triple]) -> Iterable[Triple]:
        # Of an instrument that others join, texts tell only who joined: its record says what it is.
        told = {a.slug for a in agreements if not a.joined}
        objects = {o for _, _, o in triples} | {self._iris.thing("agreement", a.slug) for a in agreements if a.joined}
        for known in self._instruments:
            iri = self._iris.thing("agreement", known.slug)
            if known.slug not in told and iri in objects:
                yield iri, RDF.type, self._iris.terms.Agreement
                yield iri, RDF.type, self._iris.terms[LEAF_CLASSES[known.type]]
                yield iri, RDFS.label, Literal(known.label, lang="en")
                yield iri, SKOS.prefLabel, Literal(known.label, lang="en")
                yield iri, self._iris.terms.partyListComplete, Literal(False)
                yield iri, DCTERMS.source, Literal(known.evidence)

    def map_authorities(self) -> set[Triple]:
        """Return the description of every authority record."""
        return {t for record in self._authorities for t in describe_authority(self._iris, record)}

    def map_links(self) -> set[Triple]:
        """Return the verified links of the authority records to Wikidata."""
        return {t for record in self._authorities for t in describe_link(self._iris, record)}

    def map_provenance(
        self, articles: Iterable[Article], agreements: Iterable[Agreement], copies: Iterable[Sequence[str]] = ()
    ) -> set[Triple]:
        """Return runs, decisions and the descriptions of graphs; `copies` are groups of ids of articles of one text."""
        triples = set(describe_standing_graphs(self._iris))
        for article in articles:
            triples.update(describe_run(self._iris, article, self._version))
        for agreement in agreements:
            triples.update(describe_decision(self._iris, agreement))
            triples.update(describe_question(self._iris, agreement))
        triples.update(describe_copies(self._iris, copies))
        return triples

    def describe_authorities_of(self, triples: Iterable[Triple]) -> set[Triple]:
        """Return the descriptions of the authority records that `triples` refer to, for a graph that stands alone."""
        referred = {node for triple in triples for node in triple}
        return {
            t
            for node in referred & self._authority_nodes.keys()
            for t in describe_authority(self._iris, self._authority_nodes[node])
        }

    def article_graph_iri(self, article: Article) -> URIRef:
        """The named graph of `article`."""
        return article_graph_iri(self._iris, article.id)

    def _reported_mapper(
        self, events: Sequence[tuple[str, EventMention]], agreements: Iterable[Agreement]
    ) -> ReportedMapper:
        told = [(m.article_id, m.id, a) for a in agreements for m in a.members]
        targets = {(article, mention): a.slug for article, mention, a in told}
        signings = {(article, mention): a.signing for article, mention, a in told}
        return ReportedMapper(ThingIris(self._names, mint_event_iris(self._iris, events), targets, signings))

    def _agreement_mapper(
        self, events: Sequence[tuple[str, EventMention]], agreements: Iterable[Agreement]
    ) -> AgreementMapper:
        targets = {("", known.label.casefold()): known.slug for known in self._instruments}
        for agreement in agreements:
            targets.update({(m.article_id, m.id): agreement.slug for m in agreement.members})
        return AgreementMapper(self._names, mint_event_iris(self._iris, events), targets)


def _describe(mapper: AgreementMapper, agreement: Agreement, mention: AgreementMention) -> Iterable[Statement]:
    yield from mapper.describe(agreement, mention)
    yield from mapper.describe_relations(agreement.slug, mention)


def default_view(standing: Iterable[Iterable[Triple]], articles: Iterable[ArticleGraph]) -> set[Triple]:
    """Return what a query without GRAPH or FROM sees: the standing graphs, and of each article its records only."""
    view: set[Triple] = set()
    for graph in standing:
        view.update(graph)
    for article in articles:
        view.update(article.records)
    return view
