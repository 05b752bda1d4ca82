"""Names to show for IRIs, read from dumps: English first, then without a language, then any."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

from spaceaccord.namespaces import RDFS, SKOS
from spaceaccord.release.quad_lines import language_of, parse_line, read_lines, text_of

_LABELS: Final = (f"<{RDFS.label}>", f"<{SKOS.prefLabel}>")
_LANGUAGES: Final = {"en": 0, "": 1}


class Labels:
    """The names of some IRIs; an IRI without a name is shown by its last part."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def of(self, iri: str) -> str:
        """Return the words to show for `iri`."""
        return self._names.get(iri) or re.split(r"[#/]", iri.rstrip("/"))[-1]


def read_labels(dumps: Iterable[Path], wanted: Collection[str]) -> Labels:
    """Return the names that the dumps (N-Quads) have for the IRIs `wanted`; those of an earlier dump win.

    Args:
        dumps: gzipped, in order of precedence.
        wanted: IRIs without brackets.
    """
    names: dict[str, str] = {}
    for dump in dumps:
        found: dict[str, tuple[int, str]] = {}
        for line in read_lines(dump):
            # Most lines are no names: the test on the text is ten times faster than splitting it.
            if _LABELS[0] not in line and _LABELS[1] not in line:
                continue
            quad = parse_line(line)
            iri = quad.subject[1:-1]
            if quad.predicate in _LABELS and iri in wanted and iri not in names:
                name = (_LANGUAGES.get(language_of(quad.object), 2), text_of(quad.object))
                found[iri] = min(found.get(iri, name), name)
        names.update({iri: name for iri, (_, name) in found.items()})
    return Labels(names)
