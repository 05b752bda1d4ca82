"""The queries fit the graphs that the mapping makes: asked of a small made-up dataset, they give the rows expected."""

from __future__ import annotations

import pytest

from made_up_dataset import FIRST, IRIS, SECOND, ask

MEMORANDUM = "agreement/aa-bso-mou-2031"
FRAMEWORK = "agreement/aland-borland-framework-2024"
LETTER = "agreement/aa-rockets-loi-2024"
PLANNED = "agreement/aa-institute-of-nowhere-contract-planned"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SIGNING = "event/aa-bso-mou-2031-signing"
CONGRESS = "event/7th-made-up-congress-2031"
FIRST_ARTICLE, SECOND_ARTICLE = f"article/{FIRST.id}", f"article/{SECOND.id}"


def org(slug: str) -> str:
    return str(IRIS.thing("org", slug))


def test_all_agreements_are_listed_with_date_parties_and_sources() -> None:
    assert ask("agreements", "agreement", "type", "status", "date", "parties", "sources", "articles") == [
        (PLANNED, "contract", "planned", "", "Agency of Aland; Institute of Nowhere", "1", "A title"),
        (LETTER, "letter of intent", "signed", "2024", "Agency of Aland; Rockets Ltd", "1", "Second"),
        (FRAMEWORK, "framework agreement", "signed", "2024-06", "Aland; Borland", "1", "A title"),
        (
            MEMORANDUM,
            "memorandum of understanding",
            "signed",
            "2031-03-03",
            "Agency of Aland; Borland Space Office",
            "2",
            "A title; Second",
        ),
    ]


def test_the_agreements_of_a_state_include_those_of_its_agency() -> None:
    assert ask("agreements-by-party", "agreement", "through", party=org("borland")) == [
        (FRAMEWORK, "Borland"),
        (MEMORANDUM, "Borland Space Office"),
    ]


def test_every_claim_is_walked_to_a_quote_that_stands_at_its_offsets() -> None:
    texts = {FIRST_ARTICLE: FIRST.text, SECOND_ARTICLE: SECOND.text}
    rows = ask("claims-with-quotes", "claim", "quote", "article", "start", "end")

    assert len(rows) == len({claim for claim, *_ in rows}) == 44
    assert [row for row in rows if texts[row[2]][int(row[3]) : int(row[4])] != row[1]] == []


@pytest.mark.parametrize(
    ("query", "columns", "bound", "expected"),
    [
        pytest.param(
            "cq-01-agreements-by-type-and-year",
            "type year agreement",
            {},
            [
                ("contract", "", PLANNED),
                ("framework agreement", "2024", FRAMEWORK),
                ("letter of intent", "2024", LETTER),
                ("memorandum of understanding", "2031", MEMORANDUM),
            ],
        ),
        pytest.param(
            "cq-02-parties-of-an-agreement",
            "name complete",
            {"agreement": IRIS.base + "id/" + LETTER},
            [("Agency of Aland", "true"), ("Rockets Ltd", "true")],
        ),
        pytest.param(
            "cq-03-agreements-in-date-order",
            "agreement date",
            {"party": org("aa")},
            [(LETTER, "2024"), (MEMORANDUM, "2031-03-03")],
        ),
        pytest.param(
            "cq-04-signatories",
            "agreement name capacity party",
            {},
            [(MEMORANDUM, "Ann Chair", "chair", "org/aa")],
        ),
        pytest.param(
            "cq-05-topics-with-a-country",
            "name agreements",
            {"party": org("borland")},
            [("Rovers and landers", "1")],
        ),
        pytest.param(
            "cq-06-agreements-on-a-topic",
            "agreement",
            {"topic": f"{IRIS.base}topic/space-exploration"},
            [(MEMORANDUM,)],
        ),
        pytest.param("cq-07-signed-during-an-event", "event agreement", {}, [(CONGRESS, MEMORANDUM)]),
        pytest.param(
            "cq-08-planned-agreements",
            "agreement parties",
            {},
            [(PLANNED, "Agency of Aland; Institute of Nowhere")],
        ),
        pytest.param(
            "where-a-person-took-part",
            "event role quote",
            {"person": f"{IRIS.base}id/person/ann-chair"},
            [(CONGRESS, "participant", FIRST.text), (SIGNING, "signatory", FIRST.text)],
        ),
        pytest.param("cq-10-agencies-with-companies", "agreement", {}, [(LETTER,)]),
        pytest.param("cq-11-under-a-framework", "agreement framework", {}, [(MEMORANDUM, FRAMEWORK)]),
        pytest.param(
            "cq-12-lineage",
            "agreement relation other",
            {},
            [(MEMORANDUM, "ontology#underFramework", FRAMEWORK)],
        ),
        pytest.param(
            "cq-14-words-behind-a-fact",
            "party article",
            {"agreement": IRIS.base + "id/" + LETTER},
            [("org/aa", SECOND_ARTICLE), ("org/rockets", SECOND_ARTICLE)],
        ),
        pytest.param(
            "cq-16-where-sources-disagree",
            "subject property value otherValue",
            {},
            [(SIGNING, "ontology#heldAt", "place/cityville", "place/townville")],
        ),
        pytest.param(
            "cq-17-uncertain-dates",
            "agreement earliest latest basis",
            {},
            [(LETTER, "2024-01-01", "2024-12-31", "stated"), (FRAMEWORK, "2024-06-01", "2024-06-30", "stated")],
        ),
        pytest.param(
            "cq-18-signed-in-a-month",
            "agreement certain",
            {},
            [(LETTER, "false"), (FRAMEWORK, "true")],
        ),
        pytest.param("cq-19-new-partner-countries", "name since", {"state": org("aland")}, [("Borland", "2024")]),
        pytest.param("cq-21-brokers", "one broker other", {}, [("org/bso", "org/aa", "org/rockets")]),
        pytest.param("cq-22-no-official-source", "agreement", {}, [(LETTER,)]),
        pytest.param(
            "cq-25-merge-decisions",
            "agreement rule property article",
            {},
            [
                (MEMORANDUM, "same-parties-type-date", property, article)
                for property, articles in (
                    (TYPE, (SECOND_ARTICLE, FIRST_ARTICLE)),
                    ("ontology#date", (FIRST_ARTICLE,)),
                    ("ontology#heldAt", (SECOND_ARTICLE,)),
                    ("ontology#partyLevel", (SECOND_ARTICLE, FIRST_ARTICLE)),
                    ("ontology#status", (SECOND_ARTICLE, FIRST_ARTICLE)),
                )
                for article in articles
            ],
        ),
    ],
)
def test_a_competency_question_has_its_answer(
    query: str, columns: str, bound: dict[str, str], expected: list[tuple[str, ...]]
) -> None:
    assert ask(query, *columns.split(), **bound) == expected


def test_facts_are_counted_by_how_they_were_got() -> None:
    counted = {
        (agreement, how) for agreement, how, _ in ask("cq-13-facts-by-derivation", "agreement", "derivation", "claims")
    }

    assert counted == {(a, how) for a in (MEMORANDUM, FRAMEWORK, LETTER, PLANNED) for how in ("explicit", "inferred")}


def test_a_fact_of_two_articles_is_no_single_source_claim() -> None:
    single = ask("cq-15-single-source-claims", "subject", "property", "value")

    assert (MEMORANDUM, "ontology#hasTopic", "topic/rovers") in single
    assert (MEMORANDUM, "ontology#hasParty", "org/aa") not in single


def test_the_most_connected_organisation_comes_first() -> None:
    assert ask("cq-20-most-connected", "organisation", "partners", "agreements")[0] == ("org/aa", "2", "2")
