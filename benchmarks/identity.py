"""Score names and agreements against the labelled pairs of tests/identity, and time 10,000 made-up articles.

Called by `make evaluate`. Exit 1 where a target of docs/identity.md is missed.
"""

from __future__ import annotations

import csv
import hashlib
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from spaceaccord.linking.authorities import AuthorityFile, read_authorities
from spaceaccord.linking.identity import resolve_identity
from spaceaccord.linking.reconciliation import Reconciler
from spaceaccord.model.agreement import AgreementMention, AgreementType, Status
from spaceaccord.model.evidence import Evidence, Sourced, TextSpan
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Authority, Name
from spaceaccord.model.world import Agreement

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
PAIRS = ROOT / "tests" / "identity"
SYNTHETIC_AGREEMENTS, SYNTHETIC_ARTICLES, MOST_SECONDS = 2_000, 10_000, 60.0
_BODIES = 40
_TYPES = {
    "mou": AgreementType.MEMORANDUM_OF_UNDERSTANDING,
    "moc": AgreementType.MEMORANDUM_OF_COOPERATION,
    "loi": AgreementType.LETTER_OF_INTENT,
    "joint": AgreementType.JOINT_STATEMENT,
    "statement": AgreementType.STATEMENT_OF_INTENT,
    "framework": AgreementType.FRAMEWORK_AGREEMENT,
    "implementing": AgreementType.IMPLEMENTING_ARRANGEMENT,
    "cooperation": AgreementType.COOPERATION_AGREEMENT,
    "contract": AgreementType.CONTRACT,
    "treaty": AgreementType.TREATY,
    "accords": AgreementType.ACCORDS,
    "declaration": AgreementType.DECLARATION,
    "other": AgreementType.OTHER,
}
_STATUSES = {
    "signed": Status.SIGNED,
    "planned": Status.PLANNED,
    "force": Status.IN_FORCE,
    "mentioned": Status.MENTIONED,
}


@dataclass(frozen=True, slots=True)
class Score:
    """How many pairs were judged the same and rightly so, wrongly so, and missed; `mistakes` names them."""

    right: int
    wrong: int
    missed: int
    mistakes: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """The share of pairs judged the same that are."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of same pairs that were found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_pairs(name: str) -> list[dict[str, str]]:
    """Return the rows of one labelled table."""
    with (PAIRS / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def score_names(authorities: AuthorityFile) -> Score:
    """Judge every name of names.tsv: a pair is the same where the name is linked to that authority."""
    reconciler = Reconciler(authorities.records)
    counts: Counter[str] = Counter()
    mistakes = []
    for row in read_pairs("names.tsv"):
        found = reconciler.reconcile(Name(text=row["name"])).authority
        slug = found.slug if found else None
        if row["verdict"] == "same":
            outcome = "right" if slug == row["authority"] else "wrong" if slug else "missed"
        else:
            outcome = "wrong" if slug == row["authority"] else "fine"
        counts[outcome] += 1
        if outcome in ("wrong", "missed"):
            mistakes.append(f"{outcome}: {row['name']!r} for {row['authority']}, linked to {slug}")
    return Score(counts["right"], counts["wrong"], counts["missed"], tuple(mistakes))


def score_agreements(authorities: AuthorityFile) -> Score:
    """Judge every pair of agreements.tsv: the same where two articles' mentions come out under one slug."""
    known = {r.slug: r for r in authorities.records if r.kind == "org"}
    open_records = [a for a in authorities.agreements if a.is_open]
    counts: Counter[str] = Counter()
    mistakes = []
    for row in read_pairs("agreements.tsv"):
        mentions = [read_mention(row["left"], "left", known), read_mention(row["right"], "right", known)]
        made = resolve_identity(mentions, open_records, source_quality={})
        same = len({a.slug for a in made}) == 1
        wanted = row["verdict"] == "same"
        outcome = ("right" if wanted else "wrong") if same else ("missed" if wanted else "fine")
        counts[outcome] += 1
        if outcome in ("wrong", "missed"):
            mistakes.append(f"{outcome}: {row['left']} | {row['right']} ({row['why']})")
    return Score(counts["right"], counts["wrong"], counts["missed"], tuple(mistakes))


def read_mention(text: str, article: str, known: Mapping[str, Authority]) -> AgreementMention:
    """Return the mention that a cell such as "mou signed 2019-05 lsa+~Moonbase Ltd incomplete" describes."""
    text, _, title = text.partition(" title=")
    incomplete = text.endswith(" incomplete")
    kind, status, day, parties = text.removesuffix(" incomplete").split(" ", 3)
    names = [
        Name(text=p[1:]) if p.startswith("~") else Name(text=known[p].label, authority=known[p])
        for p in parties.split("+")
    ]
    return make_mention(
        article, names, _TYPES[kind], _STATUSES[status], None if day == "-" else day, title or None, not incomplete
    )


