"""States that join an instrument which is open to others: the instrument is one, each joining has its own day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spaceaccord.linking.authorities import KnownAgreement
from spaceaccord.linking.folding import fold
from spaceaccord.linking.likeness import states_of
from spaceaccord.model.agreement import AgreementMention, AgreementType, Status

_GENERIC = (AgreementType.OTHER, AgreementType.COOPERATION_AGREEMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Mentions of one act of joining `known`; `name` is the joining states' slugs, "others" where none signs."""

    known: KnownAgreement
    name: str
    members: tuple[AgreementMention, ...]


def joinings(
    mentions: Iterable[AgreementMention], known: Sequence[KnownAgreement]
) -> tuple[list[AgreementMention], list[Joining]]:
    """Part `mentions` into those of no open instrument and those that name one, grouped by who joins.

    Two texts tell of one joining where they share a newcomer. The order of `mentions` does not matter.
    """
    by_title = {fold(title): r for r in known if r.is_open for title in (r.label, *r.names)}
    told: list[AgreementMention] = []
    named: dict[str, list[AgreementMention]] = {}
    for mention in mentions:
        record = by_title.get(fold(mention.title.value)) if mention.title else None
        if record and (mention.type.value is record.type or mention.type.value in _GENERIC):
            named.setdefault(record.slug, []).append(mention)
        else:
            told.append(mention)
    records = {r.slug: r for r in known}
    made = [joining for slug in sorted(named) for joining in _group(records[slug], named[slug])]
    return told, made


def _group(record: KnownAgreement, mentions: list[AgreementMention]) -> list[Joining]:
    groups: list[tuple[set[str], list[AgreementMention]]] = []
    others = []
    for mention in mentions:
        if mention.status.value is not Status.SIGNED or mention.background:
            others.append(mention)
            continue
        states = set(states_of(p.value for p in mention.parties))
        touching = [g for g in groups if g[0] & states]
        groups = [g for g in groups if not g[0] & states]
        united = states.union(*(g[0] for g in touching))
        groups.append((united, [mention, *(m for g in touching for m in g[1])]))
    made = [Joining(known=record, name=_name(states), members=tuple(members)) for states, members in groups]
    if others:
        made.append(Joining(known=record, name="others", members=tuple(others)))
    return sorted(made, key=lambda j: j.name)


def _name(states: set[str]) -> str:
    ordered = [s.removeprefix("~").replace(" ", "-") for s in sorted(states)]
    return "-".join(ordered[:4]) if len(ordered) <= 4 else f"{'-'.join(ordered[:4])}-others"
