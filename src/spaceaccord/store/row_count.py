"""How many rows a serialised result holds, counted as its bytes go by."""

from __future__ import annotations

import re
from typing import Final

from spaceaccord import media_types

# Between two rows of JSON stands `"}},{"` and the first letter of a variable. Inside of a string its second quote
# would follow a backslash, or, as the string's own end, be followed by "," or "}".
_JSON_ROW: Final = re.compile(rb'"\}\},\{"(?=[^},])')
_TAIL: Final = 6
_JSON_FIRST_ROW: Final = b'"bindings":[{'
# Formats of results whose first line is the head.
_WITH_HEAD: Final = (media_types.RESULTS_CSV.name, media_types.RESULTS_TSV.name)


class RowCounter:
    """Counts the rows of SELECT results; graphs and truth values have none, but for lines of N-Triples."""

    def __init__(self, media_type: str) -> None:
        self._media_type = media_type
        self._rows = 0
        self._tail = b""
        self._quotes = 0
        self._first_row_seen = False
        self._head = b""

    @property
    def rows(self) -> int:
        """The rows of the result, once all its bytes have gone by."""
        if self._media_type == media_types.RESULTS_JSON.name:
            return self._rows + 1 if self._first_row_seen else 0
        return max(0, self._rows - 1) if self._media_type in _WITH_HEAD else self._rows

    def add(self, data: bytes) -> int:
        """Take the next bytes; return the rows that have ended so far."""
        name = self._media_type
        if name == media_types.RESULTS_JSON.name:
            joined = self._tail + data
            self._rows += len(_JSON_ROW.findall(joined))
            self._tail = joined[-_TAIL:]
            if not self._first_row_seen:
                head = self._head + data
                self._first_row_seen = _JSON_FIRST_ROW in head
                self._head = head[1 - len(_JSON_FIRST_ROW) :]
        elif name == media_types.RESULTS_XML.name:
            joined = self._tail + data
            self._rows += joined.count(b"<result>")
            self._tail = joined[-(len(b"<result>") - 1) :]
        elif name == media_types.RESULTS_CSV.name:
            for index, piece in enumerate(data.split(b'"')):
                self._quotes += 1 if index else 0
                self._rows += piece.count(b"\n") if self._quotes % 2 == 0 else 0
        elif name in (media_types.RESULTS_TSV.name, media_types.N_TRIPLES.name, media_types.N_QUADS.name):
            self._rows += data.count(b"\n")
        return self._rows
