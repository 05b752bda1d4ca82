"""Which files are articles, and how one file becomes an `Article`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from spaceaccord.articles.cleaning import clean
from spaceaccord.articles.decoding import decode
from spaceaccord.articles.described_text import find_metadata
from spaceaccord.articles.markup import read_page
from spaceaccord.articles.metadata import KnownMetadata, read_front_matter, read_sidecar
from spaceaccord.errors import UnreadableArticle
from spaceaccord.model.article import Article, ArticleMetadata

# An article is some kilobytes; what is a thousand times larger is a mistake.
LARGEST_ARTICLE_BYTES = 16 * 2**20
_MEDIA_TYPES = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html", ".htm": "text/html"}
_COMPANIONS = (".meta.json", ".gold.json")


def find_article_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the article files among `paths` and in the folders among them, sorted, each once.

    A file that is named outright is taken whatever its ending, companions (`*.meta.json`) apart.

    Raises:
        UnreadableArticle: a path does not exist, or a folder holds no article.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            below = set(_articles_below(path))
            if not below:
                raise UnreadableArticle(
                    "the folder holds no article", file=str(path), remedy="Put .txt, .md or .html files there."
                )
            found.update(below)
        elif path.is_file():
            if not path.name.endswith(_COMPANIONS):
                found.add(path)
        else:
            raise UnreadableArticle("no such file or folder", file=str(path), remedy="Check the path.")
    return tuple(sorted(found))


def read_article(path: Path) -> Article:
    """Return the article in `path`, described by its sidecar, its front matter or its own words, in this order.

    Raises:
        UnreadableArticle: missing, empty, larger than `LARGEST_ARTICLE_BYTES`, binary or in no known encoding.
        BadMetadata: the sidecar or the front matter cannot be used.
    """
    data = _read_bytes(path)
    decoded = decode(data, file=str(path))
    media_type = _MEDIA_TYPES.get(path.suffix.lower(), "text/plain")
    text = decoded.text
    page = read_page(text, is_html=media_type == "text/html")
    front = read_front_matter(text, file=str(path))
    known = read_sidecar(path).filled_from(front.metadata).filled_from(page.metadata)
    cleaned = clean(page.text, front_matter_end=front.end)
    return Article(
        name=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        clean=cleaned.text,
        encoding=decoded.encoding,
        media_type=media_type,
        metadata=_complete(known, page.text, cleaned.text),
        background=cleaned.background,
    )


def _articles_below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.suffix.lower() in _MEDIA_TYPES and path.is_file() and not path.name.startswith("."):
            yield path


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_ARTICLE_BYTES:
            raise UnreadableArticle(
                f"the file has {size} bytes, more than the {LARGEST_ARTICLE_BYTES} of an article",
                file=str(path),
                remedy="Split the file into one file for each article.",
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableArticle(
            f"the file cannot be read: {error.strerror}", file=str(path), remedy="Check the path and its permissions."
        ) from error


def _complete(known: KnownMetadata, raw: str, cleaned: str) -> ArticleMetadata:
    """Fill what nobody said from the text itself; what it does not say either stays None."""
    full = known.filled_from(find_metadata(raw, cleaned, known))
    return ArticleMetadata(
        title=full.title,
        publisher=full.publisher,
        published=full.published,
        address=full.address,
        language=full.language,
        source_quality=full.source_quality or "unknown",
        rights=full.rights,
        source_title=full.source_title,
        source_publisher=full.source_publisher,
        source_address=full.source_address,
    )
