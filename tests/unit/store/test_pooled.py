"""The processes behind the embedded store: killed, crashed, starved, and always replaced."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from served_release import publish_small_release, store_files
from spaceaccord.errors import DamagedRelease, StoreUnavailable
from spaceaccord.media_types import RESULTS_CSV, RESULTS_JSON
from spaceaccord.store import query_guard
from spaceaccord.store.pool import Worker
from spaceaccord.store.pooled import PooledStore
from spaceaccord.store.port import Cancellation, QueryLimits
from spaceaccord.store.query_errors import (
    QueryCancelled,
    QueryRefused,
    QueryRemembered,
    QueryTimeout,
    QueryTooBig,
    StoreBusy,
    WorkerLost,
)
from spaceaccord.store.query_guard import QueryForm, ReadQuery, check_query
from spaceaccord.store.remembered import Remembered

LIMITS = QueryLimits(seconds=10, memory_bytes=200 * 1024 * 1024)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PooledStore]:
    release = publish_small_release(tmp_path_factory.mktemp("releases"), padding=2000)
    opened = PooledStore(store_files(release), spare=2, largest=4)
    yield opened
    opened.close()


def _ask(store: PooledStore, text: str, limits: QueryLimits = LIMITS) -> bytes:
    with store.answer(check_query(text), RESULTS_JSON, limits) as answer:
        return answer.read()


def _unguarded(text: str) -> ReadQuery:
    """Return a query that the guard would refuse, to see whether the second wall stands."""
    return ReadQuery(text=text, form=QueryForm.SELECT, seal=query_guard._SEAL)


def test_a_query_that_crashes_the_engine_is_refused_and_remembered(store: PooledStore) -> None:
    query = _unguarded("SELECT * {" + "{" * 3000 + "}" * 3000 + "}")

    with pytest.raises(QueryRefused, match="a crash"):
        store.answer(query, RESULTS_JSON, LIMITS)
    with pytest.raises(QueryRemembered):
        store.answer(query, RESULTS_JSON, LIMITS)

    assert b"true" in _ask(store, "ASK {}")


def test_many_crashes_in_a_row_leave_the_store_at_work(store: PooledStore) -> None:
    for number in range(10):
        with pytest.raises(QueryRefused):
            store.answer(_unguarded("SELECT * {" + "{" * (2500 + number) + "}" * 3000), RESULTS_JSON, LIMITS)

    assert b"true" in _ask(store, "ASK {}")


def test_a_query_that_wants_all_memory_is_ended(store: PooledStore) -> None:
    bomb = '"aaaaaaaaaa"'
    for _ in range(10):
        bomb = f'REPLACE({bomb}, "a", "aaaaaaaaaa")'

    with pytest.raises(QueryTooBig, match="memory"):
        _ask(store, f"SELECT ({bomb} AS ?x) {{}}")


def test_a_worker_cannot_open_connections(store: PooledStore) -> None:
    with pytest.raises(QueryRefused, match="open files"):
        store.answer(_unguarded("SELECT * { SERVICE <http://127.0.0.1:8080/> { ?s ?p ?o } }"), RESULTS_JSON, LIMITS)


def test_a_result_of_too_many_rows_is_no_result(store: PooledStore) -> None:
    with pytest.raises(QueryTooBig, match="rows"):
        _ask(store, "SELECT * { ?s ?p ?o }", QueryLimits(max_rows=100))


def test_a_result_may_have_as_many_rows_as_the_limit(store: PooledStore) -> None:
    query = check_query("SELECT * { ?s ?p ?o } LIMIT 100")

    with store.answer(query, RESULTS_CSV, QueryLimits(max_rows=101)) as answer:
        assert answer.read().count(b"\r\n") == 101


def test_a_worker_killed_by_hand_loses_its_query_only(store: PooledStore) -> None:
    _ask(store, "ASK {}")
    worker = store.pool.acquire(5)
    store.pool.release(worker)
    threading.Timer(0.2, os.kill, (worker.pid, signal.SIGKILL)).start()

    with pytest.raises(WorkerLost):
        _ask(store, ENDLESS)

    assert b"true" in _ask(store, "ASK {}")


def test_a_deadline_frees_the_worker_while_others_are_served(store: PooledStore) -> None:
    outcome: list[Exception] = []

    def run() -> None:
        try:
            _ask(store, ENDLESS + " # a", QueryLimits(seconds=1))
        except QueryTimeout as error:
            outcome.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    served = [_ask(store, f"ASK {{}} #{number}") for number in range(20)]
    for thread in threads:
        thread.join()

    assert len(outcome) == 2
    assert all(b"true" in each for each in served)


def test_when_every_worker_is_taken_the_store_is_busy(store: PooledStore) -> None:
    cancellations = [Cancellation() for _ in range(4)]
    begun = threading.Barrier(5)

    def run(cancellation: Cancellation) -> None:
        begun.wait()
        with pytest.raises((QueryCancelled, StoreBusy)):
            store.answer(check_query(ENDLESS), RESULTS_JSON, LIMITS, cancellation=cancellation)

    threads = [threading.Thread(target=run, args=(each,)) for each in cancellations]
    for thread in threads:
        thread.start()
    begun.wait()
    taken = [worker for worker in (_acquire(store) for _ in range(4)) if worker]
    with pytest.raises(StoreBusy):
        store.pool.acquire(0.1)
    for worker in taken:
        store.pool.release(worker)
    for each in cancellations:
        each.cancel()
    for thread in threads:
        thread.join()

    assert b"true" in _ask(store, "ASK {}")


def _acquire(store: PooledStore) -> Worker | None:
    try:
        return store.pool.acquire(0.2)
    except StoreBusy:
        return None


def test_a_zygote_that_dies_is_started_again(tmp_path: Path) -> None:
    store = PooledStore(store_files(publish_small_release(tmp_path)), spare=1, largest=2)
    try:
        os.kill(store.pool._zygote.pid, signal.SIGKILL)
        assert b"true" in _ask(store, "ASK {}")
    except (WorkerLost, StoreBusy):
        assert b"true" in _ask(store, "ASK {}")
    finally:
        store.close()


def test_dumps_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    files = store_files(publish_small_release(tmp_path))
    files.view.write_bytes(b"this is not gzip")

    with pytest.raises(DamagedRelease, match="cannot be loaded"):
        PooledStore(files)


def test_a_closed_store_answers_no_more(tmp_path: Path) -> None:
    store = PooledStore(store_files(publish_small_release(tmp_path)), spare=1, largest=1)
    store.close()

    with pytest.raises(StoreUnavailable):
        _ask(store, "ASK {}")


def test_a_remembered_query_is_tried_again_after_a_while() -> None:
    now = [0.0]
    remembered = Remembered(seconds=300, clock=lambda: now[0])
    query = check_query("ASK {}")
    remembered.add(query, "a crash")

    with pytest.raises(QueryRemembered):
        remembered.check(query)
    now[0] = 301
    remembered.check(query)


def test_a_query_is_suspected_from_its_second_loss_on() -> None:
    remembered = Remembered()
    query = check_query("ASK {}")

    remembered.suspect(query, "killed")
    remembered.check(query)
    remembered.suspect(query, "killed")

    with pytest.raises(QueryRemembered):
        remembered.check(query)
