"""What a running site serves: one release, its store, its answers so far. Made at start-up, the same until the end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from spaceaccord.iris import Iris
from spaceaccord.release.opening import Release
from spaceaccord.store.port import QueryLimits, SparqlStore
from spaceaccord.store.query_text import StoredQuery
from spaceaccord.web.admission import Admission
from spaceaccord.web.answer_cache import AnswerCache
from spaceaccord.web.archive import Archive
from spaceaccord.web.ledger import Ledger
from spaceaccord.web.page_data import PageData
from spaceaccord.web.rendering import Pages
from spaceaccord.web.search import SearchIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A release being served. `threads` run the calls of the store, which block; `archive` opens earlier releases.

    Queries run in the places of `admission`; where these are taken, they are first tried for a moment in those of
    `short_queries`, so that a short one never waits for long ones. The `ledger` outlives the publication.
    """

    release: Release
    iris: Iris
    store: SparqlStore
    limits: QueryLimits
    admission: Admission
    short_queries: Admission
    cache: AnswerCache
    threads: ThreadPoolExecutor
    pages: Pages
    data: PageData
    queries: dict[str, StoredQuery]
    archive: Archive
    ledger: Ledger
    search: SearchIndex = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "search", SearchIndex(self.data))

    def close(self) -> None:
        """Let go of the stores and threads."""
        self.store.close()
        self.archive.close()
        self.threads.shutdown(wait=False, cancel_futures=True)

    def local_path(self, iri: str) -> str:
        """Return the path of this site that answers for `iri`, which is one of ours."""
        return "/" + iri.removeprefix(self.iris.base)
