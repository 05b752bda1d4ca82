"""Some properties of a graph's canonical statements, by subject, for what is computed from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rdflib.term import Node

from spaceaccord.release.quad_lines import language_of, text_of

# By the name given to a property: the values, as written, of each subject.
FactIndex = Mapping[str, Mapping[str, list[str]]]


def index_facts(statements: Iterable[str], properties: Mapping[str, Node]) -> FactIndex:
    """Return the values of `properties` (named as one likes), in one pass over statements ("s p o") in any order."""
    wanted = {f"<{term}>": name for name, term in properties.items()}
    found: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in properties}
    for statement in statements:
        subject, predicate, value = statement.split(" ", 2)
        if name := wanted.get(predicate):
            found[name][subject].append(value)
    return found


def label_in(index: FactIndex, term: str) -> str:
    """Return the words for a term, by the properties named "label" and "name": English first; "" where it has none."""
    if not term.startswith("<"):
        return text_of(term)
    labels = index["label"].get(term) or index["name"].get(term) or ()
    ranked = sorted(labels, key=lambda label: ({"en": 0, "": 1}.get(language_of(label), 2), label))
    return text_of(ranked[0]) if ranked else ""
