"""The lexicon of this installation, and articles made of a few sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spaceaccord.articles.reading import read_article
from spaceaccord.extraction.agreements import find_agreements
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.linking.authorities import read_authorities
from spaceaccord.mapping.vocabulary import read_topics
from spaceaccord.model.agreement import Findings
from spaceaccord.model.article import Article
from spaceaccord.resources import shipped_folder

Find = Callable[..., Findings]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    data = shipped_folder("data")
    return Lexicon.read(
        data / "lexicon",
        authorities=read_authorities(data / "reference").records,
        topics=read_topics(shipped_folder("ontology") / "topics.ttl"),
    )


@pytest.fixture
def article_of(tmp_path: Path) -> Callable[..., Article]:
    def make(text: str, *, published: str | None = None) -> Article:
        path = tmp_path / "article.txt"
        path.write_text(text, encoding="utf-8")
        date = f'"{published}"' if published else "null"
        (tmp_path / "article.meta.json").write_text(f'{{"published": {date}, "language": "en"}}', encoding="utf-8")
        return read_article(path)

    return make


@pytest.fixture
def find(article_of: Callable[..., Article], lexicon: Lexicon) -> Find:
    def run(text: str, *, published: str | None = None) -> Findings:
        return find_agreements(article_of(text, published=published), lexicon)

    return run
