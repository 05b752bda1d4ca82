"""A server of ours in a process of its own, started for a measurement, and what it takes: memory, descriptors."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_START_SECONDS = 120


@dataclass(frozen=True)
class SiteProcess:
    """A running server: where it listens, and its process, which leads a group."""

    address: str
    pid: int
    seconds_to_start: float

    def descriptors(self) -> int:
        """Return how many the server's own process has open."""
        return sum(1 for _ in Path(f"/proc/{self.pid}/fd").iterdir())

    def resident_mb(self) -> float:
        """Return the memory of the server's own process."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def group_mb(self) -> float:
        """Return the memory of all its processes; what they share counts once."""
        return sum(_proportional_kb(pid) for pid in group_members(self.pid)) / 1000

    def figure(self, name: str) -> float:
        """Return a figure of /metrics."""
        with urllib.request.urlopen(f"{self.address}/metrics", timeout=10) as answer:
            found = re.search(rf"^spaceaccord_{re.escape(name)} (\S+)$", answer.read().decode(), re.MULTILINE)
        return float(found[1]) if found else 0.0


@contextlib.contextmanager
def serving(releases: Path, **settings: object) -> Iterator[SiteProcess]:
    """Serve the current release of `releases` on a free port until the end of the context."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {f"SPACEACCORD_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-c", "from spaceaccord.cli import main; main()", "serve"]
    begun, wanted = time.monotonic(), str((releases / "current").readlink())
    with (releases / "server.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--releases", str(releases), "--port", str(port)],
            env=environment,
            start_new_session=True,
            stdout=log,
            stderr=log,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(process, address, begun, releases / "server.log")
        with urllib.request.urlopen(f"{address}/health", timeout=10) as answer:
            served = json.load(answer)["release"]
        if served != str((releases / "current").readlink()) or served != wanted:
            raise SystemExit(f"the server refused the release {wanted} and serves {served}; see server.log")
        yield SiteProcess(address, process.pid, time.monotonic() - begun)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def group_members(group: int) -> list[int]:
    """Return the processes of a process group."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                found.append(int(folder.name))
    return found


def _proportional_kb(pid: int) -> int:
    with contextlib.suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        return int(found[1]) if found else 0
    return 0


def _wait(process: subprocess.Popen[bytes], address: str, begun: float, log: Path) -> None:
    while time.monotonic() - begun < _START_SECONDS:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}: {log.read_text()[-1000:]}")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/health", timeout=5).close()
            return
        time.sleep(0.05)
    raise SystemExit("the server did not start")
