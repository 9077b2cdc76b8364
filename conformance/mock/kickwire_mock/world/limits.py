"""How many requests may still come: in windows of the clock, and out of buckets that refill."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from kickwire_mock.clock import Clock
from kickwire_mock.values import value_class

_MANY = 10_000
"""Buckets after which the full ones are forgotten; a full one is as good as none."""
_TINY = 1e-9


@value_class(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many requests in so many seconds, for whoever shares a pool."""

    pool: str
    most: int
    seconds: int
    """Of a window: its length; windows begin at whole multiples of it. Of a bucket: how long an
    empty one takes to be full again."""
    quirk: str
    """The entry of the ledger that has the number."""
    bucket: bool = False
    """Whether it is a bucket that refills steadily rather than a window that begins anew."""


@dataclass(slots=True)
class _Window:
    number: int = -1
    counts: dict[str, int] = field(default_factory=dict[str, int])


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float
    """Unix seconds at which so much was left."""


class Limits:
    """Counts requests by pool; a window that is over is forgotten."""

    _clock: Clock
    _windows: dict[int, _Window]
    """By length in seconds."""
    _buckets: dict[str, _Bucket]
    """By pool."""
    _many: int

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._windows = {}
        self._buckets = {}
        self._many = _MANY

    def exceeded(self, limits: Sequence[Limit]) -> Limit | None:
        """The first limit without room for one more request; None: all have it, and it counts."""
        for limit in limits:
            room = self._refilled(limit).left if limit.bucket else self._rest(limit)
            if room < 1 - _TINY:
                return limit
        for limit in limits:
            if limit.bucket:
                self._refilled(limit).left -= 1
            else:
                self._counts(limit)[limit.pool] = limit.most - self._rest(limit) + 1
        return None

    def wait(self, limit: Limit) -> int:
        """Whole seconds until a limit that is exceeded has room again."""
        if limit.bucket:
            missing = 1 - self._refilled(limit).left
            return max(math.ceil(missing * limit.seconds / limit.most - _TINY), 1)
        return self.rest_of_window(limit.seconds)

    def rest_of_window(self, seconds: int) -> int:
        """Whole seconds until the present window of this length is over."""
        return math.ceil(seconds - self._clock.now() % seconds)

    def _rest(self, limit: Limit) -> int:
        return limit.most - self._counts(limit).get(limit.pool, 0)

    def _counts(self, limit: Limit) -> dict[str, int]:
        window = self._windows.setdefault(limit.seconds, _Window())
        number = int(self._clock.now() // limit.seconds)
        if window.number != number:
            window.number, window.counts = number, {}
        return window.counts

    def _refilled(self, limit: Limit) -> _Bucket:
        now, full = self._clock.now(), float(limit.most)
        bucket = self._buckets.get(limit.pool)
        if bucket is None:
            self._forget(full, now, limit.seconds)
            bucket = self._buckets[limit.pool] = _Bucket(full, now)
        passed = max(now - bucket.at, 0.0)
        bucket.left = min(full, bucket.left + passed * limit.most / limit.seconds)
        bucket.at = now
        return bucket

    def _forget(self, full: float, now: float, seconds: int) -> None:
        if len(self._buckets) >= self._many:
            self._buckets = {
                pool: each
                for pool, each in self._buckets.items()
                if each.left + (now - each.at) * full / seconds < full
            }
            self._many = max(_MANY, 2 * len(self._buckets))