def make_mention(
    article: str,
    parties: Iterable[Name],
    kind: AgreementType,
    status: Status,
    day: str | None,
    title: str | None = None,
    complete: bool = True,
) -> AgreementMention:
    """Return a mention with made-up evidence."""
    identity = hashlib.sha256(article.encode()).hexdigest()[:16]
    span = TextSpan(start=0, end=6)
    words = Evidence(article_id=identity, span=span, quote="signed", context=span)

    def sourced(value: T) -> Sourced[T]:
        return Sourced(value=value, evidence=words, rule="made.up", confidence=0.9)

    return AgreementMention(
        id="a1",
        article_id=identity,
        type=sourced(kind),
        status=sourced(status),
        evidence=words,
        confidence=0.9,
        parties=tuple(sourced(p) for p in parties),
        party_list_complete=complete,
        title=sourced(title) if title else None,
        signed=sourced(PartialDate(edtf=day, text=day)) if day else None,
    )


def make_articles(
    authorities: AuthorityFile, *, agreements: int, articles: int, seed: int = 5
) -> tuple[list[AgreementMention], dict[str, int], dict[str, date]]:
    """Return mentions, the true agreement of each article, and the day each article came out.

    Every agreement is told by some articles: half give the day, a quarter the month, an eighth the year, an eighth
    none; one in ten calls it an agreement only; one in twenty of those with several leaves a party out and says so.
    """
    chance = random.Random(seed)
    # Few bodies, so that the same two meet again and again in other years.
    bodies = [r for r in authorities.records if r.type == "SpaceAgency"][:_BODIES]
    kinds = [k for k in _TYPES.values() if k not in (AgreementType.OTHER, AgreementType.COOPERATION_AGREEMENT)]
    world = [
        (
            chance.sample(bodies, chance.choice((2, 2, 2, 3, 4))),
            chance.choice(kinds),
            date(1990, 1, 1) + timedelta(days=chance.randrange(13_000)),
        )
        for _ in range(agreements)
    ]
    mentions, truth, published = [], {}, {}
    for number in range(articles):
        which = number if number < agreements else chance.randrange(agreements)
        parties, kind, day = world[which]
        shown = chance.choices((day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}", None), weights=(4, 2, 1, 1))[0]
        left_out = len(parties) > 2 and chance.random() < 0.05
        names = [Name(text=p.label, authority=p) for p in (parties[1:] if left_out else parties)]
        chance.shuffle(names)
        generic = chance.random() < 0.1
        mention = make_mention(
            f"article {number}",
            names,
            AgreementType.COOPERATION_AGREEMENT if generic else kind,
            Status.SIGNED,
            shown,
            complete=not left_out,
        )
        mentions.append(mention)
        truth[mention.article_id] = which
        published[mention.article_id] = day + timedelta(days=chance.randrange(20))
    return mentions, truth, published


def pairwise(made: Sequence[Agreement], truth: Mapping[str, int]) -> Score:
    """Return how many pairs of articles lie rightly in one cluster, wrongly so, or wrongly apart."""
    right = wrong = 0
    for agreement in made:
        counts = Counter(truth[m.article_id] for m in agreement.members)
        same = sum(n * (n - 1) // 2 for n in counts.values())
        right += same
        wrong += len(agreement.members) * (len(agreement.members) - 1) // 2 - same
    wanted = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    return Score(right, wrong, wanted - right)


def main() -> int:
    """Print the three tables; return 1 where a target is missed."""
    authorities = read_authorities(ROOT / "data" / "reference")
    names, agreements = score_names(authorities), score_agreements(authorities)
    missed = False
    for what, score, precision, recall in (("names", names, 0.99, 0.95), ("agreements", agreements, 0.97, 0.90)):
        pairs = len(read_pairs(f"{what}.tsv"))
        print(
            f"== identity of {what}: {pairs} pairs, precision {score.precision:.3f} (>= {precision}), "
            f"recall {score.recall:.3f} (>= {recall})"
        )
        if "--verbose" in sys.argv:
            print("".join(f"   {mistake}\n" for mistake in score.mistakes), end="")
        missed |= score.precision < precision or score.recall < recall
    mentions, truth, published = make_articles(
        authorities, agreements=SYNTHETIC_AGREEMENTS, articles=SYNTHETIC_ARTICLES
    )
    begun = time.perf_counter()
    made = resolve_identity(mentions, (), source_quality={}, published=published)
    seconds = time.perf_counter() - begun
    found = pairwise(made, truth)
    asked = sum(1 for a in made if a.question)
    print(
        f"== {len(mentions)} made-up articles about {SYNTHETIC_AGREEMENTS} agreements: {len(made)} found in "
        f"{seconds:.1f} s (< {MOST_SECONDS:.0f}), pairwise precision {found.precision:.4f}, recall {found.recall:.4f}, "
        f"F1 {found.f1:.4f}; {asked} questions for people"
    )
    return 1 if missed or seconds >= MOST_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main())
