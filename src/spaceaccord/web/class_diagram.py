"""A picture of the main classes and how they hang together, as SVG: each box and each arrow leads to its term."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from rdflib import Graph, Literal, URIRef

from spaceaccord.namespaces import DCTERMS, FOAF, OA, ORG, PROV, RDFS, SKOS

_WIDTH, _HEIGHT, _ACROSS, _DOWN = 146, 44, 245, 100
# Column and row of each class; names without a prefix are our own.
_PLACES: Final = {
    "Plan": (0, 0), "skos:Concept": (1, 0), "MergeDecision": (2, 0),
    "org:Organization": (0, 1), "Agreement": (1, 1), "Claim": (2, 1), "EvidencePassage": (3, 1),
    "Participation": (0, 2), "SigningEvent": (1, 2), "TemporalExtent": (2, 2), "SourceArticle": (3, 2),
    "foaf:Person": (0, 3), "dcterms:Location": (1, 3), "Event": (2, 3), "ExtractionRun": (3, 3),
    "Quotation": (0, 4),
}  # fmt: skip
_ARROWS: Final = (
    ("Plan", "concerns", "Agreement"), ("Agreement", "hasTopic", "skos:Concept"),
    ("MergeDecision", "decides", "Agreement"), ("MergeDecision", "selects", "Claim"),
    ("Agreement", "hasParty", "org:Organization"), ("Claim", "claimSubject", "Agreement"),
    ("Claim", "evidence", "EvidencePassage"), ("EvidencePassage", "oa:hasSource", "SourceArticle"),
    ("Agreement", "signedAt", "SigningEvent"), ("SigningEvent", "hasParticipation", "Participation"),
    ("SigningEvent", "date", "TemporalExtent"), ("SigningEvent", "heldAt", "dcterms:Location"),
    ("SigningEvent", "duringEvent", "Event"), ("Participation", "onBehalfOf", "org:Organization"),
    ("Participation", "participant", "foaf:Person"), ("Quotation", "speaker", "foaf:Person"),
    ("ExtractionRun", "prov:used", "SourceArticle"),
)  # fmt: skip
_FOREIGN: Final = {
    "skos:Concept": (str(SKOS.Concept), "topic", "/topic"),
    "org:Organization": (str(ORG.Organization), "organisation", str(ORG.Organization)),
    "foaf:Person": (str(FOAF.Person), "person", str(FOAF.Person)),
    "dcterms:Location": (str(DCTERMS.Location), "place", str(DCTERMS.Location)),
    "oa:hasSource": (str(OA.hasSource), "has source", str(OA.hasSource)),
    "prov:used": (str(PROV.used), "used", str(PROV.used)),
}
_HEAD: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 {width} {height}" width="{width}" height="{height}"
 role="group" aria-labelledby="diagram-title" font-size="14" font-family="inherit">
<title id="diagram-title">The main classes of the ontology and how they hang together</title>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 0 L8 4 L0 8 z" fill="currentColor"/></marker></defs>"""


@dataclass(frozen=True, slots=True)
class _Thing:
    """A term of the picture: the name to show, where it leads, what it means."""

    label: str
    href: str
    meaning: str


def draw_classes(graph: Graph, base: str) -> str:
    """Return the picture; what the ontology in `graph` does not know is left out."""
    known = {name: found for name in _PLACES if (found := _look_up(graph, base, name))}
    arrows = [
        _arrow(start, found, end)
        for start, name, end in _ARROWS
        if start in known and end in known and (found := _look_up(graph, base, name))
    ]
    boxes = [_box(name, thing) for name, thing in known.items()]
    width, height = 3 * _ACROSS + _WIDTH + 4, 4 * _DOWN + _HEIGHT + 4
    head = _HEAD.format(width=width, height=height)
    return "\n".join([head, *arrows, *boxes, "</svg>"])


def _look_up(graph: Graph, base: str, name: str) -> _Thing | None:
    if name in _FOREIGN:
        iri, label, href = _FOREIGN[name]
        return _Thing(label, href, iri)
    term = URIRef(f"{base}ontology#{name}")
    labels = [str(o) for o in graph.objects(term, RDFS.label) if isinstance(o, Literal) and o.language == "en"]
    meanings = [str(o) for o in graph.objects(term, SKOS.definition) if isinstance(o, Literal) and o.language == "en"]
    return _Thing(labels[0], f"#{name}", "".join(meanings[:1])) if labels else None


def _box(name: str, thing: _Thing) -> str:
    column, row = _PLACES[name]
    x, y = column * _ACROSS, row * _DOWN
    dash = ' stroke-dasharray="5 3"' if name in _FOREIGN else ""
    return (
        f'<a href="{escape(thing.href)}"><title>{escape(thing.meaning)}</title>'
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="8" fill="var(--raised, #fff)" '
        f'stroke="currentColor"{dash}/><text x="{x + _WIDTH // 2}" y="{y + _HEIGHT // 2 + 5}" text-anchor="middle" '
        f'fill="currentColor">{escape(thing.label)}</text></a>'
    )


def _arrow(start: str, thing: _Thing, end: str) -> str:
    (column, row), (to_column, to_row) = _PLACES[start], _PLACES[end]
    across, down = to_column - column, to_row - row
    x1 = column * _ACROSS + _WIDTH * (1 + across) / 2
    y1 = row * _DOWN + _HEIGHT * (1 + (down if not across else 0)) / 2
    x2 = to_column * _ACROSS + _WIDTH * (1 - across) / 2
    y2 = to_row * _DOWN + _HEIGHT * (1 - (down if not across else 0)) / 2
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    # Beside a line that goes down, above one that goes across.
    place = f'x="{x + 6:g}" y="{y + 4:g}"' if not across else f'x="{x:g}" y="{y - 6:g}" text-anchor="middle"'
    return (
        f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="currentColor" stroke-opacity=".6" '
        f'marker-end="url(#tip)"/><a href="{escape(thing.href)}"><title>{escape(thing.meaning)}</title>'
        f'<text {place} font-size="12" fill="var(--accent, currentColor)" stroke="var(--ground, #fff)" '
        f'stroke-width="4" paint-order="stroke">{escape(thing.label)}</text></a>'
    )
