"""Text as it is searched: without case and accents, cut into words."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"\w+")


def fold(text: str) -> str:
    """Return `text` without case and accents: "Étienne" gives "etienne"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def split_words(folded: str) -> list[str]:
    """Return the words of a folded text, in its order."""
    return _WORD.findall(folded)
