"""The processes that run queries: a zygote that holds the store, and its forks, which may be killed at any time.

Started as `python -m spaceaccord.store.worker` by `pool`, in a clean interpreter without threads.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import math
import os
import resource
import select
import signal
import socket
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from spaceaccord.store.embedded import Engine
from spaceaccord.store.frames import DATA, Disconnected, FrameReader, QueryRequest, frame, frame_of

# One frame of an answer; a smaller answer goes out whole, together with its end.
_CHUNK_BYTES = 64 * 1024
# A worker that has grown by this much gives its memory back by ending itself.
_GROWTH_BYTES = 96 * 1024 * 1024
# Beyond the deadline that the server keeps, the kernel ends the worker by itself.
_GRACE_SECONDS = 0.8
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What a zygote is told at its start."""

    dataset: Path
    view: Path
    base: str
    prefixes: dict[str, str]


def main() -> None:
    """Load the store, then fork workers as told over the control socket, until that closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    told = json.loads(sys.argv[2])
    orders = Orders(
        dataset=Path(told["dataset"]), view=Path(told["view"]), base=told["base"], prefixes=told["prefixes"]
    )
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    engine = Engine(base=orders.base, prefixes=orders.prefixes)
    try:
        quads = engine.load(dataset=orders.dataset, view=orders.view)
    except (OSError, SyntaxError, EOFError) as error:
        _tell(control, {"failed": f"{type(error).__name__}: {error}"})
        return
    gc.collect()
    gc.freeze()
    _tell(control, {"ready": quads})
    _Zygote(engine, control).run()


class _Zygote:
    """Forks workers, kills them, and tells how they ended."""

    def __init__(self, engine: Engine, control: socket.socket) -> None:
        self._engine = engine
        self._control = control
        self._workers: dict[int, int] = {}
        self._wakeup, wakeup_end = socket.socketpair()
        self._wakeup.setblocking(False)
        wakeup_end.setblocking(False)
        self._wakeup_end = wakeup_end
        signal.signal(signal.SIGCHLD, _noticed)
        signal.set_wakeup_fd(wakeup_end.fileno(), warn_on_full_buffer=False)

    def run(self) -> None:
        buffer = b""
        while True:
            readable, _, _ = select.select([self._control, self._wakeup], [], [])
            if self._wakeup in readable:
                with contextlib.suppress(BlockingIOError):
                    self._wakeup.recv(4096)
                self._reap()
            if self._control in readable:
                data = self._control.recv(65536)
                if not data:
                    break
                *lines, buffer = (buffer + data).split(b"\n")
                for line in lines:
                    self._obey(json.loads(line))
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        for pid in self._workers.values():
            os.kill(pid, signal.SIGKILL)

    def _obey(self, order: dict[str, int]) -> None:
        if "fork" in order:
            self._fork(order["fork"])
        pid = self._workers.get(order.get("kill", -1))
        if pid:  # not reaped yet, so the number still belongs to it
            os.kill(pid, signal.SIGKILL)

    def _fork(self, number: int) -> None:
        ours, theirs = socket.socketpair()
        try:
            pid = os.fork()
        except OSError as error:
            _tell(self._control, {"not forked": number, "why": str(error)})
            return
        if pid == 0:
            status = 70
            try:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                status = _work(self._engine, _confine(theirs.detach()))
            finally:
                os._exit(status)
        self._workers[number] = pid
        theirs.close()
        _tell(self._control, {"forked": number, "pid": pid}, ours.fileno())
        ours.close()

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            number = next((number for number, known in self._workers.items() if known == pid), None)
            if number is not None:
                del self._workers[number]
                _tell(self._control, {"ended": number, "status": os.waitstatus_to_exitcode(status)})


@dataclass(frozen=True, slots=True)
class _Confined:
    """What a worker still holds: its connection, and its own memory figures."""

    connection: socket.socket
    statm: int

    def address_space(self) -> int:
        """Return the size of the process in bytes."""
        return int(os.pread(self.statm, 64, 0).split()[0]) * resource.getpagesize()


def _confine(connection: int) -> _Confined:
    """Give up everything but `connection`: no further descriptor can be opened, so no socket either."""
    _die_with_parent()
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800")
    # What a dying engine prints is of no use to anyone; the zygote's other descriptors are not for us.
    nothing, statm = os.open(os.devnull, os.O_RDWR), os.open("/proc/self/statm", os.O_RDONLY)
    kept = {0: nothing, 1: nothing, 2: nothing, 3: connection, 4: statm}
    spare = {number: os.dup(descriptor) if descriptor < 5 else descriptor for number, descriptor in kept.items()}
    for number, descriptor in spare.items():
        os.dup2(descriptor, number, inheritable=False)
    os.closerange(5, 1024)
    resource.setrlimit(resource.RLIMIT_NOFILE, (5, 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    return _Confined(socket.socket(fileno=3), 4)


def _work(engine: Engine, held: _Confined) -> int:
    """Answer requests until the server hangs up; return the exit status."""
    reader = FrameReader(held.connection)
    size_at_start = held.address_space()
    while True:
        try:
            request = reader.read_request()
        except Disconnected:
            return 0
        held.connection.settimeout(None)
        sender = _Sender(held.connection)
        try:
            _limit(request, held)
            end = engine.run(request, sender)
            _unlimit()
            retires = held.address_space() - size_at_start > _GROWTH_BYTES
            sender.finish(frame_of(replace(end, retires=retires)))
        except (BrokenPipeError, ConnectionResetError):
            return 0
        if retires:
            return 0


class _Sender:
    """Sends the bytes of one answer in frames; a small answer and its end go out in one piece."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray()

    def write(self, data: bytes, /) -> int:
        self._buffer += data
        if len(self._buffer) >= _CHUNK_BYTES:
            self._connection.sendall(frame(DATA, bytes(self._buffer)))
            self._buffer.clear()
        return len(data)

    def finish(self, last: bytes) -> None:
        rest = frame(DATA, bytes(self._buffer)) if self._buffer else b""
        self._connection.sendall(rest + last)


def _limit(request: QueryRequest, held: _Confined) -> None:
    """Let the kernel end this process where the query takes more than it may."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = request.seconds + _GRACE_SECONDS
    cpu_seconds = math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (held.address_space() + request.memory_bytes, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _unlimit() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _die_with_parent() -> None:
    """Have the kernel kill this process when the one that started it ends."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _tell(control: socket.socket, message: dict[str, int | str], *descriptors: int) -> None:
    line = json.dumps(message).encode() + b"\n"
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        socket.send_fds(control, [line], descriptors)


def _noticed(_signal: int, _frame: FrameType | None) -> None:
    """Do nothing: the wake-up descriptor has told the loop."""


if __name__ == "__main__":
    main()
