"""Everything that may befall a publisher or a server of releases, many times over: `make faults`, a few minutes.

Prints one line a trial with its figures; ends with 1 where anything was lost or mixed.
"""

from __future__ import annotations

import json
import logging
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crash_sweep import forked, look
from publishing import content

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from release_readers import PATHS, reading, wait_until
from served_release import publish_small_release, serve
from spaceaccord.errors import EnvironmentFault
from spaceaccord.release.building import STAGES, publish
from spaceaccord.release.keeping import roll_back
from spaceaccord.release.opening import open_current
from spaceaccord.release.pointer import current_id
from spaceaccord.release.verification import verify

KILLS_A_STAGE = 20
ROUNDS_OF_TWO = 20
CLIENTS = 50
_failures: list[str] = []


def hold(is_true: bool, what: str) -> None:
    """Note `what` where it does not hold."""
    if not is_true:
        _failures.append(what)
        sys.stdout.write(f"FAILED: {what}\n")


def current(releases: Path) -> str:
    """Return the current release's id, which must be whole."""
    release_id, whole = json.loads(forked(lambda: look(releases)) or "[null, false]")
    hold(whole, f"{release_id} is not whole")
    return str(release_id)


def killed_at(stage: str, releases: Path, articles: int, delay_seconds: float) -> bool:
    """Publish in a process that is killed some time after a stage has begun; tell whether it was before its end."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:

        def tell(begun: str) -> None:
            if begun == stage:
                os.write(writer, b"x")

        publish(content(articles), releases, on_stage=tell)
        os._exit(0)
    os.close(writer)
    os.read(reader, 1)
    os.close(reader)
    until = time.perf_counter() + delay_seconds
    while time.perf_counter() < until:
        pass
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def kills(folder: Path) -> str:
    """Kill publishers at every stage; each time the old or the new release is whole, and the next build succeeds."""
    chance, killed, found = random.Random(8), Counter[str](), Counter[str]()
    before = folder / "before"
    old = forked(lambda: publish(content(2), before))
    for stage in STAGES[:-1]:
        longest = 0.02
        while killed[stage] < KILLS_A_STAGE:
            releases = folder / "releases"
            shutil.rmtree(releases, ignore_errors=True)
            shutil.copytree(before, releases, symlinks=True)
            if killed_at(stage, releases, 3, chance.random() * longest):
                killed[stage] += 1
            else:
                longest /= 2  # it was over before: strike earlier
            now = current(releases)
            found["old" if now == old else "new"] += 1
            new = forked(lambda: publish(content(3), releases))  # noqa: B023  # run at once
            hold(now in (old, new), f"after a kill at {stage}: {now}")
            hold(current_id(releases) == new, f"the build after a kill at {stage} is not current")
    return f"{KILLS_A_STAGE} at each of {len(killed)} stages; found {dict(found)}"


def two_publishers(folder: Path) -> str:
    """Start two publishers at once; one wins, the other is told, or both succeed one after the other."""
    releases, ended = folder / "raced", Counter[int]()
    for number in range(ROUNDS_OF_TWO):
        children = []
        for articles in (2 * number + 2, 2 * number + 3):
            child = os.fork()
            if child == 0:
                try:
                    publish(content(articles), releases)
                except EnvironmentFault as error:
                    os._exit(error.exit_code)
                os._exit(0)
            children.append(child)
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        ended.update(codes)
        hold(0 in codes and set(codes) <= {0, 3}, f"two publishers ended with {codes}")
        current(releases)
        hold(not list(releases.glob(".building-*")), "leftovers of two publishers")
    return f"{ROUNDS_OF_TWO} rounds: {ended[0]} published, {ended[3]} turned away"


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path | None]:
    """Give a file system of that size, or None where we may not mount one."""
    folder.mkdir(exist_ok=True)
    size = ["-o", f"size={megabytes}m"]
    done = subprocess.run(["mount", "-t", "tmpfs", *size, "tmpfs", folder], capture_output=True, check=False)
    try:
        yield folder if done.returncode == 0 else None
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", folder], check=True)


def full_disks(folder: Path) -> str:
    """Build on disks too small and with files held short; each time the old release stays and nothing lies about."""
    refused = 0
    for megabytes in (2, 3, 4, 6, 8):
        with small_disk(folder / "disk", megabytes) as disk:
            if disk:
                refused += starved(disk / "releases", 30_000, None)
    for max_bytes in (1_000, 10_000, 50_000, 100_000, 200_000):
        refused += starved(folder / f"short-{max_bytes}", 3_000, max_bytes)
    return f"{refused} builds refused with a remedy"


def starved(releases: Path, articles: int, max_bytes: int | None) -> int:
    """Publish little, then too much; tell whether the second was refused."""
    old = forked(lambda: publish(content(2), releases))

    def attempt() -> str:
        if max_bytes:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (max_bytes, max_bytes))
        try:
            return publish(content(articles), releases)
        except EnvironmentFault as error:
            return f"refused: {error}"

    told = forked(attempt) or "died"
    is_refused = told.startswith("refused: ") and "no space is left" in told
    hold(is_refused, f"{releases}: {told}")
    hold(current(releases) == old, f"{releases}: the old release is not current")
    hold(not list(releases.glob(".building-*")), f"{releases}: leftovers")
    return is_refused


def damages(folder: Path) -> str:
    """Damage the current release in five ways; it is named by `verify`, and the one before is served."""

    def flip(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

    def cut(path: Path) -> None:
        path.write_bytes(path.read_bytes()[:-1])

    kinds: list[tuple[str, str, Callable[[Path], None]]] = [
        ("a flipped bit in the store", "store/*.sst", flip),
        ("a store table cut short", "store/*.sst", cut),
        ("the store's manifest cut", "store/MANIFEST-*", cut),
        ("the store's CURRENT lost", "store/CURRENT", Path.unlink),
        ("a dump one byte shorter", "dumps/spaceaccord.nq.gz", cut),
    ]
    releases = folder / "damaged"
    old = forked(lambda: publish(content(2), releases))
    for name, pattern, damage in kinds:
        new = releases / str(forked(lambda: publish(content(3), releases)))
        path = max(new.glob(pattern), key=lambda each: each.stat().st_size)
        damage(path)
        found = json.loads(forked(lambda: json.dumps(verify(new).damaged_files)) or "[]")  # noqa: B023
        hold(path.relative_to(new).as_posix() in found, f"{name}: verify names {found}")
        hold(forked(lambda: open_current(releases).id) == old, f"{name}: the one before is not opened")
    return f"{len(kinds)} kinds, each named and passed over"


def switches(folder: Path) -> str:
    """Read with many clients through a switch and a rollback; every answer is of exactly one release."""
    releases = folder / "switched"
    first = publish_small_release(releases).id
    with serve(releases, queue=400) as server, reading(server.address, clients=CLIENTS) as readings:
        wait_until(lambda: readings.seen[first] > CLIENTS)
        started = time.perf_counter()
        second = publish_small_release(releases, padding=500).id
        wait_until(lambda: readings.seen[second] > CLIENTS)
        took_up = time.perf_counter() - started
        before = readings.seen[first]
        roll_back(releases)
        wait_until(lambda: readings.seen[first] > before + CLIENTS)
    for fault in readings.faults[:5]:
        hold(False, fault)
    hold(all(readings.bodies[first, path] != readings.bodies[second, path] for path in PATHS), "releases look alike")
    told = f"{CLIENTS} clients, {sum(readings.seen.values())} answers, {len(readings.faults)} wrong"
    return f"{told}; built, taken up and read by all after {took_up:.1f} s"


def main() -> int:
    """Run all trials."""
    logging.disable()  # what is damaged on purpose is told as an error
    started = time.perf_counter()
    # A kill loses nothing that a system call has written: memory will do for a disk, and is faster.
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        for trial in (kills, two_publishers, full_disks, damages, switches):
            begun = time.perf_counter()
            told = trial(Path(name))
            sys.stdout.write(f"{trial.__name__}: {told} ({time.perf_counter() - begun:.0f} s)\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(_failures)} failures in {time.perf_counter() - started:.0f} s\n")
    return 1 if _failures else 0


if __name__ == "__main__":
    sys.exit(main())
