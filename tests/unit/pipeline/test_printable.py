"""What a screen would obey instead of show never reaches it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaceaccord.pipeline.printable import printable, printable_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\x00b", "a⟨U+0000⟩b", id="NUL"),
        pytest.param("\x1b[31mred", "⟨U+001B⟩[31mred", id="an escape sequence loses its escape"),
        pytest.param("\u202eevil", "⟨U+202E⟩evil", id="an override of the reading order"),
        pytest.param("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩", id="an isolate"),
        pytest.param("\x9b2J", "⟨U+009B⟩2J", id="an eight-bit control sequence"),
        pytest.param("a\r\nb\tc\n", "a\nb\tc\n", id="line breaks and tabs stay"),
        pytest.param("a\rb", "a⟨U+000D⟩b", id="a lone return would overwrite the line"),
        pytest.param("Zoë – “España” 日本", "Zoë – “España” 日本", id="letters of any script stay"),
    ],
)
def test_a_text_is_shown_and_never_obeyed(text: str, expected: str) -> None:
    assert printable(text) == expected


@given(st.text(st.characters(exclude_categories=())))
def test_no_control_or_format_character_is_left(text: str) -> None:
    left = {c for c in printable(text) if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}

    assert left <= {"\n", "\t"}


def test_a_line_is_one_line() -> None:
    assert printable_line("a\n b\u2028c") == "a b⟨U+2028⟩c"
