"""How much query time each client has left: so many seconds a minute, so that one client cannot have all of it."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Final

from spaceaccord.errors import SpaceAccordError

_MOST_CLIENTS: Final = 10_000
# An IPv6 client commonly has a whole network of this size to itself.
_IPV6_PREFIX: Final = 64

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class BudgetSpent(SpaceAccordError):
    """The client has used up its query time; `retry_seconds` says when to come back."""

    def __init__(self, retry_seconds: int, allowance: float) -> None:
        super().__init__(
            f"your queries have taken more than {allowance:g} seconds a minute; come back in {retry_seconds} seconds"
        )
        self.retry_seconds = retry_seconds


class TimeBudget:
    """A bucket a client: it holds `allowance` seconds and fills up within a minute. Belongs to one event loop.

    Args:
        allowance: seconds of query time a minute; 0: no limit.
        unmetered: networks whose clients have no limit, such as that of a proxy, which hides who asks.
        clock: seconds that only go forward.
    """

    def __init__(
        self, allowance: float, *, unmetered: Iterable[Network] = (), clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._allowance = allowance
        self._unmetered = tuple(unmetered)
        self._clock = clock
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, client: str) -> None:
        """Do nothing where `client`, an address, has time left.

        Raises:
            BudgetSpent: it has none.
        """
        over = self._spent_now(_name(client)) - self._allowance
        if self._allowance and over >= 0 and not self._is_unmetered(client):
            raise BudgetSpent(max(1, math.ceil(over * 60 / self._allowance) + 1), self._allowance)

    def charge(self, client: str, seconds: float) -> None:
        """Take `seconds` from the budget of `client`."""
        name = _name(client)
        self._spent[name] = (self._spent_now(name) + seconds, self._clock())
        self._spent.move_to_end(name)
        while len(self._spent) > _MOST_CLIENTS:
            self._spent.popitem(last=False)

    def share(self, client: str) -> float:
        """Return which part of its budget `client` has spent; above 1 where it has overdrawn."""
        return self._spent_now(_name(client)) / self._allowance if self._allowance else 0.0

    def _spent_now(self, name: str) -> float:
        spent, since = self._spent.get(name, (0.0, 0.0))
        return max(0.0, spent - (self._clock() - since) * self._allowance / 60)

    def _is_unmetered(self, client: str) -> bool:
        try:
            address = ipaddress.ip_address(client)
        except ValueError:
            return False
        return any(address.version == each.version and address in each for each in self._unmetered)


def _name(client: str) -> str:
    """Return what the addresses of one client have in common."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if address.version == 6:
        return str(ipaddress.ip_network((address.packed, _IPV6_PREFIX), strict=False))
    return client
