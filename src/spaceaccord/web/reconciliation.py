"""The Reconciliation Service API 0.2 at /reconcile: names of a table are matched with our entities.

Source: Reconciliation Service API v0.2 (W3C Entity Reconciliation Community Group, 10 April 2023).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from spaceaccord import __version__
from spaceaccord.store.query_errors import MalformedQuery
from spaceaccord.web.entities import read_entities
from spaceaccord.web.entity_index import Entity, EntityIndex, Found, Value
from spaceaccord.web.exchange import NotFound, check_method, read_body
from spaceaccord.web.publication import Publication

_MOST_QUERIES: Final = 200
_MOST_RESULTS: Final = 50
_MOST_IDS: Final = 500
_SUGGESTED: Final = 10


class BadReconciliation(MalformedQuery):
    """The request is not one of the Reconciliation API: HTTP 400."""


class Reconciliation:
    """Answers everything below /reconcile; the index is read when the first request comes."""

    def __init__(self, publication: Publication, *, address: str) -> None:
        self._publication = publication
        self._base = publication.iris.base
        self._address = address.rstrip("/")
        self._index: EntityIndex | None = None
        self._reading = asyncio.Lock()

    async def respond(self, request: Request) -> Response:
        """Return the manifest, or the answer to queries, suggestions, previews and extensions.

        Raises:
            BadReconciliation: what is asked is not of the API; says which member.
            NotFound: an unknown path or entity.
        """
        check_method(request, "GET", "POST")
        given = dict(request.query_params.items())
        if request.method == "POST":
            form = parse_qs((await read_body(request)).decode("utf-8", "replace"))
            given |= {name: values[-1] for name, values in form.items()}
        index = await self._entities()
        match request.scope["path"].removeprefix("/reconcile").strip("/"):
            case "" if "queries" in given:
                return _json(self._answer(index, given["queries"]))
            case "" if "extend" in given:
                return _json(self._extend(index, given["extend"]))
            case "":
                return _json(self._manifest(request))
            case "suggest/entity":
                found = index.begin_with(given.get("prefix", ""), limit=_SUGGESTED)
                return _json({"result": [self._suggested(e) for e in found]})
            case "suggest/type":
                return _json({"result": self._named(self._types(index), given.get("prefix", ""))})
            case "suggest/property":
                return _json({"result": self._named(self._properties(index), given.get("prefix", ""))})
            case "properties":
                of_type = self._properties(index, given.get("type", ""))
                limit = _number(given.get("limit", str(_MOST_RESULTS)), "limit")
                proposed = [{"id": pid, "name": name} for pid, name in of_type.items()][:limit]
                return _json({"properties": proposed, "type": given.get("type", ""), "limit": limit})
            case "preview":
                return self._preview(index, given.get("id", ""))
            case "flyout/entity":
                return _json({"id": given.get("id", ""), "html": self._card(index, given.get("id", ""))})
            case other:
                raise NotFound(f"the reconciliation service has no path {other[:80]!r}")

    async def _entities(self) -> EntityIndex:
        async with self._reading:
            if self._index is None:
                loop = asyncio.get_running_loop()
                self._index = await loop.run_in_executor(
                    self._publication.threads, read_entities, self._publication.data
                )
        return self._index

    def _manifest(self, request: Request) -> dict[str, object]:
        here = f"{self._address or str(request.base_url).rstrip('/')}/reconcile"
        suggest: dict[str, object] = {
            kind: {"service_url": here, "service_path": f"/suggest/{kind}"} for kind in ("entity", "type", "property")
        }
        suggest["entity"] = {
            "service_url": here,
            "service_path": "/suggest/entity",
            "flyout_service_url": here,
            "flyout_service_path": "/flyout/entity?id=${id}",
        }
        return {
            "versions": ["0.2"],
            "name": "Space Accord: agreements on space cooperation",
            "identifierSpace": f"{self._base}id/",
            "schemaSpace": f"{self._base}ontology#",
            "documentation": f"{here.removesuffix('/reconcile')}/about",
            "serviceVersion": __version__,
            "view": {"url": f"{self._base}id/{{{{id}}}}"},
            "defaultTypes": [
                {"id": "http://www.w3.org/ns/org#Organization", "name": "Organisation"},
                {"id": f"{self._base}ontology#Agreement", "name": "agreement"},
            ],
            "suggest": suggest,
            "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 400, "height": 160},
            "extend": {
                "propose_properties": {"service_url": here, "service_path": "/properties"},
                "property_settings": [],
            },
        }

    def _answer(self, index: EntityIndex, text: str) -> dict[str, object]:
        batch = _object(text, "queries")
        if len(batch) > _MOST_QUERIES:
            raise BadReconciliation(f"a batch has at most {_MOST_QUERIES} queries, not {len(batch)}")
        return {key: {"result": self._one(index, query, key)} for key, query in batch.items()}

    def _one(self, index: EntityIndex, query: object, key: str) -> list[dict[str, object]]:
        if not isinstance(query, dict) or not (query.get("query") or query.get("properties")):
            raise BadReconciliation(f"{key}: a query is an object with query or properties")
        types = query.get("type", [])
        listed = [types] if isinstance(types, str) else types
        if not isinstance(listed, list) or not isinstance(query.get("query", ""), str):
            raise BadReconciliation(f"{key}: query is a text, type a text or a list of texts")
        found = index.find(
            query.get("query", ""),
            types=[self._expanded(str(t)) for t in listed],
            every_type=query.get("type_strict") == "all",
            properties=[self._constraint(p, key) for p in query.get("properties") or []],
            limit=min(_MOST_RESULTS, _number(query.get("limit", 10), f"{key}: limit")),
        )
        return [self._candidate(f) for f in found]

    def _constraint(self, given: object, key: str) -> tuple[str, list[str]]:
        if not isinstance(given, dict) or not isinstance(given.get("pid"), str) or "v" not in given:
            raise BadReconciliation(f"{key}: a property has pid and v")
        values = given["v"] if isinstance(given["v"], list) else [given["v"]]
        return self._expanded(given["pid"]), [str(v.get("id", "")) if isinstance(v, dict) else str(v) for v in values]

    def _expanded(self, name: str) -> str:
        """Return the IRI of a term that is given by its local name."""
        return name if ":" in name else f"{self._base}ontology#{name}"

    def _candidate(self, found: Found) -> dict[str, object]:
        features = [
            {"id": "name", "value": found.name_score},
            *({"id": pid, "value": held} for pid, held in found.held),
        ]
        return {
            "id": found.entity.id,
            "name": found.entity.name,
            "description": found.entity.description,
            "score": found.score,
            "match": found.is_match,
            "features": features,
            "type": self._typed(found.entity),
        }

    def _typed(self, entity: Entity) -> list[dict[str, str]]:
        return [{"id": t, "name": self._label(t)} for t in entity.types]

    def _label(self, iri: str) -> str:
        return self._publication.data.vocabulary.get(iri) or iri.replace("#", "/").rpartition("/")[2]

    def _suggested(self, entity: Entity) -> dict[str, object]:
        return {
            "id": entity.id,
            "name": entity.name,
            "description": entity.description,
            "notable": self._typed(entity),
        }

    def _types(self, index: EntityIndex) -> dict[str, str]:
        return {t: self._label(t) for t in sorted({t for e in index.by_id.values() for t in e.types})}

    def _properties(self, index: EntityIndex, of_type: str = "") -> dict[str, str]:
        wanted = self._expanded(of_type) if of_type else ""
        used = {p for e in index.by_id.values() if not wanted or wanted in e.types for p in e.values}
        return {p: self._label(p) for p in sorted(used)}

    @staticmethod
    def _named(terms: Mapping[str, str], prefix: str) -> list[dict[str, str]]:
        wanted = prefix.casefold()
        found = [{"id": iri, "name": name} for iri, name in terms.items() if wanted in name.casefold()]
        return sorted(found, key=lambda t: (not t["name"].casefold().startswith(wanted), t["name"]))[:_SUGGESTED]

    def _extend(self, index: EntityIndex, text: str) -> dict[str, object]:
        asked = _object(text, "extend")
        ids, properties = asked.get("ids"), asked.get("properties")
        if not isinstance(ids, list) or not isinstance(properties, list) or len(ids) > _MOST_IDS:
            raise BadReconciliation(f"extend has lists of ids (at most {_MOST_IDS}) and properties")
        pids = [str(p["id"]) for p in properties if isinstance(p, dict) and "id" in p]
        if len(pids) != len(properties):
            raise BadReconciliation("extend: a property has an id")
        rows = {}
        for each in map(str, ids):
            entity = index.by_id.get(each)
            rows[each] = {
                pid: [_cell(v) for v in entity.values.get(self._expanded(pid), ())] if entity else [] for pid in pids
            }
        return {"meta": [{"id": pid, "name": self._label(self._expanded(pid))} for pid in pids], "rows": rows}

    def _preview(self, index: EntityIndex, key: str) -> Response:
        page = f"<!doctype html><html lang=en><meta charset=utf-8><title>Preview</title>{self._card(index, key)}</html>"
        # The client shows it in a frame of its own page.
        return HTMLResponse(page, headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"})

    def _card(self, index: EntityIndex, key: str) -> str:
        entity = index.by_id.get(key)
        if entity is None:
            raise NotFound(f"no entity is called {key[:80]!r}")
        others = ", ".join(entity.names[:5])
        return (
            f"<p><strong>{escape(entity.name)}</strong><br>{escape(entity.description)}</p>"
            f"<p>{escape(others)}</p><p>{escape(self._base)}id/{escape(entity.id)}</p>"
        )


def _cell(value: Value) -> dict[str, str]:
    return {"id": value.text, "name": value.label} if value.is_thing else {"str": value.label}


def _json(content: object) -> Response:
    return JSONResponse(content, headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"})


def _object(text: str, name: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadReconciliation(f"{name} is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadReconciliation(f"{name} is no JSON object")
    return found


def _number(value: object, name: str) -> int:
    try:
        return max(0, int(str(value)))
    except ValueError as error:
        raise BadReconciliation(f"{name} is no whole number") from error
