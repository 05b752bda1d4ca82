"""What an agreement without an authority record is called: its label, and the slug that it keeps."""

from __future__ import annotations

from collections.abc import Collection

from spaceaccord.model.agreement import AgreementMention, AgreementType, Status
from spaceaccord.model.party import Name
from spaceaccord.model.slugs import slug

_SHORT = {
    AgreementType.MEMORANDUM_OF_UNDERSTANDING: "mou",
    AgreementType.MEMORANDUM_OF_COOPERATION: "moc",
    AgreementType.LETTER_OF_INTENT: "loi",
    AgreementType.JOINT_STATEMENT: "joint-statement",
    AgreementType.STATEMENT_OF_INTENT: "statement-of-intent",
    AgreementType.FRAMEWORK_AGREEMENT: "framework",
    AgreementType.IMPLEMENTING_ARRANGEMENT: "arrangement",
    AgreementType.COOPERATION_AGREEMENT: "agreement",
    AgreementType.CONTRACT: "contract",
    AgreementType.TREATY: "treaty",
    AgreementType.ACCORDS: "accords",
    AgreementType.DECLARATION: "declaration",
    AgreementType.OTHER: "agreement",
}
_MOST_NAMES = 4


def mint_slug(mention: AgreementMention, taken: Collection[str]) -> str:
    """Return parties, type and year as a slug that is not in `taken`; an unknown year is "nd"."""
    parties = sorted(_party_slug(p.value) for p in mention.parties)
    if len(parties) > _MOST_NAMES:
        parties = [*parties[:_MOST_NAMES], "others"]
    date = mention.signed.value if mention.signed else None
    when = str(date.year) if date and date.year else "nd"
    if mention.status.value is Status.PLANNED:
        when = "planned"
    made = slug(*parties, _SHORT[mention.type.value], when)
    unique, number = made, 1
    while unique in taken:
        number += 1
        unique = f"{made}-{number}"
    return unique


def describe_label(mention: AgreementMention) -> str:
    """Return an English label: the kind of instrument, the parties, the year where it is known."""
    kind = mention.type.value.value.replace("_", " ").capitalize()
    if mention.type.value in (AgreementType.OTHER, AgreementType.COOPERATION_AGREEMENT):
        kind = "Agreement"
    if mention.type.value is AgreementType.ACCORDS and mention.title:
        kind = f"Signature of the {mention.title.value}"
    names = sorted(p.value.text for p in mention.parties)
    if len(names) > _MOST_NAMES:
        names = [*names[:_MOST_NAMES], f"{len(names) - _MOST_NAMES} others"]
    joined = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "unnamed parties"
    joint = "by" if len(names) == 1 else "between"
    date = mention.signed.value if mention.signed else None
    when = f" ({date.year})" if date and date.year else ""
    planned = " (planned)" if mention.status.value is Status.PLANNED else ""
    return f"{kind} {joint} {joined}{planned or when}"


def _party_slug(party: Name) -> str:
    return party.authority.slug if party.authority else slug(party.text)
