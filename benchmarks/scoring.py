"""Extraction run on texts with gold, scored by the scorer that stands beside the checkout."""

from __future__ import annotations

import copy
import importlib.util
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from corpora import SHARED, Text

from spaceaccord.extraction.view import describe_findings
from spaceaccord.model.agreement import AgreementMention
from spaceaccord.pipeline.extracting import extract
from spaceaccord.pipeline.knowledge import Knowledge

SCORER = SHARED / "eval" / "score.py"


@dataclass(frozen=True)
class Outcome:
    """What extraction made of one text: the JSON that is scored, its agreements, and which of them are right.

    `is_right[i]` is None where agreement i counts neither way (optional, or tolerated by the gold).
    """

    text: Text
    predicted: dict[str, Any]
    agreements: tuple[AgreementMention, ...]
    is_right: tuple[bool | None, ...]


@dataclass(frozen=True)
class Table:
    """The scores of a group of texts: precision, recall and F1 by field, negatives kept clean."""

    rows: dict[str, dict[str, float]]
    texts: int
    negatives: int
    negatives_clean: int
    differences: tuple[str, ...]

    def flat(self) -> dict[str, float]:
        """Return the figures that are promised: F1 by field, recall of topics, negatives kept clean."""
        figures = {field: row["f1"] for field, row in self.rows.items()}
        figures["topic_recall"] = self.rows["topic"]["recall"]
        figures["negatives_clean"] = self.negatives_clean / self.negatives if self.negatives else 1.0
        return {name: round(value, 3) for name, value in figures.items()}

    def describe(self, title: str) -> str:
        """Return one line: F1 by field."""
        flat = self.flat()
        shown = "  ".join(f"{field} {flat[field]:.2f}" for field in self.rows if field != "topic")
        clean = f"{self.negatives_clean}/{self.negatives}"
        return f"{title:32s} {self.texts:3d} texts  {shown}  topic recall {flat['topic_recall']:.2f}  negatives {clean}"


class Scorer:
    """The scorer of ../shared, loaded from its file."""

    def __init__(self) -> None:
        specification = importlib.util.spec_from_file_location("shared_score", SCORER)
        if specification is None or specification.loader is None:
            raise FileNotFoundError(SCORER)
        self._module: ModuleType = importlib.util.module_from_spec(specification)
        sys.modules["shared_score"] = self._module
        specification.loader.exec_module(self._module)
        self._aliases = self._read_aliases()

    def _read_aliases(self) -> dict[str, str]:
        aliases: dict[str, str] = self._module.load_aliases(SHARED / "reference")
        names = SCORER.with_name("aliases.json")
        if names.is_file():
            for label, others in json.loads(names.read_text(encoding="utf-8")).items():
                for other in (label, *others):
                    aliases[self._module.plain(other)] = self._module.plain(label)
        return aliases

    def table(self, outcomes: Iterable[Outcome]) -> Table:
        """Return the scores of a group."""
        score = self._module.Score()
        differences: list[str] = []
        count = 0
        for outcome in outcomes:
            count += 1
            gold = copy.deepcopy(outcome.text.gold)  # the scorer marks what is out of scope in place
            lines = self._module.score_article(outcome.predicted, gold, self._aliases, score, all_scopes=False)
            differences += [outcome.text.name, *lines] if lines else []
        rows = {
            field: {
                "precision": c.precision,
                "recall": c.recall,
                "f1": c.f1,
                "hit": c.hit,
                "extra": c.extra,
                "missed": c.missed,
            }
            for field, c in score.counts.items()
        }
        return Table(rows, count, score.negatives, score.negatives_clean, tuple(differences))

    def judge(self, predicted: Sequence[dict[str, Any]], gold: dict[str, Any]) -> tuple[bool | None, ...]:
        """Return for each predicted agreement whether it is one of the gold: paired as the scorer pairs."""
        golds = copy.deepcopy(list(gold.get("agreements", [])))
        scored = [
            (self._module.pair_score(p, g, self._aliases), i, j)
            for i, p in enumerate(predicted)
            for j, g in enumerate(golds)
        ]
        pairs: dict[int, int] = {}
        for likeness, i, j in sorted(scored, key=lambda t: (-t[0], t[1], t[2])):
            if likeness > 0 and i not in pairs and j not in pairs.values():
                pairs[i] = j
        return tuple(self._verdict(p, golds, pairs.get(i), gold) for i, p in enumerate(predicted))

    def _verdict(self, p: dict[str, Any], golds: list[Any], paired: int | None, gold: dict[str, Any]) -> bool | None:
        if paired is not None:
            g = golds[paired]
            counts = not g.get("optional") and g.get("scope", "international") == "international"
            return True if counts else None
        alone = {**gold, "agreements": []}
        score = self._module.Score()
        self._module.score_article({"agreements": [p]}, alone, self._aliases, score, all_scopes=False)
        return False if score.counts["agreement"].extra else None


def run(texts: Sequence[Text], knowledge: Knowledge, scorer: Scorer) -> tuple[tuple[Outcome, ...], float]:
    """Return what extraction makes of each text, and the seconds of extraction alone."""
    outcomes = []
    seconds = 0.0
    for text in texts:
        begun = time.perf_counter()
        (read,) = extract([text.path], knowledge)
        seconds += time.perf_counter() - begun
        predicted = json.loads(describe_findings(read.article, read.findings).as_json())
        verdicts = scorer.judge(predicted["agreements"], text.gold)
        outcomes.append(Outcome(text, predicted, read.findings.agreements, verdicts))
    return tuple(outcomes), seconds
