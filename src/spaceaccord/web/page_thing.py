"""The page of a thing that is no agreement: its facts by importance, what it took part in, the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spaceaccord.store.query_text import iri_term
from spaceaccord.web.fact_order import order_facts, order_incoming, types_of
from spaceaccord.web.page_agreement import Participant, label_of, read_participants
from spaceaccord.web.page_data import Claim, Fact, PageData
from spaceaccord.web.page_lists import AgreementEntry, Lists
from spaceaccord.web.page_terms import Named, Quote, Row, pick_labels

# What points to a thing and has a list of its own on the page, by the last part of the property.
_LISTED = frozenset(
    ("hasParty", "plannedParty", "implementingBody", "participant", "onBehalfOf", "speaker", "signs", "signedAt")
)
_MOST_CLAIMS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """An event that somebody took part in."""

    event: Named
    roles: tuple[str, ...]
    edtf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What somebody is quoted with; `article` and `article_title` are empty where the passage is not known."""

    iri: str
    text: str
    fidelity: str
    capacity: str
    article: str
    article_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of an article and where they stand; `start` and `end` count code points."""

    quote: Quote
    article: str
    article_title: str
    publisher: str
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectGroup:
    """The claims about one subject."""

    subject: Named
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingView:
    """Everything that the page shows. `passages` are claims that rest on the same words, for articles and passages."""

    title: str
    types: tuple[Named, ...]
    facts: tuple[Fact, ...]
    agreements: tuple[AgreementEntry, ...]
    attended: tuple[Attendance, ...]
    participants: tuple[Participant, ...]
    quotations: tuple[Quotation, ...]
    groups: tuple[SubjectGroup, ...]
    more_claims: int
    passages: tuple[tuple[Claim, ...], ...]
    passage: Passage | None
    incoming: tuple[Fact, ...]
    evidence_first: bool


def read_thing(data: PageData, lists: Lists, iri: str) -> ThingView:
    """Return what the page of `iri` shows."""
    facts = data.facts(iri)
    kind = iri.removeprefix(f"{data.iris.base}id/").partition("/")[0] if "/id/" in iri else "concept"
    resting = kind in ("article", "passage")
    claims = data.article_claims(iri) if kind == "article" else data.thing_claims(iri)
    passage = _passage(data, iri) if kind == "passage" else None
    title = _title(kind, label_of(facts, iri), claims, passage)
    agreements = _agreements(data, lists, iri)
    listed = {entry.iri for entry in agreements}
    incoming = [
        replace(fact, values=tuple(value for value in fact.values if value.iri not in listed))
        for fact in data.incoming(iri)
    ]
    return ThingView(
        title=title,
        types=types_of(facts, str(data.iris.terms)),
        facts=order_facts(facts, title=title),
        agreements=agreements,
        attended=_attended(data, iri),
        participants=read_participants(data, iri) if kind == "event" else (),
        quotations=_quotations(data, iri),
        groups=() if resting else _by_subject(claims[:_MOST_CLAIMS], iri),
        more_claims=0 if resting else max(0, len(claims) - _MOST_CLAIMS),
        passages=_by_passage(claims) if resting else (),
        passage=passage,
        incoming=() if kind == "claim" else order_incoming(incoming, facts, shown=_LISTED),
        evidence_first=kind in ("claim", "quote", "plan", "date", "participation", "observation"),
    )


def _title(kind: str, label: str, claims: tuple[Claim, ...], passage: Passage | None) -> str:
    """Return the heading: what a node without a name is, never its hash."""
    if kind == "claim" and claims:
        claim = claims[0]
        return f"Claim: {claim.subject.label}, {claim.property_label}: {claim.value.label}"
    if kind == "passage" and passage:
        return f"A passage of {passage.article_title or 'an article'}"
    return f"A {kind}" if label.startswith(("http://", "https://")) else label


def _agreements(data: PageData, lists: Lists, iri: str) -> tuple[AgreementEntry, ...]:
    found = {row["agreement"].value for row in data.rows("thing-agreements", this=iri_term(iri))}
    return tuple(entry for entry in lists.agreements if entry.iri in found) if found else ()


def _attended(data: PageData, iri: str) -> tuple[Attendance, ...]:
    rows = list(data.rows("thing-events", this=iri_term(iri)))
    labels = pick_labels(rows, key="event")
    events: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: _text(row, "earliest"), reverse=True):
        events.setdefault(row["event"].value, []).append(row)
    return tuple(
        Attendance(
            event=data.named(mine[0]["event"], labels),
            roles=tuple(
                dict.fromkeys(
                    [data.name_of(row["role"].value) for row in mine if "role" in row]
                    + [row["capacity"].value for row in mine if "capacity" in row]
                )
            ),
            edtf=" or ".join(sorted({row["edtf"].value for row in mine if "edtf" in row})),
        )
        for mine in events.values()
    )


def _quotations(data: PageData, iri: str) -> tuple[Quotation, ...]:
    found: dict[str, Quotation] = {}
    for row in data.rows("thing-quotations", this=iri_term(iri)):
        found.setdefault(
            row["quotation"].value,
            Quotation(
                iri=row["quotation"].value,
                text=row["text"].value,
                fidelity=data.name_of(row["fidelity"].value) if "fidelity" in row else "",
                capacity=_text(row, "capacity"),
                article=_text(row, "article"),
                article_title=_text(row, "title"),
            ),
        )
    return tuple(sorted(found.values(), key=lambda each: each.text.casefold()))


def _passage(data: PageData, iri: str) -> Passage | None:
    row = next(data.rows("passage", this=iri_term(iri)), None)
    if row is None:
        return None
    return Passage(
        quote=Quote(before=row["quote"].value, words="", after=""),
        article=_text(row, "article"),
        article_title=_text(row, "title"),
        publisher=_text(row, "publisher"),
        start=_text(row, "start"),
        end=_text(row, "end"),
    )


def _by_subject(claims: tuple[Claim, ...], iri: str) -> tuple[SubjectGroup, ...]:
    """Return the claims by what they are about, those about the thing itself first."""
    groups: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.subject.iri != iri, claim.subject.label.casefold())):
        groups.setdefault(claim.subject.iri, []).append(claim)
    return tuple(SubjectGroup(subject=each[0].subject, claims=tuple(each)) for each in groups.values())


def _by_passage(claims: tuple[Claim, ...]) -> tuple[tuple[Claim, ...], ...]:
    """Return the claims that rest on the same words together, in the order of the text."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        found.setdefault((claim.start, claim.end), []).append(claim)
    return tuple(tuple(each) for each in found.values())


def _text(row: Row, name: str) -> str:
    return row[name].value if name in row else ""
