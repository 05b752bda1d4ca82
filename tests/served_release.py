"""A small made-up release on the disk, and a server for it on a free port of this machine."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from rdflib import Dataset, Graph

from spaceaccord.iris import Iris
from spaceaccord.namespaces import prefixes
from spaceaccord.release.building import ReleaseContent, publish
from spaceaccord.release.opening import Release, open_current
from spaceaccord.resources import shipped_folder
from spaceaccord.settings import Settings
from spaceaccord.store.pool import StoreFiles
from spaceaccord.web.app import create_app
from spaceaccord.web.serving import configure
from spaceaccord.web.site import Site

BASE = Iris().base
AGREEMENT = f"{BASE}id/agreement/aland-borland-mou-2031"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> javascript:alert(3)"
_HOSTILE_TURTLE = HOSTILE.replace('"', '\\"')
_FACTS = f"""
agreement:aland-borland-mou-2031 a sco:Agreement, sco:MemorandumOfUnderstanding ;
    rdfs:label "Memorandum between Aland and Borland (2031)"@en ;
    skos:prefLabel "Memorandum between Aland and Borland (2031)"@en ;
    sco:instrumentName "memorandum of understanding" ; sco:hasParty organisation:aland, organisation:borland ;
    sco:partyListComplete true ; sco:status <{BASE}code/status/signed> ; sco:hasTopic <{BASE}topic/space-resources> ;
    sco:topicPhrase "lunar rovers"@en ; sco:signedAt event:aland-borland-mou-2031-signing .
event:aland-borland-mou-2031-signing a sco:Event, sco:SigningEvent ; rdfs:label "Signing of the memorandum"@en ;
    sco:signs agreement:aland-borland-mou-2031 ; sco:date <{BASE}id/date/2031-03-aaaa> ; sco:heldAt place:cityville ;
    sco:hasParticipation <{BASE}id/participation/p1> .
<{BASE}id/participation/p1> a sco:Participation ; sco:participant person:ann-chair ;
    sco:roleCode <{BASE}code/role/signatory> ; sco:capacityText "Chair of the Agency"@en ;
    sco:onBehalfOf organisation:aland .
"""
_AUTHORITIES = f"""
organisation:aland a org:Organization, sco:SpaceAgency ; rdfs:label "Aland"@en ; sco:acronym "ALA" ;
    foaf:homepage <http://aland.example/> .
organisation:borland a org:Organization, sco:SpaceAgency ; rdfs:label "Borland"@en, "Borlande"@fr .
organisation:hostile a org:Organization, sco:Company ; rdfs:label "{_HOSTILE_TURTLE}" ;
    rdfs:seeAlso <javascript:alert(4)>, <data:text/html;base64,PHNjcmlwdD4=> ; skos:altLabel "{_HOSTILE_TURTLE}"@en .
person:ann-chair a foaf:Person ; rdfs:label "Ann Chair" ; foaf:name "Ann Chair" .
place:cityville a dcterms:Location ; rdfs:label "Cityville"@en .
"""
_EVIDENCE = f"""
<{BASE}id/date/2031-03-aaaa> a sco:TemporalExtent ; sco:edtf "2031-03" ; sco:earliest "2031-03-01"^^xsd:date ;
    sco:latest "2031-03-31"^^xsd:date ; sco:dateText "in March" ; sco:precision <{BASE}code/precision/month> .
article:0123456789abcdef a sco:SourceArticle ; dcterms:title "Two made-up states agree" ;
    rdfs:label "Two made-up states agree" ;
    sco:publisherName "The Made-up Gazette" ; dcterms:source <http://gazette.example/agree> .
<{BASE}id/claim/c1> a sco:Claim ; sco:claimSubject agreement:aland-borland-mou-2031 ; sco:claimPredicate sco:hasParty ;
    sco:claimObject organisation:aland ; sco:evidence <{BASE}id/passage/x1> ; sco:valueText "Aland" ;
    sco:derivation <{BASE}code/derivation/explicit> ; sco:modality <{BASE}code/modality/asserted> ;
    sco:confidence 0.9 ; sco:rule "party.subject" ; sco:statedIn <{BASE}graph/article/0123456789abcdef> .
