"""What people wrote down about an article: the sidecar file `NAME.meta.json` and YAML front matter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from spaceaccord.errors import BadMetadata
from spaceaccord.model.partial_date import PartialDate

_KEYS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "site_name"),
    "published": ("published", "published_time", "date"),
    "address": ("address", "source_url", "url"),
    "language": ("language", "lang"),
    "source_quality": ("source_quality",),
    "rights": ("rights", "license"),
    "source_title": ("source_title",),
    "source_publisher": ("source_publisher",),
    "source_address": ("source_address",),
}
_QUALITIES = ("official-release", "news-original", "news-rewritten", "aggregator", "unknown")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DATE_HEAD = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
# Front matter is a screen of lines; more is somebody's attack or another kind of file.
_LONGEST_FRONT_MATTER = 1 << 16
_LONGEST_VALUE = 2000
_SAFE_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMetadata:
    """What one source says about an article; None where it is silent."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    address: str | None = None
    language: str | None = None
    source_quality: str | None = None
    rights: str | None = None
    source_title: str | None = None
    source_publisher: str | None = None
    source_address: str | None = None

    def filled_from(self, other: KnownMetadata) -> KnownMetadata:
        """Return this with each None replaced by what `other` says."""
        return KnownMetadata(**{f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The metadata at the head of a text, and the offset where the text proper begins."""

    metadata: KnownMetadata
    end: int


def read_sidecar(article: Path) -> KnownMetadata:
    """Return what `NAME.meta.json` beside `article` says; nothing where there is no such file.

    Raises:
        BadMetadata: no UTF-8, no JSON object, a value of the wrong kind, an impossible date.
    """
    path = article.with_name(article.stem + ".meta.json")
    if not path.is_file():
        return KnownMetadata()
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise BadMetadata(
            f"no JSON: {error.msg}", file=str(path), place=f"line {error.lineno}", remedy="Mend or remove the file."
        ) from error
    except (UnicodeDecodeError, OSError, RecursionError) as error:
        raise BadMetadata(
            "the file cannot be read as UTF-8 JSON", file=str(path), remedy="Save it as UTF-8."
        ) from error
    if not isinstance(content, dict):
        raise BadMetadata("no JSON object", file=str(path), remedy='Write {"title": "…", "published": "2024-05-16"}.')
    return _known(content, str(path))


def read_front_matter(text: str, *, file: str) -> FrontMatter:
    """Return the YAML front matter of `text` (a block between two lines `---` at its head), if it has one.

    Raises:
        BadMetadata: no YAML mapping, aliases in it, a value of the wrong kind, an impossible date.
    """
    head = text.lstrip("\ufeff\r\n")
    start = len(text) - len(head)
    if not re.match(r"---[ \t]*\r?\n", head):
        return FrontMatter(metadata=KnownMetadata(), end=0)
    close = re.compile(r"^---[ \t]*$", re.MULTILINE).search(head, 3, _LONGEST_FRONT_MATTER)
    if not close:
        return FrontMatter(metadata=KnownMetadata(), end=0)
    block = head[head.index("\n") + 1 : close.start()]
    if not re.search(r"^[A-Za-z_]\w*:", block, re.MULTILINE):
        return FrontMatter(metadata=KnownMetadata(), end=0)  # two rules in a plain text, not YAML
    return FrontMatter(metadata=_known(_load_yaml(block, file), file), end=start + close.end())


def _load_yaml(block: str, file: str) -> Mapping[str, object]:
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block, Loader=_SAFE_LOADER)):
            raise BadMetadata("aliases in the front matter", file=file, remedy="Write the values out.")
        content = yaml.load(block, Loader=_SAFE_LOADER)  # noqa: S506  a safe loader, in C where there is one
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 2}" if mark else "front matter"
        raise BadMetadata("the front matter is no YAML", file=file, place=place, remedy="Quote the value.") from error
    if not isinstance(content, dict):
        raise BadMetadata("the front matter is no mapping", file=file, place="line 2", remedy="Write `title: …` lines.")
    return content


def _known(content: Mapping[str, object], file: str) -> KnownMetadata:
    values: dict[str, str | None] = {}
    for name, keys in _KEYS.items():
        key = next((k for k in keys if content.get(k) not in (None, "")), None)
        values[name] = _value(name, key, content[key], file) if key else None
    return KnownMetadata(**values)


def _value(name: str, key: str, value: object, file: str) -> str | None:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, int) and name == "published":
        value = str(value)
    if not isinstance(value, str) or len(value) > _LONGEST_VALUE:
        raise BadMetadata(f"{key!r} is no short text", file=file, place=key, remedy="Write one line of text.")
    value = " ".join(value.split())
    if name == "published":
        return _date(value, key, file)
    if name in ("address", "source_address"):
        return value if is_web_address(value) else None
    if name == "language":
        return value.lower() if _LANGUAGE.fullmatch(value) else None
    if name == "source_quality" and value not in _QUALITIES:
        raise BadMetadata(
            f"unknown source quality {value!r}", file=file, place=key, remedy=f"Use one of {', '.join(_QUALITIES)}."
        )
    return value or None


def is_web_address(value: str) -> bool:
    """Say whether `value` is an absolute http(s) address without blanks or quotes."""
    if re.search(r"[\s<>\"{}|\\^`]", value) or len(value) > _LONGEST_VALUE:
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _date(value: str, key: str, file: str) -> str:
    head = _DATE_HEAD.match(value)
    try:
        return PartialDate(edtf=head.group() if head else value, text=value).edtf
    except ValueError as error:
        raise BadMetadata(
            f"{key!r} is no date: {value[:40]!r}", file=file, place=key, remedy="Write YYYY, YYYY-MM or YYYY-MM-DD."
        ) from error
