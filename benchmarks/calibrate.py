"""Fit the weights of confidence on agreements judged by gold: writes data/lexicon/confidence.yaml.

Only texts that no rule was written for are used, where a confidence means what it will mean on unseen texts.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora import ROOT, Text, read_corpora
from reliability import Judged, describe_table, expected_calibration_error
from scoring import SCORER, Outcome, Scorer, run

from spaceaccord.extraction.confidence import FEATURE_NAMES, ConfidenceScale, Features, describe_features
from spaceaccord.pipeline.knowledge import Knowledge

TARGET = ROOT / "data" / "lexicon" / "confidence.yaml"
UNTUNED = ("blind-a", "blind-b")
# The strength that pulls weights to zero: with some fifty agreements, weaker ones follow single texts.
_PULL = 1.0
_STEPS = 1500
_RATE = 0.3


@dataclass(frozen=True)
class Sample:
    """An agreement of a text: what speaks for it, and whether it is right."""

    text: Text
    features: Features
    is_right: bool


def samples_of(outcomes: Iterable[Outcome]) -> tuple[Sample, ...]:
    """Return the agreements that count either way."""
    return tuple(
        Sample(o.text, describe_features(mention), verdict)
        for o in outcomes
        for mention, verdict in zip(o.agreements, o.is_right, strict=True)
        if verdict is not None
    )


def fit(samples: Sequence[Sample]) -> ConfidenceScale:
    """Return logistic weights, none below zero, by projected gradient descent; the order of samples does not matter."""
    rows = [(list(s.features.as_dict().values()), float(s.is_right)) for s in samples]
    weights = [0.0] * len(FEATURE_NAMES)
    intercept = 0.0
    for _ in range(_STEPS):
        slope = [_PULL * w / len(rows) for w in weights]
        lift = 0.0
        for values, right in rows:
            score = intercept + sum(w * v for w, v in zip(weights, values, strict=True))
            miss = (1 / (1 + math.exp(-score)) - right) / len(rows)
            lift += miss
            for i, v in enumerate(values):
                slope[i] += miss * v
        intercept -= _RATE * lift
        weights = [max(0.0, w - _RATE * s) for w, s in zip(weights, slope, strict=True)]
    kept = {name: round(w, 3) for name, w in zip(FEATURE_NAMES, weights, strict=True)}
    return ConfidenceScale(intercept=round(intercept, 3), weights=kept)


def held_out(samples: Sequence[Sample]) -> tuple[Judged, ...]:
    """Return each agreement with the confidence that weights fitted on the other sources give it."""
    judged = []
    for source in sorted({s.text.publisher for s in samples}):
        scale = fit([s for s in samples if s.text.publisher != source])
        judged += [Judged(scale.calibrate(s.features), s.is_right) for s in samples if s.text.publisher == source]
    return tuple(judged)


def write_scale(scale: ConfidenceScale, samples: Sequence[Sample], target: Path) -> None:
    """Write the weights with where they are from."""
    right = sum(s.is_right for s in samples)
    lines = [
        "# Weights of the confidence of an agreement: a logistic scale over the features that",
        "# src/spaceaccord/extraction/confidence.py describes; none is below zero: more evidence is never less sure.",
        f"# Source: benchmarks/calibrate.py, from {len(samples)} agreements ({right} right) of tests/corpus/blind.",
        f"intercept: {scale.intercept}",
        "weights:",
        *(f"  {name}: {weight}" for name, weight in scale.weights.items()),
    ]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Fit, print the error on held-out sources, and with `--write` write the weights."""
    if not SCORER.is_file():
        print(f"no scorer at {SCORER}: nothing to learn from", file=sys.stderr)
        return 3
    corpora = read_corpora()
    texts = [text for name in UNTUNED if name in corpora for text in corpora[name].texts]
    outcomes, _ = run(texts, Knowledge.read(), Scorer())
    samples = samples_of(outcomes)
    judged = held_out(samples)
    print(f"{len(samples)} agreements; held out by source: error {expected_calibration_error(judged):.3f}")
    print(describe_table(judged))
    scale = fit(samples)
    print(scale)
    if "--write" in sys.argv:
        write_scale(scale, samples, TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
