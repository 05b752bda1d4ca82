"""Starters for servers to compare with, from a folder of tools that `bench.py --tools` names.

Each runs in a process group of its own, on loopback, over the union of all graphs.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_START_SECONDS = 300
_VIRTUOSO_PORT = 18302


@dataclass(frozen=True)
class Peer:
    """A running server: its endpoint, its process group, and how long loading and starting took."""

    name: str
    endpoint: str
    group: int
    seconds_to_load: float


@contextlib.contextmanager
def oxigraph(tools: Path, data: Path, work: Path, port: int) -> Iterator[Peer]:
    """The Oxigraph server, over RocksDB (PyPI: oxigraph)."""
    program, begun = tools / "bin" / "oxigraph", time.monotonic()
    store = work / "oxigraph"
    subprocess.run([program, "load", "-l", store, "-f", data], check=True, capture_output=True)
    command = [program, "serve-read-only", "-l", store, "-b", f"127.0.0.1:{port}", "--union-default-graph"]
    with _running("oxigraph", command, f"http://127.0.0.1:{port}/query", work, begun) as peer:
        yield peer


@contextlib.contextmanager
def rdflib_endpoint(kind: str, tools: Path, bench: Path, data: Path, work: Path, port: int) -> Iterator[Peer]:
    """rdflib-endpoint over rdflib's memory store ("memory") or over Oxigraph's ("oxigraph")."""
    command = [tools / "bin" / "uvicorn", "peers.rdflib_app:app", "--port", str(port), "--host", "127.0.0.1"]
    environment = {"DATA": str(data), "KIND": kind, "PYTHONPATH": str(bench)}
    endpoint, begun = f"http://127.0.0.1:{port}/sparql", time.monotonic()
    with _running(f"rdflib-endpoint-{kind}", command, endpoint, work, begun, environment) as peer:
        yield peer


@contextlib.contextmanager
def virtuoso(bench: Path, data: Path, work: Path) -> Iterator[Peer]:
    """Virtuoso 7 (Debian: virtuoso-opensource-7-bin), loaded by one loader: two lost parts of files."""
    folder = work / "virtuoso"
    folder.mkdir()
    settings = (bench / "peers" / "virtuoso.ini").read_text().replace("DirsAllowed = .", f"DirsAllowed = ., {folder}")
    (folder / "virtuoso.ini").write_text(settings)
    subprocess.run(["split", "-n", "l/1", "--additional-suffix=.nq", data, folder / "part_"], check=True)
    command = ["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground"]
    endpoint, begun = f"http://127.0.0.1:{_VIRTUOSO_PORT}/sparql", time.monotonic()
    with _running("virtuoso", command, endpoint, folder, begun) as peer:
        begun = time.monotonic()
        subprocess.run(["bash", bench / "peers" / "vload.sh", folder, "part_%.nq"], check=True, capture_output=True)
        yield Peer(peer.name, peer.endpoint, peer.group, time.monotonic() - begun)


def has_virtuoso() -> bool:
    """Say whether Virtuoso and its client are installed."""
    return bool(shutil.which("virtuoso-t") and shutil.which("isql-vt"))


@contextlib.contextmanager
def _running(
    name: str,
    command: list[str | Path],
    endpoint: str,
    folder: Path,
    begun: float,
    environment: dict[str, str] | None = None,
) -> Iterator[Peer]:
    with (folder / f"{name}.log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | (environment or {}),
            start_new_session=True,
            stdout=log,
            stderr=log,
        )
    try:
        _wait(process, endpoint, name)
        yield Peer(name, endpoint, process.pid, time.monotonic() - begun)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait(process: subprocess.Popen[bytes], endpoint: str, name: str) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < _START_SECONDS:
        if process.poll() is not None:
            raise SystemExit(f"{name} ended with {process.returncode}; see {name}.log")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{endpoint}?query={quote('ASK {}')}", timeout=5).close()
            return
        time.sleep(0.1)
    raise SystemExit(f"{name} did not start")
