"""The dumps of a release: by names of its manifest only, with Range, and the file's sha256 as ETag."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from spaceaccord.media_types import HTML, JSON
from spaceaccord.web.exchange import NotFound, check_method, finished, make_etag
from spaceaccord.web.negotiation import choose_representation
from spaceaccord.web.publication import Publication
from spaceaccord.web.release_files import send_file


class Downloads:
    """Answers requests below /dumps/."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._files = {file.name.removeprefix("dumps/"): file for file in publication.release.dumps}

    async def respond(self, request: Request) -> Response:
        """Return the list of dumps, or one of them.

        Raises:
            NotFound: there is no such dump.
        """
        check_method(request, "GET")
        name = request.scope["path"].removeprefix("/dumps").removeprefix("/")
        if not name:
            return self._list(request)
        if name == "SHA256SUMS":
            return self._sums(request)
        if name not in self._files:
            raise NotFound(f"there is no dump called {name[:80]!r}")
        return send_file(request, self._publication.release, f"dumps/{name}", caching="public, max-age=3600")

    def _list(self, request: Request) -> Response:
        publication = self._publication
        chosen = choose_representation(request.headers.get("accept"), (HTML, JSON))
        etag = make_etag(publication.release.id, "dumps", chosen.name)
        if chosen is JSON:
            content = {
                "release": publication.release.id,
                "dumps": [
                    {
                        "name": name,
                        "path": f"/dumps/{name}",
                        "bytes": file.size,
                        "sha256": file.sha256,
                        "media_type": file.media_type,
                        "compression": file.compression,
                        "triples": file.triples,
                    }
                    for name, file in self._files.items()
                ],
            }
            return finished(request, json.dumps(content, indent=2).encode(), JSON.content_type, etag)
        body = publication.pages.render("dumps.html", title="Downloads", files=self._files)
        return finished(request, body, HTML.content_type, etag)

    def _sums(self, request: Request) -> Response:
        text = "".join(f"{file.sha256}  {name}\n" for name, file in self._files.items())
        etag = make_etag(self._publication.release.id, "sums")
        return finished(request, text.encode(), "text/plain; charset=utf-8", etag)
