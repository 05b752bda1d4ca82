"""Typed links from a page to what it is about: FAIR Signposting, level 1 (headers) and level 2 (link sets).

Source: signposting.org/FAIR; link sets after RFC 9264, cite-as after RFC 8574.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from spaceaccord.iris import Iris
from spaceaccord.media_types import LINKSET_JSON, RDF_FORMATS, TURTLE
from spaceaccord.namespaces import CC_BY, SCHEMA
from spaceaccord.release.opening import Release
from spaceaccord.web.release_files import served_type


@dataclass(frozen=True, slots=True)
class Signpost:
    """One link: its relation, its target, and the media type of that where it is known."""

    relation: str
    target: str
    media_type: str = ""

    def header(self) -> str:
        """Return the link as a value of a Link header."""
        return f'<{self.target}>; rel="{self.relation}"' + (f'; type="{self.media_type}"' if self.media_type else "")


def signposts_of_document(iris: Iris, release: Release, path: str) -> tuple[Signpost, ...]:
    """Return the links of the document `path` (without suffix), such as "/doc/agreement/x"."""
    inner = path.removeprefix("/doc/")
    thing = f"{iris.base}id/{inner}" if inner != path else f"{iris.base}{path[1:]}"
    return (
        Signpost("cite-as", thing),
        Signpost("type", str(SCHEMA.AboutPage)),
        Signpost("author", f"{iris.dataset}#publisher"),
        Signpost("license", str(CC_BY)),
        *(Signpost("describedby", f"{path}.{each.suffix}", each.name) for each in RDF_FORMATS),
        Signpost("collection", f"/releases/{release.id}/"),
        Signpost("linkset", f"/linkset{path}", LINKSET_JSON.name),
    )


def signposts_of_release(iris: Iris, release: Release) -> tuple[Signpost, ...]:
    """Return the links of the page of a release, which is the landing page of the dataset in that version."""
    page = f"/releases/{release.id}/"
    return (
        Signpost("cite-as", str(iris.release(release.id))),
        Signpost("type", str(SCHEMA.Dataset)),
        Signpost("type", str(SCHEMA.AboutPage)),
        Signpost("author", f"{iris.dataset}#publisher"),
        Signpost("license", str(CC_BY)),
        Signpost("describedby", f"{page}void.ttl", TURTLE.name),
        *(Signpost("item", f"{page}{file.name}", served_type(file)) for file in release.dumps),
        Signpost("linkset", f"/linkset{page}", LINKSET_JSON.name),
    )


def add_links(response: Response, signposts: Iterable[Signpost]) -> Response:
    """Return `response` with the links added to those that it has; a link that it has already is not repeated."""
    header = response.headers.get("Link", "")
    added = [each.header() for each in signposts if each.header() not in header]
    response.headers["Link"] = ", ".join([*([header] if header else []), *added])
    return response


def link_set(anchor: str, signposts: Iterable[Signpost]) -> bytes:
    """Return the links as a link set of the resource `anchor`. Source: RFC 9264, section 4.2."""
    context: dict[str, object] = {"anchor": anchor}
    targets: dict[str, list[dict[str, str]]] = {}
    for each in signposts:
        if each.relation != "linkset":
            typed = {"type": each.media_type} if each.media_type else {}
            targets.setdefault(each.relation, []).append({"href": each.target, **typed})
    return json.dumps({"linkset": [context | targets]}, indent=2).encode()


def dataset_markup(iris: Iris, release: Release, *, published: str) -> str:
    """Return the schema.org description of a release as JSON-LD, safe within a script element."""
    landing = str(iris.release(release.id))
    publisher = {"@type": "Organization", "@id": f"{iris.dataset}#publisher", "name": "The Space Accord team"}
    content = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": landing,
        "url": f"{landing}/",
        "identifier": [landing, release.id],
        "name": "Space Accord: agreements on space cooperation",
        "description": (
            "Who agreed with whom, when and about what, in space cooperation. Every fact is tied to the passage of an "
            "article that it rests on."
        ),
        "version": release.manifest.version or release.id,
        "datePublished": published,
        "license": str(CC_BY),
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "keywords": ["space cooperation", "international agreements", "memoranda of understanding", "space agencies"],
        "creator": publisher,
        "publisher": publisher,
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": f"{iris.base}catalog"},
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": f"{landing}/{file.name}",
                "encodingFormat": served_type(file),
                "contentSize": str(file.size),
                "sha256": file.sha256,
            }
            for file in release.dumps
        ],
    }
    return json.dumps(content, indent=1).replace("<", "\\u003c")
