"""Which run made which graph from what, and which decisions merged mentions into one agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rdflib import Literal, URIRef

from spaceaccord.iris import Iris
from spaceaccord.mapping.evidence_graph import article_graph_iri, article_iri, confidence_literal
from spaceaccord.mapping.statement import Triple
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import Sourced
from spaceaccord.model.slugs import digest
from spaceaccord.model.world import Agreement, MergeDecision
from spaceaccord.namespaces import DCTERMS, PROV, RDF, RDFS, SD

_GRAPH_LABELS = {
    "merge": "Canonical facts: one value where a fact has one",
    "authorities": "Organisations, states, persons, places and known instruments",
    "vocabulary": "Ontology, topic scheme and code lists",
    "links": "Links to Wikidata and EuroVoc",
    "provenance": "Extraction runs, merge decisions, links between claims, descriptions of graphs",
}


# The reader whose graph is kept apart from that of the rules.
MODEL_READER = "llm"


def run_iri(iris: Iris, article: Article, version: str) -> URIRef:
    """The run that converted `article` with software `version`."""
    return iris.hashed("run", (article.sha256, version))


def describe_run(iris: Iris, article: Article, version: str) -> Iterator[Triple]:
    """Yield the run over one article and the description of the graph that it made. No clock: runs repeat."""
    run = run_iri(iris, article, version)
    graph = article_graph_iri(iris, article.id)
    source = article_iri(iris, article.id)
    title = " ".join((article.metadata.title or article.name).split())
    yield run, RDF.type, iris.terms.ExtractionRun
    yield run, RDFS.label, Literal(f"Extraction from “{title}” with spaceaccord {version}", lang="en")
    yield run, PROV.used, source
    yield run, iris.terms.softwareVersion, Literal(version)
    yield graph, RDF.type, SD.NamedGraph
    yield graph, RDFS.label, Literal(f"What “{title}” says", lang="en")
    yield graph, DCTERMS.source, source
    yield graph, PROV.wasGeneratedBy, run


def model_run_iri(iris: Iris, article: Article, version: str, reading: str) -> URIRef:
    """The run in which a language model read `article`; `reading` names the model and what it was asked."""
    return iris.hashed("run", (article.sha256, version, reading))


def describe_model_run(iris: Iris, article: Article, version: str, reading: str) -> Iterator[Triple]:
    """Yield the run of a language model and the graph of its own that it made."""
    run = model_run_iri(iris, article, version, reading)
    graph = article_graph_iri(iris, article.id, MODEL_READER)
    title = " ".join((article.metadata.title or article.name).split())
    yield run, RDF.type, iris.terms.ExtractionRun
    yield run, RDFS.label, Literal(f"Reading of “{title}” by {reading}", lang="en")
    yield run, PROV.used, article_iri(iris, article.id)
    yield run, iris.terms.softwareVersion, Literal(version)
    yield graph, RDF.type, SD.NamedGraph
    yield graph, RDFS.label, Literal(f"What a language model read in “{title}”", lang="en")
    yield graph, PROV.wasGeneratedBy, run


def describe_withdrawals(
    iris: Iris, article: Article, version: str, withdrawn: Iterable[Sourced[str]]
) -> Iterator[Triple]:
    """Yield what a person took away from what the run over `article` had found, and why."""
    run = run_iri(iris, article, version)
    for value in withdrawn:
        if value.note:
            said = f"Withdrawn by {value.note.author} on {value.note.date}: “{value.value}”. {value.note.reason}"
            yield run, RDFS.comment, Literal(said, lang="en")


def describe_standing_graphs(iris: Iris) -> Iterator[Triple]:
    """Yield what the graphs that every release has are for."""
    for name, label in _GRAPH_LABELS.items():
        yield iris.graph(name), RDF.type, SD.NamedGraph
        yield iris.graph(name), RDFS.label, Literal(label, lang="en")


def decision_iri(iris: Iris, slug: str, decision: MergeDecision) -> URIRef:
    """The decision that took some mentions for the agreement `slug`; named by what it decided."""
    members = ["/".join(member) for member in decision.members]
    return iris.thing("decision", digest(slug, decision.rule, *members))


def describe_decision(iris: Iris, agreement: Agreement) -> Iterator[Triple]:
    """Yield the decision that took the mentions of `agreement` for one, if there was anything to decide."""
    decision = agreement.decision
    if decision is None:
        return
    iri = decision_iri(iris, agreement.slug, decision)
    yield iri, RDF.type, iris.terms.MergeDecision
    yield iri, RDFS.label, Literal(f"Identity of {agreement.label}", lang="en")
    yield iri, iris.terms.decides, iris.thing("agreement", agreement.slug)
    for article_id in sorted({article_id for article_id, _ in decision.members}):
        yield iri, PROV.used, article_iri(iris, article_id)
    yield iri, iris.terms.rule, Literal(decision.rule)
    yield iri, iris.terms.confidence, confidence_literal(decision.score)
    yield iri, RDFS.comment, Literal(decision.reason, lang="en")


def describe_question(iris: Iris, agreement: Agreement) -> Iterator[Triple]:
    """Yield the agreements that `agreement` may be one with, where nothing in the texts decides."""
    if agreement.question:
        for rival in agreement.question.rivals:
            yield iris.thing("agreement", agreement.slug), iris.terms.possiblySameAs, iris.thing("agreement", rival)


def describe_copies(iris: Iris, groups: Iterable[Sequence[str]]) -> Iterator[Triple]:
    """Yield which articles are copies of one text: each of a group is an alternate of the first."""
    for first, *others in groups:
        for other in others:
            yield article_iri(iris, other), PROV.alternateOf, article_iri(iris, first)
