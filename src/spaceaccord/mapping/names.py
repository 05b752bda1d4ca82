"""The IRIs and descriptions of organisations, states, persons, places and dates, linked or not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rdflib import Literal, URIRef

from spaceaccord.iris import Iris
from spaceaccord.mapping.statement import Layer, Statement, Triple, class_statements, label_statements, node
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Authority, Name
from spaceaccord.model.slugs import digest, slug
from spaceaccord.namespaces import DCTERMS, FOAF, ORG, OWL, RDF, RDFS, SKOS, WIKIDATA, XSD

_ORGANISATION_CLASSES = frozenset(
    {
        "Company",
        "GovernmentDepartment",
        "InnovationCentre",
        "IntergovernmentalOrganisation",
        "ResearchCentre",
        "SpaceAgency",
        "University",
    }
)


@dataclass(frozen=True, slots=True)
class NameIris:
    """Mints the IRIs of names; `taken` are the slugs of the authority files as (kind, slug)."""

    iris: Iris
    taken: Collection[tuple[str, str]]

    def organisation(self, name: Name) -> URIRef:
        """The organisation or state that `name` stands for; an unlinked name gets an IRI of its own."""
        return self._thing("org", name)

    def person(self, name: Name) -> URIRef:
        """The person that `name` stands for."""
        return self._thing("person", name)

    def place(self, name: Name) -> URIRef:
        """The place that `name` stands for; a state is a place too."""
        return self._thing("place", name)

    def _thing(self, kind: str, name: Name) -> URIRef:
        if name.authority:
            return self.iris.thing(name.authority.kind, name.authority.slug)
        made = slug(name.text)
        if (kind, made) in self.taken:
            made = f"{made}-{digest(name.text)[:6]}"
        return self.iris.thing(kind, made)

    def describe_unlinked(self, kind: str, name: Name) -> list[Statement]:
        """Return label and class of a name that no authority record describes; nothing for a linked one."""
        if name.authority:
            return []
        iri = self._thing(kind, name)
        terms = self.iris.terms
        classes = {
            "org": (ORG.Organization, terms.UnlinkedOrganisation),
            "person": (FOAF.Person,),
            "place": (DCTERMS.Location,),
        }[kind]
        statements = class_statements(iri, *classes, layer=Layer.NODE)
        statements += label_statements(iri, name.text, layer=Layer.NODE)
        if kind == "person":
            statements.append(node(iri, FOAF.name, Literal(name.text)))
        return statements


def extent_iri(iris: Iris, date: PartialDate) -> URIRef:
    """Return the IRI of a temporal extent: equal values, one node."""
    name = slug(date.edtf.replace("/", "--").replace("..", "open"))
    return iris.thing("date", f"{name}-{digest(date.edtf, date.text, date.basis.value)[:8]}")


def describe_extent(iris: Iris, date: PartialDate) -> list[Statement]:
    """Return the node of a temporal extent with its EDTF string, bounds, verbatim text and basis."""
    iri = extent_iri(iris, date)
    terms = iris.terms
    statements = [
        node(iri, RDF.type, terms.TemporalExtent),
        node(iri, RDFS.label, Literal(date.edtf)),
        node(iri, terms.edtf, Literal(date.edtf)),
        node(iri, terms.dateText, Literal(" ".join(date.text.split()))),
        node(iri, terms.dateBasis, iris.code("date-basis", date.basis.value)),
        node(iri, terms.precision, iris.code("precision", date.precision)),
    ]
    if date.earliest:
        statements.append(node(iri, terms.earliest, Literal(date.earliest.isoformat(), datatype=XSD.date)))
    if date.latest:
        statements.append(node(iri, terms.latest, Literal(date.latest.isoformat(), datatype=XSD.date)))
    return statements


def describe_authority(iris: Iris, record: Authority) -> Iterator[Triple]:
    """Yield the triples of an authority record (its Wikidata link apart)."""
    iri = iris.thing(record.kind, record.slug)
    terms = iris.terms
    for class_iri in _classes(iris, record):
        yield iri, RDF.type, class_iri
    for predicate in (RDFS.label, SKOS.prefLabel):
        yield iri, predicate, Literal(record.label, lang="en")
        if record.label_fr:
            yield iri, predicate, Literal(record.label_fr, lang="fr")
    for name in record.names:
        if name not in (record.label, record.label_fr):
            yield iri, SKOS.altLabel, Literal(name)
    for acronym in record.acronyms:
        yield iri, terms.acronym, Literal(acronym)
    for demonym in record.demonyms:
        yield iri, terms.demonym, Literal(demonym, lang="en")
    yield iri, DCTERMS.source, Literal(record.evidence)
    if record.kind == "person":
        yield iri, FOAF.name, Literal(record.label)
    for predicate, other in ((terms.represents, record.acts_for), (ORG.subOrganizationOf, record.parent)):
        if other:
            yield iri, predicate, iris.thing("org", other)
    if record.located_in:
        yield iri, terms.locatedIn, iris.thing("org", record.located_in)
    if record.website and record.website.startswith(("http://", "https://")):
        yield iri, FOAF.homepage, URIRef(record.website)
    if record.iso2:
        yield iri, terms.isoAlpha2, Literal(record.iso2)
    if record.iso3:
        yield iri, terms.isoAlpha3, Literal(record.iso3)


def describe_link(iris: Iris, record: Authority) -> Iterator[Triple]:
    """Yield `owl:sameAs` to the record's verified Wikidata item, if it has one."""
    if record.wikidata:
        yield iris.thing(record.kind, record.slug), OWL.sameAs, WIKIDATA[record.wikidata]


def _classes(iris: Iris, record: Authority) -> tuple[URIRef, ...]:
    terms = iris.terms
    if record.type == "State":
        return (ORG.Organization, terms.State if record.is_sovereign else terms.Territory, DCTERMS.Location)
    if record.kind == "org":
        own = (terms[record.type],) if record.type in _ORGANISATION_CLASSES else ()
        # A research centre is a site as well: agreements are signed at it.
        site = (DCTERMS.Location,) if record.type == "ResearchCentre" else ()
        return (ORG.Organization, *own, *site)
    if record.kind == "person":
        return (FOAF.Person,)
    return (DCTERMS.Location,)
