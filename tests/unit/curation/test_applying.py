"""What a person says wins, rests on words of the article, and never fails in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import AGENCY_A, OFFICE_B, a_mention, an_article, sourced
from spaceaccord.curation.applying import correct
from spaceaccord.curation.corrections import Action, Correction, Target, Value
from spaceaccord.errors import BadReference
from spaceaccord.model.agreement import AgreementType, Findings, Relation, RelationType, Signatory, Status, Topic
from spaceaccord.model.evidence import EditorialNote, Modality, TextSpan
from spaceaccord.model.party import Name

ARTICLE = an_article()
MEMORANDUM = Target(words="signed a memorandum")
NOTE = EditorialNote(author="Jo Reader", date="2031-04-01", reason="I asked.")
MENTION = a_mention(
    ARTICLE,
    AGENCY_A,
    OFFICE_B,
    place="Cityville",
    topics=[Topic(text="lunar rovers"), Topic(text="more")],
    signatories=[Signatory(name=Name(text="the chair", kind="person"))],
)
FOUND = Findings(article_id=ARTICLE.id, agreements=(MENTION,))


def a_correction(
    field: str = "",
    value: Value = "",
    *,
    do: Action = Action.SET,
    words: str = "",
    article: str = "made-up",
    target: Target | None = MEMORANDUM,
) -> Correction:
    return Correction(
        article=article,
        action=do,
        target=target,
        field=field,
        value=value,
        words=words,
        note=NOTE,
        file="some.yaml",
        place="entry 7",
    )


def corrected(*corrections: Correction, found: Findings = FOUND) -> Findings:
    return correct(found, ARTICLE, corrections)


def test_a_field_that_is_set_rests_on_the_words_given_and_on_its_author() -> None:
    (agreement,) = corrected(a_correction("signed", "2031-03-03", words="On  3\nMarch 2031")).agreements

    signed = agreement.signed
    assert signed is not None
    assert (signed.value.edtf, signed.value.text) == ("2031-03-03", "On 3 March 2031")
    assert ARTICLE.text[signed.evidence.span.start : signed.evidence.span.end] == "On 3 March 2031"
    assert (signed.rule, signed.note, signed.confidence) == ("correction", NOTE, 1.0)


@pytest.mark.parametrize(
    ("field", "value", "words", "expected"),
    [
        pytest.param("type", "declaration", "memorandum", AgreementType.DECLARATION, id="type"),
        pytest.param("status", "planned", "would follow", Status.PLANNED, id="status"),
        pytest.param("title", "lunar rovers", "", "lunar rovers", id="a title in its own words"),
    ],
)
def test_each_single_field_can_be_set(field: str, value: str, words: str, expected: object) -> None:
    (agreement,) = corrected(a_correction(field, value, words=words)).agreements

    assert getattr(agreement, field).value == expected


def test_what_is_planned_by_correction_is_so_in_its_mood_too() -> None:
    (agreement,) = corrected(a_correction("status", "planned", words="would follow")).agreements

    assert agreement.status.modality is Modality.PLANNED


def test_a_party_is_added_once_and_makes_the_list_complete() -> None:
    found = Findings(article_id=ARTICLE.id, agreements=(a_mention(ARTICLE, AGENCY_A, complete=False),))
    add = a_correction("parties", OFFICE_B.label, do=Action.ADD)

    (agreement,) = corrected(add, add, found=found).agreements

    assert [p.value.text for p in agreement.parties] == [AGENCY_A.label, OFFICE_B.label]
    assert agreement.party_list_complete


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        pytest.param("parties", "borland space office", 1, id="a party by its name, whatever its case"),
        pytest.param("signatories", "the chair", 0, id="a signatory"),
        pytest.param("topics", "lunar rovers", 1, id="a topic by its words"),
    ],
)
def test_a_value_is_removed_and_kept_as_withdrawn(field: str, value: str, left: int) -> None:
    found = corrected(a_correction(field, value, do=Action.REMOVE))

    assert len(getattr(found.agreements[0], field)) == left
    assert [w.note for w in found.withdrawn] == [NOTE]


def test_a_single_value_is_removed() -> None:
    found = corrected(a_correction("place", do=Action.REMOVE))

    assert found.agreements[0].place is None


def test_a_rejected_agreement_goes_with_the_relations_that_lead_to_it() -> None:
    other = a_mention(
        ARTICLE,
        AGENCY_A,
        id="a2",
        relations=[Relation(type=RelationType.CONTINUES, target="a1")],
        type=AgreementType.TREATY,
    )
    found = Findings(article_id=ARTICLE.id, agreements=(MENTION, other))

    left = corrected(a_correction(do=Action.REJECT, target=Target(parties=(OFFICE_B.label,))), found=found)

    assert [a.id for a in left.agreements] == ["a2"]
    assert left.agreements[0].relations == ()
    assert left.withdrawn[0].note == NOTE


def test_to_reject_what_the_extractor_no_longer_finds_is_no_fault() -> None:
    nothing = Findings(article_id=ARTICLE.id)

    assert corrected(a_correction(do=Action.REJECT), found=nothing).agreements == ()


def test_an_agreement_that_was_missed_is_added_and_then_corrected_like_any_other() -> None:
    add = a_correction(
        value={"type": "other", "status": "planned", "parties": ["Agency of Aland"]},
        do=Action.ADD,
        words="more would follow soon",
        target=None,
    )
    topic = a_correction(
        "topics", {"concept": "dialogue"}, do=Action.ADD, words="more", target=Target(words="would follow")
    )

    found = corrected(topic, add, found=Findings(article_id=ARTICLE.id))

    (agreement,) = found.agreements
    assert agreement.id == "a1"
    assert agreement.evidence.quote == "more would follow soon"
    assert [p.evidence.quote for p in agreement.parties] == ["Agency of Aland"]
    assert [t.value for t in agreement.topics] == [Topic(text="more", concept="dialogue")]


def test_a_correction_of_another_article_changes_nothing() -> None:
    assert corrected(a_correction("place", do=Action.REMOVE, article="other.txt")) is FOUND


def test_an_article_can_be_named_by_the_beginning_of_its_digest() -> None:
    found = corrected(a_correction("place", do=Action.REMOVE, article=ARTICLE.sha256[:12]))

    assert found.agreements[0].place is None


@pytest.mark.parametrize(
    ("correction", "complaint"),
    [
        pytest.param(a_correction("place", "Elsewhere"), "the words 'Elsewhere' do not occur", id="words not there"),
        pytest.param(a_correction("type", "pact", words="signed"), "no such type", id="no type"),
        pytest.param(a_correction("signed", "2031-02-31", words="3 March"), "no EDTF date", id="no day"),
        pytest.param(
            a_correction("place", "Cityville", target=Target(words="nowhere told")), "it tells of a1", id="no agreement"
        ),
        pytest.param(
            a_correction("relations", {"type": "x"}, do=Action.ADD, words="signed"), "relation", id="relation"
        ),
    ],
)
def test_a_correction_that_does_not_fit_names_file_entry_and_remedy(correction: Correction, complaint: str) -> None:
    with pytest.raises(BadReference, match=complaint) as caught:
        corrected(correction)

    assert (caught.value.file, caught.value.place) == ("some.yaml", "entry 7")
    assert caught.value.remedy


def test_a_correction_that_fits_several_agreements_is_refused() -> None:
    twin = a_mention(ARTICLE, AGENCY_A, id="a2")
    found = Findings(article_id=ARTICLE.id, agreements=(MENTION, twin))

    with pytest.raises(BadReference, match="several agreements in made-up fit: a1, a2"):
        corrected(a_correction("place", do=Action.REMOVE), found=found)


def test_words_are_taken_from_the_sentence_of_the_agreement_before_any_other() -> None:
    article = an_article("More on Cityville.\nThey signed a memorandum in Cityville.\n")
    mention = a_mention(article, AGENCY_A)
    sentence = article.text.index("They")
    told = sourced(None, article, "memorandum").evidence
    context = TextSpan(start=sentence, end=len(article.text) - 1)
    mention = replace(mention, evidence=replace(told, context=context))

    found = correct(
        Findings(article_id=article.id, agreements=(mention,)), article, [a_correction("place", "Cityville")]
    )

    place = found.agreements[0].place
    assert place is not None
    assert place.evidence.span.start > sentence
