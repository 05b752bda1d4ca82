"""From a location to a store: files of a release, or the address of an endpoint."""

from __future__ import annotations

from spaceaccord.store.pool import StoreFiles
from spaceaccord.store.pooled import PooledStore
from spaceaccord.store.port import SparqlStore
from spaceaccord.store.remote import RemoteStore


def open_store(location: StoreFiles | str, *, workers: int = 8, spare: int = 2) -> SparqlStore:
    """Return the store at `location`; close it when done. `workers` counts for files only.

    Raises:
        DamagedRelease: the files cannot be loaded.
        StoreUnavailable: the process that loads them does not start.
        UsageError: the address is none.
    """
    if isinstance(location, str):
        return RemoteStore(location)
    return PooledStore(location, spare=spare, largest=workers)
