"""Waiting for deliveries until nothing more happens to them by itself."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from kickwire_mock.commands.remote import Remote, in_path

_PAUSE = 0.03
"""Seconds between two looks."""

Delivery: TypeAlias = dict[str, Any]
"""As the control host shows it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of deliveries."""

    deliveries: list[Delivery]
    now: float
    """Unix seconds of the mock's clock."""
    runs: bool
    """Whether that clock has moved meanwhile."""
    seconds: float
    """How long they were waited for at most."""


def settled(mock: Remote, ids: Iterable[str], seconds: float) -> Settled:
    """Wait until each delivery has ended, or waits for the mock's clock.

    Args:
        mock: which has them.
        ids: message ids.
        seconds: no longer than so many; the deliveries are then as they are.

    Returns:
        The deliveries in the same order.

    Raises:
        click.ClickException: the mock does not answer, or has forgotten one of them.
    """
    began, first = time.monotonic(), _now(mock)
    found = {each: _look(mock, each) for each in ids}
    now = _now(mock)  # later than before, if the clock runs
    while busy := _busy(found, now, first, seconds):
        if time.monotonic() - began >= seconds:
            break
        time.sleep(_PAUSE)
        now = _now(mock)
        found |= {each: _look(mock, each) for each in busy}
    return Settled(list(found.values()), now, now > first, seconds)


def under_way(delivery: Delivery, now: float) -> bool:
    """Whether something is to happen to it by this time of the mock's clock.

    A receiver is asked just then, or is about to be.
    """
    return any(not each["ended"] and each["due"] <= now for each in delivery["attempts"])


def next_due(delivery: Delivery) -> float | None:
    """Unix seconds of the mock's clock at which it is sent next, or None."""
    return min((each["due"] for each in delivery["attempts"] if each["sent"] is None), default=None)


def _busy(found: Mapping[str, Delivery], now: float, first: float, seconds: float) -> list[str]:
    return [name for name, each in found.items() if not _rests(each, now, first, seconds)]


def _rests(delivery: Delivery, now: float, first: float, seconds: float) -> bool:
    """Whether nothing happens to it soon.

    Args:
        delivery: as it was a moment ago.
        now: by the mock's clock.
        first: the same when the waiting began; a clock that runs has left it behind.
        seconds: of the whole waiting.
    """
    until = first + seconds if now > first else now
    return not under_way(delivery, until)


def _look(mock: Remote, id: str) -> Delivery:
    return mock.get(f"/deliveries/{in_path(id)}")


def _now(mock: Remote) -> float:
    return float(mock.get("/clock")["now"])
