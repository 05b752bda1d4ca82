"""What a server of ours withstands, on a release of a million made-up statements; ends after five minutes at most.

    python benchmarks/abuse.py [--statements N] [--queries N] [--clients N] [--seconds N]

1. Hostile queries from a grammar, eight at a time, with ordinary ones beside them and a canary that counts connections.
2. A worker killed by hand in the middle of a query; twenty queries in a row that end their worker.
3. Many clients at once. After each part: is the server still the same process, and are memory and descriptors back?

Exit 1 where a promise was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import os
import signal
import socket
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from hostile_queries import hostile_queries
from site_process import SiteProcess, group_members, serving
from synthetic_release import ensure_release

ROOT = Path(__file__).parents[1]
DEADLINE = 2.0
# Small enough that a query can fill it before its deadline.
MEMORY_MB = 256
ATTACKERS = 8
# Ten thousand million rows, which take no memory.
_TENS = " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcdefghij")
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {_TENS} }}"
ALLOWED = frozenset((200, 400, 403, 406, 413, 414, 415, 429, 503, 504))
Asked = tuple[int, float]


class Canary:
    """Listens on loopback and counts who connects."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.connections = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            self._socket.accept()[0].close()
            self.connections += 1


@dataclass
class Report:
    """What was promised, and whether it was kept."""

    broken: list[str] = field(default_factory=list)

    def promise(self, what: str, figure: str, kept: bool) -> None:
        """Print one promise with its figure."""
        print(f"  {'ok  ' if kept else 'FAIL'} {what}: {figure}", flush=True)
        if not kept:
            self.broken.append(what)


def ask(address: str, query: str) -> Asked:
    """Return the seconds to the end, and the status: 0 without an answer, 299 where it broke off."""
    begun = time.monotonic()
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        body = query.encode("utf-8", "replace")
        connection.request("POST", "/sparql", body, {"Content-Type": "application/sparql-query"})
        answer = connection.getresponse()
        status = answer.status
        try:
            answer.read()
        except http.client.IncompleteRead:
            status = 299
    except (OSError, http.client.HTTPException):
        status = 0
    finally:
        connection.close()
    return status, time.monotonic() - begun


def percentile(values: list[float], part: float) -> float:
    """Return the value that `part` of `values` do not pass."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] if values else float("nan")


def attack(site: SiteProcess, count: int, seconds: float, report: Report) -> None:
    """Send hostile queries, eight at a time, and ordinary ones beside them."""
    canary = Canary()
    queries, lock, stop = hostile_queries(count, canary=canary.address), threading.Lock(), threading.Event()
    results: dict[str, list[Asked]] = defaultdict(list)
    ordinary: list[Asked] = []
    until = time.monotonic() + seconds

    def send() -> None:
        while time.monotonic() < until:
            with lock:
                name, query = next(queries, ("", ""))
            if not name:
                return
            results[name].append(ask(site.address, query))

    def live_on() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            look_up = f"SELECT * {{ <http://data.example/agreement/{number}> ?p ?o }}"
            ordinary.append(ask(site.address, f"ASK {{}} # {number}" if number % 2 else look_up))
            stop.wait(0.02)

    attackers = [threading.Thread(target=send) for _ in range(ATTACKERS)]
    neighbour = threading.Thread(target=live_on)
    for each in (*attackers, neighbour):
        each.start()
    for each in attackers:
        each.join()
    stop.set()
    neighbour.join()
    everything = [each for asked in results.values() for each in asked]
    for name, asked in sorted(results.items()):
        statuses = dict(sorted(Counter(status for status, _ in asked).items()))
        print(f"    {name:20} {len(asked):4}  slowest {max(took for _, took in asked):5.2f} s  {statuses}")
    slowest = max(took for _, took in everything)
    refused = Counter(status for status, _ in everything if status not in ALLOWED and status != 299)
    times = [took for _, took in ordinary]
    report.promise("hostile queries answered", f"{len(everything)} of {count}", len(everything) == count)
    report.promise("slowest answer, deadline 2 s + 1 s", f"{slowest:.2f} s", slowest < DEADLINE + 1)
    report.promise("statuses other than 200, 4xx, 503", str(dict(refused)), not refused)
    report.promise("connections out", str(canary.connections), canary.connections == 0)
    wrong = Counter(status for status, _ in ordinary if status != 200)
    report.promise("ordinary queries beside them", f"{len(ordinary)}, not 200: {dict(wrong)}", not wrong)
    p99 = percentile(times, 0.99)
    report.promise("their p50 and p99", f"{percentile(times, 0.5) * 1e3:.1f} and {p99 * 1e3:.0f} ms", p99 < 1)


def lose_workers(site: SiteProcess, report: Report) -> None:
    """Kill a worker in the middle of its query; then send queries that end their workers by themselves."""
    answers: list[Asked] = []
    thread = threading.Thread(target=lambda: answers.append(ask(site.address, f"{ENDLESS} # by hand")))
    thread.start()
    time.sleep(0.7)
    busiest = max(group_members(site.pid), key=_processor_ticks_since_fork)
    os.kill(busiest, signal.SIGKILL)
    killed = time.monotonic()
    thread.join()
    gap = time.monotonic() - killed
    report.promise("a worker killed by hand", f"{answers[0][0]} after {gap * 1e3:.0f} ms", answers[0][0] == 503)
    status, took = ask(site.address, "ASK {} # next")
    report.promise("the next answer", f"{status} in {took * 1e3:.0f} ms", status == 200 and took < 0.5)
    bomb = '"aaaaaaaaaa"'
    for _ in range(10):
        bomb = f'REPLACE({bomb}, "a", "aaaaaaaaaa")'
    before = site.figure('worker_ends_total{cause="crashed"}')
    statuses = [ask(site.address, f"SELECT (STRLEN({bomb}) AS ?n) {{}} # {number}")[0] for number in range(20)]
    crashed = site.figure('worker_ends_total{cause="crashed"}') - before
    ended = f"{dict(Counter(statuses))}, {crashed:.0f} workers lost"
    report.promise("twenty fatal queries in a row", ended, set(statuses) == {400} and crashed >= 20)
    report.promise("the next answer", str(ask(site.address, "ASK {} # after")[0]), True)


def _processor_ticks_since_fork(pid: int) -> int:
    """Return the processor time of a worker; workers are the grandchildren of the one who serves."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        descriptors = sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12]) if descriptors == 5 else -1


