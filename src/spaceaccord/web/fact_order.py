"""Which facts of a thing a reader sees first, under which name, and which say the same as another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from spaceaccord.namespaces import DCTERMS, FOAF, OA, ORG, OWL, RDF, RDFS, SCHEMA, SKOS
from spaceaccord.web.page_data import Fact
from spaceaccord.web.page_terms import Named

_NAMES: Final = tuple(str(each) for each in (RDFS.label, SKOS.prefLabel, FOAF.name, DCTERMS.title))
# The order of importance, by the last part of the property; what is not here follows by name, the last ones at the end.
_FIRST: Final = (
    "name", "altLabel", "acronym", "definition", "quoteText", "speaker", "planText", "plannedBy", "claimSubject",
    "claimPredicate", "claimObject", "claimValue", "participant", "onBehalfOf", "represents", "subOrganizationOf",
    "postIn", "holds", "foundedOn", "foundedBy", "date", "edtf", "dateText", "heldAt", "duringEvent", "locatedIn",
    "homepage", "sameAs", "broader", "narrower",
)  # fmt: skip
_LAST: Final = ("statedIn", "sha256", "textSha256", "hasSelector", "source", "inScheme", "topConceptOf", "isDefinedBy")
_CALLED: Final = {
    "altLabel": "also called",
    "represents": "acts for",
    "subOrganizationOf": "part of",
    "sameAs": "the same as",
    "source": "verified by",
    "topConceptOf": "top of",
    "inScheme": "in the scheme",
}
# What points to a thing, named from its side.
_CALLED_INWARD: Final = {
    "subOrganizationOf": "its parts",
    "represents": "represented by",
    "locatedIn": "located there",
    "postIn": "posts",
    "holds": "held by",
    "plannedBy": "plans",
    "operatedBy": "operates",
    "observationOf": "figures",
    "assessmentOf": "assessments",
    "attributedTo": "said by it",
    "heldAt": "held there",
    "visitTo": "visits to it",
    "organisedBy": "organised",
    "foundedBy": "founded",
    "evidence": "claims that rest on it",
    "hasSelector": "passages",
    "date": "date of",
    "hasParticipation": "at",
    "passage": "quotations",
    "spatial": "places in it",
    "hasTopic": "about it",
    "activeIn": "active in it",
    "broader": "narrower",
    "exactMatch": "matched by",
}
# Wider classes that say nothing beside a narrower one.
_WIDE: Final = (str(ORG.Organization), str(OA.SpecificResource), str(DCTERMS.Location), str(SCHEMA.NewsArticle))


def order_facts(facts: Sequence[Fact], *, title: str) -> tuple[Fact, ...]:
    """Return `facts` by importance: names once and without `title`, types and what repeats them left out."""
    names = _unlike([value for fact in facts if fact.property in _NAMES for value in fact.values], {title.casefold()})
    known = {title.casefold(), *(value.label.casefold() for value in names)}
    ordered = []
    if names:
        ordered.append(Fact(property=_NAMES[0], label="name", values=names))
    for fact in facts:
        local = local_name(fact.property)
        if fact.property in _NAMES or fact.property == str(RDF.type):
            continue
        values = _unlike(fact.values, known if local == "altLabel" else set())
        if values:
            ordered.append(replace(fact, label=_CALLED.get(local, fact.label), values=values))
    return tuple(sorted(ordered, key=_rank))


def types_of(facts: Iterable[Fact], terms: str) -> tuple[Named, ...]:
    """Return the classes of a thing, the widest ones only where there is no other."""
    types = [value for fact in facts if fact.property == str(RDF.type) for value in fact.values]
    wide = {*_WIDE, f"{terms}Agreement", f"{terms}Event", str(OWL.NamedIndividual)}
    return tuple(each for each in types if each.iri not in wide) or tuple(types)


def order_incoming(incoming: Sequence[Fact], facts: Sequence[Fact], *, shown: frozenset[str]) -> tuple[Fact, ...]:
    """Return what points to a thing, without what `facts` or the lists of its page (properties `shown`) tell already.

    `shown` has the last parts of properties.
    """
    stated = {(local_name(fact.property), value.term) for fact in facts for value in fact.values}
    mirrored = {"broader": "narrower", "narrower": "broader", "hasTopConcept": "topConceptOf", "topConceptOf": ""}
    kept = []
    for fact in incoming:
        local = local_name(fact.property)
        values = tuple(value for value in fact.values if (mirrored.get(local, local), value.term) not in stated)
        if values and local not in shown:
            kept.append(replace(fact, label=_CALLED_INWARD.get(local, f"as {fact.label}"), values=values))
    return tuple(kept)


def local_name(iri: str) -> str:
    """Return the last part of the IRI of a property."""
    return iri.replace("#", "/").rpartition("/")[2]


def _unlike(values: Iterable[Named], known: set[str]) -> tuple[Named, ...]:
    """Return the values that read unlike each other and unlike `known`."""
    seen = set(known)
    kept = []
    for value in values:
        key = value.iri or value.label.casefold()
        if key not in seen:
            seen.add(key)
            kept.append(value)
    return tuple(kept)


def _rank(fact: Fact) -> tuple[int, str]:
    local = "name" if fact.property in _NAMES else local_name(fact.property)
    if local in _FIRST:
        return (_FIRST.index(local), "")
    return (len(_FIRST) + 1 + (_LAST.index(local) if local in _LAST else -1), fact.label.casefold())
