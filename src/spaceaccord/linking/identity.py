"""Which mentions in many articles speak of one agreement, and under which permanent slug it is published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from spaceaccord.linking.authorities import KnownAgreement
from spaceaccord.linking.canonical import choose_canonical
from spaceaccord.linking.folding import fold
from spaceaccord.linking.joining import joinings
from spaceaccord.linking.likeness import Likeness, Profile, compare, days_between, fits_news, keys_of, states_of
from spaceaccord.linking.naming import describe_label, mint_slug
from spaceaccord.model.agreement import AgreementMention, Status
from spaceaccord.model.world import Agreement, IdentityQuestion, MergeDecision

# Longer than any date that a text gives.
_UNDATED = 1_000_000


@dataclass(slots=True, eq=False)
class _Cluster:
    """Mentions taken for one agreement, and what every further mention is compared with."""

    known: KnownAgreement | None
    profile: Profile
    members: list[AgreementMention] = field(default_factory=list)
    rule: str = ""
    score: float = 1.0
    rivals: list[_Cluster] = field(default_factory=list)

    def add(self, mention: AgreementMention, likeness: Likeness) -> None:
        self.members.append(mention)
        self.score = min(self.score, likeness.score)
        rule = likeness.rule
        if self.known:
            rule = rule.replace("same-parties-type-date", "authority-record")
        self.rule = self.rule or rule
        if self.profile.date is None and mention.signed is not None:
            self.profile = replace(self.profile, date=mention.signed.value)

    def holds_article(self, article_id: str) -> bool:
        return any(m.article_id == article_id for m in self.members)


def resolve_identity(
    mentions: Iterable[AgreementMention],
    known: Sequence[KnownAgreement],
    *,
    source_quality: Mapping[str, str],
    published: Mapping[str, date] | None = None,
) -> tuple[Agreement, ...]:
    """Return the agreements that `mentions` speak of, sorted by slug; the order of `mentions` does not matter.

    A mention joins the authority record or the cluster that has its parties, a type of its class and a date that
    its own allows. Two mentions of one article are never merged. Where several fit alike, the day of publication
    decides (`published`, by article id); where that says nothing either, the mention stays apart, with a question.
    What joins an open instrument by name goes to its record. `source_quality` gives the code of each article id,
    for the choice of canonical values.
    """
    told, joined = joinings(mentions, known)
    clusters = _Clusters(known, published or {})
    # Complete mentions with the most exact dates found clusters, vague ones join them.
    for mention in sorted(told, key=_exactness):
        clusters.place(mention)
    made = [*_named(clusters.filled(), source_quality)]
    for joining in joined:
        members = tuple(sorted(joining.members, key=lambda m: (m.article_id, m.id)))
        made.append(
            Agreement(
                slug=joining.known.slug,
                label=joining.known.label,
                label_fr=joining.known.label_fr,
                canonical=choose_canonical(members, source_quality),
                members=members,
                decision=_decision_of("authority-record.by-name", 0.95, joining.known, members),
                joined=joining.name,
            )
        )
    return tuple(sorted(made, key=lambda a: (a.slug, a.joined)))


def _exactness(mention: AgreementMention) -> tuple[int, bool, str, str]:
    days = days_between(mention.signed.value) if mention.signed else _UNDATED
    return (days, not mention.party_list_complete, mention.article_id, mention.id)


class _Clusters:
    """All clusters, found again by the states of their parties."""

    def __init__(self, known: Sequence[KnownAgreement], published: Mapping[str, date]) -> None:
        self._published = published
        self._all: list[_Cluster] = []
        self._by_states: dict[frozenset[str], list[_Cluster]] = {}
        self._by_state: dict[str, list[_Cluster]] = {}
        for record in known:
            self._found(_cluster_of_record(record))

    def _found(self, cluster: _Cluster) -> None:
        self._all.append(cluster)
        self._by_states.setdefault(cluster.profile.states, []).append(cluster)
        for state in cluster.profile.states:
            self._by_state.setdefault(state, []).append(cluster)

    def filled(self) -> list[_Cluster]:
        """Return the clusters that have members."""
        return [c for c in self._all if c.members]

    def place(self, mention: AgreementMention) -> None:
        """Put `mention` into the one cluster that it fits best, or into one of its own."""
        mine = _profile(mention)
        rivals = self._by_states.get(mine.states, []) if mine.complete else self._neighbours(mine)
        found = [
            (likeness, cluster)
            for cluster in rivals
            if not cluster.holds_article(mention.article_id)
            for likeness in [compare(mention, mine, cluster.profile)]
            if likeness.score
        ]
        top = max((likeness.score for likeness, _ in found), default=0.0)
        best = [(likeness, cluster) for likeness, cluster in found if likeness.score == top]
        best = self._decided_by_record(best) or self._decided_by_day(mention, best) or best
        if len(best) == 1:
            best[0][1].add(mention, best[0][0])
        else:
            own = _Cluster(known=None, profile=mine, members=[mention], rivals=[c for _, c in best])
            self._found(own)

    def _neighbours(self, mine: Profile) -> list[_Cluster]:
        seen: dict[int, _Cluster] = {}
        for state in sorted(mine.states):
            seen.update({id(c): c for c in self._by_state.get(state, ())})
        return list(seen.values())

    def _decided_by_record(self, best: list[tuple[Likeness, _Cluster]]) -> list[tuple[Likeness, _Cluster]]:
        """An authority record comes before what only texts tell of; an undated own cluster of rivals before none."""
        records = [found for found in best if found[1].known]
        return records if len(records) == 1 else []

    def _decided_by_day(
        self, mention: AgreementMention, best: list[tuple[Likeness, _Cluster]]
    ) -> list[tuple[Likeness, _Cluster]]:
        day = None if mention.background or mention.signed else self._published.get(mention.article_id)
        fitting = [found for found in best if fits_news(found[1].profile.date, day)]
        return fitting if len(fitting) == 1 else []


def _cluster_of_record(record: KnownAgreement) -> _Cluster:
    return _Cluster(
        known=record,
        profile=Profile(
            parties=frozenset(record.parties),
            states=frozenset(record.rolled_up),
            type=record.type,
            title="",
            date=record.bound,
            planned=record.slug.endswith("-planned"),
            complete=True,
        ),
    )


def _profile(mention: AgreementMention) -> Profile:
    return Profile(
        parties=keys_of(mention.parties),
        states=states_of(p.value for p in mention.parties),
        type=mention.type.value,
        title=fold(mention.title.value) if mention.title else "",
        date=mention.signed.value if mention.signed else None,
        planned=mention.status.value is Status.PLANNED,
        complete=mention.party_list_complete,
    )


def _named(clusters: Collection[_Cluster], source_quality: Mapping[str, str]) -> list[Agreement]:
    taken = {c.known.slug for c in clusters if c.known}
    slugs: dict[int, str] = {}
    made: list[tuple[Agreement, _Cluster]] = []
    for cluster in sorted(clusters, key=lambda c: (c.known is None, c.members[0].article_id, c.members[0].id)):
        members = tuple(sorted(cluster.members, key=lambda m: (m.article_id, m.id)))
        canonical = choose_canonical(members, source_quality)
        slug = cluster.known.slug if cluster.known else mint_slug(canonical, taken)
        taken.add(slug)
        slugs[id(cluster)] = slug
        one = len(members) == 1 and cluster.known is None
        agreement = Agreement(
            slug=slug,
            label=cluster.known.label if cluster.known else describe_label(canonical),
            label_fr=cluster.known.label_fr if cluster.known else None,
            canonical=canonical,
            members=members,
            decision=None if one else _decision_of(cluster.rule, cluster.score, cluster.known, members),
        )
        made.append((agreement, cluster))
    return [replace(agreement, question=_question(cluster, slugs)) for agreement, cluster in made]


def _question(cluster: _Cluster, slugs: Mapping[int, str]) -> IdentityQuestion | None:
    rivals = tuple(sorted(slugs[id(c)] for c in cluster.rivals if id(c) in slugs))
    if not rivals:
        return None
    return IdentityQuestion(
        rivals=rivals, reason="The same parties and kind of instrument; no date in the text tells which one is meant."
    )


def _decision_of(
    rule: str, score: float, known: KnownAgreement | None, members: Sequence[AgreementMention]
) -> MergeDecision:
    articles = len({m.article_id for m in members})
    reason = f"{articles} article(s) name the same parties, the same kind of instrument and dates that agree"
    if known:
        reason += f"; the authority file has it as {known.label}"
    return MergeDecision(
        rule=rule,
        score=round(score, 3),
        reason=reason + ".",
        members=tuple((m.article_id, m.id) for m in members),
    )
