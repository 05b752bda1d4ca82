"""The queue: bounded, fair to clients, and no place is ever lost."""

from __future__ import annotations

import asyncio

import pytest

from spaceaccord.store.query_errors import StoreBusy
from spaceaccord.web.admission import Admission, TooManyRequests


async def _hold(admission: Admission, client: str, order: list[str], release: asyncio.Event) -> None:
    async with admission.place(client):
        order.append(client)
        await release.wait()


async def _settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_no_more_run_than_there_are_places() -> None:
    async def run() -> None:
        admission, order, release = Admission(places=2, waiting=8, patience_seconds=5), list[str](), asyncio.Event()
        tasks = [asyncio.create_task(_hold(admission, "a", order, release)) for _ in range(5)]
        await _settle()
        assert admission.counts == {"running": 2, "waiting": 3}
        release.set()
        await asyncio.gather(*tasks)
        assert admission.counts == {"running": 0, "waiting": 0}
        assert len(order) == 5

    asyncio.run(run())


def test_clients_take_turns_however_many_queries_one_sends() -> None:
    async def run() -> list[str]:
        admission, order = Admission(places=1, waiting=20, patience_seconds=5), list[str]()
        first, then = asyncio.Event(), asyncio.Event()
        then.set()
        tasks = [asyncio.create_task(_hold(admission, "first", order, first))]
        await _settle()
        for client in ("greedy", "greedy", "greedy", "modest"):
            tasks.append(asyncio.create_task(_hold(admission, client, order, then)))
            await _settle()
        first.set()
        await asyncio.gather(*tasks)
        return order

    assert asyncio.run(run()) == ["first", "greedy", "modest", "greedy", "greedy"]


def test_a_full_queue_turns_away_and_a_greedy_client_sooner() -> None:
    async def run() -> None:
        admission, order, release = Admission(places=1, waiting=4, patience_seconds=5), list[str](), asyncio.Event()
        clients = ("a", "b", "greedy", "greedy")
        tasks = [asyncio.create_task(_hold(admission, client, order, release)) for client in clients]
        await _settle()
        with pytest.raises(TooManyRequests):
            await _hold(admission, "greedy", order, release)
        tasks.append(asyncio.create_task(_hold(admission, "c", order, release)))
        await _settle()
        with pytest.raises(StoreBusy):
            await _hold(admission, "d", order, release)
        release.set()
        await asyncio.gather(*tasks)

    asyncio.run(run())


def test_who_waits_too_long_is_told_to_come_back() -> None:
    async def run() -> None:
        admission, release = Admission(places=1, waiting=4, patience_seconds=0.01), asyncio.Event()
        task = asyncio.create_task(_hold(admission, "a", [], release))
        await _settle()
        with pytest.raises(StoreBusy):
            await _hold(admission, "b", [], release)
        assert admission.counts == {"running": 1, "waiting": 0}
        release.set()
        await task

    asyncio.run(run())


def test_a_place_called_for_a_client_that_has_left_goes_to_the_next() -> None:
    async def run() -> None:
        admission, order = Admission(places=1, waiting=4, patience_seconds=5), list[str]()
        first, then = asyncio.Event(), asyncio.Event()
        then.set()
        holder = asyncio.create_task(_hold(admission, "a", order, first))
        await _settle()
        leaver = asyncio.create_task(_hold(admission, "b", order, then))
        stayer = asyncio.create_task(_hold(admission, "c", order, then))
        await _settle()
        first.set()
        leaver.cancel()
        await asyncio.gather(holder, leaver, stayer, return_exceptions=True)
        assert order == ["a", "c"]
        assert admission.counts == {"running": 0, "waiting": 0}

    asyncio.run(run())


def test_slow_queries_give_way_when_others_wait() -> None:
    async def run() -> list[int]:
        now, gone, release = [0.0], list[int](), asyncio.Event()
        admission = Admission(places=3, waiting=8, patience_seconds=5, clock=lambda: now[0])

        async def slow(number: int) -> None:
            ended = asyncio.Event()
            async with admission.place("a") as ticket:

                def give_way() -> None:
                    gone.append(number)
                    ended.set()

                ticket.give_way = give_way
                await asyncio.wait(
                    [asyncio.create_task(ended.wait()), asyncio.create_task(release.wait())],
                    return_when=asyncio.FIRST_COMPLETED,
                )

        tasks = []
        for number in range(3):
            tasks.append(asyncio.create_task(slow(number)))
            await _settle()
            now[0] += 1
        now[0] += 10
        await asyncio.wait_for(_hold(admission, "b", [], _set()), 3)
        release.set()
        await asyncio.gather(*tasks)
        return gone

    # Of three places one may be held by a slow query: the two that ran longest are gone.
    assert asyncio.run(run()) == [0, 1]


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


def test_places_are_stuck_only_when_all_queries_in_them_have_run_for_more_than_a_moment() -> None:
    async def run() -> None:
        now = [0.0]
        admission = Admission(places=2, waiting=4, patience_seconds=5, clock=lambda: now[0])
        order, release = list[str](), asyncio.Event()
        first = asyncio.create_task(_hold(admission, "a", order, release))
        await _settle()
        now[0] = 1.0
        assert not admission.is_stuck  # a place is free
        second = asyncio.create_task(_hold(admission, "b", order, release))
        await _settle()
        assert not admission.is_stuck  # one has just begun
        now[0] = 2.0
        assert admission.is_stuck
        release.set()
        await asyncio.gather(first, second)

    asyncio.run(run())
