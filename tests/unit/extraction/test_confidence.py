"""A confidence is made of named features, grows with each of them, and comes from a file that is checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import AGENCY_A, OFFICE_B, a_mention, an_article
from spaceaccord.errors import BadReference
from spaceaccord.extraction.confidence import (
    FEATURE_NAMES,
    ConfidenceScale,
    Features,
    describe_features,
    with_confidence,
)
from spaceaccord.model.agreement import Findings, Status
from spaceaccord.model.evidence import Derivation, EditorialNote
from spaceaccord.resources import shipped_folder

SHIPPED = ConfidenceScale.read(shipped_folder("data") / "lexicon")
ARTICLE = an_article()
NOTHING = Features(**dict.fromkeys(FEATURE_NAMES, 0.0))
shares = st.floats(min_value=0, max_value=1)


def test_a_mention_that_is_told_outright_has_the_features_of_its_values() -> None:
    features = describe_features(a_mention(ARTICLE, AGENCY_A, "Nobody Known", signed="2031-03-03", place="Cityville"))

    assert features.as_dict() == {
        "specific_name": 1.0,
        "verb": 1.0,
        "linked_parties": 0.5,
        "outright": 1.0,
        "two_parties": 1.0,
        "dated": 1.0,
        "placed": 1.0,
        "signatories": 0.0,
        "told_again": 0.0,
        "signed": 1.0,
        "foreground": 1.0,
    }


def test_what_is_inferred_and_only_planned_counts_less() -> None:
    mention = a_mention(ARTICLE, AGENCY_A, derivation=Derivation.INFERRED, status=Status.PLANNED)

    features = describe_features(replace(mention, background=True))

    assert (features.outright, features.two_parties, features.signed, features.foreground) == (0, 0, 0, 0)


@given(st.sampled_from(FEATURE_NAMES), shares, shares)
def test_more_of_a_feature_never_makes_it_less_sure(name: str, one: float, other: float) -> None:
    less, more = sorted((one, other))

    assert SHIPPED.calibrate(replace(NOTHING, **{name: less})) <= SHIPPED.calibrate(replace(NOTHING, **{name: more}))


def test_the_scale_is_logistic_and_never_certain() -> None:
    scale = ConfidenceScale(intercept=0.0, weights={"verb": 50.0})

    assert scale.calibrate(NOTHING) == 0.5
    assert scale.calibrate(replace(NOTHING, verb=1.0)) == 0.98


def test_every_agreement_is_weighed_but_what_a_person_added() -> None:
    mention = a_mention(ARTICLE, AGENCY_A, OFFICE_B)
    note = EditorialNote(author="Jo", date="2031-01-01", reason="seen")
    added = replace(mention, id="a2", confidence=1.0, type=replace(mention.type, note=note))

    weighed = with_confidence(Findings(article_id=ARTICLE.id, agreements=(mention, added)), SHIPPED)

    assert weighed.agreements[0].confidence == SHIPPED.calibrate(describe_features(mention))
    assert weighed.agreements[1].confidence == 1.0


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("intercept: 1", "lacks `intercept` or `weights`", id="no weights"),
        pytest.param("intercept: 1\nweights: {luck: 1}", "no feature 'luck'", id="a feature that is none"),
        pytest.param("intercept: 1\nweights: {verb: -1}", r"weights\.verb: no number from 0 up", id="below zero"),
        pytest.param("intercept: 1\nweights: {verb: true}", r"weights\.verb: no number", id="no number"),
        pytest.param("intercept: [", "cannot be read", id="no YAML"),
    ],
)
def test_a_wrong_file_is_named_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "confidence.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(BadReference, match=complaint):
        ConfidenceScale.read(tmp_path)
