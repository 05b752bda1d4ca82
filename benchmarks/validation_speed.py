"""How long validation takes: made-up datasets of 10,000 and 100,000 triples, in the form of docs/data-model.md.

Run: .venv/bin/python benchmarks/validation_speed.py [TRIPLES...] [--pyshacl]

With --pyshacl the core shapes are also run by pySHACL alone over the default view, and the results compared.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph, Literal, URIRef

from spaceaccord.iris import Iris
from spaceaccord.mapping.vocabulary import read_vocabulary
from spaceaccord.namespaces import DCTERMS, OA, ORG, PROV, RDF, RDFS, SCHEMA, SKOS, XSD
from spaceaccord.resources import shipped_folder
from spaceaccord.validation.shacl import run_pyshacl
from spaceaccord.validation.triple_index import Triple
from spaceaccord.validation.validator import Validator

IRIS = Iris()
S = IRIS.terms
PARTIES = 60


def authorities() -> set[Triple]:
    """Return made-up agencies, each with its state."""
    made: set[Triple] = set()
    for n in range(PARTIES):
        agency, state = IRIS.thing("org", f"agency-{n}"), IRIS.thing("org", f"state-{n}")
        made |= {(agency, RDF.type, ORG.Organization), (agency, RDF.type, S.SpaceAgency), (agency, S.represents, state)}
        made |= {(state, RDF.type, ORG.Organization), (state, RDF.type, S.State), (state, RDF.type, DCTERMS.Location)}
        made |= {(agency, RDFS.label, Literal(f"Agency {n}", lang="en"))}
        made |= {(state, RDFS.label, Literal(f"State {n}", lang="en"))}
    return made


def claim(article: URIRef, graph: URIRef, run: URIRef, triple: Triple, number: int) -> Iterator[Triple]:
    """Yield a claim for `triple` with its passage."""
    iri = IRIS.hashed("claim", (graph, *(t.n3() for t in triple)))
    passage = IRIS.hashed("passage", (article, str(number)))
    yield iri, RDF.type, S.Claim
    yield iri, S.claimSubject, triple[0]
    yield iri, S.claimPredicate, triple[1]
    yield iri, S.claimValue if isinstance(triple[2], Literal) else S.claimObject, triple[2]
    yield iri, S.evidence, passage
    yield iri, S.valueText, Literal("words")
    yield iri, S.derivation, IRIS.code("derivation", "explicit")
    yield iri, S.modality, IRIS.code("modality", "asserted")
    yield iri, S.confidence, Literal("0.9", datatype=XSD.decimal)
    yield iri, S.rule, Literal("made-up")
    yield iri, S.statedIn, graph
    yield iri, PROV.wasGeneratedBy, run
    yield passage, RDF.type, S.EvidencePassage
    yield passage, RDF.type, OA.SpecificResource
    yield passage, OA.hasSource, article
    quote, position = URIRef(f"{passage}-quote"), URIRef(f"{passage}-position")
    yield passage, OA.hasSelector, quote
    yield passage, OA.hasSelector, position
    yield passage, S.textSha256, Literal(hashlib.sha256(article.encode()).hexdigest())
    yield quote, RDF.type, OA.TextQuoteSelector
    yield quote, OA.exact, Literal("some words of a sentence")
    yield position, RDF.type, OA.TextPositionSelector
    yield position, OA.start, Literal(number * 30, datatype=XSD.nonNegativeInteger)
    yield position, OA.end, Literal(number * 30 + 24, datatype=XSD.nonNegativeInteger)


def agreement(number: int) -> tuple[set[Triple], set[Triple], set[Triple]]:
    """Return facts, frame and nodes of a signed agreement."""
    iri = IRIS.thing("agreement", f"agreement-{number}")
    event, date = IRIS.thing("event", f"agreement-{number}-signing"), IRIS.thing("date", f"2020-{number}")
    facts: set[Triple] = {
        (iri, RDF.type, S.LetterOfIntent),
        (iri, S.status, IRIS.code("status", "signed")),
        (iri, S.partyLevel, IRIS.code("party-level", "inter-agency")),
        (iri, S.hasParty, IRIS.thing("org", f"agency-{number % PARTIES}")),
        (iri, S.hasParty, IRIS.thing("org", f"agency-{(number * 7 + 1) % PARTIES}")),
        (iri, S.hasTopic, IRIS.topic("navigation")),
        (iri, S.hasTopic, IRIS.topic("satcom")),
        (iri, S.instrumentName, Literal("letter of intent")),
        (iri, S.signedAt, event),
        (event, S.date, date),
        (event, S.heldAt, IRIS.thing("org", f"state-{number % PARTIES}")),
    }
    frame: set[Triple] = {
        (iri, RDF.type, S.Agreement),
        (iri, RDFS.label, Literal(f"Agreement {number}", lang="en")),
        (iri, SKOS.prefLabel, Literal(f"Agreement {number}", lang="en")),
        (iri, S.partyListComplete, Literal(True)),
        (iri, S.bindingness, IRIS.code("bindingness", "unknown")),
        (event, RDF.type, S.Event),
        (event, RDF.type, S.SigningEvent),
        (event, RDFS.label, Literal("Signing", lang="en")),
        (event, S.signs, iri),
    }
    nodes: set[Triple] = {
        (date, RDF.type, S.TemporalExtent),
        (date, S.edtf, Literal("2020-05")),
        (date, S.earliest, Literal("2020-05-01", datatype=XSD.date)),
        (date, S.latest, Literal("2020-05-31", datatype=XSD.date)),
        (date, S.dateText, Literal(f"May 2020 ({number})")),
        (date, S.dateBasis, IRIS.code("date-basis", "stated")),
        (date, S.precision, IRIS.code("precision", "month")),
    }
    return facts, frame, nodes


def dataset(size: int) -> tuple[dict[URIRef, set[Triple]], set[Triple]]:
    """Return named graphs of about `size` triples in all, vocabulary apart, and their default view."""
    vocabulary = read_vocabulary(shipped_folder("ontology"))
    graphs: dict[URIRef, set[Triple]] = {IRIS.graph("vocabulary"): vocabulary, IRIS.graph("authorities"): authorities()}
    merge: set[Triple] = set()
    view: set[Triple] = set(graphs[IRIS.graph("authorities")])
    total, number = 0, 0
    while total < size:
        slug = hashlib.sha256(str(number).encode()).hexdigest()
        article, graph = IRIS.thing("article", slug[:16]), IRIS.graph(f"article/{slug[:16]}")
        records: set[Triple] = {
            (article, RDF.type, S.SourceArticle),
            (article, RDF.type, SCHEMA.NewsArticle),
            (article, RDFS.label, Literal(f"Article {number}", lang="en")),
            (article, S.publisherName, Literal("unknown")),
            (article, DCTERMS.language, Literal("en")),
            (article, DCTERMS.issued, Literal("2020-06-15", datatype=XSD.date)),
            (article, S.sha256, Literal(slug)),
            (article, S.sourceQuality, IRIS.code("source-quality", "unknown")),
        }
        facts, frame, nodes = agreement(number)
        run = IRIS.hashed("run", (slug,))
        for place, triple in enumerate(sorted(facts)):
            records.update(claim(article, graph, run, triple, place))
        graphs[graph] = facts | frame | nodes | records
        merge |= facts | frame | nodes
        view |= records | nodes
        total += len(graphs[graph]) + len(facts | frame | nodes)
        number += 1
    graphs[IRIS.graph("merge")] = merge
    return graphs, view | merge | vocabulary


def measure(size: int, *, compare: bool) -> None:
    """Print the times for one size."""
    graphs, view = dataset(size)
    shapes = Path(shipped_folder("shapes"))
    vocabulary = graphs[IRIS.graph("vocabulary")]
    started = time.perf_counter()
    validator = Validator.read(shapes, vocabulary)
    ready = time.perf_counter()
    report = validator.validate_graph(view, stage="merged")
    core = time.perf_counter()
    whole = validator.validate_dataset(graphs, view=view)
    done = time.perf_counter()
    triples = sum(len(t) for t in graphs.values())
    print(
        f"{triples} triples in {len(graphs)} graphs, default view {len(view)}: start {ready - started:.2f} s, "
        f"view {core - ready:.2f} s ({len(report.results)} results), "
        f"all graphs and rules {done - core:.2f} s ({len(whole.results)} results, conforms: {whole.conforms})"
    )
    if compare:
        graph = Graph()
        for triple in view:
            graph.add(triple)
        started = time.perf_counter()
        alone = run_pyshacl(graph, validator.shapes_of("merged"))
        print(f"  pySHACL alone over the view: {time.perf_counter() - started:.2f} s, {len(alone)} results")


def main() -> None:
    """Measure the sizes given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("triples", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--pyshacl", action="store_true")
    options = parser.parse_args()
    for size in options.triples:
        measure(size, compare=options.pyshacl)


if __name__ == "__main__":
    main()
