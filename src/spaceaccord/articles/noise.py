"""The words of web pages that are no part of an article, read once from `data/lexicon/noise.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import yaml

from spaceaccord.errors import BadReference
from spaceaccord.resources import shipped_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseWords:
    """Case-folded lines and beginnings of lines, by what they tell."""

    ends: frozenset[str]
    labels: frozenset[str]
    share_words: frozenset[str]
    starts: tuple[str, ...]
    captions: tuple[str, ...]


@lru_cache(maxsize=1)
def read_noise_words() -> NoiseWords:
    """Return the noise words of this installation.

    Raises:
        BadReference: the file lacks a list or is no YAML.
    """
    path = shipped_folder("data") / "lexicon" / "noise.yaml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        lists = {key: tuple(str(word).casefold() for word in content[key]) for key in _KEYS}
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise BadReference(
            f"the noise words cannot be read: {error}",
            file=str(path),
            remedy=f"The file holds lists named {', '.join(_KEYS)}.",
        ) from error
    return NoiseWords(
        ends=frozenset(lists["ends"]),
        labels=frozenset(lists["labels"]),
        share_words=frozenset(lists["share_words"]),
        starts=lists["starts"],
        captions=lists["captions"],
    )


_KEYS = ("ends", "labels", "share_words", "starts", "captions")
