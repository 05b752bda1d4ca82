"""Files of a release as they lie on the disk: Range, strong ETags that are digests, caching for ever."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from spaceaccord.media_types import JSON
from spaceaccord.release.manifest import MANIFEST_NAME, ReleaseFile
from spaceaccord.release.opening import Release
from spaceaccord.web.exchange import NotFound, is_unchanged

FOREVER = "public, max-age=31536000, immutable"


def send_file(request: Request, release: Release, name: str, *, caching: str = FOREVER) -> Response:
    """Return the file `name` of `release`, or the part of it that is asked for.

    Raises:
        NotFound: the manifest names no such file.
    """
    if name == MANIFEST_NAME:
        return _send_manifest(request, release)
    file = next((each for each in release.manifest.files if each.name == name), None)
    if not file:
        raise NotFound(f"release {release.id} has no file {name[:80]!r}")
    headers = {"ETag": f'"{file.sha256}"', "Cache-Control": caching}
    if is_unchanged(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    last = name.rpartition("/")[2]
    return FileResponse(
        release.folder / file.name,
        headers=headers,
        media_type=served_type(file),
        filename=last,
        content_disposition_type="attachment" if name.startswith("dumps/") else "inline",
    )


def _send_manifest(request: Request, release: Release) -> Response:
    """Return the manifest, which cannot name its own digest."""
    body = (release.folder / MANIFEST_NAME).read_bytes()
    # Not for ever: equal quads with another summary replace it.
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()}"', "Cache-Control": "no-cache"}
    if is_unchanged(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers={**headers, "Content-Type": JSON.content_type})


def served_type(file: ReleaseFile) -> str:
    """Return the media type under which a file is sent: that of its packing, where it is packed."""
    if file.compression == "gzip":
        return "application/gzip"
    return f"{file.media_type}; charset=utf-8" if file.media_type.startswith("text/") else file.media_type
