"""The stored queries as examples that programs read and run: SHACL executables with prefixes, target, keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rdflib import Graph, Literal, Namespace, URIRef

from spaceaccord.namespaces import RDF, RDFS, SCHEMA, SH, XSD, prefixes
from spaceaccord.store.query_errors import QueryRefused
from spaceaccord.store.query_guard import QueryForm, check_query
from spaceaccord.store.query_text import StoredQuery, bind, place_terms

# How SIB's examples, and the editors that read them, say which other endpoint a query asks.
_SPEX: Final = Namespace("https://purl.expasy.org/sparql-examples/ontology#")
_SERVICE: Final = re.compile(r"SERVICE\s+<([^>]+)>")
_EXECUTABLES: Final = {
    QueryForm.SELECT: ("SPARQLSelectExecutable", "select"),
    QueryForm.ASK: ("SPARQLAskExecutable", "ask"),
    QueryForm.CONSTRUCT: ("SPARQLConstructExecutable", "construct"),
}


def describe_examples(queries: Iterable[StoredQuery], base: str, endpoint: URIRef) -> Graph:
    """Return the examples, each with its parameters at their defaults, and the prefixes that they use.

    A federated query has no target, as our endpoint refuses it; it says which endpoint it asks beside our data.
    """
    graph = Graph()
    for prefix, namespace in prefixes(base).items():
        graph.bind(prefix, namespace)
        declaration = URIRef(f"{base}sparql#prefix-{prefix}")
        graph.add((URIRef(f"{base}ontology"), SH.declare, declaration))
        graph.add((declaration, RDF.type, SH.PrefixDeclaration))
        graph.add((declaration, SH.prefix, Literal(prefix)))
        graph.add((declaration, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))
    for query in queries:
        _describe(graph, query, base, endpoint)
    return graph


def _describe(graph: Graph, query: StoredQuery, base: str, endpoint: URIRef) -> None:
    node = URIRef(f"{base}queries/{query.name}")
    others: list[str] = []
    try:
        bound = bind(query, {}, base=base)
        text, form = bound.text, bound.form
    except QueryRefused:
        text = place_terms(query.text, {}, base=base)
        others = _SERVICE.findall(text)
        form = check_query(_SERVICE.sub("", text)).form
    if form not in _EXECUTABLES:
        return
    name, property_name = _EXECUTABLES[form]
    graph.add((node, RDF.type, SH.SPARQLExecutable))
    graph.add((node, RDF.type, SH[name]))
    graph.add((node, SH[property_name], Literal(text)))
    graph.add((node, SH.prefixes, URIRef(f"{base}ontology")))
    graph.add((node, RDFS.label, Literal(query.title, lang="en")))
    graph.add((node, RDFS.comment, Literal(query.description or query.title, lang="en")))
    for keyword in (*query.columns, "competency question" if query.name.startswith("cq-") else "list"):
        graph.add((node, SCHEMA.keywords, Literal(_words(keyword), lang="en")))
    for other in others:
        graph.add((node, _SPEX.federatesWith, URIRef(other)))
    if not others:
        graph.add((node, SCHEMA.target, endpoint))


def _words(name: str) -> str:
    """Return the name of a column as words."""
    return re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower()