<{BASE}id/claim/c2> a sco:Claim ; sco:claimSubject agreement:aland-borland-mou-2031 ; sco:claimPredicate sco:hasParty ;
    sco:claimObject organisation:borland ; sco:evidence <{BASE}id/passage/x1> ; sco:valueText "Borland" ;
    sco:derivation <{BASE}code/derivation/inferred> ; sco:modality <{BASE}code/modality/asserted> ;
    sco:confidence 0.6 ; sco:rule "party.context" ; sco:statedIn <{BASE}graph/article/0123456789abcdef> .
<{BASE}id/passage/x1> a sco:EvidencePassage, oa:SpecificResource ; oa:hasSource article:0123456789abcdef ;
    oa:hasSelector <{BASE}id/selector/x1-quote>, <{BASE}id/selector/x1-position> .
<{BASE}id/selector/x1-quote> a oa:TextQuoteSelector ; oa:exact "In March, Aland & Borland <signed> a memorandum." .
<{BASE}id/selector/x1-position> a oa:TextPositionSelector ; oa:start 0 ; oa:end 48 .
"""


@dataclass(frozen=True)
class Running:
    """A server that answers at `address`."""

    address: str
    site: Site
    release: Release


def publish_small_release(releases: Path, *, padding: int = 0, further: str = "") -> Release:
    """Publish the made-up release in `releases`.

    `padding` adds that many triples for queries to get lost in, `further` is Turtle that the article says beside.
    """
    iris = Iris()
    article = iris.graph("article/0123456789abcdef")
    dataset = Dataset()
    for graph, text in (
        (iris.graph("merge"), _FACTS + further),
        (iris.graph("authorities"), _AUTHORITIES),
        (article, _FACTS + further + _EVIDENCE),
    ):
        dataset.graph(graph).parse(data=_with_prefixes(text), format="turtle")
    vocabulary = Graph()
    for name in ("spaceaccord.ttl", "topics.ttl", "codes.ttl"):
        vocabulary.parse(shipped_folder("ontology") / name)
    graphs = {each: set(dataset.graph(each)) for each in (iris.graph("merge"), iris.graph("authorities"), article)}
    graphs[iris.graph("vocabulary")] = set(vocabulary)
    evidence = set(Graph().parse(data=_with_prefixes(_EVIDENCE), format="turtle"))
    extra = set(Graph().parse(data=_with_prefixes(_padding(padding)), format="turtle"))
    view = graphs[iris.graph("merge")] | graphs[iris.graph("authorities")] | set(vocabulary) | evidence | extra
    content = ReleaseContent(
        base=BASE, graphs=graphs, view=view, report_turtle="", inputs=(), summary={"agreements": 1, "articles": 1}
    )
    publish(content, releases)
    return open_current(releases)


def store_files(release: Release) -> StoreFiles:
    """Return what a store of `release` is loaded from."""
    return StoreFiles(
        dataset=release.dump_path("spaceaccord.nq.gz"),
        view=release.dump_path("spaceaccord-view.nt.gz"),
        base=release.base,
        prefixes=prefixes(release.base),
    )


@contextlib.contextmanager
def serve(releases: Path, **settings: object) -> Iterator[Running]:
    """Serve the release in `releases` on a free port, until the end of the context."""
    chosen = Settings.model_validate({"releases": releases, **settings})
    site = create_app(releases, chosen)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(256)
        config = configure(site, chosen)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while thread.is_alive() and not server.started:
                thread.join(0.01)
            assert server.started, site.startup_error
            port = listening.getsockname()[1]
            yield Running(f"http://127.0.0.1:{port}", site, open_current(releases))
        finally:
            server.should_exit = True
            thread.join()


def _padding(triples: int) -> str:
    return "\n".join(f"<http://padding.example/{n}> <http://padding.example/p{n % 7}> {n} ." for n in range(triples))


def _with_prefixes(text: str) -> str:
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes(BASE).items()) + text
