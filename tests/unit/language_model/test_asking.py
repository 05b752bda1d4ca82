"""A model is asked once, once more where it was wrong, and never again for the same article."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from builders import an_article
from spaceaccord.errors import EnvironmentFault
from spaceaccord.language_model.answers import Answer, ToldAgreement
from spaceaccord.language_model.asking import ModelAddress, read_with_model
from spaceaccord.model.agreement import AgreementType

TEXT = "Aland and Borland signed a treaty."
ARTICLE = an_article(TEXT)
NAMES = {AgreementType.TREATY: ("treaty",)}


def an_answer(sentence: str = TEXT) -> Answer:
    return Answer(agreements=(ToldAgreement(type="treaty", status="signed", sentence=sentence, instrument="treaty"),))


class Scripted:
    """Answers in the order given, and remembers what it was told was wrong."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.reasons: list[tuple[str, ...]] = []

    def ask(self, text: str, *, reasons: tuple[str, ...] = ()) -> Answer:
        self.reasons.append(reasons)
        return self.answers.pop(0)


@pytest.fixture
def address(tmp_path: Path) -> ModelAddress:
    return ModelAddress(base_url="http://127.0.0.1:9/v1", model="made-up", cache=tmp_path / "answers")


def test_a_right_answer_is_asked_for_once(address: ModelAddress) -> None:
    asker = Scripted(an_answer())

    checked = read_with_model(ARTICLE, address, NAMES, asker=asker)

    assert [a.type.value for a in checked.findings.agreements] == [AgreementType.TREATY]
    assert asker.reasons == [()]


def test_a_wrong_answer_is_asked_for_once_more_with_the_reasons(address: ModelAddress) -> None:
    asker = Scripted(an_answer("They sang."), an_answer())

    checked = read_with_model(ARTICLE, address, NAMES, asker=asker)

    assert len(checked.findings.agreements) == 1
    assert asker.reasons[1] == ("sentence 'They sang.' does not stand in the article",)


def test_what_is_wrong_twice_is_dropped_and_logged(address: ModelAddress, caplog: pytest.LogCaptureFixture) -> None:
    asker = Scripted(an_answer("They sang."), an_answer("They danced."))

    with caplog.at_level(logging.WARNING):
        checked = read_with_model(ARTICLE, address, NAMES, asker=asker)

    assert checked.findings.agreements == ()
    assert "was not believed: sentence 'They danced.'" in caplog.text


def test_a_kept_answer_needs_no_model(address: ModelAddress) -> None:
    first = read_with_model(ARTICLE, address, NAMES, asker=Scripted(an_answer()))

    assert read_with_model(ARTICLE, address, NAMES, asker=Scripted()) == first


def test_another_text_or_model_is_asked_anew(address: ModelAddress) -> None:
    read_with_model(ARTICLE, address, NAMES, asker=Scripted(an_answer()))
    other = Scripted(Answer(), Answer())

    read_with_model(an_article(TEXT + " Twice."), address, NAMES, asker=other)
    read_with_model(ARTICLE, replace(address, model="other"), NAMES, asker=other)

    assert other.answers == []


def test_a_kept_answer_that_is_damaged_is_named(address: ModelAddress) -> None:
    read_with_model(ARTICLE, address, NAMES, asker=Scripted(an_answer()))
    (kept,) = address.cache.iterdir()
    kept.write_text("{", encoding="utf-8")

    with pytest.raises(EnvironmentFault, match=kept.name):
        read_with_model(ARTICLE, address, NAMES, asker=Scripted())


def test_a_key_is_not_shown() -> None:
    assert "secret" not in repr(ModelAddress(base_url="b", model="m", cache=Path(), key="secret"))
