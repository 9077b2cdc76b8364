"""What happened, for people who wonder why: every request, and why it was refused.

Kick tells a client little; the journal tells the rest. It holds no token, code, verifier, client
secret or header, so it may be shown to anybody.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import count, islice
from typing import Final, TypeAlias

from kickwire_mock.messages import HostKind
from kickwire_mock.values import value_class

LENGTH = 10_000
"""Entries kept; older ones give way."""


@value_class(frozen=True, slots=True)
class Entry:
    """One request and what became of it."""

    number: int
    """Counts from 1, without gaps."""
    time: float
    """Unix seconds by the mock's clock."""
    host: HostKind
    method: str
    path: str
    """The path template; empty where no operation has the path."""
    operation: str | None
    """The operation's id; None where no operation has the path."""
    status: int
    """Of the answer; 0 where a fault let none come."""
    grant_type: str | None
    client_id: str | None = None
    """The app, if it is a known one."""
    user: str | None = None
    """Name of the user whose code or token was sent."""
    reason: str = ""
    """Why the request was refused or some of it not done, in plain words; empty if all was done."""
    quirks: tuple[str, ...] = ()
    """Entries of the ledger that shaped the answer."""
    fault: str | None = None
    """Id of the armed fault that struck."""

    @property
    def refused(self) -> bool:
        """See `was_refused`."""
        return was_refused(self.status, self.reason)


Row: TypeAlias = tuple[
    float,
    HostKind,
    str,
    str,
    str | None,
    int,
    str | None,
    str | None,
    str | None,
    str,
    tuple[str, ...],
    str | None,
]
"""An entry as it is kept: its fields but for the number, which is that of its place. Few entries
are ever read, and a tuple takes a third of the time to make."""
# Where a row has what is looked for and counted.
_OPERATION: Final = 4
_STATUS: Final = 5
_GRANT_TYPE: Final = 6


def was_refused(status: int, reason: str) -> bool:
    """Whether nothing of a request was done; a success can have a reason too, for a part of it."""
    return bool(reason) and not 200 <= status < 300


@dataclass(frozen=True, slots=True)
class Count:
    """How many requests ended alike."""

    operation: str | None
    grant_type: str | None
    status: int
    count: int


class Journal:
    """The last `LENGTH` requests, and counts of all of them."""

    def __init__(self, lock: AbstractContextManager[object]) -> None:
        """Take the lock that guards the mock."""
        self._lock = lock
        self._rows: deque[Row] = deque(maxlen=LENGTH)
        self._counts: Counter[tuple[str | None, str | None, int]] = Counter()
        self._last = 0

    def write(self, row: Row) -> None:
        """Add an entry, with the next number. Whoever calls this holds the lock."""
        self._last += 1
        self._rows.append(row)
        self._counts[row[_OPERATION], row[_GRANT_TYPE], row[_STATUS]] += 1

    def entries(
        self, after: int | None = None, operation: str | None = None, limit: int = 1000
    ) -> list[Entry]:
        """Kept entries in order: the latest ones, or those that came next after one.

        Args:
            after: the number of that one; None: the latest are wanted.
            operation: only requests to this operation.
            limit: no more than so many.
        """
        with self._lock:
            if after is not None:
                return list(islice(self._after(after, operation), max(limit, 0)))
            return list(islice(self._latest(operation), max(limit, 0)))[::-1]

    def newest(self, limit: int) -> list[Entry]:
        """The latest entries, newest first, no more than so many."""
        with self._lock:
            return list(islice(self._latest(), limit))

    def counts(self) -> list[Count]:
        """How many requests ended in which way, in the order in which they first did."""
        with self._lock:
            return [Count(*key, count) for key, count in self._counts.items()]

    def clear(self) -> None:
        """Forget everything; numbers start at 1 again."""
        with self._lock:
            self._rows.clear()
            self._counts.clear()
            self._last = 0

    def _after(self, number: int, operation: str | None) -> Iterator[Entry]:
        """Those that came after one, in order."""
        gone = self._last - len(self._rows)
        skipped = max(number - gone, 0)
        rows = islice(self._rows, skipped, None)
        return _entries(zip(count(gone + skipped + 1), rows), operation)

    def _latest(self, operation: str | None = None) -> Iterator[Entry]:
        """All of them, newest first."""
        return _entries(zip(count(self._last, -1), reversed(self._rows)), operation)

    def __repr__(self) -> str:
        return f"Journal({self._last} requests)"


def _entries(numbered: Iterable[tuple[int, Row]], operation: str | None) -> Iterator[Entry]:
    for number, row in numbered:
        if operation is None or row[_OPERATION] == operation:
            yield Entry(number, *row)
