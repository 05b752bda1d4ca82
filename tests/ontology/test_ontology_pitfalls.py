"""Common pitfalls of ontologies, after the catalogue of OOPS!, looked for offline.

Of the FOOPS! metrics these need the live web and are not tested here: FIND2 (prefix in a registry), FIND3 (registered),
PURL1 (persistent address), OM4.2 (licence resolves), VER2 (version IRI resolves). CN1, DOC1 and URI1 are the server's.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.namespaces import SCHEMA, SKOS

IRIS = Iris()
# Properties that lead to, or start from, anything at all.
OPEN_DOMAIN = {"decidedBy", "states", "supportedBy", "possiblySameAs"}
OPEN_RANGE = {
    "claimObject",
    "claimPredicate",
    "claimSubject",
    "concerns",
    "decides",
    "possiblySameAs",
    "statedIn",
    "supports",
}
# Properties whose value is a code, a date or a post that needs no way back, or whose way back nobody asks for.
NO_INVERSE = {
    *("agreementType", "bindingness", "dateBasis", "derivation", "fidelity", "modality", "partyLevel", "precision"),
    *("roleCode", "sourceQuality", "status", "asOf", "boundSince", "date", "foundedOn", "statusAsOf", "targetDate"),
    *("inCapacity", "speakerCapacity", "onBehalfOf", "activeIn", "attributedTo", "betweenStates", "builtIn"),
    *("claimObject", "claimPredicate", "claimSubject", "concerns", "follows", "representsStateIn"),
}


def own(graph: Graph, kind: URIRef) -> set[Node]:
    return {s for s in graph.subjects(RDF.type, kind) if str(s).startswith(str(IRIS.terms))}


def local(term: Node) -> str:
    return str(term).rpartition("#")[2]


def above(graph: Graph, term: Node, predicate: URIRef) -> set[Node]:
    return {found for found in graph.transitive_objects(term, predicate) if found is not None} - {term}


def test_no_two_terms_share_a_label_or_a_definition(ontology: Graph) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        counts = Counter(o for _, o in ontology.subject_objects(predicate))
        assert [o for o, n in counts.items() if n > 1] == []


def test_every_class_is_connected(ontology: Graph) -> None:
    used = {
        o
        for p in (RDFS.domain, RDFS.range, SCHEMA.domainIncludes, SCHEMA.rangeIncludes)
        for o in ontology.objects(None, p)
    }
    linked = {c for c in own(ontology, OWL.Class) if (c, RDFS.subClassOf, None) in ontology or c in used}

    assert own(ontology, OWL.Class) - linked == set()


def test_inverses_pair_object_properties_and_swap_domain_and_range(ontology: Graph) -> None:
    for one, other in ontology.subject_objects(OWL.inverseOf):
        assert one != other
        assert {one, other} <= own(ontology, OWL.ObjectProperty)
        assert OWL.SymmetricProperty not in set(ontology.objects(one, RDF.type))
        for here, there in ((RDFS.domain, RDFS.range), (SCHEMA.domainIncludes, SCHEMA.rangeIncludes)):
            assert set(ontology.objects(one, here)) == set(ontology.objects(other, there)), one
            assert set(ontology.objects(one, there)) == set(ontology.objects(other, here)), one


def test_every_object_property_has_an_inverse_or_needs_none(ontology: Graph) -> None:
    paired = {term for pair in ontology.subject_objects(OWL.inverseOf) for term in pair}
    symmetric = set(ontology.subjects(RDF.type, OWL.SymmetricProperty))

    assert {local(p) for p in own(ontology, OWL.ObjectProperty) - paired - symmetric} == NO_INVERSE


@pytest.mark.parametrize("predicate", [RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf])
def test_no_term_is_above_itself(ontology: Graph, predicate: URIRef) -> None:
    circles = [s for s, o in ontology.subject_objects(predicate) if s == o or s in above(ontology, o, predicate)]

    assert circles == []


def test_no_class_merges_two_concepts(ontology: Graph) -> None:
    assert [c for c in own(ontology, OWL.Class) if re.search(r"(?:[a-z]|^)(?:And|Or)[A-Z]", local(c))] == []


def test_classes_that_cannot_overlap_are_declared_disjoint(ontology: Graph) -> None:
    assert len(set(ontology.subject_objects(OWL.disjointWith))) == 66  # twelve classes, pairwise


def test_kinds_of_agreement_are_not_disjoint_for_sources_disagree_on_names(ontology: Graph) -> None:
    kinds = set(ontology.subjects(RDFS.subClassOf, IRIS.terms.Agreement))

    assert len(kinds) == 14
    assert [pair for pair in ontology.subject_objects(OWL.disjointWith) if set(pair) & kinds] == []


@pytest.mark.parametrize(
    ("strict", "loose", "open_ones"),
    [
        pytest.param(RDFS.domain, SCHEMA.domainIncludes, OPEN_DOMAIN, id="domain"),
        pytest.param(RDFS.range, SCHEMA.rangeIncludes, OPEN_RANGE, id="range"),
    ],
)
def test_every_property_says_where_it_belongs_and_never_twice(
    ontology: Graph, strict: URIRef, loose: URIRef, open_ones: set[str]
) -> None:
    properties = own(ontology, OWL.ObjectProperty) | own(ontology, OWL.DatatypeProperty)
    silent = {local(p) for p in properties if (p, strict, None) not in ontology and (p, loose, None) not in ontology}

    assert silent == open_ones
    assert [p for p in properties if len(list(ontology.objects(p, strict))) > 1] == []


def test_labels_are_short_and_definitions_are_sentences(ontology: Graph) -> None:
    labels = [str(o) for o in ontology.objects(None, RDFS.label)]
    definitions = [str(o) for o in ontology.objects(None, SKOS.definition)]

    assert [text for text in labels if len(text) > 45 or text.endswith(".")] == []
    assert [text for text in definitions if not text.endswith(".") or not text[0].isupper() or len(text) < 20] == []


def test_names_follow_one_convention(ontology: Graph) -> None:
    classes, properties = (
        own(ontology, OWL.Class),
        own(ontology, OWL.ObjectProperty) | own(ontology, OWL.DatatypeProperty),
    )

    assert [c for c in classes if not re.fullmatch(r"(?:[A-Z][a-z]+)+", local(c))] == []
    assert [p for p in properties if not re.fullmatch(r"[a-z]+(?:[A-Z0-9][a-z0-9]*)*", local(p))] == []


def test_no_definition_begins_with_its_own_label(ontology: Graph) -> None:
    recursive = [
        term
        for term, text in ontology.subject_objects(SKOS.definition)
        for name in ontology.objects(term, RDFS.label)
        if isinstance(name, Literal) and name.language == "en"
        if re.match(rf"(?:an?|the)? ?{re.escape(str(name))}\b", str(text), re.IGNORECASE)
    ]

    assert recursive == []


def test_only_nesting_of_events_is_transitive(ontology: Graph) -> None:
    assert {local(p) for p in ontology.subjects(RDF.type, OWL.TransitiveProperty)} == {"duringEvent", "includesEvent"}


def test_lineage_is_irreflexive_and_asymmetric_and_never_transitive(ontology: Graph) -> None:
    lineage = set(ontology.subjects(RDFS.subPropertyOf, IRIS.terms.relatedAgreement))

    assert len(lineage) == 18
    for term in lineage:
        kinds = set(ontology.objects(term, RDF.type))
        assert {OWL.IrreflexiveProperty, OWL.AsymmetricProperty} <= kinds
        assert OWL.TransitiveProperty not in kinds


def test_nothing_is_declared_equivalent_to_terms_of_others(ontology: Graph) -> None:
    for predicate in (OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs):
        assert (None, predicate, None) not in ontology


def test_of_other_vocabularies_only_the_kind_of_a_term_is_declared(ontology: Graph) -> None:
    foreign = {
        (s, p)
        for s, p, _ in ontology
        if not str(s).startswith(IRIS.base.rstrip("/")) and p not in (RDF.type, OWL.disjointWith)
    }

    # What the Organization Ontology says itself.
    assert {(local(s), local(p)) for s, p in foreign} == {
        ("FormalOrganization", "subClassOf"),
        ("OrganizationalCollaboration", "subClassOf"),
    }


def test_every_foreign_term_used_in_axioms_has_its_kind_declared(ontology: Graph) -> None:
    used = {
        o
        for p in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, OWL.disjointWith)
        for o in ontology.objects(None, p)
        if isinstance(o, URIRef)
    }

    assert [term for term in used if (term, RDF.type, None) not in ontology and term != OWL.Thing] == []


def test_no_iri_of_a_term_carries_a_file_extension(ontology: Graph) -> None:
    assert [s for s in ontology.subjects() if re.search(r"\.(?:owl|ttl|rdf|n3)\b", str(s))] == []
