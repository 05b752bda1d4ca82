"""Contents small enough to read, and the folder of a release made from one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Literal, Namespace, URIRef

from spaceaccord.release.building import ReleaseContent, publish
from spaceaccord.release.canonical import Triple
from spaceaccord.release.manifest import InputFile

BASE = "https://example.org/accord/"
_TERMS = Namespace(f"{BASE}ontology#")
REPORT = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n[] a sh:ValidationReport ; sh:conforms true .\n"

Graphs = Mapping[URIRef, Collection[Triple]]
ContentMaker = Callable[..., ReleaseContent]


def _article_triples(number: int) -> list[Triple]:
    agreement = URIRef(f"{BASE}id/agreement/accord-{number}")
    claim = URIRef(f"{BASE}id/claim/{number:016x}")
    return [
        (agreement, RDF.type, _TERMS.Agreement),
        (agreement, RDFS.label, Literal(f"Accord no. {number}", lang="en")),
        (claim, RDF.type, _TERMS.Claim),
        (claim, _TERMS.claimSubject, agreement),
        (claim, _TERMS.valueText, Literal(f'the "accord" no. {number}', lang="en")),
    ]


@pytest.fixture
def a_content() -> ContentMaker:
    """Make a content of `articles` articles, with further triples in a graph of their own and in the view."""

    def make(
        *, articles: int = 2, further: Collection[Triple] = (), summary: Mapping[str, int] | None = None
    ) -> ReleaseContent:
        graphs: dict[URIRef, Collection[Triple]] = {
            URIRef(f"{BASE}graph/article/article-{number}"): _article_triples(number) for number in range(articles)
        }
        if further:
            graphs[URIRef(f"{BASE}graph/merge")] = further
        return ReleaseContent(
            base=BASE,
            graphs=graphs,
            view=[triple for triples in graphs.values() for triple in triples],
            report_turtle=REPORT,
            inputs=(InputFile(name="articles/one.txt", sha256="0" * 64, size=12),),
            summary={"articles": articles} if summary is None else summary,
            attachments={"articles.json": b'{"articles": []}\n'},
        )

    return make


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    return tmp_path / "releases"


@pytest.fixture
def a_release(a_content: ContentMaker, releases: Path) -> Path:
    """The folder of a release of two articles, which is current."""
    return releases / publish(a_content(), releases)
