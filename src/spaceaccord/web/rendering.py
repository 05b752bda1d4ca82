"""Turns templates into pages: escaping on, links only to http and https, our own IRIs as paths of this site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from spaceaccord import __version__
from spaceaccord.namespaces import CC_BY, prefixes
from spaceaccord.web.citation import Citation

_SAFE_SCHEMES: Final = ("http://", "https://")


class Pages:
    """The templates, bound to one release."""

    def __init__(self, *, base: str, release_id: str, address: str = "", citation: Citation | None = None) -> None:
        self._base = base
        self.address = address
        self._prefixes = sorted(prefixes(base).items(), key=lambda pair: -len(pair[1]))
        self._environment = Environment(
            loader=PackageLoader("spaceaccord.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["href"] = self.href
        self._environment.filters["short"] = self.short
        self._environment.filters["count"] = lambda number: f"{number:,}".replace(",", "\u202f")
        self._environment.globals.update(
            base=base,
            release_id=release_id,
            address=address,
            citation=citation,
            licence=str(CC_BY),
            version=__version__,
        )

    def render(self, template: str, **context: object) -> bytes:
        """Return the page as UTF-8."""
        shown: Mapping[str, object] = {
            "title": "",
            "alternates": [],
            "page_path": "",
            "thing": "",
            "query_behind": "",
            **context,
        }
        return self._environment.get_template(template).render(shown).encode("utf-8", "replace")

    def href(self, iri: str) -> str:
        """Return where a link to `iri` leads; empty where it must not be a link."""
        if iri.startswith(self._base):
            return "/" + iri.removeprefix(self._base)
        return iri if iri.lower().startswith(_SAFE_SCHEMES) else ""

    def short(self, iri: str) -> str:
        """Return `iri` as a prefixed name where a prefix is known."""
        for prefix, namespace in self._prefixes:
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri
