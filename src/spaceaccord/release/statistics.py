"""Counts of a graph, as VoID names them, taken from its canonical statements in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from spaceaccord.namespaces import RDF

_TYPE = f"<{RDF.type}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassUse:
    """The instances of one class: how many there are, and how often they use each property."""

    entities: int
    properties: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphStatistics:
    """The counts of one graph; classes and properties by IRI, without angle brackets.

    `links` counts the triples from our own subjects to the namespaces asked for, by (predicate, namespace).
    """

    triples: int
    entities: int
    distinct_subjects: int
    distinct_objects: int
    properties: Mapping[str, int]
    classes: Mapping[str, ClassUse]
    links: Mapping[tuple[str, str], int]
    examples: Mapping[str, str]


def count_statements_by_use(
    statements: Sequence[str], *, own_space: str, link_spaces: Iterable[str] = ()
) -> GraphStatistics:
    """Return the counts of sorted canonical statements.

    Args:
        statements: distinct "s p o" in code point order, so that a subject's statements stand together.
        own_space: subjects whose IRI begins so are our entities; `examples` has the first of each class.
        link_spaces: objects whose IRI begins so count as links.
    """
    properties: Counter[str] = Counter()
    instances: Counter[str] = Counter()
    uses: dict[str, Counter[str]] = {}
    links: Counter[tuple[str, str]] = Counter()
    examples: dict[str, str] = {}
    objects: set[str] = set()
    subjects = entities = 0
    spaces = tuple(f"<{space}" for space in link_spaces)
    for subject, group in groupby((statement.split(" ", 2) for statement in statements), key=lambda parts: parts[0]):
        subjects += 1
        is_own = subject.startswith(f"<{own_space}")
        entities += is_own
        used: Counter[str] = Counter()
        classes: list[str] = []
        for _, predicate, value in group:
            used[predicate] += 1
            objects.add(value)
            if predicate == _TYPE:
                classes.append(value)
            elif is_own and value.startswith(spaces):
                links[predicate, next(space for space in spaces if value.startswith(space))] += 1
        properties.update(used)
        for name in classes:
            instances[name] += 1
            uses.setdefault(name, Counter()).update(used)
            if is_own:
                examples.setdefault(name[1:-1], subject[1:-1])
    return GraphStatistics(
        triples=len(statements),
        entities=entities,
        distinct_subjects=subjects,
        distinct_objects=len(objects),
        properties=_bare(properties),
        classes={
            name[1:-1]: ClassUse(entities=instances[name], properties=_bare(uses[name])) for name in sorted(instances)
        },
        links={(predicate[1:-1], space[1:]): count for (predicate, space), count in sorted(links.items())},
        examples=examples,
    )


def _bare(counts: Mapping[str, int]) -> dict[str, int]:
    return {name[1:-1]: count for name, count in sorted(counts.items())}
