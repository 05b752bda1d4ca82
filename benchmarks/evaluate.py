"""Score extraction on every corpus that is at hand and print the scorer's tables: `make evaluate`.

The gold of others and the scorer lie in ../shared, which stands beside a checkout; our own adversarial texts are in
tests/corpus. What is absent is said and left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from spaceaccord.pipeline.extracting import extract, write_extract
from spaceaccord.pipeline.knowledge import Knowledge

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "eval" / "score.py"
CORPORA = {
    "five": SHARED / "corpus" / "articles",
    "dev": SHARED / "corpus" / "dev",
    "own": ROOT / "tests" / "corpus",
}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of one corpus: F1 by field, share of clean negatives, seconds and characters read."""

    scores: dict[str, float]
    negatives_clean: float
    table: str
    articles: int
    seconds: float
    characters: int


def evaluate(folder: Path, knowledge: Knowledge, *, verbose: bool = False) -> Evaluation:
    """Extract every text of `folder` and score it against the gold beside it."""
    with tempfile.TemporaryDirectory() as made:
        texts = sorted(p for p in folder.glob("*.txt"))
        begun = time.perf_counter()
        count = write_extract(extract(texts, knowledge), Path(made))
        seconds = time.perf_counter() - begun
        command = [sys.executable, str(SCORER), str(folder), made]
        found = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout)
        flags = ["--verbose"] if verbose else []
        table = subprocess.run([*command, *flags], capture_output=True, text=True, check=True).stdout
    negatives = found["negatives"]
    return Evaluation(
        scores={field: row["f1"] for field, row in found["scores"].items()},
        negatives_clean=found["negatives_clean"] / negatives if negatives else 1.0,
        table=table,
        articles=count,
        seconds=seconds,
        characters=sum(len(p.read_text(encoding="utf-8", errors="replace")) for p in texts),
    )


def main() -> int:
    """Print one table a corpus; `--verbose` lists every difference."""
    if not SCORER.is_file():
        print(f"no scorer at {SCORER}: nothing to compare with", file=sys.stderr)
        return 3
    knowledge = Knowledge.read()
    for name, folder in CORPORA.items():
        if not folder.is_dir() or not any(folder.glob("*.gold.json")):
            print(f"== {name}: {folder} is absent, left out")
            continue
        done = evaluate(folder, knowledge, verbose="--verbose" in sys.argv)
        rate = done.characters / 2000 / done.seconds
        print(f"== {name}\n{done.table}speed: {done.articles} articles in {done.seconds:.2f} s, {rate:.0f} x 2 KB a second\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
