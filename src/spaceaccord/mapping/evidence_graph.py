"""Articles, passages and claims: how a statement is walked back to the words that say so."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rdflib import Literal, URIRef

from spaceaccord.iris import Iris
from spaceaccord.mapping.statement import Statement, Triple
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import EditorialNote, Sourced
from spaceaccord.model.slugs import digest
from spaceaccord.namespaces import DCTERMS, OA, PROV, RDF, RDFS, SCHEMA, XSD

_DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def article_iri(iris: Iris, article_id: str) -> URIRef:
    """The IRI of an article."""
    return iris.thing("article", article_id)


def article_graph_iri(iris: Iris, article_id: str, reader: str = "") -> URIRef:
    """The named graph of what an article says, as the rules read it, or as another `reader` does ("llm")."""
    return iris.graph(f"article/{article_id}/{reader}" if reader else f"article/{article_id}")


def describe_article(iris: Iris, article: Article) -> Iterator[Triple]:
    """Yield what is known about an article; of its text nothing but its digest."""
    iri = article_iri(iris, article.id)
    terms = iris.terms
    known = article.metadata
    title = " ".join((known.title or "").split())
    label = title or f"Untitled article from {known.publisher or 'an unknown publisher'}"
    yield iri, RDF.type, terms.SourceArticle
    yield iri, RDF.type, SCHEMA.NewsArticle
    yield iri, RDFS.label, Literal(label, lang=known.language if title else "en")
    if title:
        yield iri, DCTERMS.title, Literal(title, lang=known.language)
    yield iri, terms.publisherName, Literal(known.publisher or "unknown")
    yield iri, DCTERMS.language, Literal(known.language or "und")
    if known.published:
        yield iri, DCTERMS.issued, Literal(known.published, datatype=_DATE_TYPES.get(len(known.published), XSD.string))
    if known.address:
        yield iri, DCTERMS.source, URIRef(known.address)
    retold = [part for part in (known.source_title, known.source_publisher) if part]
    if retold:
        yield iri, SCHEMA.isBasedOn, Literal(", ".join(retold))
    if known.source_address:
        yield iri, SCHEMA.isBasedOn, URIRef(known.source_address)
    if known.rights:
        yield iri, DCTERMS.rights, Literal(known.rights)
    yield iri, terms.sha256, Literal(article.sha256)
    yield iri, terms.fileName, Literal(article.name)
    yield iri, terms.sourceQuality, iris.code("source-quality", known.source_quality)


class EvidenceMapper:
    """Describes the claims of one article; each passage once."""

    def __init__(self, iris: Iris, article: Article, run: URIRef, *, reader: str = "") -> None:
        self._iris = iris
        self._article = article
        self._graph = article_graph_iri(iris, article.id, reader)
        self._run = run
        self._passages: dict[tuple[int, int], URIRef] = {}
        self._claims: set[URIRef] = set()

    def describe_claim(self, statement: Statement) -> Iterator[Triple]:
        """Yield the claim that `statement` makes, and its passage, where they were not described before."""
        source = statement.source
        if source is None:
            raise ValueError(f"a fact without a source: {statement.triple}")
        terms = self._iris.terms
        passage, triples = self._passage(source)
        yield from triples
        iri = self._iris.hashed("claim", (self._graph, *(n.n3() for n in statement.triple), passage))
        if iri in self._claims:
            return
        self._claims.add(iri)
        yield iri, RDF.type, terms.Claim
        yield iri, terms.claimSubject, statement.subject
        yield iri, terms.claimPredicate, statement.predicate
        about = terms.claimValue if isinstance(statement.object, Literal) else terms.claimObject
        yield iri, about, statement.object
        yield iri, terms.evidence, passage
        yield iri, terms.valueText, Literal(_cut(" ".join(source.evidence.quote.split())))
        yield iri, terms.derivation, self._iris.code("derivation", source.derivation.value)
        yield iri, terms.modality, self._iris.code("modality", source.modality.value)
        yield iri, terms.confidence, confidence_literal(source.confidence)
        yield iri, terms.rule, Literal(source.rule)
        if statement.attributed_to is not None:
            yield iri, terms.attributedTo, statement.attributed_to
        if source.note is not None:
            yield from _describe_note(self._iris, iri, source.note)
        yield iri, terms.statedIn, self._graph
        yield iri, PROV.wasGeneratedBy, self._run

    def passage_iri(self, source: Sourced[object]) -> URIRef:
        """Return the IRI of the passage that `source` rests on, which a claim describes."""
        span = self._article.passage(source.evidence)
        return self._iris.thing("passage", digest(self._article.sha256, str(span.start), str(span.end)))

    def _passage(self, source: Sourced[object]) -> tuple[URIRef, list[Triple]]:
        span = self._article.passage(source.evidence)
        known = self._passages.get((span.start, span.end))
        if known is not None:
            return known, []
        name = digest(self._article.sha256, str(span.start), str(span.end))
        iri = self._iris.thing("passage", name)
        quote = self._iris.thing("selector", f"{name}-quote")
        position = self._iris.thing("selector", f"{name}-position")
        terms = self._iris.terms
        self._passages[span.start, span.end] = iri
        return iri, [
            (iri, RDF.type, terms.EvidencePassage),
            (iri, RDF.type, OA.SpecificResource),
            (iri, OA.hasSource, article_iri(self._iris, self._article.id)),
            (iri, OA.hasSelector, quote),
            (iri, OA.hasSelector, position),
            (iri, terms.textSha256, Literal(self._article.sha256)),
            (quote, RDF.type, OA.TextQuoteSelector),
            (quote, OA.exact, Literal(self._article.text[span.start : span.end])),
            (position, RDF.type, OA.TextPositionSelector),
            (position, OA.start, Literal(span.start, datatype=XSD.nonNegativeInteger)),
            (position, OA.end, Literal(span.end, datatype=XSD.nonNegativeInteger)),
        ]


def _describe_note(iris: Iris, claim: URIRef, note: EditorialNote) -> Iterator[Triple]:
    """Yield who gave a value by hand, when and why; the editor is named by the name alone, apart from all persons."""
    editor = iris.hashed("person", ("editor", note.author))
    yield claim, PROV.wasAttributedTo, editor
    yield claim, DCTERMS.date, Literal(note.date, datatype=XSD.date)
    yield claim, RDFS.comment, Literal(note.reason, lang="en")
    yield editor, RDF.type, PROV.Person
    yield editor, RDFS.label, Literal(note.author)


def confidence_literal(value: float) -> Literal:
    """Return a confidence as `xsd:decimal` with at most two digits, in canonical form."""
    rounded = Decimal(str(round(value, 2))).normalize()
    text = f"{rounded:f}"
    return Literal(text if "." in text else f"{text}.0", datatype=XSD.decimal)


def _cut(words: str, longest: int = 300) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
