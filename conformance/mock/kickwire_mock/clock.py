"""The time of the mock: it stands still until somebody moves it."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import formatdate

from kickwire_mock.errors import MockError

START = 1_767_225_600.0
"""2026-01-01T00:00:00Z in Unix seconds, the time at which every mock starts."""

_LATEST = 253_402_300_799.0  # the last second of the year 9999, beyond which dates have no form


class Clock:
    """Unix seconds that change only when told to, so that runs repeat exactly."""

    def __init__(self, start: float = START) -> None:
        """Start at this Unix time in seconds."""
        self._start = start
        self._offset = start
        self._listeners: list[Callable[[], object]] = []

    def now(self) -> float:
        """The time in Unix seconds."""
        return self._offset

    def advance(self, seconds: float) -> None:
        """Go forward by so many seconds; a negative number sets the clock back.

        Raises:
            MockError: it is no number, or the new time is outside the years 1970 to 9999.
        """
        self.set(self.now() + _number(seconds))

    def set(self, unix: float) -> None:
        """Go to this Unix time in seconds.

        Raises:
            MockError: it is no number, or outside the years 1970 to 9999.
        """
        self._offset = _checked(_number(unix)) - self._elapsed()
        self._tell()

    def reset(self) -> None:
        """Go back to the start."""
        self._offset = self._start
        self._tell()

    @property
    def runs(self) -> bool:
        """Whether time passes by itself."""
        return False

    def on_move(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Call this whenever somebody moves the clock, in the thread that does; it must not wait.

        Returns:
            What ends it.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    @property
    def ahead(self) -> float | None:
        """Seconds that it is ahead of the computer's clock; None: it does not run."""
        return None

    def resumed(self, now: float, ahead: float | None) -> float:
        """The Unix time to `set` it to, so that it goes on where another clock was.

        Args:
            now: what the other one said, in Unix seconds.
            ahead: its `ahead`.

        Raises:
            MockError: the new time is outside the years 1970 to 9999.
        """
        return _checked(now)

    def _elapsed(self) -> float:
        """What `now` adds to the offset."""
        return 0.0

    def __repr__(self) -> str:
        moves = "runs" if self.runs else "stands still"
        return f"{type(self).__name__}({rfc3339(self.now())}, {moves})"


class WallClock(Clock):
    """Runs with the computer's clock, and can be moved against it.

    For mocks that people click through. Two runs with it do not give the same bytes.
    """

    def __init__(self) -> None:
        """Start at the computer's time."""
        super().__init__(start=0.0)

    def now(self) -> float:
        """See `Clock.now`."""
        return self._elapsed() + self._offset

    @property
    def runs(self) -> bool:
        """It does."""
        return True

    @property
    def ahead(self) -> float | None:
        """See `Clock.ahead`."""
        return self._offset

    def resumed(self, now: float, ahead: float | None) -> float:
        """See `Clock.resumed`; after a clock that ran, time has passed meanwhile."""
        return _checked(now if ahead is None else self._elapsed() + ahead)

    def _elapsed(self) -> float:
        return time.time()


def _number(seconds: object) -> float:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        kind = type(seconds).__name__
        raise MockError(f"the clock takes seconds as a number, not a value of type {kind}")
    return seconds if abs(seconds) <= _LATEST else math.inf  # also of integers beyond a float


def _checked(unix: float) -> float:
    if not (math.isfinite(unix) and 0 <= unix <= _LATEST):
        raise MockError("the clock goes from 1970 to 9999")
    return unix


def http_date(unix: float) -> str:
    """A time as HTTP writes it (RFC 9110 section 5.6.7, IMF-fixdate)."""
    return _imf_fixdate(int(min(unix, _LATEST)))


@functools.lru_cache(maxsize=8)
def _imf_fixdate(second: int) -> str:
    # Every answer bears a date, and many of them the same one.
    return formatdate(second, usegmt=True)


def rfc3339(unix: float) -> str:
    """A time as Kick writes it in JSON: UTC, whole seconds (RFC 3339)."""
    moment = datetime.fromtimestamp(int(_shown(unix)), UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc3339_millis(unix: float) -> str:
    """The same with three digits after the second, as some events have them."""
    moment = datetime.fromtimestamp(_shown(unix), UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _shown(unix: float) -> float:
    """The nearest time that has a form."""
    return min(max(unix, 0.0), _LATEST)
