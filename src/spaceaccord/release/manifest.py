"""The manifest of a release: what it holds, file by file, and what it was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

from spaceaccord.errors import DamagedRelease

MANIFEST_NAME: Final = "manifest.json"
SCHEMA_VERSION: Final = 1
REMEDY: Final = "Build the release again, or copy it anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file that the release was made from; `name` is relative to the data folder, `size` in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFile:
    """A file of the release; `triples` is the number of its statements where it holds RDF.

    `name` is relative to the release folder; `size` and `sha256` are those of the stored bytes,
    `media_type` is that of the content beneath `compression` ("gzip" or "").
    """

    name: str
    sha256: str
    size: int
    media_type: str
    compression: str = ""
    triples: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one release holds; equal content gives equal manifests.

    `graphs` counts the triples of each named graph, `quads` those of all, `view` those of the default view;
    `stored_*` are the same two in the store, which merges literals that differ only in spelling.
    `content_sha256` covers what the id does not: view, report, inputs, software version and the like;
    `summary` counts what the data is about (agreements, articles, claims, ...); `issued` is a date or "".
    `version` and `previous` (an id, or "") are given by the folder that the release was published in first.
    """

    id: str
    content_sha256: str
    base: str
    software_version: str
    issued: str
    quads: int
    view: int
    stored_quads: int
    stored_view: int
    graphs: Mapping[str, int]
    summary: Mapping[str, int]
    files: tuple[ReleaseFile, ...]
    inputs: tuple[InputFile, ...]
    version: str = ""
    previous: str = ""

    def to_json(self) -> str:
        """Return the manifest's text, keys sorted, closed by the digest of all that stands before."""
        content = {"schema": SCHEMA_VERSION} | {field.name: getattr(self, field.name) for field in fields(self)}
        content["graphs"] = dict(self.graphs)
        content["summary"] = dict(self.summary)
        content["files"] = [asdict(file) for file in self.files]
        content["inputs"] = [asdict(file) for file in self.inputs]
        return json.dumps(content | {"digest": _digest(content)}, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _digest(content: Mapping[str, object]) -> str:
    """Return the sha256 of the manifest's content in one spelling."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the release in `folder`.

    Raises:
        DamagedRelease: it is missing, unreadable, of another schema, or not what its own digest says.
    """
    path = folder / MANIFEST_NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        digest = content.pop("digest")
        schema = content.pop("schema")
    except (OSError, ValueError, KeyError, AttributeError, RecursionError) as error:
        raise DamagedRelease(f"{path}: cannot be read: {error}. {REMEDY}") from error
    if schema != SCHEMA_VERSION:
        raise DamagedRelease(
            f"{path}: written in schema {schema}; this software reads schema {SCHEMA_VERSION}. {REMEDY}"
        )
    if digest != _digest({"schema": schema} | content):
        raise DamagedRelease(f"{path}: does not match its own digest. {REMEDY}")
    try:
        if any(PurePosixPath(file["name"]).is_absolute() or ".." in file["name"] for file in content["files"]):
            raise DamagedRelease(f"{path}: names a file outside of the release. {REMEDY}")
        return Manifest(
            **content
            | {
                "graphs": MappingProxyType(content["graphs"]),
                "summary": MappingProxyType(content["summary"]),
                "files": tuple(ReleaseFile(**file) for file in content["files"]),
                "inputs": tuple(InputFile(**file) for file in content["inputs"]),
            }
        )
    except (KeyError, TypeError) as error:
        raise DamagedRelease(f"{path}: lacks or does not know a field: {error}. {REMEDY}") from error
