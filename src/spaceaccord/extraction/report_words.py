"""The words that carry reported facts, read once from `data/lexicon/reported.yaml`, as patterns of whole words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import yaml

from spaceaccord.errors import BadReference
from spaceaccord.resources import shipped_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """Phrases by list; see the comments in the file for what a list means. `kinds` maps a noun to a class or ""."""

    lists: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, str]
    kinds: Mapping[str, str]

    def pattern(self, name: str) -> str:
        """Return the phrases of a list as one alternation, longest first."""
        return self.patterns[name]


def alternation(phrases: Iterable[str]) -> str:
    """Return a non-capturing group that matches any of `phrases`, longest first."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(phrase) for phrase in ordered) + ")"


@lru_cache(maxsize=1)
def read_report_words() -> ReportWords:
    """Return the words of this installation.

    Raises:
        BadReference: the file is missing, is no YAML, or a list in it is none.
    """
    path = shipped_folder("data") / "lexicon" / "reported.yaml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        kinds = {str(noun): str(cls) for cls, nouns in content.pop("kinds").items() for noun in nouns}
        lists = {str(key): tuple(str(word) for word in words) for key, words in content.items()}
    except (OSError, yaml.YAMLError, KeyError, AttributeError, TypeError) as error:
        raise BadReference(
            f"the words of reported facts cannot be read: {error}",
            file=str(path),
            remedy="Restore the file from the repository.",
        ) from error
    patterns = {name: alternation(phrases) for name, phrases in lists.items()}
    return ReportWords(lists=lists, patterns=patterns, kinds=kinds)
