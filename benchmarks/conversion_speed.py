"""Convert a folder of articles and watch it: articles a second and memory of all its processes: FOLDER OUTPUT JOBS.

Linux only: memory is read from /proc once a second, the sum of what each process holds (shared pages count in each).
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

EVERY_SECONDS = 1.0


def tree_of(root: int) -> set[int]:
    """Return `root` and the processes below it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue  # it ended while we looked
    found = {root}
    while below := {child for child, parent in parents.items() if parent in found} - found:
        found |= below
    return found


def resident_bytes(process: int) -> int:
    """Return what a process holds in memory; 0 where it is gone."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096
    except (OSError, ValueError):
        return 0


def main() -> int:
    """Run, watch, print one line every thirty seconds and the sum at the end."""
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    folder, output, jobs = sys.argv[1:]
    run = [
        sys.executable,
        "-c",
        "from spaceaccord.cli import main; main()",
        "convert",
        folder,
        "-o",
        output,
        "-j",
        jobs,
    ]
    begun = time.perf_counter()
    running = subprocess.Popen(run, stderr=subprocess.PIPE, text=True)
    draft = Path(output).with_name(f".{Path(output).name}.{running.pid}")
    held: list[int] = []
    told = 0.0
    while running.poll() is None:
        held.append(sum(resident_bytes(process) for process in tree_of(running.pid)))
        passed = time.perf_counter() - begun
        if passed - told >= 30:
            told = passed
            size = draft.stat().st_size >> 20 if draft.exists() else 0
            print(f"{passed:.0f} s: {held[-1] >> 20} MB held, {size} MB written", flush=True)
        time.sleep(EVERY_SECONDS)
    seconds = time.perf_counter() - begun
    said = running.stderr.read().strip() if running.stderr else ""
    count = int(said.split()[0]) if running.returncode == 0 else 0
    tenth = max(1, len(held) // 10)
    early, late = max(held[tenth : 2 * tenth], default=0), max(held[-tenth:], default=0)
    print(said)
    print(f"{count} articles in {seconds:.0f} s, {count / seconds:.1f} a second with {jobs} jobs")
    print(f"memory of all processes: peak {max(held) >> 20} MB; second tenth {early >> 20} MB, last {late >> 20} MB")
    return running.returncode


if __name__ == "__main__":
    sys.exit(main())
