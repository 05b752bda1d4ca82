"""What a register says: parties and their acts, each a claim that rests on its row."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rdflib import Literal, URIRef

from spaceaccord.iris import Iris
from spaceaccord.mapping.agreement_graph import LEAF_CLASSES
from spaceaccord.mapping.dataset import ArticleGraph
from spaceaccord.mapping.names import describe_extent, extent_iri
from spaceaccord.mapping.statement import Triple
from spaceaccord.model.register import Act, Register, RegisterEntry
from spaceaccord.model.slugs import digest
from spaceaccord.namespaces import DCTERMS, OA, PROV, RDF, RDFS, SD, SKOS, XSD

_RULE = "register.row"
# Assumed, not measured: a row says outright who joined, but the list is a copy of its sources.
_CONFIDENCE = Literal("0.95", datatype=XSD.decimal)


class RegisterMapper:
    """Describes one register: its graph, its source node, its canonical facts."""

    def __init__(self, iris: Iris, register: Register, version: str) -> None:
        self._iris = iris
        self._register = register
        self._version = version
        self._source = iris.thing("register", register.name)
        self._agreement = iris.thing("agreement", register.agreement)
        self._run = iris.hashed("run", (register.sha256, version))

    @property
    def graph_iri(self) -> URIRef:
        """The named graph of the register."""
        return self._iris.graph(f"register/{self._register.name}")

    def describe(self) -> ArticleGraph:
        """Return the graph: facts of the rows, and their claims, passages, dates and the register's description."""
        graph = ArticleGraph()
        graph.records.update(self._describe_source())
        graph.facts.update(self._describe_instrument())
        for entry in self._register.entries:
            passage, triples = self._passage(entry)
            for s, p, o in self._facts_of(entry):
                graph.facts.add((s, p, o))
                triples += self._claim((s, p, o), passage, entry)
            graph.records.update(triples)
            graph.records.update(self._participations_of(entry))
        return graph

    def canonical(self, *, described: Collection[Triple]) -> set[Triple]:
        """Return what the merged graph takes from the register, where it holds `described` from articles."""
        triples = {fact for entry in self._register.entries for fact in self._facts_of(entry)}
        told = (self._agreement, RDF.type, self._iris.terms.Agreement) in described
        if told:
            return triples
        # What the instrument is, its record says, not a row.
        source = (self._agreement, DCTERMS.source, Literal(self._register.known_from))
        return triples | {source, *self._describe_instrument()}

    def provenance(self) -> Iterator[Triple]:
        """Yield the run that read the table, and what its graph is."""
        title = self._register.title
        yield self._run, RDF.type, self._iris.terms.ExtractionRun
        yield self._run, RDFS.label, Literal(f"Reading of “{title}” with spaceaccord {self._version}", lang="en")
        yield self._run, PROV.used, self._source
        yield self._run, self._iris.terms.softwareVersion, Literal(self._version)
        yield self.graph_iri, RDF.type, SD.NamedGraph
        yield self.graph_iri, RDFS.label, Literal(f"What the register “{title}” says", lang="en")
        yield self.graph_iri, DCTERMS.source, self._source
        yield self.graph_iri, PROV.wasGeneratedBy, self._run

    def _describe_source(self) -> Iterator[Triple]:
        register, terms = self._register, self._iris.terms
        yield self._source, RDF.type, terms.Register
        yield self._source, RDF.type, terms.SourceArticle
        yield self._source, RDFS.label, Literal(register.title, lang=register.language)
        yield self._source, DCTERMS.title, Literal(register.title, lang=register.language)
        yield self._source, terms.publisherName, Literal(register.publisher)
        yield self._source, DCTERMS.language, Literal(register.language)
        yield self._source, terms.sha256, Literal(register.sha256)
        yield self._source, terms.fileName, Literal(f"{register.name}.csv")
        yield self._source, terms.sourceQuality, self._iris.code("source-quality", "unknown")
        if register.address:
            yield self._source, DCTERMS.source, URIRef(register.address)

    def _describe_instrument(self) -> Iterator[Triple]:
        iri, register, terms = self._agreement, self._register, self._iris.terms
        yield iri, RDF.type, terms.Agreement
        yield iri, RDF.type, terms[LEAF_CLASSES[register.type]]
        for text, language in ((register.label, "en"), (register.label_fr, "fr")):
            if text:
                yield iri, RDFS.label, Literal(text, lang=language)
                yield iri, SKOS.prefLabel, Literal(text, lang=language)
        # A list is as complete as the day it was made.
        yield iri, terms.partyListComplete, Literal(False)

    def _facts_of(self, entry: RegisterEntry) -> Iterator[Triple]:
        if entry.is_party:
            yield self._agreement, self._iris.terms.hasParty, self._party(entry)
        for act in entry.acts:
            yield self._agreement, self._iris.terms.hasParticipation, self._participation(entry, act)

    def _party(self, entry: RegisterEntry) -> URIRef:
        authority = entry.party.authority
        assert authority is not None  # noqa: S101 - a row with an unknown party is refused
        return self._iris.thing(authority.kind, authority.slug)

    def _participation(self, entry: RegisterEntry, act: Act) -> URIRef:
        date = act.date.edtf if act.date else ""
        name = digest(self._agreement, self._party(entry), act.role.value, date)
        return self._iris.thing("participation", name)

    def _participations_of(self, entry: RegisterEntry) -> Iterator[Triple]:
        terms = self._iris.terms
        for act in entry.acts:
            iri = self._participation(entry, act)
            words = f"{entry.party.text}, {act.role.value} of the {self._register.label}"
            yield iri, RDF.type, terms.Participation
            yield iri, RDFS.label, Literal(words, lang="en")
            yield iri, terms.participant, self._party(entry)
            yield iri, terms.roleCode, self._iris.code("role", act.role.value)
            if act.date:
                yield iri, terms.date, extent_iri(self._iris, act.date)
                yield from (s.triple for s in describe_extent(self._iris, act.date))

    def _passage(self, entry: RegisterEntry) -> tuple[URIRef, list[Triple]]:
        terms, register = self._iris.terms, self._register
        name = digest(register.text_sha256, str(entry.span.start), str(entry.span.end))
        iri = self._iris.thing("passage", name)
        quote, position = (self._iris.thing("selector", f"{name}-{kind}") for kind in ("quote", "position"))
        return iri, [
            (iri, RDF.type, terms.EvidencePassage),
            (iri, RDF.type, OA.SpecificResource),
            (iri, RDFS.label, Literal(f"Line {entry.line} of {register.name}.csv", lang="en")),
            (iri, OA.hasSource, self._source),
            (iri, OA.hasSelector, quote),
            (iri, OA.hasSelector, position),
            (iri, terms.lineNumber, Literal(entry.line, datatype=XSD.nonNegativeInteger)),
            (iri, terms.textSha256, Literal(register.text_sha256)),
            (quote, RDF.type, OA.TextQuoteSelector),
            (quote, OA.exact, Literal(entry.quote)),
            (position, RDF.type, OA.TextPositionSelector),
            (position, OA.start, Literal(entry.span.start, datatype=XSD.nonNegativeInteger)),
            (position, OA.end, Literal(entry.span.end, datatype=XSD.nonNegativeInteger)),
        ]

    def _claim(self, triple: Triple, passage: URIRef, entry: RegisterEntry) -> list[Triple]:
        terms = self._iris.terms
        s, p, o = triple
        iri = self._iris.hashed("claim", (self.graph_iri, s.n3(), p.n3(), o.n3(), passage))
        made: list[Triple] = [
            (iri, RDF.type, terms.Claim),
            (iri, terms.claimSubject, s),
            (iri, terms.claimPredicate, p),
            (iri, terms.claimObject, o),
            (iri, terms.evidence, passage),
            (iri, terms.valueText, Literal(entry.quote)),
            (iri, terms.derivation, self._iris.code("derivation", "explicit")),
            (iri, terms.modality, self._iris.code("modality", "asserted")),
            (iri, terms.confidence, _CONFIDENCE),
            (iri, terms.rule, Literal(_RULE)),
            (iri, terms.statedIn, self.graph_iri),
            (iri, PROV.wasGeneratedBy, self._run),
        ]
        if entry.source:
            made.append((iri, DCTERMS.source, Literal(entry.source)))
        return made
