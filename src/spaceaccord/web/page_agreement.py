"""The page of an agreement: its facts, each with the words that it rests on and the article they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from spaceaccord.store.query_text import iri_term
from spaceaccord.web.page_data import Claim, Fact, PageData
from spaceaccord.web.page_terms import Named, Row, pick_labels

# The claims that matter most to a reader come first; the others follow by name.
_FIRST = ("date", "hasParty", "plannedParty", "type", "status", "heldAt", "duringEvent", "hasParticipation", "hasTopic")
_LINEAGE = ("continuationOf", "underFramework", "implements", "reinforces", "supersedes", "componentOf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """One stated date of the signing, with its place and the event around it; any part may be missing."""

    event: str
    extent: str
    edtf: str
    earliest: str
    latest: str
    text: str
    basis: str
    precision: str
    place: Named | None
    during: Named | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person or organisation that signed or took part."""

    who: Named
    role: str
    capacity: str
    behalf: Named | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGroup:
    """The claims about one property."""

    label: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article that tells of the agreement."""

    iri: str
    title: str
    publisher: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementView:
    """Everything that the page shows."""

    iri: str
    label: str
    types: tuple[Named, ...]
    type_definition: str
    status: str
    parties: tuple[Named, ...]
    bodies: tuple[Named, ...]
    parties_complete: bool
    names: tuple[str, ...]
    topics: tuple[Named, ...]
    topic_phrases: tuple[str, ...]
    signings: tuple[Signing, ...]
    participants: tuple[Participant, ...]
    lineage: tuple[Fact, ...]
    later: tuple[Fact, ...]
    claims: tuple[ClaimGroup, ...]
    sources: tuple[Source, ...]
    facts: tuple[Fact, ...]
    inferred: frozenset[str]

    @property
    def parties_inferred(self) -> bool:
        """Whether some party was inferred, since no text names it as one."""
        return any(value.iri in self.inferred for value in self.parties)


def read_agreement(data: PageData, iri: str) -> AgreementView:
    """Return what the page of the agreement `iri` shows."""
    facts = data.facts(iri)
    terms = str(data.iris.terms)
    by_name = {fact.property.removeprefix(terms): fact for fact in facts}

    def values(*names: str) -> tuple[Named, ...]:
        return tuple(value for name in names if name in by_name for value in by_name[name].values)

    def texts(name: str) -> tuple[str, ...]:
        return tuple(value.label for value in values(name))

    types = tuple(
        value
        for fact in facts
        if fact.property.endswith("#type")
        for value in fact.values
        if value.iri.startswith(terms) and value.iri != f"{terms}Agreement"
    )
    claims = data.claims(iri)
    lineage = {f"{terms}{name}" for name in _LINEAGE}
    return AgreementView(
        iri=iri,
        label=label_of(facts, iri),
        types=types,
        type_definition=next((data.definitions[each.iri] for each in types if each.iri in data.definitions), ""),
        status=" ".join(texts("status")),
        parties=values("hasParty", "plannedParty"),
        bodies=values("implementingBody"),
        parties_complete="false" not in texts("partyListComplete"),
        names=texts("instrumentName"),
        topics=values("hasTopic"),
        topic_phrases=texts("topicPhrase"),
        signings=tuple(_signings(data, iri)),
        participants=read_participants(data, iri),
        lineage=tuple(fact for fact in facts if fact.property in lineage),
        later=tuple(fact for fact in data.incoming(iri) if fact.property in lineage),
        claims=_group(claims),
        sources=_sources(claims),
        facts=facts,
        inferred=_inferred(claims, f"{data.iris.base}code/derivation/inferred", data),
    )


def _inferred(claims: tuple[Claim, ...], code: str, data: PageData) -> frozenset[str]:
    """Return the values, by IRI or text, that all of their claims infer."""
    name = data.name_of(code)
    stated = {claim.value.term.value for claim in claims if claim.derivation != name}
    return frozenset(claim.value.term.value for claim in claims if claim.derivation == name) - stated


def label_of(facts: tuple[Fact, ...], iri: str) -> str:
    """Return the name of a thing among its facts: an English one first."""
    for ending in ("#label", "#prefLabel", "/name", "/title", "#edtf"):
        found = [value.term for fact in facts if fact.property.endswith(ending) for value in fact.values]
        if found:
            return min(found, key=lambda term: (term.language not in ("en", ""), term.language, term.value)).value
    return iri


def read_participants(data: PageData, iri: str) -> tuple[Participant, ...]:
    """Return who signed the agreement `iri` or took part in the event `iri`."""
    rows = list(data.rows("participants", this=iri_term(iri)))
    labels = {**pick_labels(rows, key="participant"), **pick_labels(rows, key="behalf", label="behalfLabel")}
    found: dict[tuple[str, str], Participant] = {}
    for row in rows:
        key = (row["participant"].value, row["role"].value if "role" in row else "")
        found.setdefault(
            key,
            Participant(
                who=data.named(row["participant"], labels),
                role=data.name_of(row["role"].value) if "role" in row else "",
                capacity=_text(row, "capacity"),
                behalf=data.named(row["behalf"], labels) if "behalf" in row else None,
            ),
        )
    return tuple(found.values())


def _signings(data: PageData, iri: str) -> list[Signing]:
    rows = list(data.rows("signing", this=iri_term(iri)))
    labels = {
        **pick_labels(rows, key="place", label="placeLabel"),
        **pick_labels(rows, key="during", label="duringLabel"),
    }
    found: dict[tuple[str, ...], Signing] = {}
    for row in rows:
        key = tuple(_text(row, name) for name in ("event", "extent", "place", "during"))
        found.setdefault(
            key,
            Signing(
                event=_text(row, "event"),
                extent=_text(row, "extent"),
                edtf=_text(row, "edtf"),
                earliest=_text(row, "earliest"),
                latest=_text(row, "latest"),
                text=_text(row, "text"),
                basis=data.name_of(row["basis"].value) if "basis" in row else "",
                precision=data.name_of(row["precision"].value) if "precision" in row else "",
                place=data.named(row["place"], labels) if "place" in row else None,
                during=data.named(row["during"], labels) if "during" in row else None,
            ),
        )
    return sorted(found.values(), key=lambda signing: signing.earliest)


def _group(claims: tuple[Claim, ...]) -> tuple[ClaimGroup, ...]:
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.property, []).append(claim)

    def rank(name: str) -> tuple[int, str]:
        local = name.rpartition("#")[2]
        return (_FIRST.index(local) if local in _FIRST else len(_FIRST), groups[name][0].property_label)

    return tuple(
        ClaimGroup(label=groups[name][0].property_label, claims=tuple(groups[name]))
        for name in sorted(groups, key=rank)
    )


def _sources(claims: tuple[Claim, ...]) -> tuple[Source, ...]:
    found = {
        claim.article: Source(
            iri=claim.article, title=claim.article_title, publisher=claim.publisher, address=claim.source
        )
        for claim in claims
        if claim.article
    }
    return tuple(sorted(found.values(), key=lambda source: source.title))


def _text(row: Row, name: str) -> str:
    return row[name].value if name in row else ""
