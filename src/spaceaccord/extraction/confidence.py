"""How sure an agreement that was found is: named features, weighed so that the figure is a share of right ones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Final, Self

import yaml

from spaceaccord.errors import BadReference
from spaceaccord.model.agreement import AgreementMention, Findings, Status
from spaceaccord.model.evidence import Derivation

_FILE: Final = "confidence.yaml"
# A status that a verb tells is held surer than this, one that only the noun lets guess is not.
_TOLD_BY_A_VERB: Final = 0.9
# Nothing that a rule finds is certain, and nothing that it reports is hopeless.
_LOWEST, _HIGHEST = 0.05, 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What speaks for an agreement, each from 0 to 1; more never makes it less sure.

    `specific_name`: the text calls it more than an agreement or a deal. `verb`: a verb of agreeing tells its status.
    `linked_parties`: the share of its parties that the authority files know. `outright`: the text names the parties
    as parties, nothing resolved or inferred. `two_parties`: at least two. `dated`: a date of signing. `placed`: a
    place or an event. `signatories`: somebody signs. `told_again`: under several names. `signed`: done or in
    force, not planned or mentioned. `foreground`: it is the news.
    """

    specific_name: float
    verb: float
    linked_parties: float
    outright: float
    two_parties: float
    dated: float
    placed: float
    signatories: float
    told_again: float
    signed: float
    foreground: float

    def as_dict(self) -> dict[str, float]:
        """Return the features by name."""
        return asdict(self)


FEATURE_NAMES: Final = tuple(field.name for field in fields(Features))


def describe_features(mention: AgreementMention) -> Features:
    """Return what speaks for `mention`, from its values alone."""
    parties = mention.parties
    return Features(
        specific_name=float(not mention.type.rule.endswith("generic-name")),
        verb=float(mention.status.confidence >= _TOLD_BY_A_VERB),
        linked_parties=sum(p.value.authority is not None for p in parties) / len(parties) if parties else 0.0,
        outright=float(bool(parties) and all(p.derivation is Derivation.EXPLICIT for p in parties)),
        two_parties=float(len(parties) > 1),
        dated=float(mention.signed is not None),
        placed=float(mention.place is not None or mention.event is not None),
        signatories=float(bool(mention.signatories)),
        told_again=float(len(mention.instrument_names) > 1),
        signed=float(mention.status.value in (Status.SIGNED, Status.IN_FORCE)),
        foreground=float(not mention.background),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceScale:
    """Logistic weights, none below zero: the figure is the share of agreements with these features that are right."""

    intercept: float
    weights: Mapping[str, float]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read `confidence.yaml` of `folder` (data/lexicon).

        Raises:
            BadReference: missing, no YAML, a weight for no feature, or one that is no number from 0 up.
        """
        path = folder / _FILE
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise BadReference(f"cannot be read: {error}", file=str(path), remedy="Restore the file.") from error
        remedy = "Write it anew with benchmarks/calibrate.py."
        weights = content.get("weights") if isinstance(content, dict) else None
        intercept = content.get("intercept") if isinstance(content, dict) else None
        if not isinstance(weights, dict) or not isinstance(intercept, int | float):
            raise BadReference("lacks `intercept` or `weights`", file=str(path), remedy=remedy)
        for name, weight in weights.items():
            if name not in FEATURE_NAMES:
                raise BadReference(f"no feature {name!r}", file=str(path), place="weights", remedy=remedy)
            if not isinstance(weight, int | float) or isinstance(weight, bool) or weight < 0:
                raise BadReference("no number from 0 up", file=str(path), place=f"weights.{name}", remedy=remedy)
        return cls(intercept=float(intercept), weights={str(k): float(v) for k, v in weights.items()})

    def calibrate(self, features: Features) -> float:
        """Return how sure an agreement with `features` is, from 0.05 to 0.98, with two digits."""
        values = features.as_dict()
        score = self.intercept + sum(weight * values[name] for name, weight in self.weights.items())
        share = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
        return round(min(_HIGHEST, max(_LOWEST, share)), 2)


def with_confidence(findings: Findings, scale: ConfidenceScale) -> Findings:
    """Return `findings`, each agreement as sure as its features make it; what a person added stays certain."""
    weighed = tuple(
        a if a.type.note else replace(a, confidence=scale.calibrate(describe_features(a))) for a in findings.agreements
    )
    return replace(findings, agreements=weighed)
