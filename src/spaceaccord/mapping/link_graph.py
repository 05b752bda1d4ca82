"""The reviewed links of the ledger as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rdflib import URIRef

from spaceaccord.iris import Iris
from spaceaccord.mapping.statement import Triple
from spaceaccord.model.link import Link
from spaceaccord.namespaces import DEFAULT_BASE, EUROVOC, OWL, SKOS, WIKIDATA, prefixes

_PREFIXES: Final = {"owl": OWL, "skos": SKOS}


def link_prefixes() -> dict[str, str]:
    """Return the namespaces that the ledger may use, by prefix; ours are those of the default base."""
    return {**prefixes(DEFAULT_BASE), "ev": str(EUROVOC), "wd": str(WIKIDATA)}


def describe_links(iris: Iris, links: Iterable[Link]) -> Iterator[Triple]:
    """Yield the triple of each published link, its subject moved below the base of `iris`."""
    for link in links:
        if link.is_published:
            prefix, _, local = link.predicate.partition(":")
            subject = link.subject
            if subject.startswith(DEFAULT_BASE):
                subject = iris.base + subject.removeprefix(DEFAULT_BASE)
            yield URIRef(subject), _PREFIXES[prefix][local], URIRef(link.object)
