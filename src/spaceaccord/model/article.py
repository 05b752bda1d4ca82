"""What an article is once it was read: its text, the mask over its noise, and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass

from spaceaccord.model.evidence import Evidence, TextSpan

# No passage of a foreign text that is published is longer than this many characters.
LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleMetadata:
    """What is known about an article beside its text; None is honestly unknown.

    `published` is an EDTF date (level 0: year, month or day). `source_quality` is one of official-release,
    news-original, news-rewritten, aggregator, unknown. `language` is a BCP 47 tag. `source_title`,
    `source_publisher` and `source_address` name the article that this one retells, where it retells one.
    """

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    address: str | None = None
    language: str | None = None
    source_quality: str = "unknown"
    rights: str | None = None
    source_title: str | None = None
    source_publisher: str | None = None
    source_address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, ready for extraction.

    `text` is the decoded file, unchanged. `clean` has the same length: noise (markup, scripts, teasers, bios,
    share links, front matter) is overwritten by spaces, line breaks are kept, so that every offset is valid in
    both. `sha256` is the digest of the raw file; its first 16 hex digits are the article's identity.
    `background` are spans of `clean` that stay readable but create no agreement ("About X", captions).
    """

    name: str
    sha256: str
    text: str
    clean: str
    encoding: str
    media_type: str
    metadata: ArticleMetadata
    background: tuple[TextSpan, ...] = ()

    @property
    def id(self) -> str:
        """The article's slug: 16 hex digits of its digest."""
        return self.sha256[:16]

    def quote(self, span: TextSpan, *, context: TextSpan | None = None) -> Evidence:
        """Return the words of `span` as evidence; `context` is the sentence or clause around them."""
        around = context or span
        return Evidence(
            article_id=self.id,
            span=span,
            quote=self.text[span.start : span.end],
            context=TextSpan(start=min(around.start, span.start), end=max(around.end, span.end)),
        )

    def passage(self, evidence: Evidence, *, longest: int = LONGEST_QUOTE) -> TextSpan:
        """Return the span that is published for `evidence`: its context, cut to `longest` around its words.

        The cut falls between words. The span never holds more than `longest` code points.
        """
        start, end = evidence.context.start, evidence.context.end
        if end - start <= longest:
            return TextSpan(start=start, end=end)
        focus_end = min(evidence.span.end, evidence.span.start + longest)
        spare = longest - (focus_end - evidence.span.start)
        left = max(start, evidence.span.start - spare // 2)
        right = min(end, left + longest)
        left = max(start, right - longest)
        if left > start:
            space = self.text.find(" ", left, evidence.span.start)
            left = space + 1 if space >= 0 else left
        if right < end:
            space = self.text.rfind(" ", focus_end, right)
            right = space if space > 0 else right
        return TextSpan(start=left, end=right)
