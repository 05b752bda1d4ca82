"""From settings to the application: the one place of the web that reads settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from spaceaccord.iris import Iris
from spaceaccord.release.history import first_published, read_history
from spaceaccord.release.manifest import MANIFEST_NAME
from spaceaccord.release.opening import Release, open_current, open_named
from spaceaccord.resources import shipped_folder
from spaceaccord.settings import Settings
from spaceaccord.store.opening import open_store
from spaceaccord.store.port import QueryLimits
from spaceaccord.store.query_text import read_stored_queries
from spaceaccord.web.admission import Admission
from spaceaccord.web.answer_cache import AnswerCache
from spaceaccord.web.archive import Archive, store_files
from spaceaccord.web.citation import Citation
from spaceaccord.web.ledger import Ledger
from spaceaccord.web.page_data import PageData
from spaceaccord.web.publication import Publication
from spaceaccord.web.query_log import QueryLog
from spaceaccord.web.rendering import Pages
from spaceaccord.web.site import Site, make_threads
from spaceaccord.web.time_budget import TimeBudget

_MEGABYTE = 1024 * 1024
# Workers beyond the places for queries of strangers, for the pages.
_PAGE_WORKERS = 2
# Places in which queries are tried for a moment when all others are taken.
_SHORT_PLACES = 3
_SHORT_PATIENCE_SECONDS = 1.0
# The part of its deadline for which a query waits for a place.
_PATIENCE_SHARE = 0.5


def create_app(releases: Path, settings: Settings, *, open_release: Callable[[Path], Release] = open_current) -> Site:
    """Return the site of the current release in `releases`; no release is opened before the server starts it.

    Raises:
        EnvironmentFault: the query log cannot be written.
    """
    budget = TimeBudget(settings.client_seconds, unmetered=settings.unmetered_networks)
    ledger = Ledger(log=QueryLog(settings.query_log), budget=budget)
    return Site(
        releases,
        open_first=partial(_publish, releases, settings, ledger, open_release),
        open_next=partial(_publish, releases, settings, ledger, open_named),
        address=settings.public_address,
        answers_at_once=settings.redirect_style == "200",
    )


def _publish(
    releases: Path, settings: Settings, ledger: Ledger, open_release: Callable[[Path], Release]
) -> Publication:
    """Open the release and load its store.

    Raises:
        DamagedRelease: there is no release that can be served.
        StoreUnavailable: the process that holds the store does not start.
    """
    release = open_release(releases)
    iris = Iris(release.base)
    queries = read_stored_queries(shipped_folder("queries"))
    store = open_store(store_files(release), workers=settings.workers + _SHORT_PLACES + _PAGE_WORKERS)
    limits = QueryLimits(
        seconds=settings.query_seconds,
        memory_bytes=settings.query_memory_mb * _MEGABYTE,
        max_rows=settings.max_rows,
        max_bytes=settings.max_bytes,
    )
    return Publication(
        release=release,
        iris=iris,
        store=store,
        limits=limits,
        admission=Admission(
            places=settings.workers, waiting=settings.queue, patience_seconds=settings.query_seconds * _PATIENCE_SHARE
        ),
        short_queries=Admission(
            places=_SHORT_PLACES,
            waiting=settings.queue,
            patience_seconds=min(_SHORT_PATIENCE_SECONDS, settings.query_seconds / 4),
        ),
        cache=AnswerCache(max_bytes=settings.cache_mb * _MEGABYTE),
        threads=make_threads(settings.workers + _SHORT_PLACES),
        pages=Pages(
            base=release.base, release_id=release.id, address=settings.public_address, citation=_citation(release)
        ),
        data=PageData(store, iris),
        queries=queries,
        archive=Archive(),
        ledger=ledger,
    )


def _citation(release: Release) -> Citation:
    published = first_published(read_history(release.folder.parent), release.id)
    return Citation(
        base=release.base,
        release_id=release.id,
        version=release.manifest.version,
        at=published or datetime.fromtimestamp(int((release.folder / MANIFEST_NAME).stat().st_mtime), UTC),
    )
