"""How a page of a release is cited: in words and as BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_SPECIAL = re.compile(r"[\\\\{}%#&$_~^]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What stays the same on all pages of one release; `at` is when it was published."""

    base: str
    release_id: str
    version: str
    at: datetime

    def sentence(self, title: str) -> str:
        """Return the citation of the page `title` as a sentence without its address."""
        of = f"“{title}”. In: " if title else ""
        return f"{of}Space Accord: agreements on space cooperation, release {self._name}, {self.at.year}. CC BY 4.0."

    def address(self, path: str) -> str:
        """Return the lasting IRI of what is at `path` in this release."""
        return f"{self.base}releases/{self.release_id}{path or '/'}"

    def bibtex(self, title: str, path: str) -> str:
        """Return a BibTeX entry; characters that TeX takes for commands are left out of the title."""
        shown = _SPECIAL.sub(" ", title) if title else "Space Accord: agreements on space cooperation"
        return "\n".join(
            [
                f"@misc{{spaceaccord-{self.release_id},",
                f"  title = {{{{{' '.join(shown.split())}}}}},",
                "  author = {{The Space Accord team}},",
                f"  howpublished = {{Space Accord, release {self._name}}},",
                f"  year = {{{self.at.year}}},",
                f"  url = {{{self.address(path)}}},",
                "  note = {CC BY 4.0}",
                "}",
            ]
        )

    @property
    def _name(self) -> str:
        return f"{self.version} ({self.release_id})" if self.version else self.release_id
