"""Queries in the books: numbers, cancellation, cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from spaceaccord.errors import StoreUnavailable
from spaceaccord.store.query_errors import MalformedQuery, QueryTimeout, StoreBusy, UpdateRefused, WorkerLost
from spaceaccord.web.ledger import BadQueryId, Ledger, QueryIdTaken, RunningQuery, outcome_of
from spaceaccord.web.query_log import QueryLog
from spaceaccord.web.time_budget import BudgetSpent, TimeBudget

UUID = "6f1c2a34-90ab-4cde-8f01-23456789abcd"
Begin = Callable[..., RunningQuery]


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(log=QueryLog(""), budget=TimeBudget(60, clock=lambda: 0.0), clock=lambda: 5.0)


def _begin(ledger: Ledger, wanted_id: str = "", client: str = "192.0.2.1") -> RunningQuery:
    return ledger.begin(client=client, text="ASK {}", format="text/csv", release="r", wanted_id=wanted_id)


def test_a_query_is_cancelled_by_its_number_only_while_it_runs(ledger: Ledger) -> None:
    entry = _begin(ledger)

    assert not ledger.cancel("x" * 22)
    assert ledger.cancel(entry.id)
    assert entry.cancellation.thrown
    ledger.end(entry, "cancelled")
    assert not ledger.cancel(entry.id)


def test_numbers_are_never_the_same_and_cannot_be_counted_up(ledger: Ledger) -> None:
    numbers = {_begin(ledger).id for _ in range(100)}

    assert len(numbers) == 100
    assert min(map(len, numbers)) >= 22


def test_a_client_may_bring_its_own_number(ledger: Ledger) -> None:
    assert _begin(ledger, UUID).id == UUID

    with pytest.raises(QueryIdTaken):
        _begin(ledger, UUID)


@pytest.mark.parametrize("wanted", ["1", "short-number", "x" * 65, "with a space in it, and long", "x" * 21])
def test_a_number_that_can_be_guessed_is_refused(ledger: Ledger, wanted: str) -> None:
    with pytest.raises(BadQueryId):
        _begin(ledger, wanted)


def test_the_time_of_workers_is_charged_to_the_client(ledger: Ledger) -> None:
    entry = _begin(ledger)
    entry.worker_seconds = 61
    ledger.end(entry, "timed out")

    with pytest.raises(BudgetSpent):
        _begin(ledger)
    assert _begin(ledger, client="192.0.2.2")


def test_what_ends_because_nobody_waits_is_counted_as_such(ledger: Ledger) -> None:
    entry = _begin(ledger)
    entry.leave()
    ledger.end(entry, "cancelled")

    assert 'spaceaccord_query_seconds_count{outcome="client gone"} 1' in list(ledger.figures.lines())


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (MalformedQuery("x"), "malformed"),
        (UpdateRefused("x"), "refused"),
        (QueryTimeout("x"), "timed out"),
        (StoreBusy("x"), "busy"),
        (WorkerLost("x"), "worker lost"),
        (StoreUnavailable("x"), "unavailable"),
        (ZeroDivisionError(), "failed"),
    ],
)
def test_each_error_has_an_outcome(error: Exception, outcome: str) -> None:
    assert outcome_of(error) == outcome
