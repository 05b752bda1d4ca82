"""The link ledger: SSSOM tables in `data/mappings/`, each link with its reason and reviewer, rejected ones kept.

Source: A Simple Standard for Sharing Ontological Mappings (SSSOM) 1.0, TSV with an embedded curie map.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spaceaccord.errors import BadReference, EnvironmentFault
from spaceaccord.model.link import IDENTITY, PREDICATES, Link

CANDIDATES = "candidates.sssom.tsv"
SUFFIX = ".sssom.tsv"
REVIEWED = "semapv:ManualMappingCuration"
LEXICAL = "semapv:LexicalMatching"
_JUSTIFICATIONS = (REVIEWED, LEXICAL, "semapv:MappingReview", "semapv:DatabaseCrossReference")
_REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification", "confidence")
_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_modifier",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "reviewer_label",
    "mapping_date",
    "comment",
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All links of a folder, in the order of its files and rows."""

    links: tuple[Link, ...]

    @property
    def published(self) -> tuple[Link, ...]:
        """The links that go into releases."""
        return tuple(link for link in self.links if link.is_published)

    def knows(self, subject: str, object_: str) -> bool:
        """Say whether somebody has proposed, reviewed or rejected a link between the two."""
        return any(link.subject == subject and link.object == object_ for link in self.links)


def read_ledger(folder: Path, names: Mapping[str, str], *, pattern: str = f"*{SUFFIX}") -> Ledger:
    """Read every table of `folder` whose name is like `pattern`; `names` are the namespaces by prefix.

    Raises:
        BadReference: a row is not a link; two rows of one link; an identity that nobody reviewed, or one item for
            two things; names file, row and column.
    """
    links: dict[tuple[str, str], tuple[Link, str]] = {}
    owners: dict[str, str] = {}
    for path in sorted(folder.glob(pattern)):
        for line, link in _read(path, names):
            place = f"line {line}"
            if (link.subject, link.object) in links:
                earlier = links[link.subject, link.object][1]
                raise BadReference(f"the same link as {earlier}", file=str(path), place=place, remedy="Keep one row.")
            if link.predicate == IDENTITY and link.is_published:
                other = owners.setdefault(link.object, link.subject)
                if other != link.subject:
                    raise BadReference(
                        f"{link.object} is {other} already",
                        file=str(path),
                        place=f"{place}, column object_id",
                        remedy="One item is one thing: reject one of the two.",
                    )
            links[link.subject, link.object] = (link, f"{path.name}, {place}")
    return Ledger(tuple(link for link, _ in links.values()))


def _read(path: Path, names: Mapping[str, str]) -> Iterable[tuple[int, Link]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise BadReference(f"cannot be read: {error}", file=str(path), remedy="Save it as UTF-8.") from error
    head = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.DictReader(lines[head:], delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [c for c in _REQUIRED if c not in (reader.fieldnames or ())]
    if missing:
        raise BadReference(
            f"no column {', '.join(missing)}", file=str(path), place=f"line {head + 1}", remedy="See docs/links.md."
        )
    for row in reader:
        line = head + reader.line_num
        if None in row or None in row.values():
            raise BadReference(
                "more or fewer cells than columns", file=str(path), place=f"line {line}", remedy="Mend the tabs."
            )
        yield line, _link(row, path, line, names)


def _link(row: Mapping[str, str], path: Path, line: int, names: Mapping[str, str]) -> Link:
    def refuse(column: str, what: str, remedy: str) -> BadReference:
        return BadReference(what, file=str(path), place=f"line {line}, column {column}", remedy=remedy)

    def iri(column: str) -> str:
        prefix, colon, local = row[column].partition(":")
        if not colon or prefix not in names or not local:
            known = ", ".join(sorted(names))
            raise refuse(column, f"{row[column]!r} is no name with a known prefix", f"Known are {known}.")
        return names[prefix] + local

    predicate, modifier = row["predicate_id"], row.get("predicate_modifier", "")
    if predicate not in PREDICATES:
        raise refuse("predicate_id", f"unknown predicate {predicate!r}", f"Use one of {', '.join(PREDICATES)}.")
    if modifier not in ("", "Not"):
        raise refuse("predicate_modifier", f"unknown modifier {modifier!r}", "Leave it empty, or write Not.")
    if row["mapping_justification"] not in _JUSTIFICATIONS:
        raise refuse("mapping_justification", "unknown justification", f"Use one of {', '.join(_JUSTIFICATIONS)}.")
    try:
        confidence = float(row["confidence"])
    except ValueError:
        confidence = -1.0
    if not 0 <= confidence <= 1:
        raise refuse("confidence", f"{row['confidence']!r} is no number from 0 to 1", "Write 0.95.")
    reviewer, day = row.get("reviewer_label", ""), row.get("mapping_date", "")
    if day and not _is_day(day):
        raise refuse("mapping_date", f"{day!r} is no day", "Write YYYY-MM-DD.")
    if predicate == IDENTITY and not modifier and not reviewer:
        raise refuse("reviewer_label", "an identity that nobody reviewed", "Review it, or write skos:closeMatch.")
    return Link(
        subject=iri("subject_id"),
        predicate=predicate,
        object=iri("object_id"),
        justification=row["mapping_justification"],
        confidence=confidence,
        reviewer=reviewer,
        day=day,
        rejected=modifier == "Not",
        subject_label=row.get("subject_label", ""),
        object_label=row.get("object_label", ""),
        comment=row.get("comment", ""),
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def write_links(path: Path, links: Sequence[Link], names: Mapping[str, str]) -> None:
    """Write `links` as one SSSOM table, sorted, in place of what `path` held; whole or not at all.

    Raises:
        EnvironmentFault: the file cannot be written.
    """
    shorten = _Shortener(names)
    rows = [_row(link, shorten) for link in sorted(links, key=lambda li: (li.subject, li.predicate, li.object))]
    used = sorted({row[c].partition(":")[0] for row in rows for c in ("subject_id", "object_id")})
    text = io.StringIO()
    text.write("#sssom_version: 1.0\n#license: https://creativecommons.org/licenses/by/4.0/\n#curie_map:\n")
    for prefix in used:
        text.write(f"#  {prefix}: {names[prefix]}\n")
    text.write("\t".join(_COLUMNS) + "\n")
    for row in rows:
        text.write("\t".join(" ".join(row[c].split()) for c in _COLUMNS) + "\n")
    draft = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text.getvalue(), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise EnvironmentFault(f"{path}: {error.strerror}. Choose a folder that you may write to.") from error


class _Shortener:
    """Writes IRIs with the longest prefix that fits."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = sorted(names.items(), key=lambda item: -len(item[1]))

    def name(self, iri: str) -> str:
        for prefix, space in self._names:
            if iri.startswith(space) and len(iri) > len(space):
                return f"{prefix}:{iri[len(space) :]}"
        raise ValueError(f"no prefix for {iri}")


def _row(link: Link, shorten: _Shortener) -> dict[str, str]:
    return {
        "subject_id": shorten.name(link.subject),
        "subject_label": link.subject_label,
        "predicate_modifier": "Not" if link.rejected else "",
        "predicate_id": link.predicate,
        "object_id": shorten.name(link.object),
        "object_label": link.object_label,
        "mapping_justification": link.justification,
        "confidence": f"{link.confidence:g}",
        "reviewer_label": link.reviewer,
        "mapping_date": link.day,
        "comment": link.comment,
    }
