"""Reads the entities of a release from its store: names, types and values of every thing that people look for."""

from __future__ import annotations

from typing import Final

from spaceaccord.namespaces import DCTERMS, FOAF, RDF, RDFS, SKOS
from spaceaccord.store.port import QueryLimits
from spaceaccord.store.query_text import literal_term
from spaceaccord.web.entity_index import Entity, EntityIndex, Value
from spaceaccord.web.page_data import PageData
from spaceaccord.web.page_terms import Term

KINDS: Final = ("agreement", "org", "person", "place", "mission", "initiative", "facility")
# All entities are read at once, when the first request comes.
_LIMITS: Final = QueryLimits(seconds=120, memory_bytes=1 << 31, max_rows=5_000_000, max_bytes=1 << 30)
_LABELS: Final = {str(p) for p in (RDFS.label, SKOS.prefLabel, FOAF.name, DCTERMS.title)}


def read_entities(data: PageData) -> EntityIndex:
    """Return the index of every entity of the kinds `KINDS`. Blocks for as long as reading them takes."""
    base = data.iris.base
    wide = PageData(data.store, data.iris, _LIMITS)
    facts: dict[str, dict[str, list[Term]]] = {}
    for kind in KINDS:
        for row in wide.rows("entity-facts", start=literal_term(f"{base}id/{kind}/")):
            facts.setdefault(row["thing"].value, {}).setdefault(row["property"].value, []).append(row["value"])
    names = {thing: _names(found, f"{data.iris.terms}acronym") for thing, found in facts.items()}
    vocabulary = data.vocabulary
    made = []
    for thing, found in facts.items():
        if not names[thing]:
            continue
        values = {
            pid: tuple(
                Value(
                    text=term.value.removeprefix(f"{base}id/"),
                    label=_first(names, term.value) or vocabulary.get(term.value, term.value),
                    is_thing=term.value in names,
                )
                for term in terms
            )
            for pid, terms in found.items()
        }
        types = tuple(sorted(term.value for term in found.get(str(RDF.type), ())))
        own = [vocabulary[t] for t in types if t in vocabulary]
        made.append(
            Entity(
                id=thing.removeprefix(f"{base}id/"),
                name=names[thing][0],
                names=tuple(names[thing][1:]),
                types=types,
                values=values,
                description=", ".join(own),
            )
        )
    return EntityIndex(made)


def _first(names: dict[str, list[str]], iri: str) -> str:
    return names[iri][0] if names.get(iri) else ""


def _names(found: dict[str, list[Term]], acronym: str) -> list[str]:
    """Return all names, an English or untagged label first."""
    labels = [term for p, terms in found.items() if p in _LABELS for term in terms]
    labels.sort(key=lambda t: (t.language not in ("en", ""), t.language, t.value))
    others = [*found.get(str(SKOS.altLabel), ()), *found.get(acronym, ())]
    return list(dict.fromkeys(term.value for term in (*labels, *others)))
