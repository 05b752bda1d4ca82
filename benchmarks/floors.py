"""The scores that extraction must not fall below, each pinned to the digest of the texts it was measured on."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

from corpora import ROOT

FLOORS = ROOT / "tests" / "evaluation" / "floors.json"
# Room for a trade between fields; what falls further has to be said by writing the floors anew.
MARGIN = 0.01


def write_floors(figures: Mapping[str, Mapping[str, float]], digests: Mapping[str, str], error: float) -> None:
    """Write the floors of each corpus; a perfect score has no room."""
    floors = {
        name: {"digest": digests[name], "floors": {field: _floor(value) for field, value in scores.items()}}
        for name, scores in figures.items()
    }
    content = {
        "comment": "Written by `make evaluate FLAGS=--write`, never by hand.",
        "corpora": floors,
        "largest_calibration_error": math.ceil((error + MARGIN) * 1000) / 1000,
    }
    _write(FLOORS, json.dumps(content, indent=1) + "\n")


def _floor(value: float) -> float:
    return 1.0 if value == 1.0 else max(0.0, math.floor((value - MARGIN) * 1000) / 1000)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
