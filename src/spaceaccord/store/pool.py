"""The server's side of the query processes: starts the zygote, hands out warm workers, kills and replaces them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from spaceaccord.errors import DamagedRelease, EnvironmentFault, StoreUnavailable
from spaceaccord.store.frames import FrameReader
from spaceaccord.store.query_errors import StoreBusy

# A store of a million quads loads in about four seconds.
_START_SECONDS = 300.0
_REPLACE_SECONDS = 5.0


@dataclass(slots=True, eq=False)
class Worker:
    """One query process: its number, its process id, the connection to it, and its end, once it has come."""

    number: int
    pid: int
    connection: socket.socket
    reader: FrameReader
    ended: threading.Event = field(default_factory=threading.Event)
    exit_code: int | None = None
    killed_by_us: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFiles:
    """What the store of a release is loaded from, and the names that its answers use."""

    dataset: Path
    view: Path
    base: str
    prefixes: Mapping[str, str]


class WorkerPool:
    """Warm workers, at least `spare` of them idle where `largest` allows. Every method may be called by any thread."""

    def __init__(self, files: StoreFiles, *, spare: int = 2, largest: int = 8) -> None:
        self._files = files
        self._spare = spare
        self._largest = largest
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._alive: dict[int, Worker] = {}
        self._asked_for = 0
        self._next_number = 0
        self._killed = self._crashed = 0
        self._closed = False
        self._failure = ""
        self._quads: int | None = None
        self._zygote: subprocess.Popen[bytes]
        self._control: socket.socket
        self._start_zygote()

    def wait_until_ready(self) -> int:
        """Return the number of quads, once the store is loaded.

        Raises:
            DamagedRelease: the files cannot be loaded.
            StoreUnavailable: the process ended, or took too long.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._quads is not None or self._failure or self._closed, _START_SECONDS)
            if self._quads is not None:
                return self._quads
        failure = self._failure
        self.close()
        if failure:
            raise DamagedRelease(f"the dumps of {self._files.dataset.parent} cannot be loaded: {failure}")
        raise StoreUnavailable("the process that holds the store did not start")

    def acquire(self, seconds: float) -> Worker:
        """Return an idle worker; give it back with `release` or `discard`.

        Raises:
            StoreBusy: none was free within `seconds`.
            StoreUnavailable: the pool is closed.
        """
        with self._changed:
            self._order_spares()
            self._changed.wait_for(lambda: self._idle or self._closed, seconds)
            if self._closed:
                raise StoreUnavailable("the store is closed")
            if not self._idle:
                raise StoreBusy("every query process is taken; try again shortly", retry_seconds=2)
            worker = self._idle.pop()
            self._order_spares()
            return worker

    def release(self, worker: Worker) -> None:
        """Take back a worker that waits for its next request."""
        with self._changed:
            if worker.number in self._alive and not worker.killed_by_us:
                self._idle.append(worker)
                self._changed.notify()
                return
        worker.connection.close()

    def discard(self, worker: Worker) -> None:
        """Kill a worker, whatever it does, and order another."""
        self.kill(worker)
        worker.connection.close()

    def retire(self, worker: Worker) -> None:
        """Let go of a worker that ends itself."""
        worker.killed_by_us = True
        worker.connection.close()

    def kill(self, worker: Worker) -> None:
        """Kill a worker; whoever waits for its answer sees it end."""
        with self._changed:
            worker.killed_by_us = True
            if worker.number in self._alive:
                self._killed += 1
                self._order({"kill": worker.number})

    def counts(self) -> dict[str, int]:
        """Return how many workers there are, "alive" and "idle", and have been "killed" by us or have "crashed"."""
        with self._changed:
            now = {"alive": len(self._alive), "idle": len(self._idle)}
            return {**now, "killed": self._killed, "crashed": self._crashed}

    def close(self) -> None:
        """End all processes."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            zygote, control = self._zygote, self._control
        with contextlib.suppress(OSError):
            control.shutdown(socket.SHUT_RDWR)
        try:
            zygote.wait(_REPLACE_SECONDS)
        except subprocess.TimeoutExpired:
            zygote.kill()
            zygote.wait()

    def _start_zygote(self) -> None:
        ours, theirs = socket.socketpair()
        orders = json.dumps(
            {
                "dataset": str(self._files.dataset),
                "view": str(self._files.view),
                "base": self._files.base,
                "prefixes": dict(self._files.prefixes),
            }
        )
        # The orders are ours, and the interpreter is the one that runs this.
        try:
            zygote = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", "spaceaccord.store.worker", str(theirs.fileno()), orders],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env={**os.environ, "RUST_BACKTRACE": "0"},
            )
        except OSError as error:
            raise EnvironmentFault(f"cannot start the query process: {error}") from error
        theirs.close()
        self._zygote, self._control = zygote, ours
        threading.Thread(target=self._listen, args=(zygote, ours), name="store-control", daemon=True).start()

    def _listen(self, zygote: subprocess.Popen[bytes], control: socket.socket) -> None:
        """Take the zygote's messages until it ends; start another where that was not our wish."""
        buffer, descriptors = b"", list[int]()
        while True:
            try:
                data, received, _, _ = socket.recv_fds(control, 65536, 16)
            except OSError:
                data, received = b"", []
            if not data:
                break
            descriptors += received
            *lines, buffer = (buffer + data).split(b"\n")
            for line in lines:
                self._take(json.loads(line), descriptors)
        zygote.wait()
        control.close()
        self._recover()

    def _take(self, message: dict[str, int | str], descriptors: list[int]) -> None:
        with self._changed:
            if "ready" in message:
                self._quads = int(message["ready"])
                self._order_spares()
            elif "failed" in message:
                self._failure = str(message["failed"])
            elif "forked" in message:
                connection = socket.socket(fileno=descriptors.pop(0))
                number = int(message["forked"])
                worker = Worker(number, int(message["pid"]), connection, FrameReader(connection))
                self._asked_for -= 1
                self._alive[number] = worker
                self._idle.append(worker)
            elif "not forked" in message:
                self._asked_for -= 1
            elif "ended" in message:
                self._bury(int(message["ended"]), int(message["status"]))
            self._changed.notify_all()

    def _bury(self, number: int, exit_code: int | None) -> None:
        worker = self._alive.pop(number, None)
        if worker:
            worker.exit_code = exit_code
            self._crashed += bool(exit_code and not worker.killed_by_us)
            if worker in self._idle:
                self._idle.remove(worker)
                worker.connection.close()
            worker.ended.set()
            self._order_spares()

    def _order_spares(self) -> None:
        """Ask for as many workers as are missing; they arrive a few milliseconds later."""
        if self._quads is None or self._closed:
            return
        while len(self._idle) + self._asked_for < self._spare and len(self._alive) + self._asked_for < self._largest:
            self._asked_for += 1
            self._next_number += 1
            self._order({"fork": self._next_number})

    def _order(self, order: dict[str, int]) -> None:
        with contextlib.suppress(OSError):  # a zygote that has died is noticed by its listener
            self._control.sendall(json.dumps(order).encode() + b"\n")

    def _recover(self) -> None:
        """Count every worker as dead with its zygote, and begin anew where the store had been loaded once."""
        with self._changed:
            for number in list(self._alive):
                self._bury(number, None)
            self._asked_for = 0
            was_ready, self._quads = self._quads is not None, None
            if not was_ready:
                self._failure = self._failure or "the process ended while it loaded them"
            self._changed.notify_all()
            if self._closed or not was_ready:
                return
            self._start_zygote()
