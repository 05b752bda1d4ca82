"""Ours beside other servers: the same data, the same queries, round robin in one run, and the ratios of it.

    python benchmarks/bench.py [--triples N] [--tools DIR] [--bench DIR] [--peers NAMES] [--out FILE]

The generator, the query mix and the runner are those of the folder `bench` beside the checkout (--bench names another).
`--tools` is a virtual environment of its own for the peers: `pip install oxigraph rdflib-endpoint oxrdflib uvicorn`.
Virtuoso is taken where it is installed. "ours" has no cache of answers, "ours-cached" has.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import peers
from site_process import SiteProcess, serving
from synthetic_release import write_release

ROOT = Path(__file__).parents[1]
_OURS = ("ours", "ours-cached")
_SETTINGS = {"query_seconds": 60, "max_rows": 1_000_000, "max_bytes": 1_000_000_000}
# Beyond this size, rdflib-endpoint needs longer for its load than all others for the whole run.
_LARGEST_FOR_RDFLIB = 200_000


def main() -> None:
    """Make the data, start everybody, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--tools", type=Path, default=ROOT / "build" / "peers")
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--peers", default="oxigraph,virtuoso,rdflib")
    parser.add_argument("--instances", type=int, default=5, help="of each query")
    parser.add_argument("--seconds", type=int, default=4, help="for each mix and number of clients")
    parser.add_argument("--mixes", default="light")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    if not (chosen.bench / "gen.py").is_file():
        raise SystemExit(f"{chosen.bench} has no generator; name the folder with --bench")
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        work = Path(name)
        data, out = work / "data.nq", chosen.out or work / "results.json"
        _run(sys.executable, chosen.bench / "gen.py", "--triples", chosen.triples, "--out", data)
        started = _start(chosen, data, work, stack)
        for peer in started:
            print(f"{peer.name:24} loaded and ready after {peer.seconds_to_load:6.1f} s")
        specs = [f"{peer.name}={peer.endpoint},{peer.group}" for peer in started]
        runner = [chosen.bench / "run_peers.py", "--triples", chosen.triples, "--k", chosen.instances]
        options = ["--secs", chosen.seconds, "--mixes", chosen.mixes, "--out", out]
        _run(sys.executable, *runner, *options, *specs)
        _print_ratios(json.loads(out.read_text()))
        _print_streaming(started)


def _start(chosen: argparse.Namespace, data: Path, work: Path, stack: contextlib.ExitStack) -> list[peers.Peer]:
    wanted = chosen.peers.split(",")
    releases = work / "releases"
    releases.mkdir()
    with data.open(encoding="utf-8") as lines:
        write_release(lines, releases)
    found = [
        _as_peer("ours", stack.enter_context(serving(releases, cache_mb=0, **_SETTINGS))),
        _as_peer("ours-cached", stack.enter_context(serving(releases, cache_mb=256, **_SETTINGS))),
    ]
    if "oxigraph" in wanted and (chosen.tools / "bin" / "oxigraph").exists():
        found.append(stack.enter_context(peers.oxigraph(chosen.tools, data, work, 18311)))
    if "virtuoso" in wanted and peers.has_virtuoso():
        found.append(stack.enter_context(peers.virtuoso(chosen.bench, data, work)))
    if "rdflib" in wanted and (chosen.tools / "bin" / "uvicorn").exists() and chosen.triples <= _LARGEST_FOR_RDFLIB:
        for port, kind in ((18312, "memory"), (18313, "oxigraph")):
            starter = peers.rdflib_endpoint(kind, chosen.tools, chosen.bench, data, work, port)
            found.append(stack.enter_context(starter))
    if not shutil.which("wrk"):
        raise SystemExit("wrk (Debian: wrk) is needed")
    return found


def _as_peer(name: str, site: SiteProcess) -> peers.Peer:
    return peers.Peer(name, f"{site.address}/sparql", site.pid, site.seconds_to_start)


def _print_ratios(found: dict[str, dict[str, dict[str, object]]]) -> None:
    """Print how many times faster than each peer ours is; below 1 it is slower."""
    others = [name for name in found if name not in _OURS]
    print("\nours is so many times as fast as".ljust(40), *(f"{name:>26}" for name in others))
    for query, ours in found["ours"]["q"].items():
        cells = []
        for name in others:
            theirs, rows = found[name]["q"].get(query), found[name]["rows"].get(query)
            same = "" if rows == found["ours"]["rows"].get(query) else " rows differ"
            cells.append(f"{theirs / ours:8.1f}{same}" if theirs and ours else "-")  # type: ignore[operator]
        print(query.ljust(39), *(f"{cell:>26}" for cell in cells))
    for mix, ours_mix in found["ours"]["mix"].items():
        rates = [_rate(found[name]["mix"].get(mix)) for name in others]
        mine = _rate(ours_mix)
        print(mix.ljust(39), *(f"{mine / rate if rate else float('nan'):>26.1f}" for rate in rates))


def _rate(figures: object) -> float:
    return float(figures.get("rps", 0)) if isinstance(figures, dict) else 0.0


def _print_streaming(started: list[peers.Peer]) -> None:
    """Print the first byte and the speed of all statements as JSON, from ours."""
    endpoint = started[0].endpoint
    begun = time.monotonic()
    command = ["curl", "-s", "-o", os.devnull, "-w", "%{time_starttransfer} %{speed_download} %{size_download}"]
    query = [
        "--data-urlencode",
        "query=SELECT * { ?s ?p ?o }",
        "-H",
        "Accept: application/sparql-results+json",
        endpoint,
    ]
    first, speed, size = subprocess.run([*command, *query], capture_output=True, text=True, check=True).stdout.split()
    print(
        f"\nall statements as JSON: {int(size) / 1e6:.0f} MB, first byte after {float(first) * 1e3:.1f} ms, "
        f"{float(speed) / 1e6:.0f} MB/s, {time.monotonic() - begun:.1f} s"
    )


def _run(*command: object) -> None:
    subprocess.run([str(each) for each in command], check=True)


if __name__ == "__main__":
    main()
