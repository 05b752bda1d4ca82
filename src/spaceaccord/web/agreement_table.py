"""The list of agreements as a table and as JSON, for programs that ask the page itself."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from spaceaccord.web.page_lists import AgreementEntry
from spaceaccord.web.page_terms import Named

_COLUMNS = ("agreement", "label", "types", "parties", "date", "earliest", "status", "topics")


def as_csv(entries: Iterable[AgreementEntry]) -> bytes:
    """Return one line an agreement; names of several values are divided by "; "."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_COLUMNS)
    for entry in entries:
        writer.writerow(
            [
                entry.iri,
                entry.label,
                _joined(entry.types),
                _joined(entry.parties),
                entry.edtf,
                entry.earliest,
                entry.status,
                _joined(entry.topics),
            ]
        )
    return written.getvalue().encode("utf-8", "replace")


def as_json(entries: Iterable[AgreementEntry]) -> bytes:
    """Return a list of objects, each value with its IRI and its name."""
    content = [
        {
            "agreement": entry.iri,
            "label": entry.label,
            "types": _listed(entry.types),
            "parties": _listed(entry.parties),
            "date": entry.edtf or None,
            "earliest": entry.earliest or None,
            "status": entry.status or None,
            "topics": _listed(entry.topics),
        }
        for entry in entries
    ]
    return json.dumps({"total": len(content), "agreements": content}, ensure_ascii=False, indent=2).encode(
        "utf-8", "replace"
    )


def _joined(values: Iterable[Named]) -> str:
    return "; ".join(value.label for value in values)


def _listed(values: Iterable[Named]) -> list[dict[str, str]]:
    return [{"iri": value.iri, "label": value.label} for value in values]
