"""Things that end, kept under a secret value and looked up in constant time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from itertools import islice
from typing import Generic, Protocol, TypeVar

from kickwire_mock.clock import Clock

EXPIRED = "has expired"
USED = "was used already"
_REMEMBERED = 10_000
_LOOKED_AT = 2
"""Items for each that is put: with one, as many would end as are found to have ended."""
_ROUND = 16
"""So many are put before others are looked at, in one go, which costs less than one by one."""


class Mortal(Protocol):
    """Something that ends by itself."""

    @property
    def expires(self) -> float:
        """Unix seconds; from then on it is gone."""
        ...

    @property
    def ended(self) -> str:
        """Why it ended before that, in words that follow its name; empty while it lives."""
        ...


T = TypeVar("T", bound=Mortal)


class Shelf(Generic[T]):
    """Holds living things only.

    For each item that is put, two of those already there are looked at, in turn, and dropped if
    they have ended, so a shelf never holds more than a few times what lives, and no request pays
    for all of them at once. Why things went is remembered of the last `_REMEMBERED`, for the
    journal.
    """

    _clock: Clock
    _puts: int
    """Since others were looked at."""
    _items: OrderedDict[str, T]
    _gone: OrderedDict[str, str]
    """Why, by what they were kept under."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._puts = 0
        self._items = OrderedDict()
        self._gone = OrderedDict()

    def put(self, key: str, item: T) -> None:
        """Keep an item."""
        self._puts += 1
        if self._puts == _ROUND:
            self._puts = 0
            self._look_around()
        self._items[key] = item

    def get(self, key: str) -> T | None:
        """The item, if it is there and lives."""
        item = self._items.get(key)
        if item is None:
            return None
        if why := _why_ended(item, self._clock.now()):
            self.drop(key, why)
            return None
        return item

    def drop(self, key: str, why: str) -> bool:
        """Take an item away; False if there was none.

        Args:
            key: its secret value.
            why: in words that follow its name, for instance `USED`.
        """
        if self._items.pop(key, None) is None:
            return False
        self._remember(key, why)
        return True

    def why_not(self, key: str) -> str:
        """Why `get` finds nothing, in words that follow the name of the thing."""
        return self._gone.get(key, "is unknown")

    def newest(self) -> str | None:
        """The key that was put last, or None."""
        return next(reversed(self._items), None)

    def latest(self, limit: int) -> Iterator[tuple[str, T, str]]:
        """Items with their keys and why they are dead, empty if they live; in no order.

        Args:
            limit: so many that were put last are among them; the time it takes grows with this.
        """
        # What was looked at stands at the end as well, behind what was put before.
        now = self._clock.now()
        seen = limit + _LOOKED_AT * (limit + _ROUND)
        for key, item in islice(reversed(self._items.items()), seen):
            yield key, item, _why_ended(item, now)

    def living(self) -> Iterator[tuple[str, T]]:
        """Every living item with its key; takes time in proportion to their number."""
        now = self._clock.now()
        yield from [pair for pair in self._items.items() if not _why_ended(pair[1], now)]

    def __len__(self) -> int:
        return len(self._items)

    def _look_around(self) -> None:
        now = self._clock.now()
        for key, item in list(islice(self._items.items(), _LOOKED_AT * _ROUND)):
            if why := _why_ended(item, now):
                self.drop(key, why)
            else:
                self._items.move_to_end(key)

    def _remember(self, key: str, why: str) -> None:
        self._gone[key] = why
        if len(self._gone) > _REMEMBERED:
            self._gone.popitem(last=False)


def _why_ended(item: Mortal, now: float) -> str:
    return item.ended or (EXPIRED if item.expires <= now else "")
