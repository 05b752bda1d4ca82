"""The search of a release, as a page and as JSON."""

from __future__ import annotations

import asyncio
import json
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from spaceaccord.media_types import HTML, JSON
from spaceaccord.web.exchange import finished, make_etag
from spaceaccord.web.negotiation import choose_format, choose_representation
from spaceaccord.web.publication import Publication
from spaceaccord.web.search import LONGEST_QUESTION, Finding
from spaceaccord.web.sparql_request import MalformedRequest

_KINDS_SHOWN = {
    "org": "organisation",
    "passage": "words of an article",
    "quote": "quotation",
}


class SearchPage:
    """Answers requests to /search."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication

    async def respond(self, request: Request) -> Response:
        """Return what was found, as HTML or JSON.

        Raises:
            MalformedRequest: the question is too long.
        """
        question = request.query_params.get("q", "").strip()
        if len(question) > LONGEST_QUESTION:
            raise MalformedRequest(f"q has at most {LONGEST_QUESTION} characters, not {len(question)}")
        wanted = request.query_params.get("format", "")
        offered = (HTML, JSON)
        chosen = (
            choose_format(wanted, offered) if wanted else choose_representation(request.headers.get("accept"), offered)
        )
        publication = self._publication
        find = partial(publication.search.find, question)
        finding = await asyncio.get_running_loop().run_in_executor(publication.threads, find)
        etag = make_etag(publication.release.id, "search", question, chosen.name)
        if chosen is JSON:
            return finished(request, self._as_json(question, finding), JSON.content_type, etag)
        near = () if finding.hits or not question else publication.search.nearest(question)
        body = publication.pages.render(
            "search.html",
            title=f"Search: {question}" if question else "Search",
            question=question,
            finding=finding,
            nearest=near,
            kinds=_KINDS_SHOWN,
        )
        return finished(request, body, HTML.content_type, etag)

    def _as_json(self, question: str, finding: Finding) -> bytes:
        content = {
            "question": question,
            "understood_as": finding.meant or question,
            "total": finding.total,
            "hits": [
                {
                    "iri": hit.iri,
                    "label": hit.label,
                    "kind": hit.kind,
                    **({"matched": hit.matched} if hit.matched else {}),
                }
                for hit in finding.hits
            ],
        }
        return json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8", "replace")
