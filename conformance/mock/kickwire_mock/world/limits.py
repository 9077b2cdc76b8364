"""How many requests came in the present window of time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from kickwire_mock.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many requests in each window of the clock, for whoever shares a pool."""

    pool: str
    most: int
    seconds: int
    """Length of a window; windows begin at whole multiples of it."""
    quirk: str
    """The entry of the ledger that has the number."""


@dataclass(slots=True)
class _Window:
    number: int = -1
    counts: dict[str, int] = field(default_factory=dict[str, int])


class Limits:
    """Counts requests by pool; a window that is over is forgotten."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._windows: dict[int, _Window] = {}

    def exceeded(self, limits: Sequence[Limit]) -> Limit | None:
        """The first limit without room for one more request; None: all have it, and it counts."""
        for limit in limits:
            if self._counts(limit).get(limit.pool, 0) >= limit.most:
                return limit
        for limit in limits:
            counts = self._counts(limit)
            counts[limit.pool] = counts.get(limit.pool, 0) + 1
        return None

    def wait(self, seconds: int) -> int:
        """Whole seconds until the present window of this length is over."""
        return math.ceil(seconds - self._clock.now() % seconds)

    def _counts(self, limit: Limit) -> dict[str, int]:
        window = self._windows.setdefault(limit.seconds, _Window())
        number = int(self._clock.now() // limit.seconds)
        if window.number != number:
            window.number, window.counts = number, {}
        return window.counts
