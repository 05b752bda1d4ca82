"""Agreements, parties and claims as CSV tables, for people without RDF.

A cell that a spreadsheet would take for a formula begins with an apostrophe. Source: RFC 4180, section 2.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rdflib import URIRef

from spaceaccord.iris import Iris
from spaceaccord.namespaces import OA, RDF, RDFS, SKOS
from spaceaccord.release.fact_index import FactIndex, index_facts, label_in
from spaceaccord.release.quad_lines import text_of

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_AGREEMENTS: Final = ("agreement", "label", "type", "status", "signed", "place", "parties", "topics", "articles")
_PARTIES: Final = ("agreement", "agreement_label", "party", "party_label", "standing")
_CLAIMS: Final = (
    "claim", "subject", "subject_label", "property", "property_label", "value", "value_label", "article",
    "article_title", "quote", "start", "end", "derivation", "modality", "confidence", "rule",
)  # fmt: skip
Row = Sequence[str]


def write_tables(view: bytes, iris: Iris) -> dict[str, bytes]:
    """Return the tables by file name, made from the default view (canonical N-Triples)."""
    index = index_facts(_statements(view), _properties(iris))
    return {
        "agreements.csv": _csv(_AGREEMENTS, _agreement_rows(index, iris)),
        "claims.csv": _csv(_CLAIMS, _claim_rows(index, iris)),
        "parties.csv": _csv(_PARTIES, _party_rows(index, iris)),
    }


def _properties(iris: Iris) -> dict[str, URIRef]:
    terms = iris.terms
    ours = (
        "status", "signedAt", "date", "edtf", "heldAt", "hasParty", "plannedParty", "hasTopic", "claimSubject",
        "claimPredicate", "claimObject", "claimValue", "evidence", "derivation", "modality", "confidence", "rule",
    )  # fmt: skip
    others = {
        "a": RDF.type,
        "label": RDFS.label,
        "name": SKOS.prefLabel,
        "source": OA.hasSource,
        "selector": OA.hasSelector,
        "exact": OA.exact,
        "start": OA.start,
        "end": OA.end,
    }
    return {**{name: terms[name] for name in ours}, **others}


def _statements(view: bytes) -> Iterator[str]:
    for line in io.BytesIO(view):
        yield line[:-3].decode()


def _agreement_rows(index: FactIndex, iris: Iris) -> Iterator[Row]:
    articles = _articles(index)
    for agreement in _agreements(index, iris):
        events = index["signedAt"].get(agreement, ())
        extents = [extent for event in events for extent in index["date"].get(event, ())]
        classes = [each for each in index["a"][agreement] if each != f"<{iris.terms.Agreement}>"]
        yield (
            text_of(agreement),
            label_in(index, agreement),
            _joined(index, classes),
            _joined(index, index["status"].get(agreement, ())),
            "; ".join(text_of(edtf) for extent in extents for edtf in index["edtf"].get(extent, ())),
            _joined(index, [place for event in events for place in index["heldAt"].get(event, ())]),
            _joined(index, [party for party, _ in _parties_of(index, agreement)]),
            _joined(index, index["hasTopic"].get(agreement, ())),
            str(len(articles.get(agreement, ()))),
        )


def _party_rows(index: FactIndex, iris: Iris) -> Iterator[Row]:
    for agreement in _agreements(index, iris):
        for party, standing in _parties_of(index, agreement):
            label = label_in(index, agreement)
            yield text_of(agreement), label, text_of(party), label_in(index, party), standing


def _claim_rows(index: FactIndex, iris: Iris) -> Iterator[Row]:
    for claim in sorted(index["claimSubject"]):
        subject, predicate = index["claimSubject"][claim][0], _first(index, "claimPredicate", claim)
        value = _first(index, "claimObject", claim) or _first(index, "claimValue", claim)
        passage = _first(index, "evidence", claim)
        article = _first(index, "source", passage)
        selectors = index["selector"].get(passage, ())
        place = [
            next((text_of(found[0]) for each in selectors if (found := index[name].get(each))), "")
            for name in ("exact", "start", "end")
        ]
        yield (
            *(text_of(claim), text_of(subject), label_in(index, subject)),
            *(text_of(predicate), label_in(index, predicate), text_of(value), label_in(index, value)),
            *(text_of(article), label_in(index, article), *place),
            *(label_in(index, _first(index, name, claim)) for name in ("derivation", "modality")),
            *(text_of(_first(index, name, claim)) for name in ("confidence", "rule")),
        )


def _agreements(index: FactIndex, iris: Iris) -> list[str]:
    kind = f"<{iris.terms.Agreement}>"
    return sorted(subject for subject, classes in index["a"].items() if kind in classes)


def _parties_of(index: FactIndex, agreement: str) -> list[tuple[str, str]]:
    standings = (("hasParty", "party"), ("plannedParty", "planned"))
    return [(party, standing) for name, standing in standings for party in sorted(index[name].get(agreement, ()))]


def _articles(index: FactIndex) -> dict[str, set[str]]:
    """Return the articles with a claim about each subject."""
    found: dict[str, set[str]] = {}
    for claim, subjects in index["claimSubject"].items():
        for passage in index["evidence"].get(claim, ()):
            found.setdefault(subjects[0], set()).update(index["source"].get(passage, ()))
    return found


def _first(index: FactIndex, name: str, subject: str) -> str:
    values = index[name].get(subject)
    return min(values) if values else ""


def _joined(index: FactIndex, terms: Iterable[str]) -> str:
    return "; ".join(sorted(label_in(index, term) or text_of(term) for term in terms))


def _csv(columns: Row, rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    return text.getvalue().encode()
