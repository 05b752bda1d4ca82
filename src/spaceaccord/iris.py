"""How every IRI is minted: one method a kind, all from one base."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rdflib import Namespace, URIRef

from spaceaccord.errors import UsageError
from spaceaccord.model.slugs import digest
from spaceaccord.namespaces import DEFAULT_BASE

_BASE_IRI = re.compile(r"https?://[a-z0-9.-]+(:[0-9]+)?/([A-Za-z0-9._~-]+/)*")
# Every kind of thing that has an IRI below /id/.
KINDS = (
    "agreement",
    "article",
    "claim",
    "date",
    "decision",
    "event",
    "facility",
    "initiative",
    "mission",
    "observation",
    "org",
    "participation",
    "passage",
    "person",
    "place",
    "plan",
    "post",
    "quote",
    "register",
    "run",
    "selector",
)


class _Terms(Namespace):
    """A namespace that makes each of its terms once: making one checks its characters anew."""

    def __getattr__(self, name: str) -> URIRef:
        term = super().__getattr__(name)
        self.__dict__[name] = term
        return term


@lru_cache(maxsize=8)
def _terms_below(base: str) -> Namespace:
    return _Terms(f"{base}ontology#")


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs of one publication, all below `base` (which ends in a slash)."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _BASE_IRI.fullmatch(self.base):
            raise UsageError(
                f"{self.base!r} is no base IRI: give an http(s) IRI in lower-case host that ends in a slash, "
                f"such as {DEFAULT_BASE}"
            )

    @property
    def ontology(self) -> URIRef:
        """The ontology itself."""
        return URIRef(f"{self.base}ontology")

    @property
    def terms(self) -> Namespace:
        """The namespace of the ontology's terms."""
        return _terms_below(self.base)

    @property
    def dataset(self) -> URIRef:
        """The dataset that all releases are versions of."""
        return URIRef(f"{self.base}dataset")

    def release(self, release_id: str) -> URIRef:
        """One release of the dataset, by its id."""
        return URIRef(f"{self.base}releases/{release_id}")

    @property
    def topic_scheme(self) -> URIRef:
        """The SKOS scheme of topics."""
        return URIRef(f"{self.base}topic")

    def topic(self, name: str) -> URIRef:
        """A concept of the topic scheme, by its slug."""
        return URIRef(f"{self.base}topic/{name}")

    def code(self, list_name: str, name: str) -> URIRef:
        """A concept of a code list, such as `code("status", "signed")`."""
        return URIRef(f"{self.base}code/{list_name}/{name}")

    def thing(self, kind: str, name: str) -> URIRef:
        """A thing of the world by kind and slug; `kind` is one of `KINDS`."""
        if kind not in KINDS:
            raise ValueError(f"unknown kind of thing: {kind}")
        return URIRef(f"{self.base}id/{kind}/{name}")

    def hashed(self, kind: str, parts: Iterable[str]) -> URIRef:
        """A thing that is named by its content."""
        return self.thing(kind, digest(*parts))

    def document(self, kind: str, name: str) -> URIRef:
        """The document that describes a thing."""
        return URIRef(f"{self.base}doc/{kind}/{name}")

    def graph(self, name: str) -> URIRef:
        """A named graph: "merge", "authorities", "vocabulary", "links", "provenance", "article/<slug>"."""
        return URIRef(f"{self.base}graph/{name}")
