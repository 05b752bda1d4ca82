"""The query time of each client."""

from __future__ import annotations

import ipaddress

import pytest

from spaceaccord.web.time_budget import BudgetSpent, TimeBudget


@pytest.fixture
def now() -> list[float]:
    return [0.0]


@pytest.fixture
def budget(now: list[float]) -> TimeBudget:
    return TimeBudget(60, unmetered=[ipaddress.ip_network("127.0.0.0/8")], clock=lambda: now[0])


def test_a_client_that_has_spent_its_minute_is_told_when_to_come_back(budget: TimeBudget) -> None:
    budget.charge("192.0.2.1", 70)

    with pytest.raises(BudgetSpent) as caught:
        budget.check("192.0.2.1")

    assert caught.value.retry_seconds == 11
    budget.check("192.0.2.2")


def test_the_budget_fills_up_again(budget: TimeBudget, now: list[float]) -> None:
    budget.charge("192.0.2.1", 70)
    now[0] = 11

    budget.check("192.0.2.1")

    assert budget.share("192.0.2.1") == pytest.approx(59 / 60)


def test_many_short_queries_count_like_a_long_one(budget: TimeBudget) -> None:
    for _ in range(6001):
        budget.charge("192.0.2.1", 0.01)

    with pytest.raises(BudgetSpent):
        budget.check("192.0.2.1")


def test_a_proxy_that_hides_who_asks_has_no_limit(budget: TimeBudget) -> None:
    budget.charge("127.0.0.1", 1000)

    budget.check("127.0.0.1")


def test_addresses_of_one_ipv6_network_are_one_client(budget: TimeBudget) -> None:
    budget.charge("2001:db8::1", 61)

    with pytest.raises(BudgetSpent):
        budget.check("2001:db8::ffff")
    budget.check("2001:db8:0:1::1")


def test_no_allowance_means_no_limit(now: list[float]) -> None:
    unlimited = TimeBudget(0, clock=lambda: now[0])
    unlimited.charge("192.0.2.1", 10_000)

    unlimited.check("192.0.2.1")

    assert unlimited.share("192.0.2.1") == 0


def test_the_memory_of_clients_is_bounded(budget: TimeBudget) -> None:
    for number in range(20_000):
        budget.charge(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", 1)

    assert budget.share("10.0.0.0") == 0
    assert budget.share("10.0.78.31") == pytest.approx(1 / 60)
