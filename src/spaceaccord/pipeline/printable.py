"""Text of strangers made fit to be shown: what would steer a terminal or turn the reading order is spelled out."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Control characters, invisible format characters (bidi among them), surrogates, line and paragraph separators.
_UNPRINTABLE: Final = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_SUSPECT: Final = re.compile(r"[^\n\t\x20-\x7e\xa0-\xac\xae-\u05ff]")


def printable(text: str) -> str:
    """Return `text` with each character that a screen would obey instead of show as its number: "⟨U+202E⟩".

    Line breaks and tabs stay, the pair CR LF becomes one line break.
    """
    return _SUSPECT.sub(_spelled, text.replace("\r\n", "\n"))


def printable_line(text: str) -> str:
    """Return `text` printable, on one line."""
    return " ".join(printable(text).split())


def _spelled(match: re.Match[str]) -> str:
    character = match[0]
    return f"⟨U+{ord(character):04X}⟩" if unicodedata.category(character) in _UNPRINTABLE else character
