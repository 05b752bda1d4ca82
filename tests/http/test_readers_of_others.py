"""Programs of others read what we publish: rapper every RDF dump, wget half a download."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from served_release import Running
from spaceaccord.release.manifest import ReleaseFile

RAPPER_NAMES = {
    "application/n-quads": "nquads",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/trig": "trig",
    "text/turtle": "turtle",
}


def test_rapper_counts_the_statements_that_the_manifest_names(running: Running) -> None:
    if not shutil.which("rapper"):
        pytest.skip("needs rapper (raptor2-utils)")
    read: list[ReleaseFile] = [file for file in running.release.dumps if file.media_type in RAPPER_NAMES]

    for file in read:
        content = gzip.decompress((running.release.folder / file.name).read_bytes())
        command = ["rapper", "--count", "--input", RAPPER_NAMES[file.media_type], "-", "https://example.org/"]
        done = subprocess.run(command, input=content, capture_output=True, check=True)
        assert f"returned {file.triples} triple" in done.stderr.decode(), file.name

    assert len(read) == 10


def test_wget_goes_on_where_it_was_broken_off(running: Running, tmp_path: Path) -> None:
    if not shutil.which("wget"):
        pytest.skip("needs wget")
    name = "spaceaccord.nq.gz"
    whole = running.release.dump_path(name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 3])
    address = f"{running.address}/releases/{running.release.id}/dumps/{name}"

    told = subprocess.run(
        ["wget", "--continue", "--no-proxy", "--server-response", address],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )

    assert "206 Partial Content" in told.stderr.decode()
    assert hashlib.sha256((tmp_path / name).read_bytes()).digest() == hashlib.sha256(whole).digest()
