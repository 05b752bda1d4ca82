"""HTML masked in place: what a reader sees stays at its offset, the rest becomes spaces."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from spaceaccord.articles.metadata import KnownMetadata, is_web_address
from spaceaccord.model.partial_date import PartialDate

_HIDDEN = frozenset(("script", "style", "noscript", "template", "nav", "footer", "form", "svg", "iframe", "button"))
_HIDDEN_FOREVER = frozenset(("head",))
# Elements that begin a new paragraph for a reader.
_BLOCKS = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article"),
        *("header", "main", "aside", "blockquote", "figure", "figcaption", "br"),
    )
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A text with its markup overwritten by spaces (same length), and what the markup says about it."""

    text: str
    metadata: KnownMetadata


def read_page(text: str, *, is_html: bool) -> Page:
    """Return `text` without markup; a plain text comes back as it is. Never raises."""
    if not is_html:
        return Page(text=text, metadata=KnownMetadata())
    reader = _PageReader(text)
    reader.feed(text)
    reader.close()
    return Page(text=reader.visible(), metadata=reader.metadata())


class _PageReader(HTMLParser):
    """Copies the visible characters to their own offsets."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._line_starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self._cells = [c if c in "\r\n" else " " for c in text]
        self._hidden = 0
        self._in_title = False
        self._title: list[str] = []
        self._meta: dict[str, str] = {}
        self._language: str | None = None

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "html":
            self._language = values.get("lang") or None
        elif tag == "meta":
            self._meta[values.get("property") or values.get("name") or ""] = values.get("content", "")
        elif tag == "link" and values.get("rel") == "canonical":
            self._meta["canonical"] = values.get("href", "")
        elif tag == "title":
            self._in_title = True
        if tag in _HIDDEN or tag in _HIDDEN_FOREVER:
            self._hidden += 1
        if tag in _BLOCKS:
            self._break_line()

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if (tag in _HIDDEN or tag in _HIDDEN_FOREVER) and self._hidden:
            self._hidden -= 1
        if tag in _BLOCKS:
            self._break_line()

    def _break_line(self) -> None:
        """Leave a paragraph break in the cells of the tag: a tag has at least three."""
        at = self._offset()
        self._cells[at : at + 2] = ["\n", "\n"]

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self._title.append(data)
        if not self._hidden and not self._in_title:
            at = self._offset()
            self._cells[at : at + len(data)] = list(data)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, source: str) -> None:
        """Put the character that a reference stands for into its first cell."""
        value = html.unescape(source)
        if self._in_title:
            self._title.append(value)
        elif not self._hidden and len(value) == 1:
            self._cells[self._offset()] = value

    def visible(self) -> str:
        """Return the masked text."""
        return "".join(self._cells)

    def metadata(self) -> KnownMetadata:
        """Return what head and meta elements say."""
        title = self._meta.get("og:title") or " ".join("".join(self._title).split())
        address = self._meta.get("canonical") or self._meta.get("og:url") or ""
        published = _DATE.match(self._meta.get("article:published_time") or self._meta.get("date") or "")
        return KnownMetadata(
            title=title[:300] or None,
            publisher=self._meta.get("og:site_name", "")[:200] or None,
            published=_valid_date(published.group()) if published else None,
            address=address if is_web_address(address) else None,
            language=self._language.lower() if self._language and len(self._language) < 12 else None,
        )


def _valid_date(value: str) -> str | None:
    try:
        return PartialDate(edtf=value, text=value).edtf
    except ValueError:
        return None


def mask_entities(text: str) -> str:
    """Replace character references in a plain text by their character and spaces, length unchanged."""

    def replace(match: re.Match[str]) -> str:
        value = html.unescape(match.group())
        known = len(value) == 1 and value.isprintable()
        return (value if known else " ").ljust(len(match.group()))

    return _ENTITY.sub(replace, text) if "&" in text else text
