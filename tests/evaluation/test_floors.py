"""No score falls below its floor, on the very texts that the floor was measured on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCORER = ROOT.parent / "shared" / "eval" / "score.py"
PINNED = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(not SCORER.is_file(), reason="the scorer lies in ../shared, beside a checkout")


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, dict[str, float]]]:
    command = [sys.executable, str(ROOT / "benchmarks" / "evaluate.py"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, dict[str, float]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("corpus", PINNED["corpora"])
def test_the_texts_and_their_gold_are_those_of_the_floors(corpus: str, measured: dict[str, dict[str, object]]) -> None:
    assert measured["digests"].get(corpus) == PINNED["corpora"][corpus]["digest"], (
        "texts or gold changed: look at the scores, then `make evaluate FLAGS=--write`"
    )


@pytest.mark.parametrize("corpus", PINNED["corpora"])
def test_no_score_is_below_its_floor(corpus: str, measured: dict[str, dict[str, dict[str, float]]]) -> None:
    floors = PINNED["corpora"][corpus]["floors"]
    found = measured["figures"][corpus]

    assert {field: found[field] for field in floors if found[field] < floors[field]} == {}


def test_confidence_stays_calibrated_on_held_out_sources(measured: dict[str, float]) -> None:
    assert measured["calibration_error"] <= PINNED["largest_calibration_error"]
