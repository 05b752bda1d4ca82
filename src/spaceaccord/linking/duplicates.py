"""Which texts are copies of one another, as press agencies' are: they count as one source.

MinHash by one permutation: each run of words falls into one of some bins by its hash, and the least hash of each bin
stands for the text. Texts that share neighbouring bins are compared run by run.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from itertools import pairwise

_WORDS = re.compile(r"\w+")
_RUN_WORDS = 5
_BINS = 32
# Copies differ in place lines, credits and a cut last paragraph; two reports of one event share far fewer runs.
_ALIKE = 0.7
# A text of fewer runs than this is a headline or a caption, too short to be called a copy.
_FEWEST_RUNS = 20


def find_copies(texts: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return groups of ids whose texts are near copies, each sorted; a text without copies is in no group.

    Likeness is the Jaccard index of runs of five words, and is passed on: a copy of a copy is one of the group.
    """
    runs = {key: _runs_of(text) for key, text in texts.items()}
    runs = {key: found for key, found in runs.items() if len(found) >= _FEWEST_RUNS}
    leader = {key: key for key in runs}

    def find(key: str) -> str:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    shelves: dict[tuple[int, int, int], list[str]] = {}
    for key in sorted(runs):
        for place, (left, right) in enumerate(pairwise(_sketch(runs[key]))):
            shelves.setdefault((place, left, right), []).append(key)
    for shelf in shelves.values():
        for one in shelf[1:]:
            first, second = find(shelf[0]), find(one)
            if first != second and likeness(runs[shelf[0]], runs[one]) >= _ALIKE:
                leader[max(first, second)] = min(first, second)
    groups: dict[str, list[str]] = {}
    for key in sorted(runs):
        groups.setdefault(find(key), []).append(key)
    return tuple(tuple(group) for _, group in sorted(groups.items()) if len(group) > 1)


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the Jaccard index of two sets of runs."""
    return len(one & other) / len(one | other) if one or other else 1.0


def _runs_of(text: str) -> frozenset[int]:
    words = _WORDS.findall(text.casefold())
    return frozenset(
        zlib.crc32(" ".join(words[at : at + _RUN_WORDS]).encode()) for at in range(len(words) - _RUN_WORDS + 1)
    )


def _sketch(runs: frozenset[int]) -> list[int]:
    least = [-1] * _BINS
    for run in runs:
        place = run % _BINS
        if least[place] < 0 or run < least[place]:
            least[place] = run
    return least
