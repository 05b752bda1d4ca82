from __future__ import annotations

import csv
import io

from rdflib import RDF, RDFS, SKOS, Literal, Namespace, URIRef

from spaceaccord.iris import Iris
from spaceaccord.namespaces import OA
from spaceaccord.release.canonical import CanonicalWriter, Triple
from spaceaccord.release.tables import write_tables

BASE = "https://example.org/accord/"
IRIS = Iris(BASE)
TERMS = Namespace(f"{BASE}ontology#")


def _id(kind: str, name: str) -> URIRef:
    return URIRef(f"{BASE}id/{kind}/{name}")


ACCORD, ALAND, BORLAND = _id("agreement", "accord"), _id("org", "aland"), _id("org", "borland")
SIGNING, DAY, CLAIM, PASSAGE = _id("event", "s"), _id("date", "d"), _id("claim", "1"), _id("passage", "1")
ARTICLE, QUOTE, PLACE = _id("article", "1"), _id("selector", "1-quote"), _id("selector", "1-position")
SIGNED = URIRef(f"{BASE}code/status/signed")
TRIPLES: list[Triple] = [
    (ACCORD, RDF.type, TERMS.Agreement),
    (ACCORD, RDF.type, TERMS.Accords),
    (TERMS.Accords, RDFS.label, Literal("accords", lang="en")),
    (ACCORD, RDFS.label, Literal("Accord de 2031", lang="fr")),
    (ACCORD, RDFS.label, Literal('=HYPERLINK("x")', lang="en")),
    (ACCORD, TERMS.hasParty, ALAND),
    (ACCORD, TERMS.hasParty, BORLAND),
    (ACCORD, TERMS.status, SIGNED),
    (SIGNED, SKOS.prefLabel, Literal("signed", lang="en")),
    (ACCORD, TERMS.signedAt, SIGNING),
    (SIGNING, TERMS.date, DAY),
    (DAY, TERMS.edtf, Literal("2031-03")),
    (ALAND, RDFS.label, Literal("Aland")),
    (BORLAND, RDFS.label, Literal('Borland, the "other"\nland', lang="en")),
    (CLAIM, TERMS.claimSubject, ACCORD),
    (CLAIM, TERMS.claimPredicate, TERMS.hasParty),
    (CLAIM, TERMS.claimObject, ALAND),
    (CLAIM, TERMS.evidence, PASSAGE),
    (CLAIM, TERMS.confidence, Literal("0.9")),
    (PASSAGE, OA.hasSource, ARTICLE),
    (PASSAGE, OA.hasSelector, QUOTE),
    (PASSAGE, OA.hasSelector, PLACE),
    (QUOTE, OA.exact, Literal("Aland signed.")),
    (PLACE, OA.start, Literal(3)),
    (PLACE, OA.end, Literal(16)),
    (ARTICLE, RDFS.label, Literal("A title")),
]


def _rows(name: str) -> list[dict[str, str]]:
    lines = "".join(f"{each} .\n" for each in CanonicalWriter().statements(TRIPLES, place="test"))
    table = write_tables(lines.encode(), IRIS)[name].decode()
    return list(csv.DictReader(io.StringIO(table, newline="")))


def test_an_agreement_is_a_row_with_names_instead_of_iris() -> None:
    assert _rows("agreements.csv") == [
        {
            "agreement": str(ACCORD),
            "label": '\'=HYPERLINK("x")',
            "type": "accords",
            "status": "signed",
            "signed": "2031-03",
            "place": "",
            "parties": 'Aland; Borland, the "other"\nland',
            "topics": "",
            "articles": "1",
        }
    ]


def test_each_party_is_a_row() -> None:
    assert [(row["party"], row["standing"]) for row in _rows("parties.csv")] == [
        (str(ALAND), "party"),
        (str(BORLAND), "party"),
    ]


def test_a_claim_is_a_row_with_its_quote_and_where_that_stands() -> None:
    (row,) = _rows("claims.csv")

    assert row["value_label"] == "Aland"
    assert (row["quote"], row["start"], row["end"]) == ("Aland signed.", "3", "16")
    assert (row["article"], row["article_title"], row["confidence"]) == (str(ARTICLE), "A title", "0.9")
