"""The stores of earlier releases: opened when somebody asks for one, a few at once, the longest unused one let go."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from spaceaccord.namespaces import prefixes
from spaceaccord.release.opening import Release
from spaceaccord.store.opening import open_store
from spaceaccord.store.pool import StoreFiles
from spaceaccord.store.port import SparqlStore
from spaceaccord.store.query_errors import StoreBusy

# Each holds its release in memory.
MOST_STORES: Final = 2
# A store that was asked for within this time may still be answering.
_IN_USE_SECONDS: Final = 20.0


def store_files(release: Release) -> StoreFiles:
    """Return what the store of a release is loaded from."""
    return StoreFiles(
        dataset=release.dump_path("spaceaccord.nq.gz"),
        view=release.dump_path("spaceaccord-view.nt.gz"),
        base=release.base,
        prefixes=prefixes(release.base),
    )


class Archive:
    """Opens stores of earlier releases. Every method may be called by any thread, and blocks."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._stores: dict[str, SparqlStore] = {}
        self._used: dict[str, float] = {}

    def open(self, release: Release) -> SparqlStore:
        """Return the store of `release`; the first call loads it, about four seconds a million triples.

        Raises:
            StoreBusy: as many stores as there may be are in use.
            DamagedRelease: the dumps cannot be loaded.
        """
        with self._lock:
            if release.id not in self._stores:
                self._make_room()
                self._stores[release.id] = open_store(store_files(release), workers=2, spare=1)
            self._used[release.id] = self._clock()
            return self._stores[release.id]

    def close(self) -> None:
        """Let go of all stores."""
        with self._lock:
            for store in self._stores.values():
                store.close()
            self._stores.clear()

    def _make_room(self) -> None:
        if len(self._stores) < MOST_STORES:
            return
        oldest = min(self._stores, key=lambda release_id: self._used[release_id])
        if self._clock() - self._used[oldest] < _IN_USE_SECONDS:
            raise StoreBusy("other earlier releases are being read; try again shortly", retry_seconds=20)
        self._stores.pop(oldest).close()
