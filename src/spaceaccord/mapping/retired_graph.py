"""What a release says of names that it publishes no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef

from spaceaccord.iris import Iris
from spaceaccord.mapping.statement import Triple
from spaceaccord.namespaces import DCTERMS, OWL, RDFS


def describe_retired(iris: Iris, kind: str, slug: str, replaced_by: str, reason: str) -> Iterator[Triple]:
    """Yield that a name is deprecated, what replaces it, and why."""
    iri = iris.thing(kind, slug)
    yield iri, OWL.deprecated, Literal(True)
    yield iri, RDFS.comment, Literal(reason, lang="en")
    if replaced_by:
        yield iri, DCTERMS.isReplacedBy, iris.thing(kind, replaced_by)


def still_described(iris: Iris, retired: Iterable[tuple[str, str]], triples: Iterable[Triple]) -> tuple[URIRef, ...]:
    """Return the names of `retired` (kind, slug) that `triples` still describe, sorted."""
    subjects = {s for s, _, _ in triples}
    return tuple(sorted(iri for kind, slug in retired for iri in [iris.thing(kind, slug)] if iri in subjects))
