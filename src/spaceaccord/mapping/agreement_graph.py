"""What an agreement or an event says of itself: statements for an article's graph and for the merged graph alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rdflib import Literal, URIRef

from spaceaccord.mapping.event_graph import EventIris, describe_participation
from spaceaccord.mapping.names import NameIris, describe_extent, extent_iri
from spaceaccord.mapping.statement import (
    AnySourced,
    Layer,
    Statement,
    class_statements,
    fact,
    frame,
    label_statements,
)
from spaceaccord.model.agreement import AgreementMention, AgreementType, RelationType, Signatory, Status
from spaceaccord.model.evidence import Derivation, Sourced
from spaceaccord.model.party import Name
from spaceaccord.model.world import Agreement, party_level
from spaceaccord.namespaces import RDF

LEAF_CLASSES = {
    AgreementType.MEMORANDUM_OF_UNDERSTANDING: "MemorandumOfUnderstanding",
    AgreementType.MEMORANDUM_OF_COOPERATION: "MemorandumOfCooperation",
    AgreementType.LETTER_OF_INTENT: "LetterOfIntent",
    AgreementType.JOINT_STATEMENT: "JointStatement",
    AgreementType.STATEMENT_OF_INTENT: "StatementOfIntent",
    AgreementType.FRAMEWORK_AGREEMENT: "FrameworkAgreement",
    AgreementType.IMPLEMENTING_ARRANGEMENT: "ImplementingArrangement",
    AgreementType.COOPERATION_AGREEMENT: "CooperationAgreement",
    AgreementType.CONTRACT: "Contract",
    AgreementType.TREATY: "Treaty",
    AgreementType.ACCORDS: "Accords",
    AgreementType.DECLARATION: "Declaration",
    AgreementType.OTHER: "UntypedAgreement",
}
RELATION_PROPERTIES = {
    RelationType.CONTINUES: "continuationOf",
    RelationType.UNDER_FRAMEWORK: "underFramework",
    RelationType.IMPLEMENTS: "implements",
    RelationType.REINFORCES: "reinforces",
    RelationType.SUCCEEDS: "supersedes",
    RelationType.PART_OF: "componentOf",
}
_STATUS_CODES = {
    Status.SIGNED: "signed",
    Status.PLANNED: "planned",
    Status.IN_FORCE: "in-force",
    Status.MENTIONED: "mentioned",
}


class AgreementMapper:
    """Describes agreements, with the IRIs of names and events that it is given.

    `targets` maps (article id, mention id) and ("", folded name of an instrument) to an agreement's slug.
    """

    def __init__(self, names: NameIris, events: EventIris, targets: Mapping[tuple[str, str], str]) -> None:
        self._names = names
        self._iris = names.iris
        self._terms = names.iris.terms
        self._events = events
        self._targets = targets

    def describe(self, agreement: Agreement, content: AgreementMention) -> Iterator[Statement]:
        """Yield the statements about `agreement` with the values of `content` (its relations apart).

        The canonical value of what joined an open instrument gives its parties, topics and signing only.
        """
        iri = self._iris.thing("agreement", agreement.slug)
        if not (agreement.joined and content is agreement.canonical):
            yield from self._describe_instrument(iri, agreement, content)
        yield from self._describe_parties(iri, content)
        yield from self._describe_topics(iri, content)
        yield from self._describe_signing(agreement, iri, content)

    def _describe_instrument(self, iri: URIRef, agreement: Agreement, content: AgreementMention) -> Iterator[Statement]:
        yield frame(iri, RDF.type, self._terms.Agreement)
        yield from label_statements(iri, agreement.label, layer=Layer.FRAME)
        if agreement.label_fr:
            yield from label_statements(iri, agreement.label_fr, layer=Layer.FRAME, language="fr")
        yield fact(iri, RDF.type, self._terms[LEAF_CLASSES[content.type.value]], content.type)
        for name in content.instrument_names:
            yield fact(iri, self._terms.instrumentName, Literal(" ".join(name.value.split())), name)
        yield fact(
            iri, self._terms.status, self._iris.code("status", _STATUS_CODES[content.status.value]), content.status
        )
        complete = content.party_list_complete and (len(content.parties) > 1 or content.status.value is Status.PLANNED)
        yield frame(iri, self._terms.partyListComplete, Literal(complete and not agreement.joined))
        yield frame(iri, self._terms.bindingness, self._iris.code("bindingness", "unknown"))
        if not agreement.joined:
            yield from self._describe_level(iri, content)

    def describe_relations(self, slug: str, mention: AgreementMention) -> Iterator[Statement]:
        """Yield the lineage of `slug` as one article tells it."""
        iri = self._iris.thing("agreement", slug)
        for relation in mention.relations:
            named = relation.value.target
            target = self._targets.get((mention.article_id, named)) or self._targets.get(("", named.casefold()))
            if target and target != slug:
                other = self._iris.thing("agreement", target)
                yield fact(iri, self._terms[RELATION_PROPERTIES[relation.value.type]], other, relation)

    def _describe_parties(self, iri: URIRef, content: AgreementMention) -> Iterator[Statement]:
        planned = content.status.value is Status.PLANNED
        party = self._terms.plannedParty if planned else self._terms.hasParty
        for name in content.parties:
            yield from self._names.describe_unlinked("org", name.value)
            yield fact(iri, party, self._names.organisation(name.value), name)
        for name in content.implementing_bodies:
            yield from self._names.describe_unlinked("org", name.value)
            yield fact(iri, self._terms.implementingBody, self._names.organisation(name.value), name)

    def _describe_level(self, iri: URIRef, content: AgreementMention) -> Iterator[Statement]:
        level = party_level([p.value for p in content.parties])
        if content.parties:
            inferred: AnySourced = Sourced(
                value=level,
                evidence=content.parties[0].evidence,
                rule="party-level.by-class-of-parties",
                confidence=min(p.confidence for p in content.parties),
                derivation=Derivation.INFERRED,
            )
            yield fact(iri, self._terms.partyLevel, self._iris.code("party-level", level), inferred)

    def _describe_topics(self, iri: URIRef, content: AgreementMention) -> Iterator[Statement]:
        for topic in content.topics:
            if topic.value.concept:
                yield fact(iri, self._terms.hasTopic, self._iris.topic(topic.value.concept), topic)
            else:
                phrase = Literal(" ".join(topic.value.text.split()), lang="en")
                yield fact(iri, self._terms.topicPhrase, phrase, topic)

    def _describe_signing(self, told: Agreement, agreement: URIRef, content: AgreementMention) -> Iterator[Statement]:
        if content.status.value is Status.PLANNED:
            if content.signed:
                yield from describe_extent(self._iris, content.signed.value)
                yield fact(agreement, self._terms.date, extent_iri(self._iris, content.signed.value), content.signed)
            return
        details: Sequence[object] = (content.signed, content.place, content.event, *content.signatories)
        if content.status.value is Status.MENTIONED and not any(details):
            return
        event = self._iris.thing("event", told.signing)
        joining = " and ".join(p.value.text for p in content.parties[:4]) if told.joined else ""
        yield from class_statements(event, self._terms.Event, self._terms.SigningEvent, layer=Layer.FRAME)
        label = f"{told.label} ({joining})" if joining else told.label
        yield from label_statements(event, f"Signing: {label}", layer=Layer.FRAME)
        yield fact(agreement, self._terms.signedAt, event, content.status)
        yield frame(event, self._terms.signs, agreement)
        if content.signed:
            yield from describe_extent(self._iris, content.signed.value)
            yield fact(event, self._terms.date, extent_iri(self._iris, content.signed.value), content.signed)
        if content.place:
            yield from self._names.describe_unlinked("place", content.place.value.name)
            yield fact(event, self._terms.heldAt, self._names.place(content.place.value.name), content.place)
        if content.event:
            during = self._events.find(content.event.evidence.article_id, content.event.value)
            if during is not None:
                yield fact(event, self._terms.duringEvent, during, content.event)
        for signatory in content.signatories:
            person = self._names.person(signatory.value.name)
            yield from self._names.describe_unlinked("person", signatory.value.name)
            yield fact(event, self._terms.signatory, person, signatory)
            on_behalf = self._party(signatory.value.party)
            if signatory.value.party:
                yield from self._names.describe_unlinked("org", signatory.value.party)
            yield from describe_participation(
                self._iris,
                event,
                person,
                "signatory",
                signatory,
                label=_signatory_label(signatory.value),
                on_behalf=on_behalf,
                capacity=signatory.value.role,
            )

    def _party(self, name: Name | None) -> URIRef | None:
        return self._names.organisation(name) if name else None


def _signatory_label(signatory: Signatory) -> str:
    parts = [signatory.name.text, signatory.role or "signatory"]
    if signatory.party:
        parts.append(f"for {signatory.party.text}")
    return ", ".join(" ".join(part.split()) for part in parts)
