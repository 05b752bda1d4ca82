"""The ten agreements of the five articles, from our own reports and from the originals alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from spaceaccord.pipeline.building import Assembly
from spaceaccord.resources import shipped_folder

QUERIES = shipped_folder("queries")
AGREEMENT = "https://w3id.org/spaceaccord/id/agreement/"
ORG = "https://w3id.org/spaceaccord/id/org/"

# Slug: class, parties, number of sources.
TEN = {
    "lux-usa-mou-2019": ("MemorandumOfUnderstanding", {"luxembourg", "united-states"}, 2),
    "lsa-nasa-statement-of-intent-2019": ("StatementOfIntent", {"lsa", "nasa"}, 1),
    "lsa-nasa-framework-agreement-planned": ("FrameworkAgreement", {"lsa", "nasa"}, 1),
    "dlr-lsa-loi-2019": ("LetterOfIntent", {"dlr", "lsa"}, 1),
    "air-liquide-cnes-esric-lsa-loi-2021": ("LetterOfIntent", {"air-liquide", "cnes", "esric", "lsa"}, 1),
    "cnes-luxembourg-framework-2009": ("FrameworkAgreement", {"cnes", "luxembourg"}, 1),
    "jaxa-lsa-moc-2024": ("MemorandumOfCooperation", {"jaxa", "lsa"}, 1),
    "japan-luxembourg-moc-2024": ("MemorandumOfCooperation", {"japan", "luxembourg"}, 1),
    "jaxa-luxprovide-loi-2024": ("LetterOfIntent", {"jaxa", "luxprovide"}, 1),
    "india-luxembourg-outer-space-mou-2022": ("MemorandumOfUnderstanding", {"india", "luxembourg"}, 1),
}
# The dates that any reader of either version must be given; those of the Japan mission depend on what is known
# of the article's year.
DATES = {
    "lux-usa-mou-2019": "2019-05",
    "lsa-nasa-statement-of-intent-2019": "2019-10-22",
    "dlr-lsa-loi-2019": "2019-10-21/2019-10-25",
    "air-liquide-cnes-esric-lsa-loi-2021": "2021-07-07",
    "cnes-luxembourg-framework-2009": "2009",
    "india-luxembourg-outer-space-mou-2022": "2022",
}


def rows(store: Store, text: str) -> list[dict[str, str]]:
    found = store.query(text)
    assert isinstance(found, QuerySolutions)
    names = [v.value for v in found.variables]
    return [{n: getattr(row[n], "value", "") for n in names} for row in found]


def test_exactly_the_ten_agreements_are_canonical(store: Store) -> None:
    found = rows(
        store,
        """PREFIX sco: <https://w3id.org/spaceaccord/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?a ?type (GROUP_CONCAT(DISTINCT STR(?p)) AS ?parties) (COUNT(DISTINCT ?article) AS ?n) WHERE {
          ?a a sco:Agreement, ?type ; sco:hasParty|sco:plannedParty ?p . FILTER(?type != sco:Agreement)
          ?c sco:claimSubject ?a ; sco:evidence/oa:hasSource ?article .
          FILTER NOT EXISTS { ?article a sco:Register } } GROUP BY ?a ?type""",
    )
    told = {
        row["a"].removeprefix(AGREEMENT): (
            row["type"].partition("#")[2],
            {p.removeprefix(ORG) for p in row["parties"].split()},
            int(row["n"]),
        )
        for row in found
    }

    assert told == TEN


def test_each_is_dated_as_precisely_as_the_text_allows(store: Store) -> None:
    found = rows(
        store,
        """PREFIX sco: <https://w3id.org/spaceaccord/ontology#>
        SELECT ?a ?d WHERE { ?a sco:signedAt/sco:date/sco:edtf ?d }""",
    )
    dates = {row["a"].removeprefix(AGREEMENT): row["d"] for row in found}

    assert len(dates) == len(found)
    assert {slug: dates[slug] for slug in DATES if slug in dates} == DATES
    assert dates["jaxa-lsa-moc-2024"][4:] == "-06-12"
    assert "lsa-nasa-framework-agreement-planned" not in dates


def test_the_query_of_the_readme_lists_them_with_date_parties_and_sources(store: Store) -> None:
    found = rows(store, (QUERIES / "agreements.rq").read_text(encoding="utf-8"))
    columns = {"agreement", "label", "date", "parties", "sources"}

    assert columns <= set(found[0])
    assert {row["agreement"].removeprefix(AGREEMENT) for row in found} == set(TEN)


def test_every_claim_is_walked_to_its_quote_in_the_raw_text(store: Store, assembly: Assembly) -> None:
    found = rows(store, (QUERIES / "claims-with-quotes.rq").read_text(encoding="utf-8"))
    claims = {row["claim"] for row in found}

    assert len(claims) == assembly.content.summary["claims"] > 100
    assert all(0 < len(row["quote"]) <= 300 for row in found)


def test_every_fact_about_an_agreement_has_a_claim(store: Store) -> None:
    unclaimed = rows(
        store,
        """PREFIX sco: <https://w3id.org/spaceaccord/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?s ?p ?o WHERE {
          GRAPH <https://w3id.org/spaceaccord/graph/merge> {
            { ?s a sco:Agreement } UNION { ?s a sco:SigningEvent } ?s ?p ?o }
          FILTER(?p NOT IN (rdfs:label, skos:prefLabel, sco:partyListComplete, sco:bindingness, sco:signs))
          FILTER(?o NOT IN (sco:Agreement, sco:Event, sco:SigningEvent))
          FILTER NOT EXISTS { ?s dcterms:source ?record FILTER(?p IN (rdf:type, dcterms:source)) }
          FILTER NOT EXISTS { ?c sco:claimSubject ?s ; sco:claimPredicate ?p ; sco:claimObject|sco:claimValue ?o } }""",
    )

    assert unclaimed == []


def test_shacl_finds_no_violation(assembly: Assembly) -> None:
    assert assembly.report.conforms, assembly.report.describe_text()


def test_every_term_of_ours_that_is_used_is_declared(store: Store) -> None:
    undeclared = rows(
        store,
        """PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?t WHERE { GRAPH ?g { { ?s ?t ?o } UNION { ?s a ?t } }
          FILTER(STRSTARTS(STR(?t), "https://w3id.org/spaceaccord/ontology#"))
          FILTER NOT EXISTS { ?t a ?kind . FILTER(STRSTARTS(STR(?kind), "http://www.w3.org/2002/07/owl#")) } }""",
    )

    assert undeclared == []


def test_every_code_that_is_used_is_in_its_list(store: Store) -> None:
    unlisted = rows(
        store,
        """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?code WHERE { ?s ?p ?code .
          FILTER(STRSTARTS(STR(?code), "https://w3id.org/spaceaccord/code/") ||
                 STRSTARTS(STR(?code), "https://w3id.org/spaceaccord/topic/"))
          FILTER NOT EXISTS { ?code skos:inScheme ?scheme } FILTER NOT EXISTS { ?code a skos:ConceptScheme } }""",
    )

    assert unlisted == []


@pytest.mark.parametrize("predicate", ["status", "bindingness", "partyLevel", "signedAt"])
def test_no_agreement_has_two_values_of_what_has_one(store: Store, predicate: str) -> None:
    doubled = rows(
        store,
        f"""PREFIX sco: <https://w3id.org/spaceaccord/ontology#>
        SELECT ?a WHERE {{ ?a a sco:Agreement ; sco:{predicate} ?o }} GROUP BY ?a HAVING (COUNT(?o) > 1)""",
    )

    assert doubled == []


def test_offsets_name_the_quote_in_the_decoded_file(store: Store) -> None:
    folder = Path(__file__).resolve().parents[2] / "data" / "articles"
    texts = {p.stem: p.read_text(encoding="utf-8") for p in folder.glob("*.md")}
    found = rows(
        store,
        """PREFIX sco: <https://w3id.org/spaceaccord/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?name ?quote ?start ?end WHERE { ?p oa:hasSource/sco:fileName ?name ;
          oa:hasSelector/oa:exact ?quote ; oa:hasSelector ?s . ?s oa:start ?start ; oa:end ?end }""",
    )
    ours = [row for row in found if row["name"] in texts]

    assert all(texts[r["name"]][int(r["start"]) : int(r["end"])] == r["quote"] for r in ours)
    assert found
