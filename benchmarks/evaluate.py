"""Score extraction on every corpus that is at hand: `make evaluate`.

    --verbose   every difference, save those of the held-out texts
    --json      the figures and digests alone
    --write     pin the floors in tests/evaluation/floors.json; write docs/evaluation.md and docs/reliability.svg

The gold of others and the scorer lie in ../shared, which stands beside a checkout; our own texts are in tests/corpus.
What is absent is said and left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from calibrate import UNTUNED, held_out, samples_of
from corpora import ROOT, Corpus, Text, read_corpora
from floors import write_floors
from reliability import Judged, describe_plot, describe_table, expected_calibration_error
from scoring import SCORER, Outcome, Scorer, Table, run

from spaceaccord.pipeline.knowledge import Knowledge

HELD_OUT = "blind-b"
# Of the five reports the project knows every word: they say nothing about texts of the genre.
KNOWN = "five"


@dataclass(frozen=True)
class Evaluation:
    """The outcomes of every corpus, the seconds of extraction, and the calibration on held-out sources."""

    corpora: Mapping[str, Corpus]
    outcomes: Mapping[str, tuple[Outcome, ...]]
    seconds: Mapping[str, float]
    judged: tuple[Judged, ...]

    @property
    def unseen(self) -> tuple[Outcome, ...]:
        """All outcomes but those of the five reports."""
        return tuple(o for name, found in self.outcomes.items() if name != KNOWN for o in found)


def evaluate(scorer: Scorer, knowledge: Knowledge) -> Evaluation:
    """Run extraction on every corpus."""
    corpora = read_corpora()
    outcomes: dict[str, tuple[Outcome, ...]] = {}
    seconds: dict[str, float] = {}
    for name, corpus in corpora.items():
        outcomes[name], seconds[name] = run(corpus.texts, knowledge, scorer)
    untuned = [o for name in UNTUNED for o in outcomes.get(name, ())]
    return Evaluation(corpora, outcomes, seconds, held_out(samples_of(untuned)))


def describe(done: Evaluation, scorer: Scorer) -> list[str]:
    """Return the report without anything that differs between machines, line by line."""
    lines = ["By corpus", ""]
    lines += [scorer.table(found).describe(name) for name, found in done.outcomes.items()]
    unseen = done.unseen
    lines += ["", "All but the five, by genre", ""]
    lines += _groups(unseen, scorer, lambda text: text.genre)
    lines += ["", "All but the five, with and without the Artemis Accords", ""]
    lines += _groups(unseen, scorer, lambda text: "with" if text.is_about_the_accords else "without")
    lines += ["", "Leaving one source out (publishers with two texts and more)", "", *_jackknife(unseen, scorer)]
    lines += ["", "Confidence of agreements in texts that no rule was written for, held out by source", ""]
    lines += [f"expected calibration error {expected_calibration_error(done.judged):.3f}", describe_table(done.judged)]
    return lines


def _groups(outcomes: Iterable[Outcome], scorer: Scorer, key: Callable[[Text], str]) -> list[str]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome.text), []).append(outcome)
    return [scorer.table(groups[name]).describe(name) for name in sorted(groups)]


def _jackknife(outcomes: Sequence[Outcome], scorer: Scorer) -> list[str]:
    """Return the pooled scores without each source, and of it alone: no score may hang on one of them."""
    sources: dict[str, int] = {}
    for outcome in outcomes:
        sources[outcome.text.publisher] = sources.get(outcome.text.publisher, 0) + 1
    lines = []
    for source in sorted(s for s, count in sources.items() if count > 1):
        lines.append(scorer.table(o for o in outcomes if o.text.publisher != source).describe(f"without {source}"))
        lines.append(scorer.table(o for o in outcomes if o.text.publisher == source).describe(f"only {source}"))
    return lines


def describe_fields(name: str, table: Table) -> list[str]:
    """Return the scorer's table: precision, recall and F1 by field."""
    clean = f"negatives kept clean {table.negatives_clean}/{table.negatives}"
    lines = [f"== {name}: {table.texts} texts, {clean}"]
    for field, row in table.rows.items():
        figures = f"P {row['precision']:.3f}  R {row['recall']:.3f}  F1 {row['f1']:.3f}"
        lines.append(
            f"{field:10s} {figures}  (hit {row['hit']:.0f}, extra {row['extra']:.0f}, missed {row['missed']:.0f})"
        )
    return lines


def describe_speed(done: Evaluation) -> str:
    """Return how fast extraction was on this machine, in texts of 2 KB and in texts."""
    seconds = sum(done.seconds.values())
    texts = [o.text for found in done.outcomes.values() for o in found]
    size = sum(len(text.content) for text in texts)
    return (
        f"speed: {len(texts)} texts of {size / len(texts):.0f} characters in {seconds:.2f} s, "
        f"{len(texts) / seconds:.0f} texts a second, {size / 2000 / seconds:.0f} x 2 KB a second"
    )


def write_report(lines: Sequence[str], judged: Sequence[Judged]) -> None:
    """Write the report and the plot into docs/."""
    head = (
        "# Evaluation\n\nWritten by `make evaluate FLAGS=--write`; nothing here is written by hand. "
        "F1 by field, recall for topics. Five: the reports with which the project began. Dev: public texts that rules "
        "were written for. Own: texts that we wrote to break the rules. Blind: texts of another author; "
        "blind-b was kept from those who tuned the rules, but its list of misses and four openings were seen once by "
        "the lead, and confidence is fitted on it.\n\n"
    )
    plot = "![Reliability of the confidence](reliability.svg)\n"
    docs = ROOT / "docs"
    (docs / "evaluation.md").write_text(head + "```text\n" + "\n".join(lines) + "\n```\n\n" + plot, encoding="utf-8")
    svg = describe_plot(judged, title="Confidence on held-out sources")
    (docs / "reliability.svg").write_text(svg, encoding="utf-8")


def main() -> int:
    """Print what the options ask for."""
    if not SCORER.is_file():
        print(f"no scorer at {SCORER}: nothing to compare with", file=sys.stderr)
        return 3
    options = set(sys.argv[1:])
    scorer = Scorer()
    done = evaluate(scorer, Knowledge.read())
    tables = {name: scorer.table(found) for name, found in done.outcomes.items()}
    figures = {name: table.flat() for name, table in tables.items()}
    digests = {name: corpus.digest for name, corpus in done.corpora.items()}
    error = expected_calibration_error(done.judged)
    if "--json" in options:
        print(json.dumps({"figures": figures, "digests": digests, "calibration_error": error}))
        return 0
    for name, table in tables.items():
        print("\n".join(describe_fields(name, table)), end="\n\n")
        if "--verbose" in options and name != HELD_OUT:
            print("\n".join(table.differences), end="\n\n")
    lines = describe(done, scorer)
    print("\n".join([*lines, "", describe_speed(done)]))
    if "--write" in options:
        write_floors(figures, digests, error)
        write_report(lines, done.judged)
    return 0


if __name__ == "__main__":
    sys.exit(main())
