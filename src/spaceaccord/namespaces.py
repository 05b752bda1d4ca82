"""Every vocabulary that Space Accord writes or reads, once."""

from __future__ import annotations

from typing import Final

from rdflib import Namespace, URIRef

DEFAULT_BASE: Final = "https://w3id.org/spaceaccord/"

BIBO: Final = Namespace("http://purl.org/ontology/bibo/")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
DCTERMS: Final = Namespace("http://purl.org/dc/terms/")
DCATAP: Final = Namespace("http://data.europa.eu/r5r/")
DQV: Final = Namespace("http://www.w3.org/ns/dqv#")
EU_AUTHORITIES: Final = Namespace("http://publications.europa.eu/resource/authority/")
EUROVOC: Final = Namespace("http://eurovoc.europa.eu/")
FOAF: Final = Namespace("http://xmlns.com/foaf/0.1/")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
ORG: Final = Namespace("http://www.w3.org/ns/org#")
OWL: Final = Namespace("http://www.w3.org/2002/07/owl#")
PROV: Final = Namespace("http://www.w3.org/ns/prov#")
RDF: Final = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS: Final = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA: Final = Namespace("https://schema.org/")
SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
SKOS: Final = Namespace("http://www.w3.org/2004/02/skos/core#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
VANN: Final = Namespace("http://purl.org/vocab/vann/")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
VOID: Final = Namespace("http://rdfs.org/ns/void#")
WIKIDATA: Final = Namespace("http://www.wikidata.org/entity/")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#")

CC_BY: Final = URIRef("https://creativecommons.org/licenses/by/4.0/")
# An IRI for each registered media type, as DCAT asks for.
IANA_MEDIA_TYPES: Final = Namespace("https://www.iana.org/assignments/media-types/")

STANDARD_PREFIXES: Final[dict[str, str]] = {
    "bibo": str(BIBO),
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "foaf": str(FOAF),
    "oa": str(OA),
    "org": str(ORG),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "sd": str(SD),
    "sh": str(SH),
    "skos": str(SKOS),
    "vann": str(VANN),
    "void": str(VOID),
    "wd": str(WIKIDATA),
    "xsd": str(XSD),
}


def prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """Return the prefixes of our pages, dumps and example queries, ours among them, by prefix."""
    ours = {
        "sco": f"{base}ontology#",
        "topic": f"{base}topic/",
        "code": f"{base}code/",
        "graph": f"{base}graph/",
        "agreement": f"{base}id/agreement/",
        "article": f"{base}id/article/",
        "event": f"{base}id/event/",
        "organisation": f"{base}id/org/",
        "person": f"{base}id/person/",
        "place": f"{base}id/place/",
    }
    return dict(sorted({**STANDARD_PREFIXES, **ours}.items()))
