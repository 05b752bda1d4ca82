"""Whole texts: every value keeps to the words it rests on, and the texts of tests/corpus give their agreements."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spaceaccord.articles.reading import find_article_files, read_article
from spaceaccord.extraction.agreements import find_agreements
from spaceaccord.extraction.flattening import flatten, fold
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.extraction.sentences import split_sentences
from spaceaccord.extraction.view import describe_findings
from spaceaccord.model.agreement import Findings
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import Evidence, Sourced

CORPUS = Path(__file__).parents[2] / "corpus"
SHARED = Path(__file__).parents[4] / "shared" / "corpus"
TEXTS = tuple(sorted(CORPUS.glob("*.txt")))


def evidence_of(findings: Findings) -> Iterator[Evidence]:
    for agreement in findings.agreements:
        yield agreement.evidence
        for name in agreement.__dataclass_fields__:
            value = getattr(agreement, name)
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Sourced):
                    yield part.evidence
    for event in findings.events:
        yield event.evidence


def assert_quotes_are_slices(article: Article, findings: Findings) -> None:
    for evidence in evidence_of(findings):
        assert evidence.quote == article.text[evidence.span.start : evidence.span.end]
        assert evidence.context.contains(evidence.span)


@pytest.mark.parametrize("path", TEXTS, ids=[path.stem for path in TEXTS])
def test_a_text_gives_its_agreements_and_no_others(path: Path, lexicon: Lexicon) -> None:
    gold = json.loads(path.with_name(path.stem + ".gold.json").read_text(encoding="utf-8"))["agreements"]
    article = read_article(path)
    view = describe_findings(article, find_agreements(article, lexicon))

    found = Counter(str(a["type"]) for a in view.agreements)

    required = Counter(a["type"] for a in gold if not a.get("optional") and a["scope"] == "international")
    allowed = Counter(kind for a in gold for kind in (a["type"], *a.get("type_alt", [])))
    assert required - found == Counter() or required - found <= allowed
    assert sum(required.values()) <= sum(found.values()) <= len(gold)


@pytest.mark.parametrize("path", TEXTS, ids=[path.stem for path in TEXTS])
def test_every_quote_is_the_slice_that_it_names(path: Path, lexicon: Lexicon) -> None:
    article = read_article(path)

    assert_quotes_are_slices(article, find_agreements(article, lexicon))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus of foreign texts is not part of this repository")
def test_every_quote_of_the_foreign_corpus_is_the_slice_that_it_names(lexicon: Lexicon) -> None:
    for path in find_article_files([SHARED]):
        article = read_article(path)
        assert_quotes_are_slices(article, find_agreements(article, lexicon))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus of foreign texts is not part of this repository")
def test_the_five_articles_give_the_ten_agreements(lexicon: Lexicon) -> None:
    found: list[tuple[str, tuple[str, ...]]] = []
    for path in find_article_files([SHARED / "articles"]):
        article = read_article(path)
        view = describe_findings(article, find_agreements(article, lexicon))
        found.extend((str(a["type"]), tuple(sorted(str(p) for p in a["parties"]))) for a in view.agreements)  # type: ignore[union-attr]

    lsa = "Luxembourg Space Agency"
    assert found == [
        ("joint_statement", (lsa, "NASA")),
        ("memorandum_of_understanding", ("Luxembourg", "United States")),
        ("framework_agreement", (lsa, "NASA")),
        ("letter_of_intent", ("German Aerospace Center", lsa)),
        ("memorandum_of_understanding", ("Luxembourg", "United States")),
        ("letter_of_intent", ("Air Liquide", "CNES", "European Space Resources Innovation Centre", lsa)),
        ("framework_agreement", ("CNES", "Luxembourg")),
        ("memorandum_of_cooperation", ("Japan Aerospace Exploration Agency", lsa)),
        ("memorandum_of_cooperation", ("Japan", "Luxembourg")),
        ("letter_of_intent", ("Japan Aerospace Exploration Agency", "LuxProvide")),
        ("memorandum_of_understanding", ("India", "Luxembourg")),
    ]


_WORDS = (
    *("NASA", "and", "ESA", "signed", "a", "MoU", "(", ")", "with", "the", ",", ".", "on", "minister", "of", "for"),
    *("President", "Ada", "Byron", "Japan's", "-", "by", "agreement", "between", "space", "will", "2019", "Paris"),
    *("Ministry", "signing", "accords", "joined", "é", "U.S.", "\x00", "\u202e", "two agencies", "in May", "\n\n"),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.lists(st.sampled_from(_WORDS), max_size=60))
def test_no_order_of_words_is_too_much(words: list[str], article_of: Callable[..., Article], lexicon: Lexicon) -> None:
    article = article_of("x " + " ".join(words))

    assert_quotes_are_slices(article, find_agreements(article, lexicon))


@given(st.text(max_size=300))
def test_folding_keeps_every_character_at_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_flat_offsets_lead_back_to_the_file(article_of: Callable[..., Article]) -> None:
    article = article_of("The agreement was\nsigned   in\nthe city of  Borland yesterday, at noon, by two ministers.\n")
    flat = flatten(article)

    start = flat.text.index("signed in the city")
    span = flat.source_span(start, start + len("signed in the city"))

    assert article.text[span.start : span.end] == "signed   in\nthe city"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Ada Byron met the U.S. president in Washington, D.C. on Feb. 3. They talked.", 2),
        ("They signed a Statement of Intent.Both agreed to meet.", 2),
        ("The head of the Borland Space AgencyBSA also signed a pact.", 2),
        ("It was in the U.S. The pact holds.", 2),
    ],
)
def test_sentences_end_where_readers_end_them(article_of: Callable[..., Article], text: str, count: int) -> None:
    assert len(split_sentences(flatten(article_of(text)))) == count


def test_the_view_has_the_keys_that_scoring_asks_for(article_of: Callable[..., Article], lexicon: Lexicon) -> None:
    article = article_of("On 3 May 2019 NASA and ESA signed a memorandum of understanding on Mars samples in Paris.")
    content = json.loads(describe_findings(article, find_agreements(article, lexicon)).as_json())

    (agreement,) = content["agreements"]
    assert agreement["parties"] == ["NASA", "European Space Agency"]
    assert agreement["signed"] == "2019-05-03"
    assert agreement["place"] == "Paris"
    assert agreement["spans"]["signed"]["quote"] == "3 May 2019"
    assert set(agreement) >= {
        "id",
        "type",
        "title",
        "status",
        "event",
        "signatories",
        "topics",
        "relations",
        "evidence",
        "confidence",
    }
    assert content["meetings"] == []


def test_the_same_article_gives_the_same_findings(article_of: Callable[..., Article], lexicon: Lexicon) -> None:
    article = article_of("NASA, ESA and JAXA signed a pact on lunar dust, rovers and data in Rome on 4 May 2021.")

    assert find_agreements(article, lexicon) == find_agreements(article, lexicon)
