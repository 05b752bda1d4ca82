"""JSON-LD with an inline context of prefixes, from the expanded form that the engine writes.

Only what cannot change the meaning is shortened: IRIs of known prefixes, types, single values, plain texts.
Source: JSON-LD 1.1, sections 3.1 and 5.2.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from spaceaccord.namespaces import RDF

Json: TypeAlias = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


def compact(expanded: bytes, prefixes: Mapping[str, str]) -> bytes:
    """Return the document with a context of those of `prefixes` that it uses, its nodes below "@graph"."""
    writer = _Compactor(prefixes)
    nodes = [writer.node(cast("dict[str, Json]", each)) for each in json.loads(expanded)]
    context = {name: prefixes[name] for name in sorted(writer.used)}
    content = {"@context": context, "@graph": nodes}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


@dataclass
class _Compactor:
    prefixes: Mapping[str, str]
    used: set[str] = field(default_factory=set)
    _known: dict[str, str] = field(default_factory=dict)

    def node(self, node: Mapping[str, Json]) -> dict[str, Json]:
        result: dict[str, Json] = {}
        for key, value in node.items():
            if key == "@id":
                result["@id"] = self._iri(str(value))
            elif key in ("@type", str(RDF.type)):
                result["@type"] = self._types(value)
            elif key == "@graph":
                result["@graph"] = [self.node(cast("dict[str, Json]", each)) for each in cast("list[Json]", value)]
            else:
                result[self._iri(key)] = self._values(value)
        return result

    def _types(self, value: Json) -> Json:
        found = [each["@id"] if isinstance(each, dict) else each for each in cast("list[Json]", value)]
        types: list[Json] = [self._iri(str(each)) for each in found]
        return types[0] if len(types) == 1 else types

    def _values(self, value: Json) -> Json:
        values = [self._value(each) for each in cast("list[Json]", value)]
        return values[0] if len(values) == 1 else values

    def _value(self, value: Json) -> Json:
        if not isinstance(value, dict):
            return value
        if set(value) == {"@value"}:
            return value["@value"]
        return {
            key: self._iri(str(each)) if key in ("@id", "@type") else each
            for key, each in value.items()
        }  # fmt: skip

    def _iri(self, iri: str) -> str:
        if iri not in self._known:
            self._known[iri] = self._shorten(iri)
        return self._known[iri]

    def _shorten(self, iri: str) -> str:
        """Return a compact IRI by the longest prefix; the rest must not begin with slashes, which would make it one."""
        best = max(
            (name for name, namespace in self.prefixes.items() if iri.startswith(namespace) and iri != namespace),
            key=lambda name: len(self.prefixes[name]),
            default="",
        )
        rest = iri[len(self.prefixes[best]) :] if best else ""
        if not best or rest.startswith("//"):
            return iri
        self.used.add(best)
        return f"{best}:{rest}"
