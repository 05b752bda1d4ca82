"""From articles to a published release: nothing is published that SHACL refuses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from spaceaccord.articles.reading import find_article_files
from spaceaccord.errors import ShapeViolation
from spaceaccord.iris import Iris
from spaceaccord.linking.duplicates import find_copies
from spaceaccord.mapping.claim_links import ClaimLinker
from spaceaccord.mapping.dataset import ArticleGraph, DatasetMapper, default_view
from spaceaccord.mapping.link_graph import describe_links
from spaceaccord.mapping.selection_graph import describe_selections
from spaceaccord.mapping.statement import Triple
from spaceaccord.mapping.vocabulary import LINK_FILES, read_vocabulary
from spaceaccord.model.world import Agreement
from spaceaccord.pipeline.converting import dataset_mapper, resolve
from spaceaccord.pipeline.extracting import Progress, ReadArticle, extract, no_progress
from spaceaccord.pipeline.knowledge import Knowledge
from spaceaccord.pipeline.outward import read_links
from spaceaccord.pipeline.registering import map_registers
from spaceaccord.pipeline.retiring import map_retired
from spaceaccord.pipeline.validating import validate_dataset
from spaceaccord.release.building import ReleaseContent, publish
from spaceaccord.release.manifest import InputFile
from spaceaccord.validation.report import ValidationReport


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build published: the release's id, its counts, the SHACL report."""

    release_id: str
    summary: dict[str, int]
    report: ValidationReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """Everything that a release will hold, and what SHACL says of it."""

    content: ReleaseContent
    report: ValidationReport


def build(*, data: Path, articles: Path, releases: Path, iris: Iris, progress: Progress = no_progress) -> BuildResult:
    """Publish a release of `articles` under the knowledge in `data`; return its id, counts and report.

    Raises:
        BadInput: an article or a table cannot be used.
        ShapeViolation: SHACL found violations; nothing was published.
        EnvironmentFault: the releases folder cannot be written.
    """
    assembly = assemble(data=data, articles=articles, iris=iris, progress=progress)
    if not assembly.report.conforms:
        raise ShapeViolation(
            f"SHACL found violations, nothing was published\n{assembly.report.describe_text(longest=20)}",
            file=str(articles),
        )
    progress("publish", 0, 1)
    release_id = publish(assembly.content, releases)
    progress("publish", 1, 1)
    return BuildResult(release_id=release_id, summary=dict(assembly.content.summary), report=assembly.report)


def assemble(*, data: Path, articles: Path, iris: Iris, progress: Progress = no_progress) -> Assembly:
    """Return the content of a release of `articles` and its SHACL report; nothing is written.

    Equal files give equal content, whatever their order; a file that occurs twice counts once.

    Raises:
        BadInput: an article or a table cannot be used.
    """
    knowledge = Knowledge.read(data)
    by_digest = {read.article.id: read for read in extract([articles], knowledge, progress=progress)}
    texts = [by_digest[key] for key in sorted(by_digest)]
    agreements = resolve(texts, knowledge)
    copies = find_copies({t.article.id: t.article.clean for t in texts})
    mapper = dataset_mapper(knowledge, iris)
    mapped = _map_articles(mapper, texts, agreements)
    registers = map_registers(data / "registers", knowledge, iris)
    listed = {register.graph_iri: register.describe() for register in registers}
    merged = mapper.map_merge([t.findings for t in texts], agreements)
    for register in registers:
        merged |= register.canonical(described=merged)
    sources = {**mapped, **listed}
    authorities = mapper.map_authorities()
    linker = ClaimLinker(iris, places=merged | authorities, copies=copies)
    standing = {
        iris.graph("merge"): merged,
        iris.graph("authorities"): authorities,
        iris.graph("vocabulary"): read_vocabulary(knowledge.ontology, base=iris.base),
        iris.graph("links"): _links(data, mapper, knowledge, iris),
        iris.graph("provenance"): mapper.map_provenance([t.article for t in texts], agreements, copies)
        | {triple for register in registers for triple in register.provenance()}
        | linker.link(source.records for source in sources.values())
        | set(describe_selections(iris, agreements, (source.records for source in sources.values()), merged)),
    }
    standing[iris.graph("authorities")] |= map_retired(data, iris, standing.values())
    progress("validate", 0, 1)
    graphs = {**standing, **{graph: source.triples for graph, source in sources.items()}}
    view = default_view(standing.values(), sources.values())
    vocabulary = standing[iris.graph("vocabulary")]
    report = validate_dataset(graphs, view, [t.article for t in texts], vocabulary=vocabulary, iris=iris)
    progress("validate", 1, 1)
    content = ReleaseContent(
        base=iris.base,
        graphs=graphs,
        view=view,
        report_turtle=report.describe_turtle(base=iris.base),
        inputs=_inputs(data, articles),
        summary={
            "articles": len(texts),
            "agreements": len(agreements),
            "claims": _count_claims(sources.values(), iris),
        },
    )
    return Assembly(content=content, report=report)


def _links(data: Path, mapper: DatasetMapper, knowledge: Knowledge, iris: Iris) -> set[Triple]:
    """Return the reviewed links of the ledger; where `data` keeps none, those of its tables and of the ontology."""
    if (data / "mappings").is_dir():
        return set(describe_links(iris, read_links(data).links))
    return mapper.map_links() | read_vocabulary(knowledge.ontology, LINK_FILES, base=iris.base)


def _inputs(data: Path, articles: Path) -> tuple[InputFile, ...]:
    """Return every file that decides what is published, articles by their name, tables by their folder."""
    files = {f"articles/{path.name}": path for path in find_article_files([articles])}
    for folder in ("reference", "registers", "mappings", "lexicon", "corrections"):
        files.update({f"{folder}/{p.name}": p for p in (data / folder).glob("*") if p.is_file()})
    return tuple(
        InputFile(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        for name, path in sorted(files.items())
        for content in [path.read_bytes()]
    )


def _map_articles(
    mapper: DatasetMapper, texts: Iterable[ReadArticle], agreements: Sequence[Agreement]
) -> dict[URIRef, ArticleGraph]:
    of_article: dict[str, list[Agreement]] = {}
    for agreement in agreements:
        for article_id in sorted({m.article_id for m in agreement.members}):
            of_article.setdefault(article_id, []).append(agreement)
    return {
        mapper.article_graph_iri(t.article): mapper.map_article(t.article, t.findings, of_article.get(t.article.id, ()))
        for t in texts
    }


def _count_claims(articles: Iterable[ArticleGraph], iris: Iris) -> int:
    claim = iris.terms.Claim
    return sum(1 for article in articles for _, _, o in article.records if o == claim)
