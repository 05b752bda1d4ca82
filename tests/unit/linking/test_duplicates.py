from __future__ import annotations

from spaceaccord.linking.duplicates import find_copies

REPORT = (
    "The two agencies of Aland and Borland met in the old harbour on Monday and put their names to a paper about "
    "rovers. The chair of the first said that it took them nine long years to agree on the colour of the wheels, "
    "while her guest praised the cake. Both will send four people to a camp in the desert before the winter comes."
)


def test_a_text_with_another_place_line_and_a_credit_is_a_copy() -> None:
    copied = f"HARBOURTOWN - {REPORT} Reporting by J. Doe."

    assert find_copies({"b": copied, "a": REPORT}) == (("a", "b"),)


def test_two_reports_of_one_event_in_other_words_are_no_copies() -> None:
    other = (
        "On Monday a paper about rovers was signed by Aland and Borland, whose agencies met in the old harbour. Nine "
        "years of talks came to an end with it, and with a cake that the guest of honour liked very much, we hear. "
        "Four people of each side go to a camp in the desert later this year, as the chair told the reporters there."
    )

    assert find_copies({"a": REPORT, "b": other}) == ()


def test_a_copy_of_a_copy_belongs_to_the_group() -> None:
    words = REPORT.split()
    shorter = " ".join(words[:-6])
    shortest = " ".join(words[:-12])

    assert find_copies({"a": REPORT, "b": shorter, "c": shortest}) == (("a", "b", "c"),)


def test_short_texts_are_never_called_copies() -> None:
    assert find_copies({"a": "They signed it on Monday.", "b": "They signed it on Monday."}) == ()
