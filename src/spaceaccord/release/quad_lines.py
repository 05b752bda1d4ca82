"""Canonical N-Quads lines, as dumps hold them: read in order, compared without holding two releases in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spaceaccord.release.durable import read_pieces

# All escapes that canonical lines have; see `canonical`.
_ESCAPE = re.compile(r"\\(?:u007F|[tnr\"\\])")
_UNESCAPED = {"\\t": "\t", "\\n": "\n", "\\r": "\r", '\\"': '"', "\\\\": "\\", "\\u007F": "\x7f"}


@dataclass(frozen=True, slots=True)
class Quad:
    """One line, its terms as they are written: IRIs in angle brackets, literals in quotes."""

    subject: str
    predicate: str
    object: str
    graph: str


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that only one of two releases has: the later one where `added`."""

    added: bool
    line: str


def read_lines(dump: Path) -> Iterator[str]:
    """Yield the lines of a gzipped dump without their ends.

    Raises:
        OSError, EOFError, zlib.error: the file cannot be read or unpacked.
    """
    rest = b""
    for piece in read_pieces(dump):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode()
    if rest:
        yield rest.decode()


def changed_lines(old: Path, new: Path) -> Iterator[LineChange]:
    """Yield what stands in one of two sorted dumps only, in code point order."""
    olds, news = read_lines(old), read_lines(new)
    before, after = next(olds, None), next(news, None)
    while before is not None or after is not None:
        if before == after:
            before, after = next(olds, None), next(news, None)
        elif before is not None and (after is None or before < after):
            yield LineChange(False, before)
            before = next(olds, None)
        elif after is not None:
            yield LineChange(True, after)
            after = next(news, None)


def parse_line(line: str) -> Quad:
    """Return the terms of a canonical N-Quads line."""
    subject, predicate, rest = line.split(" ", 2)
    value, graph, _ = rest.rsplit(" ", 2)
    return Quad(subject, predicate, value, graph)


def is_iri(term: str) -> bool:
    """Tell whether a term of a line is an IRI."""
    return term.startswith("<")


def text_of(term: str) -> str:
    """Return the IRI or the lexical form of a term, without brackets, quotes, language and datatype; `""` stays."""
    if is_iri(term) or not term:
        return term[1:-1]
    inner = term[1 : term.rindex('"')]
    return _ESCAPE.sub(lambda found: _UNESCAPED[found[0]], inner) if "\\" in inner else inner


def language_of(term: str) -> str:
    """Return the language tag of a term, "" where it has none."""
    _, at, tag = term[term.rfind('"') :].partition("@") if not is_iri(term) else ("", "", "")
    return tag if at else ""