async def crowd(site: SiteProcess, clients: int, seconds: float) -> Counter[int]:
    """Have so many clients ask without pause; return how many answers had each status, 0 for none."""
    statuses: Counter[int] = Counter()
    host, port = urlsplit(site.address).netloc.split(":")
    until = time.monotonic() + seconds

    async def run(client: int) -> None:
        number = 0
        while time.monotonic() < until:
            number += 1
            text = ENDLESS if client % 50 == 0 else f"SELECT * {{ <http://data.example/agency/{client}> ?p ?o }}"
            statuses[await _ask_once(host, port, f"{text} # {client}-{number}")] += 1

    await asyncio.gather(*(run(client) for client in range(clients)))
    return statuses


async def _ask_once(host: str, port: str, query: str) -> int:
    try:
        reader, writer = await asyncio.open_connection(host, int(port))
        try:
            target = f"/sparql?query={quote(query)}"
            writer.write(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            return int((await reader.readline()).split()[1])
        finally:
            await reader.read()
            writer.close()
    except (OSError, IndexError, ValueError):
        return 0


def settle(site: SiteProcess, before: tuple[int, float], report: Report) -> None:
    """Compare descriptors and memory with those of before, once everything under way has ended."""
    time.sleep(DEADLINE + 6)  # connections are kept alive for five seconds
    descriptors, megabytes = site.descriptors(), site.group_mb()
    print(
        f"    descriptors {before[0]} -> {descriptors}, memory of all processes {before[1]:.0f} -> {megabytes:.0f} MB"
    )
    busy = site.figure('workers{state="busy"}')
    report.promise("descriptors and busy workers back", f"{descriptors}, {busy:.0f}", descriptors <= before[0] + 10)
    report.promise("memory back", f"{megabytes / before[1]:.2f} of before", megabytes < before[1] * 1.2)


def main() -> int:
    """Run all parts; return 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=60, help="how long the clients go on")
    chosen = parser.parse_args()
    releases = ensure_release(chosen.statements, ROOT / "build" / f"abuse-{chosen.statements}")
    report = Report()
    with serving(releases, query_seconds=DEADLINE, query_memory_mb=MEMORY_MB) as site:
        print(f"{chosen.statements} statements, ready after {site.seconds_to_start:.1f} s, deadline {DEADLINE:g} s")
        for number in range(20):
            ask(site.address, f"SELECT * {{ <http://data.example/agreement/{number}> ?p ?o }}")
        before = (site.descriptors(), site.group_mb())
        print("hostile queries")
        attack(site, chosen.queries, 170, report)
        print("lost workers")
        lose_workers(site, report)
        settle(site, before, report)
        print(f"{chosen.clients} clients for {chosen.seconds} s")
        statuses = asyncio.run(crowd(site, chosen.clients, chosen.seconds))
        only = set(statuses) <= {200, 429, 503}
        report.promise("statuses", str(dict(sorted(statuses.items()))), only)
        settle(site, before, report)
    print("all promises kept" if not report.broken else f"broken: {'; '.join(report.broken)}")
    return 1 if report.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
