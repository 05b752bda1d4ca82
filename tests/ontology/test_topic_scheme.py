"""The topic scheme and the code lists: complete, unambiguous, in two languages, mapped only where verified."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.mapping.vocabulary import read_topics
from spaceaccord.model.agreement import AgreementType, Status
from spaceaccord.model.evidence import Derivation, Modality
from spaceaccord.model.partial_date import DateBasis, PartialDate
from spaceaccord.model.world import party_level
from spaceaccord.namespaces import OWL, RDFS, SKOS

IRIS = Iris()
SHARED_REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
# Topics that the domain study of the five articles asks for, one or more of each group.
ASKED_FOR = (Path(__file__).parent / "data" / "topics-asked-for.txt").read_text("utf-8").split()


def concepts(graph: Graph) -> set[Node]:
    return set(graph.subjects(RDF.type, SKOS.Concept))


def texts(graph: Graph, concept: Node, predicate: URIRef, language: str) -> list[str]:
    return [str(o) for o in graph.objects(concept, predicate) if isinstance(o, Literal) and o.language == language]


def codes_of(codes: Graph, name: str) -> set[str]:
    return {
        str(codes.value(c, SKOS.notation)) for c in codes.subjects(SKOS.inScheme, URIRef(f"{IRIS.base}code/{name}"))
    }


def test_the_scheme_has_the_topics_that_the_articles_need(topics: Graph) -> None:
    slugs = {str(c).rpartition("/")[2] for c in concepts(topics)}

    assert set(ASKED_FOR) - slugs == set()
    assert len(slugs) >= 98


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_concept_has_one_label_and_one_definition_a_language(topics: Graph, codes: Graph, language: str) -> None:
    for graph in (topics, codes):
        for concept in concepts(graph):
            assert len(texts(graph, concept, SKOS.prefLabel, language)) == 1, concept
            assert len(texts(graph, concept, SKOS.definition, language)) == 1, concept


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_label_of_a_topic_belongs_to_two_topics(topics: Graph, language: str) -> None:
    owners: dict[str, set[Node]] = {}
    for concept in concepts(topics):
        for predicate in (SKOS.prefLabel, SKOS.altLabel):
            for text in texts(topics, concept, predicate, language):
                owners.setdefault(" ".join(text.casefold().split()), set()).add(concept)

    assert {text for text, found in owners.items() if len(found) > 1} == set()


def test_no_label_is_given_twice_to_one_topic(topics: Graph) -> None:
    for concept in concepts(topics):
        names = Counter(
            (text.casefold(), language)
            for language in ("en", "fr")
            for predicate in (SKOS.prefLabel, SKOS.altLabel)
            for text in texts(topics, concept, predicate, language)
        )
        assert [name for name, n in names.items() if n > 1] == [], concept


def test_extraction_finds_alternative_labels_to_lean_on(topics: Graph) -> None:
    bare = [c for c in concepts(topics) if not texts(topics, c, SKOS.altLabel, "en")]
    number = sum(len(texts(topics, c, SKOS.altLabel, "en")) for c in concepts(topics))

    assert bare == []
    assert number > 700


def test_broader_and_narrower_mirror_each_other_and_end_in_top_concepts(topics: Graph) -> None:
    scheme = IRIS.topic_scheme
    for concept in concepts(topics):
        broader = list(topics.objects(concept, SKOS.broader))
        assert len(broader) + len(list(topics.objects(concept, SKOS.topConceptOf))) == 1, concept
        assert (concept, SKOS.inScheme, scheme) in topics
        for above in broader:
            assert (above, SKOS.narrower, concept) in topics
    for top in topics.objects(scheme, SKOS.hasTopConcept):
        assert (top, SKOS.topConceptOf, scheme) in topics
    assert len(list(topics.subject_objects(SKOS.narrower))) == len(list(topics.subject_objects(SKOS.broader)))


def test_every_topic_is_in_one_facet_and_extraction_sees_the_same(topics: Graph, ontology_folder: Path) -> None:
    facets = {
        name: {str(m).rpartition("/")[2] for m in topics.objects(IRIS.topic(f"facet/{name}"), SKOS.member)}
        for name in ("subject", "mode")
    }
    read = read_topics(ontology_folder / "topics.ttl")

    assert facets["subject"].isdisjoint(facets["mode"])
    assert {t.slug for t in read if t.facet == "mode"} == facets["mode"]
    assert {t.slug for t in read if t.facet == "subject"} == facets["subject"]


def test_mappings_lead_from_our_concepts_to_eurovoc_or_wikidata_and_are_no_identities(
    mappings: Graph, topics: Graph, codes: Graph
) -> None:
    ours = concepts(topics) | concepts(codes)
    relations = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}

    assert {s for s, _, _ in mappings} - ours == set()
    assert {p for _, p, _ in mappings} <= relations
    assert {str(o).rpartition("/")[0] for _, _, o in mappings} == {
        "http://eurovoc.europa.eu",
        "http://www.wikidata.org/entity",
    }


def test_no_concept_is_mapped_exactly_to_two_of_one_scheme_nor_two_concepts_to_one(mappings: Graph) -> None:
    exact = list(mappings.subject_objects(SKOS.exactMatch))
    targets = Counter(o for _, o in exact)
    per_scheme = Counter((s, str(o).rpartition("/")[0]) for s, o in exact)

    assert [o for o, n in targets.items() if n > 1] == []
    assert [pair for pair, n in per_scheme.items() if n > 1] == []


@pytest.mark.skipif(not SHARED_REFERENCE.is_dir(), reason="the verified reference facts are not beside the checkout")
def test_every_wikidata_item_is_one_that_was_verified(mappings: Graph, ontology: Graph) -> None:
    with (SHARED_REFERENCE / "wikidata-entities.csv").open(encoding="utf-8") as handle:
        verified = {row["qid"] for row in csv.DictReader(handle)}
    prefix = "http://www.wikidata.org/entity/Q"
    linked = {str(o) for graph in (mappings, ontology) for o in graph.objects() if str(o).startswith(prefix)}

    assert {iri.rpartition("/")[2] for iri in linked} - verified == set()
    assert len(linked) > 20


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("agreement-type", {t.value.replace("_", "-") for t in AgreementType}, id="agreement types"),
        pytest.param("status", {s.value.replace("_", "-") for s in Status}, id="statuses"),
        pytest.param("derivation", {d.value for d in Derivation}, id="derivations"),
        pytest.param("modality", {m.value for m in Modality}, id="modalities"),
        pytest.param("date-basis", {b.value for b in DateBasis}, id="bases of dates"),
        pytest.param(
            "precision",
            {
                PartialDate(edtf=e, text="").precision
                for e in ("2020", "2020-05", "2020-05-01", "2020/2021", "XXXX-05-01")
            },
            id="precisions of dates",
        ),
        pytest.param(
            "source-quality",
            {"official-release", "news-original", "news-rewritten", "aggregator", "unknown"},
            id="qualities of sources",
        ),
        pytest.param("role", {"signatory", "participant"}, id="roles"),
        pytest.param("fidelity", {"verbatim", "paraphrased", "translated", "unknown"}, id="fidelities"),
        pytest.param("bindingness", {"binding", "non-binding", "mixed", "unknown"}, id="bindingness"),
        pytest.param(
            "party-level", {party_level([]), "intergovernmental", "inter-agency", "state-agency"}, id="levels"
        ),
    ],
)
def test_a_code_list_has_every_value_that_the_model_uses(codes: Graph, name: str, expected: set[str]) -> None:
    assert expected - codes_of(codes, name) == set()


def test_lists_that_mirror_an_enumeration_have_no_other_values(codes: Graph) -> None:
    assert codes_of(codes, "derivation") == {d.value for d in Derivation}
    assert codes_of(codes, "modality") == {m.value for m in Modality}
    assert codes_of(codes, "date-basis") == {b.value for b in DateBasis}


def test_every_type_of_agreement_points_to_its_class(codes: Graph, ontology: Graph) -> None:
    types = set(codes.subjects(SKOS.inScheme, URIRef(f"{IRIS.base}code/agreement-type")))
    classes = {codes.value(t, RDFS.seeAlso) for t in types}

    assert classes == set(ontology.subjects(RDFS.subClassOf, IRIS.terms.Agreement))
    assert all((c, RDF.type, OWL.Class) in ontology for c in classes)
