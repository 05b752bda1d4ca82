"""Kill a publisher before each step that it takes on the file system, one after another, and tell what is left.

    crash_sweep.py FOLDER [mend]

With "mend" the content to publish is current already, but a file of it is damaged. Every build, and every look at what
is left, is a fork of a process that never opened a store itself. Prints one JSON object a crash: the step, the release
found current, whether it is whole, the next build's id, what lies about after it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from publishing import content

from spaceaccord.release.building import publish
from spaceaccord.release.opening import open_current
from spaceaccord.release.verification import verify

_STEPS = frozenset({"open", "os.rename", "os.mkdir", "os.symlink", "os.remove", "os.rmdir"})


def forked(act: Callable[[], str]) -> str | None:
    """Return what `act` says in a forked process, or None where that was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, act().encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"a forked process ended with {status}")
    return said


def killed_before(step: int, releases: Path, articles: int) -> str:
    """Publish, but end this process before the given step on files of `releases`, counted from 0."""
    left = step

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event not in _STEPS or not any(str(releases) in str(argument) for argument in arguments):
            return
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    sys.addaudithook(count)
    return publish(content(articles), releases)


def look(releases: Path) -> str:
    """Say which release is current and whether it is whole."""
    release = open_current(releases)
    return json.dumps([release.id, verify(release.folder).is_whole])


def main() -> None:
    folder = Path(sys.argv[1])
    before, after = folder / "before", folder / "releases"
    old = forked(lambda: publish(content(2), before))
    if sys.argv[2:] == ["mend"]:
        damaged = forked(lambda: publish(content(3), before)) or ""
        (before / damaged / "dumps" / "spaceaccord.trig.gz").write_bytes(b"damaged")
    step = 0
    while True:
        shutil.rmtree(after, ignore_errors=True)
        shutil.copytree(before, after, symlinks=True)
        ended = forked(lambda: killed_before(step, after, 3))  # noqa: B023  # run before `step` changes
        current, whole = json.loads(forked(lambda: look(after)) or "[null, false]")
        again = forked(lambda: publish(content(3), after))
        told = {
            "step": step,
            "old": old,
            "killed": ended is None,
            "current": current,
            "whole": whole,
            "again": again,
            "left": sorted(path.name for path in after.iterdir()),
            "then": json.loads(forked(lambda: look(after)) or "[null, false]"),
        }
        sys.stdout.write(json.dumps(told) + "\n")
        if ended is not None:
            return
        step += 1


if __name__ == "__main__":
    main()
