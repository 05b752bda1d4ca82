"""Which mentions in many articles speak of one agreement, and under which permanent slug it is published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from spaceaccord.linking.authorities import KnownAgreement
from spaceaccord.linking.canonical import choose_canonical
from spaceaccord.linking.naming import describe_label, mint_slug
from spaceaccord.model.agreement import AgreementMention, AgreementType, Status
from spaceaccord.model.partial_date import PartialDate
from spaceaccord.model.party import Name
from spaceaccord.model.world import Agreement, MergeDecision

_GENERIC = {AgreementType.OTHER, AgreementType.COOPERATION_AGREEMENT}
_STATEMENTS = {AgreementType.JOINT_STATEMENT, AgreementType.STATEMENT_OF_INTENT, AgreementType.DECLARATION}


@dataclass(slots=True)
class _Cluster:
    """Mentions taken for one agreement, and what every further mention is compared with."""

    known: KnownAgreement | None
    parties: frozenset[str]
    rolled_up: frozenset[str]
    type: AgreementType
    signed: PartialDate | None
    planned: bool
    members: list[AgreementMention] = field(default_factory=list)
    rule: str = ""
    score: float = 1.0

    def add(self, mention: AgreementMention, score: float, rule: str) -> None:
        self.members.append(mention)
        self.score = min(self.score, score)
        self.rule = self.rule or rule
        if self.signed is None and mention.signed is not None:
            self.signed = mention.signed.value


def resolve_identity(
    mentions: Iterable[AgreementMention],
    known: Sequence[KnownAgreement],
    *,
    source_quality: Mapping[str, str],
) -> tuple[Agreement, ...]:
    """Return the agreements that `mentions` speak of, sorted by slug; the order of `mentions` does not matter.

    A mention joins the authority record or the cluster that has its parties, a type of its class and a date that
    its own allows. Two mentions of one article are never merged. `source_quality` gives the code of each
    article id, for the choice of canonical values.
    """
    # Dated and complete mentions found clusters, vague ones join them.
    ordered = sorted(mentions, key=lambda m: (m.signed is None, not m.party_list_complete, m.article_id, m.id))
    by_states: dict[frozenset[str], list[_Cluster]] = {}
    for record in known:
        by_states.setdefault(frozenset(record.rolled_up), []).append(_cluster_of_record(record))
    for mention in ordered:
        states = _rolled_up(p.value for p in mention.parties)
        rivals = by_states.setdefault(states, [])
        found = [(*_likeness(mention, states, c), -n, c) for n, c in enumerate(rivals)]
        best = max((f for f in found if f[0] > 0), key=lambda f: (f[0], f[2]), default=None)
        if best is None:
            rivals.append(_cluster_of_mention(mention, states))
        else:
            best[3].add(mention, best[0], best[1])
    return _named([c for clusters in by_states.values() for c in clusters if c.members], source_quality)


def _cluster_of_record(record: KnownAgreement) -> _Cluster:
    return _Cluster(
        known=record,
        parties=frozenset(record.parties),
        rolled_up=frozenset(record.rolled_up),
        type=record.type,
        signed=record.bound,
        planned=record.slug.endswith("-planned"),
    )


def _cluster_of_mention(mention: AgreementMention, states: frozenset[str]) -> _Cluster:
    return _Cluster(
        known=None,
        parties=frozenset(p.value.key for p in mention.parties),
        rolled_up=states,
        type=mention.type.value,
        signed=mention.signed.value if mention.signed else None,
        planned=mention.status.value is Status.PLANNED,
        members=[mention],
    )


def _named(clusters: Collection[_Cluster], source_quality: Mapping[str, str]) -> tuple[Agreement, ...]:
    taken = {c.known.slug for c in clusters if c.known}
    made = []
    for cluster in sorted(clusters, key=lambda c: (c.known is None, c.members[0].article_id, c.members[0].id)):
        members = tuple(sorted(cluster.members, key=lambda m: (m.article_id, m.id)))
        canonical = choose_canonical(members, source_quality)
        slug = cluster.known.slug if cluster.known else mint_slug(canonical, taken)
        taken.add(slug)
        made.append(
            Agreement(
                slug=slug,
                label=cluster.known.label if cluster.known else describe_label(canonical),
                label_fr=cluster.known.label_fr if cluster.known else None,
                canonical=canonical,
                members=members,
                decision=_decision(cluster, members),
            )
        )
    return tuple(sorted(made, key=lambda a: a.slug))


def _decision(cluster: _Cluster, members: Sequence[AgreementMention]) -> MergeDecision | None:
    if len(members) == 1 and cluster.known is None:
        return None
    articles = len({m.article_id for m in members})
    reason = f"{articles} article(s) name the same parties, the same kind of instrument and dates that agree"
    if cluster.known:
        reason += f"; the authority file has it as {cluster.known.label}"
    return MergeDecision(
        rule=cluster.rule,
        score=round(cluster.score, 3),
        reason=reason + ".",
        members=tuple((m.article_id, m.id) for m in members),
    )


def _likeness(mention: AgreementMention, states: frozenset[str], cluster: _Cluster) -> tuple[float, str]:
    """Return how sure it is that `mention` belongs to `cluster` (0: it does not) and the rule that says so."""
    apart = (0.0, "")
    mine = frozenset(p.value.key for p in mention.parties)
    if not mine or not _types_agree(mention.type.value, cluster.type):
        return apart
    if any(m.article_id == mention.article_id for m in cluster.members):
        return apart
    planned = mention.status.value is Status.PLANNED
    if planned != cluster.planned and not (cluster.signed and mention.signed):
        return apart
    date = _dates_agree(mention.signed.value if mention.signed else None, cluster.signed)
    if date == 0.0:
        return apart
    rule = "authority-record" if cluster.known else "same-parties-type-date"
    if mine == cluster.parties:
        return 0.8 + 0.18 * date, rule
    alternative = frozenset(p.value.key for p in mention.alternative_parties) == cluster.parties
    if alternative or not mention.party_list_complete:
        return 0.7 + 0.2 * date, f"{rule}.parties-not-stated"
    # An organ for its state: only where both texts date the instrument and the dates meet.
    return (0.75, f"{rule}.rolled-up") if states == cluster.rolled_up and date == 1.0 else apart


def _types_agree(a: AgreementType, b: AgreementType) -> bool:
    return a is b or a in _GENERIC or b in _GENERIC or (a in _STATEMENTS and b in _STATEMENTS)


def _dates_agree(a: PartialDate | None, b: PartialDate | None) -> float:
    """Return 1 where both are dated and overlap, 0.5 where one is undated, 0 where they exclude each other."""
    if a is None or b is None:
        return 0.5
    if a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
        return 0.5
    return 1.0 if a.earliest <= b.latest and b.earliest <= a.latest else 0.0


def _rolled_up(parties: Iterable[Name]) -> frozenset[str]:
    """Return the states that the parties are organs of, other parties as they are."""
    return frozenset((p.authority.acts_for if p.authority else None) or p.key for p in parties)
