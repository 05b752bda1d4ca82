"""From articles to a published release: nothing is published that SHACL refuses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from spaceaccord.errors import ShapeViolation
from spaceaccord.iris import Iris
from spaceaccord.mapping.dataset import ArticleGraph, DatasetMapper, default_view
from spaceaccord.mapping.vocabulary import LINK_FILES, read_vocabulary
from spaceaccord.model.world import Agreement
from spaceaccord.pipeline.converting import dataset_mapper, resolve
from spaceaccord.pipeline.extracting import Progress, ReadArticle, extract, no_progress
from spaceaccord.pipeline.knowledge import Knowledge
from spaceaccord.pipeline.validating import validate_dataset
from spaceaccord.release.building import InputFile, ReleaseContent, publish
from spaceaccord.validation.report import ValidationReport


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build published: the release's id, its counts, the SHACL report."""

    release_id: str
    summary: dict[str, int]
    report: ValidationReport


def build(
    *, data: Path, articles: Path, releases: Path, iris: Iris, progress: Progress = no_progress
) -> BuildResult:
    """Publish a release of `articles` under the knowledge in `data`; return its id, counts and report.

    Raises:
        BadInput: an article or a table cannot be used.
        ShapeViolation: SHACL found violations; nothing was published.
        EnvironmentFault: the releases folder cannot be written.
    """
    knowledge = Knowledge.read(data)
    by_digest = {read.article.id: read for read in extract([articles], knowledge, progress=progress)}
    texts = [by_digest[key] for key in sorted(by_digest)]
    agreements = resolve(texts, knowledge)
    mapper = dataset_mapper(knowledge, iris)
    mapped = _map_articles(mapper, texts, agreements)
    standing = {
        iris.graph("merge"): mapper.map_merge([t.findings for t in texts], agreements),
        iris.graph("authorities"): mapper.map_authorities(),
        iris.graph("vocabulary"): read_vocabulary(knowledge.ontology, base=iris.base),
        iris.graph("links"): mapper.map_links() | read_vocabulary(knowledge.ontology, LINK_FILES, base=iris.base),
        iris.graph("provenance"): mapper.map_provenance([t.article for t in texts], agreements),
    }
    report = validate_dataset(standing, mapped, [t.article for t in texts], knowledge, iris)
    if not report.conforms:
        raise ShapeViolation(report.describe_text(), file=str(articles))
    summary = {"articles": len(texts), "agreements": len(agreements), "claims": _count_claims(mapped.values(), iris)}
    content = ReleaseContent(
        base=iris.base,
        graphs={**standing, **{graph: article.triples for graph, article in mapped.items()}},
        view=default_view(standing.values(), mapped.values()),
        report_turtle=report.describe_turtle(),
        inputs=tuple(InputFile(name=t.article.name, sha256=t.article.sha256) for t in texts),
        summary=summary,
    )
    return BuildResult(release_id=publish(content, releases), summary=summary, report=report)


def _map_articles(
    mapper: DatasetMapper, texts: Iterable[ReadArticle], agreements: Sequence[Agreement]
) -> dict[URIRef, ArticleGraph]:
    of_article: dict[str, list[Agreement]] = {}
    for agreement in agreements:
        for article_id in sorted({m.article_id for m in agreement.members}):
            of_article.setdefault(article_id, []).append(agreement)
    return {
        mapper.article_graph_iri(t.article): mapper.map_article(
            t.article, t.findings, of_article.get(t.article.id, ())
        )
        for t in texts
    }


def _count_claims(articles: Iterable[ArticleGraph], iris: Iris) -> int:
    claim = iris.terms.Claim
    return sum(1 for article in articles for _, _, o in article.records if o == claim)
