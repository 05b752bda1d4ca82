"""The texts with gold that extraction is judged on: where they lie, what kind each is, and what they were."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# A text of a long statement runs to thousands of words; the news of one agreement to some hundreds.
LONG_CHARACTERS = 8000
LONG_PAST = 2000
_DATELINE = re.compile(
    r"^\s*[A-Z][A-Za-z .,'()/-]{2,60}?(?:\([A-Z][\w /]+\)|, [A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?)\s*[-–—]"
)
_YEAR = re.compile(r"\b(19\d\d|20\d\d)\b")


@dataclass(frozen=True)
class Text:
    """One text with its gold."""

    path: Path

    @property
    def name(self) -> str:
        """Its name without ending."""
        return self.path.stem

    @cached_property
    def gold(self) -> dict[str, Any]:
        """The annotation."""
        return self._companion("gold")

    @cached_property
    def meta(self) -> dict[str, Any]:
        """What a user would know about it."""
        return self._companion("meta")

    @property
    def agreements(self) -> list[dict[str, Any]]:
        """The agreements of the gold."""
        return list(self.gold.get("agreements", []))

    @cached_property
    def content(self) -> str:
        """The raw text."""
        return self.path.read_text(encoding="utf-8", errors="replace")

    @property
    def publisher(self) -> str:
        """Who published it; texts of unknown publishers count as one source each."""
        return str(self.meta.get("publisher") or f"unknown publisher of {self.name}")

    @property
    def is_about_the_accords(self) -> bool:
        """Say whether the Artemis Accords are named."""
        return "artemis accords" in self.content.lower()

    @property
    def genre(self) -> str:
        """One of: hard negative, long statement, long past, wire copy, news."""
        required = (
            not a.get("optional") and a.get("scope", "international") == "international" for a in self.agreements
        )
        if not any(required):
            return "hard negative"
        if len(self.content) > LONG_CHARACTERS:
            return "long statement"
        year = _YEAR.search(str(self.meta.get("published") or ""))
        if year and int(year[0]) < LONG_PAST:
            return "long past"
        return "wire copy" if _DATELINE.match(self.content) else "news"

    def _companion(self, kind: str) -> dict[str, Any]:
        path = self.path.with_name(f"{self.name}.{kind}.json")
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


@dataclass(frozen=True)
class Corpus:
    """Texts that are judged together."""

    name: str
    texts: tuple[Text, ...]

    @property
    def digest(self) -> str:
        """One digest over every text, its gold and its metadata: scores are comparable only where it is equal."""
        total = hashlib.sha256()
        for text in self.texts:
            for ending in (".txt", ".gold.json", ".meta.json"):
                path = text.path.with_name(text.name + ending)
                total.update(path.name.encode() + hashlib.sha256(path.read_bytes() if path.is_file() else b"").digest())
        return total.hexdigest()


def read_corpora() -> dict[str, Corpus]:
    """Return the corpora that are at hand; "blind-b" is held out: nobody looks at it while writing rules."""
    places = {
        "five": (SHARED / "corpus" / "articles", "*"),
        "dev": (SHARED / "corpus" / "dev", "*"),
        "own": (ROOT / "tests" / "corpus", "*"),
        "blind-a": (ROOT / "tests" / "corpus" / "blind", "a-*"),
        "blind-b": (ROOT / "tests" / "corpus" / "blind", "b-*"),
    }
    found = {}
    for name, (folder, pattern) in places.items():
        texts = [
            Text(path)
            for path in sorted(folder.glob(f"{pattern}.txt"))
            if path.with_name(f"{path.stem}.gold.json").is_file()
        ]
        if texts:
            found[name] = Corpus(name, tuple(texts))
    return found
