"""Dereferencing: things lead to documents (303), and documents come in HTML and every RDF format."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from spaceaccord.iris import KINDS
from spaceaccord.media_types import (
    HTML,
    JSON,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_FORMATS,
    RDF_XML,
    TRIG,
    TURTLE,
    MediaType,
)
from spaceaccord.namespaces import CC_BY, prefixes
from spaceaccord.store.query_errors import MalformedQuery
from spaceaccord.store.query_guard import is_absolute_iri
from spaceaccord.store.query_text import iri_term, literal_term
from spaceaccord.web.answer_cache import FinishedAnswer
from spaceaccord.web.compact_json import compact
from spaceaccord.web.exchange import NotFound, alternate_links, check_method, finished, make_etag
from spaceaccord.web.graph_formats import as_quads, as_trig
from spaceaccord.web.negotiation import NotAcceptable, choose_format, choose_representation, names_one_of
from spaceaccord.web.ontology_files import read_version, version_numbers, version_of_path
from spaceaccord.web.publication import Publication
from spaceaccord.web.resource_pages import ResourcePages

T = TypeVar("T")
_OFFERED = (*RDF_FORMATS, HTML)
_GRAPHS_OFFERED = (*RDF_FORMATS, TRIG, N_QUADS, HTML)
_RDFLIB_NAMES = {TURTLE: "turtle", N_TRIPLES: "nt", RDF_XML: "xml", JSON_LD: "json-ld"}
_SUFFIXES = {each.suffix: each for each in _OFFERED}
_GRAPH_SUFFIXES = {each.suffix: each for each in _GRAPHS_OFFERED}
# The documents that name themselves, by the first part of their path.
_OTHER_ROOTS = ("ontology", "topic", "code", "graph")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document and the thing it is about; `path` begins with a slash and has no suffix."""

    path: str
    thing: str
    root: str
    suffix: MediaType | None


class Resources:
    """Answers requests for the things and documents below the base IRI."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._pages = ResourcePages(publication)
        self._versions = frozenset(version_numbers())
        self._known: set[str] = set()  # grows to the number of things in the release, and no further

    async def respond(self, request: Request) -> Response:
        """Return the redirect or the document.

        Raises:
            NotFound: the release says nothing of it.
            NotAcceptable: none of our formats is wanted.
        """
        check_method(request, "GET")
        path: str = request.scope["path"]
        if path.startswith("/id/"):
            return await self._redirect(request, path)
        return await self._describe(request, self._find(path))

    async def _redirect(self, request: Request, path: str) -> Response:
        """Lead from a thing to its document in the format wanted."""
        kind, _, name = path.removeprefix("/id/").partition("/")
        thing = f"{self._publication.iris.base}id/{kind}/{name}"
        await self._check_known(thing, path)
        chosen = self._choose(request, None)
        suffix = "" if chosen is HTML else f".{chosen.suffix}"
        return RedirectResponse(f"/doc/{kind}/{name}{suffix}", 303, {"Vary": "Accept", "Cache-Control": "no-cache"})

    def _find(self, path: str) -> Document:
        stem, dot, ending = path.rpartition(".")
        suffixes = _GRAPH_SUFFIXES if path.startswith("/graph/") else _SUFFIXES
        suffix = suffixes.get(ending) if dot else None
        bare = stem if suffix else path
        root = bare.split("/")[1]
        base = self._publication.iris.base
        inner = bare.removeprefix("/doc/") if root == "doc" else ""
        thing = f"{base}id/{inner}" if inner else f"{base}{bare.removeprefix('/')}"
        if root == "doc" and inner.partition("/")[0] not in KINDS:
            raise NotFound(f"no kind of thing is called {inner.partition('/')[0][:80]!r}")
        return Document(path=bare, thing=thing, root=root, suffix=suffix)

    async def _describe(self, request: Request, document: Document) -> Response:
        publication = self._publication
        await self._check_known(document.thing, document.path)
        offered = _GRAPHS_OFFERED if document.root == "graph" else _OFFERED
        chosen = self._choose(request, document.suffix, offered)
        links = alternate_links(document.path, offered, chosen)
        links += [f'<{CC_BY}>; rel="license"', '</.well-known/void>; rel="collection"; type="text/turtle"']
        headers = {"Link": ", ".join(links), "Content-Location": f"{document.path}.{chosen.suffix}"}
        key = (publication.release.id, "document", document.path, chosen.name)
        kept = publication.cache.get(key)
        if not kept:
            body = await self._in_thread(partial(self._write, document, chosen))
            kept = FinishedAnswer(body=body, content_type=chosen.content_type, etag=make_etag(*key))
            publication.cache.put(key, kept)
        return finished(request, kept.body, kept.content_type, kept.etag, headers)

    def _choose(self, request: Request, suffix: MediaType | None, offered: Sequence[MediaType] = _OFFERED) -> MediaType:
        """Return the format: a suffix beats the format parameter, and that the Accept header."""
        if suffix:
            return suffix
        wanted = request.query_params.get("format", "")
        if wanted:
            return choose_format(wanted, offered)
        accept = request.headers.get("accept")
        try:
            return choose_representation(accept, offered)
        except NotAcceptable:
            if names_one_of(accept, (JSON,)):  # JSON-LD is JSON
                return JSON_LD
            raise

    async def _check_known(self, thing: str, path: str) -> None:
        """Do nothing where the release says something of `thing`."""
        if thing in self._known or version_of_path(path) in self._versions:
            return
        try:
            if is_absolute_iri(thing) and await self._in_thread(partial(self._publication.data.is_known, thing)):
                self._known.add(thing)
                return
        except MalformedQuery:  # the engine knows more of what an IRI cannot hold
            pass
        name = unquote(path).rstrip("/").rpartition("/")[2]
        near = await self._in_thread(partial(self._publication.search.nearest, name))
        nearest = [(hit.label, hit.iri) for hit in near]
        raise NotFound(f"this release says nothing of {path[:200]!r}", nearest=nearest)

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._publication.threads, call)

    def _write(self, document: Document, media_type: MediaType) -> bytes:
        """Return the document in one format."""
        iris = self._publication.iris
        if media_type is HTML:
            return self._pages.write(document.root, document.thing, document.path)
        if media_type is JSON_LD:
            return compact(self._read(document, JSON_LD), prefixes(iris.base))
        if media_type is N_QUADS:
            return as_quads(self._read(document, N_TRIPLES), document.thing)
        if media_type is TRIG:
            return as_trig(self._read(document, TURTLE), document.thing)
        return self._read(document, media_type)

    def _read(self, document: Document, media_type: MediaType) -> bytes:
        """Return the triples of the document as the engine writes them."""
        data, iris = self._publication.data, self._publication.iris
        number = version_of_path(document.path)
        if number and (version := read_version(number, iris.base)):
            return version.graph.serialize(format=_RDFLIB_NAMES[media_type], encoding="utf-8")
        if document.root == "graph":
            return data.answer("graph", media_type, this=iri_term(document.thing))
        if document.root == "ontology" or document.thing == str(iris.topic_scheme):
            start = str(iris.ontology) if document.root == "ontology" else document.thing
            terms = {"graph": iri_term(str(iris.graph("vocabulary"))), "start": literal_term(start)}
            return data.answer("vocabulary", media_type, **terms)
        terms = {
            "this": iri_term(document.thing),
            "document": iri_term(f"{iris.base}{document.path.removeprefix('/')}"),
            "dataset": iri_term(str(iris.dataset)),
            "license": iri_term(str(CC_BY)),
        }
        return data.answer("describe", media_type, **terms)
