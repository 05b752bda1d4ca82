"""What the finders of reported facts read in sentences of their own: speech, posts, organisations, missions, plans."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from spaceaccord.extraction.agreements import find_agreements
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.extraction.reported_facts import find_reported_facts
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import Modality
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.reported_fact import Attribute, Code, ReportedFacts, Thing, ThingKind

Report = Callable[..., ReportedFacts]


@pytest.fixture
def report(article_of: Callable[..., Article], lexicon: Lexicon) -> Report:
    def run(text: str, *, published: str | None = None) -> ReportedFacts:
        article = article_of(text, published=published)
        return find_reported_facts(article, lexicon, find_agreements(article, lexicon))

    return run


def told(reported: ReportedFacts, attribute: Attribute) -> list[tuple[str, object]]:
    """Return subject and value of every fact with `attribute`, as words."""
    return [(f.subject.name.text, plain(f.value.value)) for f in reported.facts if f.attribute is attribute]


def plain(value: object) -> object:
    if isinstance(value, Thing):
        return value.name.text
    if isinstance(value, PartialDate):
        return value.edtf
    return value.name if isinstance(value, Code) else value


def quoted(reported: ReportedFacts) -> list[tuple[str, str]]:
    """Return speaker and words of every quotation, in reading order."""
    speakers = {f.subject: plain(f.value.value) for f in reported.facts if f.attribute is Attribute.SPEAKER}
    words = {f.subject: f.value.value for f in reported.facts if f.attribute is Attribute.QUOTE_TEXT}
    return [(str(speakers[quote]), str(text)) for quote, text in words.items()]


def test_a_split_quotation_is_one_with_two_pieces(report: Report) -> None:
    found = report(
        "“Rovers of ours will cross the crater,” said Josef Aschbacher, Director General of ESA. "
        "“They will come home too.”"
    )

    assert quoted(found) == [("Josef Aschbacher", "Rovers of ours will cross the crater […] They will come home too.")]
    pieces = [f for f in found.facts if f.attribute is Attribute.QUOTE_TEXT]
    assert {p.value.evidence.quote for p in pieces} <= {
        "Rovers of ours will cross the crater,",
        "They will come home too.",
    }


def test_words_shown_a_second_time_are_no_second_quotation(report: Report) -> None:
    found = report(
        "The agency met on Monday.\n\n“We want rovers on the far side of the Moon,” Bill Nelson said.\n\n"
        "“Rovers on the far side of the Moon”\n\nBill Nelson said “We want rovers on the far side of the Moon”."
    )

    assert [speaker for speaker, _ in quoted(found)] == ["Bill Nelson"]


@pytest.mark.parametrize(
    ("sentence", "speaker", "words"),
    [
        pytest.param(
            "CNES President Philippe Baptiste underlined “the long way that both teams have come together.”",
            "Philippe Baptiste",
            "the long way that both teams have come together.",
            id="post and name before the words",
        ),
        pytest.param(
            "In a statement, the Swedish government said that the accord would “open every door to our laboratories.”",
            "Sweden",
            "open every door to our laboratories.",
            id="a statement of a government",
        ),
        pytest.param(
            "Josef Aschbacher said that the station would carry six instruments.",
            "Josef Aschbacher",
            "the station would carry six instruments",
            id="reported speech without marks",
        ),
        pytest.param(
            "Josef Aschbacher told reporters that two probes would share one rocket.",
            "Josef Aschbacher",
            "two probes would share one rocket",
            id="the listeners are no part of the words",
        ),
        pytest.param(
            "The Canadian government said the plan “gives northern stations a second life.”",
            "Canada",
            "gives northern stations a second life.",
            id="the words end the clause of the verb",
        ),
    ],
)
def test_the_speaker_is_found_beside_the_verb(report: Report, sentence: str, speaker: str, words: str) -> None:
    assert quoted(report(sentence)) == [(speaker, words)]


def test_a_title_in_quotation_marks_is_no_quotation(report: Report) -> None:
    assert quoted(report("ESA opened the exhibition “Stones From Far Away” in Paris.")) == []


def test_what_somebody_did_not_say_is_negated(report: Report) -> None:
    found = report("Neither Bill Nelson nor Josef Aschbacher said which rover would fly first.")

    assert {f.value.modality for f in found.facts if f.attribute is Attribute.SPEAKER} == {Modality.NEGATED}
    assert not any(f.is_of_the_world for f in found.facts if f.subject.kind is ThingKind.QUOTATION)


@pytest.mark.parametrize(
    ("sentence", "person", "post"),
    [
        pytest.param(
            "Josef Aschbacher, Director General of ESA, came.", "Josef Aschbacher", "Director General, ESA", id="behind"
        ),
        pytest.param("NASA Administrator Bill Nelson came.", "Bill Nelson", "Administrator, NASA", id="before"),
        pytest.param(
            "France's President, Emmanuel Macron, came.", "Emmanuel Macron", "President, France", id="possessive"
        ),
        pytest.param(
            "The President of CNES, Philippe Baptiste, came.", "Philippe Baptiste", "President, CNES", id="of and comma"
        ),
        pytest.param(
            "CNES Chief Operating Officer Lionel Suchet came.",
            "Lionel Suchet",
            "Chief Operating Officer, CNES",
            id="three words",
        ),
    ],
)
def test_a_post_is_read_before_and_behind_a_name(report: Report, sentence: str, person: str, post: str) -> None:
    assert told(report(sentence), Attribute.HOLDS) == [(person, post)]


def test_an_organisation_is_portrayed_with_founding_seat_and_figures(report: Report) -> None:
    found = report(
        "Thales Alenia Space, founded in 2007, has some 7,500 employees in 10 countries.", published="2024-03-02"
    )

    assert told(found, Attribute.FOUNDED_ON) == [("Thales Alenia Space", "2007")]
    assert [value for _, value in told(found, Attribute.HEADCOUNT)] == [7500]
    assert [value for _, value in told(found, Attribute.COUNTRIES)] == [10]
    assert {value for _, value in told(found, Attribute.AS_OF)} == {"2024-03-02"}


def test_a_plan_has_its_planner_and_its_target_date(report: Report) -> None:
    found = report("JAXA plans to send a small probe to an asteroid by 2031.")

    assert told(found, Attribute.PLANNED_BY) == [
        ("Send a small probe to an asteroid by 2031", "Japan Aerospace Exploration Agency")
    ]
    assert [value for _, value in told(found, Attribute.TARGET_DATE)] == ["2031"]
    assert {f.value.modality for f in found.about(ThingKind.PLAN)} == {Modality.PLANNED}


def test_what_is_to_be_formed_is_a_plan_of_the_parties_of_the_agreement(report: Report) -> None:
    found = report(
        "JAXA and ESA signed a memorandum of understanding on lunar rovers. The Canadian government welcomed it. "
        "A working group will be formed within six months."
    )

    assert {planner for _, planner in told(found, Attribute.PLANNED_BY)} == {
        "European Space Agency",
        "Japan Aerospace Exploration Agency",
    }


def test_a_plan_that_is_denied_is_none(report: Report) -> None:
    assert told(report("JAXA never plans to send a probe to that asteroid."), Attribute.PLAN_TEXT) == []


def test_a_landing_belongs_to_its_mission(report: Report) -> None:
    found = report("India's Chandrayaan-3 mission landed near the south pole of the Moon in August 2023.")

    assert told(found, Attribute.OPERATED_BY) == [("Chandrayaan-3", "India")]
    assert told(found, Attribute.OF_MISSION) == [("Landing of Chandrayaan-3", "Chandrayaan-3")]
    assert told(found, Attribute.DATE) == [("Landing of Chandrayaan-3", "2023-08")]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("The NASA mission was praised.", id="an agency's mission without a name"),
        pytest.param("India began its National Wheat Mission in spring.", id="no mission in space"),
        pytest.param("An Economic Mission left for Tokyo.", id="a journey of merchants"),
    ],
)
def test_what_is_called_a_mission_without_being_one_in_space_is_left_out(report: Report, sentence: str) -> None:
    assert [t for t in report(sentence).things if t.thing.kind is ThingKind.MISSION] == []


def test_a_judgement_is_attributed_to_who_utters_it(report: Report) -> None:
    found = report("“Japan ranks among the top five in asteroid science,” said Josef Aschbacher of ESA.")

    judged = [f for f in found.facts if f.attribute is Attribute.ASSESSMENT_OF]
    assert [(plain(f.value.value), f.value.modality) for f in judged] == [("Japan", Modality.ATTRIBUTED)]
    assert [f.attributed_to.name.text for f in judged if f.attributed_to] == ["Josef Aschbacher"]


def test_what_stands_in_somebodys_words_is_told_as_theirs(report: Report) -> None:
    found = report("“CNES, founded in 1961, has never been so busy,” said Philippe Baptiste.")

    founded = [f for f in found.facts if f.attribute is Attribute.FOUNDED_ON]
    assert [f.value.modality for f in founded] == [Modality.ATTRIBUTED]
    assert not any(f.is_of_the_world for f in founded)


def test_every_fact_quotes_the_words_of_the_article(article_of: Callable[..., Article], lexicon: Lexicon) -> None:
    article = article_of(
        "NASA, the US federal space agency, intends to build a lunar base by 2035.\n\nIt was founded in 1958."
    )

    found = find_reported_facts(article, lexicon, find_agreements(article, lexicon))

    assert found.facts
    for fact in found.facts:
        span = fact.value.evidence.span
        assert fact.value.evidence.quote == article.text[span.start : span.end]


def test_a_text_about_nothing_of_the_kind_has_no_facts(report: Report) -> None:
    assert report("The bakery opens at seven. Bread is sold until noon.") == ReportedFacts()
