"""A comparison of two releases written out: as text, as JSON, as RDF Patch, as an Atom feed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from html import escape
from typing import Final

from spaceaccord.iris import Iris
from spaceaccord.release.comparison import AgreementChange, AgreementFate, Cause, Comparison, FieldChange
from spaceaccord.release.dumps import DATASET_LINES
from spaceaccord.release.opening import Release
from spaceaccord.release.quad_lines import changed_lines

FORMATS: Final = ("text", "json", "rdf-patch", "atom")
_MARKS: Final[dict[AgreementFate, str]] = {"added": "+", "changed": "~", "withdrawn": "-"}
_ATOM: Final = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedComparison:
    """A comparison, and when its later release became current first."""

    comparison: Comparison
    at: datetime


def to_text(comparison: Comparison) -> str:
    """Return the comparison for people: one block an agreement, one line a field, with its cause."""
    old, new = _name(comparison.old, comparison.old_version), _name(comparison.new, comparison.new_version)
    counts = ", ".join(f"{len(comparison.of(fate))} {fate}" for fate in _MARKS)
    statements = f"{comparison.quads_added} statements added, {comparison.quads_removed} removed"
    lines = [f"Release {new} against {old}", f"Agreements: {counts}. {statements}"]
    lines += [f"article {article.fate}: {article.label} <{article.iri}>" for article in comparison.articles]
    lines += [f"table changed: {name}" for name in comparison.inputs]
    if comparison.old_software != comparison.new_software:
        lines.append(f"software: {comparison.old_software} to {comparison.new_software}")
    for change in comparison.agreements:
        lines += ["", f"{_MARKS[change.fate]} {change.fate}: {change.label} <{change.iri}>", *_field_lines(change)]
    return "\n".join(lines) + "\n"


def to_json(comparison: Comparison) -> str:
    """Return the comparison as JSON, keys as the attributes of `Comparison`."""
    return json.dumps(asdict(comparison), indent=2, ensure_ascii=False) + "\n"


def rdf_patch(old: Release, new: Release) -> Iterator[str]:
    """Yield the lines of the RDF Patch that makes the dataset of `new` out of that of `old`.

    Source: RDF Patch (Apache Jena), "Header" and "Data rows". Deletions and additions come in code point order.
    """
    iris = Iris(new.base)
    yield f"H id <{iris.release(new.id)}> .\n"
    yield f"H prev <{iris.release(old.id)}> .\n"
    yield "TX .\n"
    dumps = old.dump_path(DATASET_LINES.name), new.dump_path(DATASET_LINES.name)
    for change in changed_lines(*dumps):
        yield f"{'A' if change.added else 'D'} {change.line}\n"
    yield "TC .\n"


def to_atom(base: str, comparisons: Iterable[DatedComparison]) -> str:
    """Return a feed with one entry an agreement that changed, in the order of `comparisons`. Source: RFC 4287."""
    dated = tuple(comparisons)
    iris = Iris(base)
    updated = max((_instant(each.at) for each in dated), default="1970-01-01T00:00:00Z")
    entries = "".join(_entry(iris, each, change) for each in dated for change in each.comparison.agreements)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="{_ATOM}" xml:lang="en">\n'
        "<title>Space Accord: agreements added, changed and withdrawn</title>\n"
        f"<id>{escape(base)}feed.atom</id>\n<updated>{updated}</updated>\n"
        "<author><name>The Space Accord team</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href="{escape(base)}feed.atom"/>\n'
        f'<link rel="alternate" type="text/html" href="{escape(base)}releases/"/>\n'
        f"<rights>CC BY 4.0</rights>\n{entries}</feed>\n"
    )


def _entry(iris: Iris, dated: DatedComparison, change: AgreementChange) -> str:
    comparison = dated.comparison
    page = f"{iris.release(comparison.new)}/changes"
    told = "\n".join([f"{change.fate} in release {comparison.new_version or comparison.new}", *_field_lines(change)])
    return (
        f"<entry>\n<title>{escape(f'{change.fate.capitalize()}: {change.label}')}</title>\n"
        f"<id>{escape(f'{page}#{change.slug}')}</id>\n<updated>{_instant(dated.at)}</updated>\n"
        f'<link rel="alternate" type="text/html" href="{escape(f"{page}#{change.slug}")}"/>\n'
        f'<link rel="related" href="{escape(change.iri)}"/>\n<category term="{change.fate}"/>\n'
        f'<content type="text">{escape(told)}</content>\n</entry>\n'
    )


def _field_lines(change: AgreementChange) -> Iterator[str]:
    """Yield one line a field; a cause that all fields share stands once, at the end."""
    is_shared = len({field.causes for field in change.fields}) == 1
    for field in change.fields:
        yield f"    {field_name(field)}: {_values(field)}{'' if is_shared else f' [{_told(field.causes)}]'}"
    if is_shared:
        yield f"    because: {_told(change.causes)}"


def _told(causes: Iterable[Cause]) -> str:
    return "; ".join(f"{cause.kind}: {cause.label}" for cause in causes)


def field_name(field: FieldChange) -> str:
    """Return the name of a field for people."""
    return f"{field.label} (of the signing)" if field.of_signing else field.label


def _values(field: FieldChange) -> str:
    before = ", ".join(value.label for value in field.removed)
    after = ", ".join(value.label for value in field.added)
    if before and after:
        return f"{before} -> {after}"
    return f"+ {after}" if after else f"- {before}"


def _name(release_id: str, version: str) -> str:
    return f"{version} ({release_id})" if version else release_id


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
