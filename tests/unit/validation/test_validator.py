"""Validation from end to end, and what it does when something is wrong with itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef

from spaceaccord.errors import BadReference
from spaceaccord.iris import Iris
from spaceaccord.namespaces import DCTERMS, RDFS, SKOS
from spaceaccord.resources import shipped_folder
from spaceaccord.validation.report import Severity, ValidationResult
from spaceaccord.validation.triple_index import Triple
from spaceaccord.validation.validator import Validator

IRIS = Iris()
S = IRIS.terms
AGREEMENT = IRIS.thing("agreement", "alpha-beta-mou-2020")


def an_agreement(iris: Iris = IRIS) -> set[Triple]:
    iri = iris.thing("agreement", "alpha-beta-mou-2020")
    return {
        (iri, RDF.type, iris.terms.Agreement),
        (iri, RDF.type, iris.terms.MemorandumOfUnderstanding),
        (iri, SKOS.prefLabel, Literal("Alpha-Beta memorandum", lang="en")),
        (iri, iris.terms.partyListComplete, Literal(False)),
        (iri, iris.terms.hasTopic, iris.topic("navigation")),
        (iri, iris.terms.status, iris.code("status", "signed")),
    }


def names(results: tuple[ValidationResult, ...]) -> list[str]:
    return [result.name for result in results]


def test_a_good_graph_conforms(shipped_validator: Validator) -> None:
    report = shipped_validator.validate_graph(an_agreement(), stage="merged")

    assert names(report.results) == ["S-21-link"]
    assert report.conforms


def test_a_graph_may_be_given_as_triples_or_as_an_rdflib_graph(shipped_validator: Validator) -> None:
    triples = an_agreement() - {(AGREEMENT, S.partyListComplete, Literal(False))}
    graph = Graph()
    for triple in triples:
        graph.add(triple)

    assert shipped_validator.validate_graph(graph, stage="merged") == shipped_validator.validate_graph(
        list(triples) * 2, stage="merged"
    )


def test_a_violation_names_focus_node_path_value_and_message(shipped_validator: Validator) -> None:
    triples = an_agreement() | {(AGREEMENT, S.hasParty, IRIS.thing("place", "hall"))}

    (result,) = shipped_validator.validate_graph(triples, stage="merged").violations

    assert result == ValidationResult(
        focus_node=AGREEMENT,
        path=S.hasParty,
        value=IRIS.thing("place", "hall"),
        severity=Severity.VIOLATION,
        message="A party must be an org:Organization (states are): give the node its class, "
        "or add it to the authority files.",
        shape=URIRef("https://w3id.org/spaceaccord/shapes#S-01-class"),
        component=URIRef("http://www.w3.org/ns/shacl#ClassConstraintComponent"),
    )


def test_what_the_vocabulary_tells_of_a_value_counts(shipped_vocabulary: Graph) -> None:
    party = IRIS.thing("org", "alpha")
    known = [*shipped_vocabulary, (party, RDF.type, S.SpaceAgency)]
    triples = an_agreement() | {(AGREEMENT, S.hasParty, party)}

    report = Validator.read(shipped_folder("shapes"), known).validate_graph(triples, stage="merged")

    assert report.conforms  # a space agency is an organisation, by the ontology


def test_nothing_of_the_vocabulary_is_judged(shipped_vocabulary: Graph) -> None:
    known = [*shipped_vocabulary, (IRIS.thing("org", "nameless"), RDF.type, S.SpaceAgency)]

    report = Validator.read(shipped_folder("shapes"), known).validate_graph(an_agreement(), stage="merged")

    assert names(report.results) == ["S-21-link"]


def test_what_the_graph_says_itself_counts_before_the_vocabulary(shipped_validator: Validator) -> None:
    # A release of an earlier vocabulary is not blamed for what a later one says otherwise.
    topic = IRIS.topic("navigation")
    triples: set[Triple] = {
        (topic, RDF.type, SKOS.Concept),
        (topic, SKOS.prefLabel, Literal("Older name", lang="en")),
    }

    assert shipped_validator.validate_graph(triples, stage="article").results == ()


def test_another_base_moves_the_shapes_with_it(shipped_vocabulary: Graph) -> None:
    other = Iris("https://agreements.example.org/data/")
    text = shipped_vocabulary.serialize(format="nt").replace(IRIS.base.rstrip("/"), other.base.rstrip("/"))
    validator = Validator.read(
        shipped_folder("shapes"), Graph().parse(data=text, format="nt"), base="https://agreements.example.org/data/"
    )

    good = validator.validate_graph(an_agreement(other), stage="article")
    bad = validator.validate_graph({(AGREEMENT, RDF.type, other.terms.Agreement)}, stage="article")

    assert names(good.results) == ["R-03", "R-03"]
    assert "S-22-base" in names(bad.violations)


def test_a_dataset_is_judged_graph_by_graph(shipped_validator: Validator) -> None:
    article = IRIS.graph("article/0123456789abcdef")
    half = {(AGREEMENT, S.hasParty, IRIS.thing("org", "alpha"))}
    authorities: set[Triple] = {
        (IRIS.thing("org", name), p, o)
        for name in ("alpha", "beta")
        for p, o in ((RDF.type, URIRef("http://www.w3.org/ns/org#Organization")), (RDFS.label, Literal(name)))
    }
    bare = an_agreement() - {(AGREEMENT, S.partyListComplete, Literal(False))}

    report = shipped_validator.validate_dataset(
        {
            article: bare | half,
            IRIS.graph("merge"): bare | half | {(AGREEMENT, S.hasParty, IRIS.thing("org", "beta"))},
            IRIS.graph("authorities"): authorities,
        }
    )

    # The article names one party; that the merged graph has two does not help it.
    assert names(report.violations) == ["R-03", "R-03", "R-03", "S-01"]


def test_a_node_with_values_that_have_no_order_is_reported_and_hides_nothing(shipped_validator: Validator) -> None:
    extent = IRIS.thing("date", "x")
    triples: set[Triple] = {
        (extent, RDF.type, S.TemporalExtent),
        (extent, S.earliest, BNode("one")),
        (extent, S.latest, BNode("other")),
        (AGREEMENT, RDF.type, S.Agreement),
    }

    report = shipped_validator.validate_graph(triples, stage="article")

    assert [r.name for r in report.violations if r.message.startswith("Cannot be judged")] == ["S-08"]
    assert "S-04-label" in names(report.violations)


def test_a_checker_that_has_fallen_silent_is_noticed(
    shipped_vocabulary: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pyshacl.validate", lambda *_, **__: (True, Graph(), "Conforms: True"))

    with pytest.raises(BadReference, match=r"did not find what it must: .*#S-01"):
        Validator.read(shipped_folder("shapes"), shipped_vocabulary)


def test_shapes_that_lost_their_targets_are_noticed(shipped_vocabulary: Graph, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(shipped_folder("shapes"), tmp_path / "shapes"))
    core = folder / "core.ttl"
    core.write_text(core.read_text("utf-8").replace("sh:targetClass sco:Claim", "sh:targetClass sco:Clam"), "utf-8")

    with pytest.raises(BadReference, match=r"known-bad\.ttl: .*#S-14"):
        Validator.read(folder, shipped_vocabulary)


@pytest.mark.parametrize("name", ["core.ttl", "rules.ttl", "known-bad.ttl"])
def test_a_missing_or_broken_shapes_file_is_named(shipped_vocabulary: Graph, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(shipped_folder("shapes"), tmp_path / "shapes"))
    (folder / name).write_text("this is no Turtle", "utf-8")
    with pytest.raises(BadReference, match=f"{name}: not Turtle"):
        Validator.read(folder, shipped_vocabulary)

    (folder / name).unlink()
    with pytest.raises(BadReference, match=f"{name}: no such file"):
        Validator.read(folder, shipped_vocabulary)


def test_the_day_of_publication_may_be_a_year(shipped_validator: Validator) -> None:
    event, extent, article = IRIS.thing("event", "e"), IRIS.thing("date", "d"), IRIS.thing("article", "a")
    day = URIRef("http://www.w3.org/2001/XMLSchema#date")
    triples: set[Triple] = {
        (event, RDF.type, S.SigningEvent),
        (event, S.date, extent),
        (extent, S.earliest, Literal("2020-12-31", datatype=day)),
        (article, RDF.type, S.SourceArticle),
        (article, DCTERMS.issued, Literal("2020", datatype=URIRef("http://www.w3.org/2001/XMLSchema#gYear"))),
    }

    assert "R-01" not in names(shipped_validator.validate_graph(triples, stage="article").results)
