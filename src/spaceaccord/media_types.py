"""The RDF and result formats that we speak, once: media type, suffix, what they can carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """One registered media type. `suffix` has no dot; `has_graphs` says whether named graphs survive."""

    name: str
    suffix: str
    label: str
    has_graphs: bool = False
    charset: str | None = "utf-8"

    @property
    def content_type(self) -> str:
        """The value of a Content-Type header."""
        return f"{self.name}; charset={self.charset}" if self.charset else self.name


HTML: Final = MediaType(name="text/html", suffix="html", label="HTML")
TURTLE: Final = MediaType(name="text/turtle", suffix="ttl", label="Turtle")
JSON_LD: Final = MediaType(name="application/ld+json", suffix="jsonld", label="JSON-LD", has_graphs=True, charset=None)
N_TRIPLES: Final = MediaType(name="application/n-triples", suffix="nt", label="N-Triples")
RDF_XML: Final = MediaType(name="application/rdf+xml", suffix="rdf", label="RDF/XML")
TRIG: Final = MediaType(name="application/trig", suffix="trig", label="TriG", has_graphs=True)
N_QUADS: Final = MediaType(name="application/n-quads", suffix="nq", label="N-Quads", has_graphs=True)

JSON: Final = MediaType(name="application/json", suffix="json", label="JSON", charset=None)
PROBLEM_JSON: Final = MediaType(name="application/problem+json", suffix="json", label="problem details", charset=None)
PLAIN_TEXT: Final = MediaType(name="text/plain", suffix="txt", label="text")
ATOM: Final = MediaType(name="application/atom+xml", suffix="atom", label="Atom")
RDF_PATCH: Final = MediaType(name="application/rdf-patch", suffix="rdfp", label="RDF Patch")
LINK_FORMAT: Final = MediaType(name="application/link-format", suffix="link", label="links", charset=None)
LINKSET_JSON: Final = MediaType(name="application/linkset+json", suffix="json", label="link set", charset=None)
RESULTS_JSON: Final = MediaType(
    name="application/sparql-results+json", suffix="srj", label="SPARQL results, JSON", charset=None
)
RESULTS_XML: Final = MediaType(name="application/sparql-results+xml", suffix="srx", label="SPARQL results, XML")
RESULTS_CSV: Final = MediaType(name="text/csv", suffix="csv", label="CSV")
RESULTS_TSV: Final = MediaType(name="text/tab-separated-values", suffix="tsv", label="TSV")

# In the order of our own preference; ties in an Accept header go to the earlier one.
RDF_FORMATS: Final = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
DATASET_FORMATS: Final = (TRIG, N_QUADS, JSON_LD)
RESULT_FORMATS: Final = (RESULTS_JSON, RESULTS_XML, RESULTS_CSV, RESULTS_TSV)
