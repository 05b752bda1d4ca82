"""From articles to one graph each, identity resolved within each article only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rdflib import URIRef

from spaceaccord import __version__
from spaceaccord.iris import Iris
from spaceaccord.language_model.asking import ModelAddress
from spaceaccord.linking.identity import resolve_identity
from spaceaccord.mapping.dataset import DatasetMapper, KnownInstrument
from spaceaccord.mapping.statement import Triple
from spaceaccord.model.world import Agreement
from spaceaccord.pipeline.extracting import Progress, ReadArticle, extract, no_progress, read_again
from spaceaccord.pipeline.knowledge import Knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """The graphs of articles that were not merged with each other."""

    graphs: dict[URIRef, set[Triple]]
    articles: int
    agreements: int


def convert(
    paths: Sequence[Path],
    knowledge: Knowledge,
    *,
    iris: Iris,
    address: ModelAddress | None = None,
    progress: Progress = no_progress,
) -> Conversion:
    """Return one graph an article, identity resolved within each article only.

    Where the `address` of a language model is given, what it reads in an article is in a second graph of its own.
    """
    mapper = dataset_mapper(knowledge, iris)
    graphs: dict[URIRef, set[Triple]] = {}
    count = articles = 0
    for read in extract(paths, knowledge, progress=progress):
        articles += 1
        agreements = resolve([read], knowledge)
        count += len(agreements)
        mapped = mapper.map_article(read.article, read.findings, agreements)
        graphs[mapper.article_graph_iri(read.article)] = mapped.triples | mapper.describe_authorities_of(mapped.triples)
        if address:
            again = read_again(read.article, knowledge, address)
            name, triples = mapper.map_model_reading(
                read.article, again.findings, resolve([again], knowledge), reading=address.reading
            )
            graphs[name] = triples | mapper.describe_authorities_of(triples)
    return Conversion(graphs=graphs, articles=articles, agreements=count)


def resolve(texts: Iterable[ReadArticle], knowledge: Knowledge) -> tuple[Agreement, ...]:
    """Return the agreements that `texts` speak of, one node for each thing in the world."""
    known = list(texts)
    return resolve_identity(
        [mention for text in known for mention in text.findings.agreements],
        knowledge.authorities.agreements,
        source_quality={t.article.id: t.article.metadata.source_quality for t in known},
        published={t.article.id: day for t in known for day in [_day_of(t.article.metadata.published)] if day},
    )


def _day_of(published: str | None) -> date | None:
    """Return the day of an EDTF date that is exact to the day."""
    try:
        return date.fromisoformat(published or "")
    except ValueError:
        return None


def dataset_mapper(knowledge: Knowledge, iris: Iris) -> DatasetMapper:
    """Return the mapper for what `knowledge` knows, with IRIs below the base of `iris`."""
    instruments = [
        KnownInstrument(slug=a.slug, type=a.type, label=a.label, evidence=a.evidence)
        for a in knowledge.authorities.agreements
    ]
    return DatasetMapper(iris, authorities=knowledge.authorities.records, instruments=instruments, version=__version__)
