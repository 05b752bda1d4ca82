"""What a node is called where it has no name of its own: claims, passages, identifiers of others; never a hash."""

from __future__ import annotations

from typing import Final

from spaceaccord.namespaces import EUROVOC, STANDARD_PREFIXES, WIKIDATA
from spaceaccord.web.page_terms import words_of

# Kinds of node that are named by a hash of their content.
_HASHED: Final = {
    "claim": "a claim",
    "passage": "a passage",
    "selector": "a selector",
    "run": "an extraction run",
    "decision": "a decision on merging",
    "participation": "a participation",
    "observation": "a figure",
    "plan": "a plan",
    "quote": "a quotation",
}
_QUOTED: Final = ("claim", "passage", "selector")
_LONGEST_QUOTE: Final = 90


def describe_node(iri: str, label: str, *, base: str) -> str:
    """Return the text to show for `iri`; `label` is its own name, or for claims and passages their words, or empty.

    IRIs that nobody has named are shown whole, so that no character is lost.
    """
    kind = iri.removeprefix(f"{base}id/").partition("/")[0] if iri.startswith(f"{base}id/") else ""
    if label:
        return f"{_HASHED[kind].partition(' ')[2]} “{_cut(label)}”" if kind in _QUOTED else label
    if kind in _HASHED:
        return _HASHED[kind]
    for name, namespace in (("Wikidata", str(WIKIDATA)), ("EuroVoc", str(EUROVOC))):
        if iri.startswith(namespace):
            return f"{name} {iri.removeprefix(namespace)}"
    if iri.startswith((base, *STANDARD_PREFIXES.values())):
        return words_of(iri)
    return iri


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1].rstrip()}…"
