"""What a measurement is: work and what it is measured against, in turns, and their medians."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from scripts.bench.promises import Promise

ROUNDS = 15

Sample: TypeAlias = Callable[[], float]
"""One round: seconds per piece of work."""


class Unavailable(Exception):
    """A subject cannot be measured on this machine. The text says why."""


def shown(seconds: float) -> str:
    """Three figures and a unit."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:#.3g}".rstrip(".") + f" {unit}"
    return f"{seconds / 1e-9:.0f} ns"


def megabytes(size: float) -> str:
    """Bytes, to two places."""
    return f"{size / 1e6:.2f} MB"


@dataclass(frozen=True)
class Case:
    """One piece of work, and what it is measured against."""

    name: str
    work: Sample
    against: str
    baseline: Sample
    rounds: int = ROUNDS
    show: Callable[[float], str] = shown
    promises: tuple[Promise, ...] = ()
    """What the project promises of it."""


def measured(case: Case) -> tuple[float, float]:
    """The medians of both, taken in turns, in seconds. The first round warms up."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(case.rounds + 1):
        ours.append(case.work())
        theirs.append(case.baseline())
    return statistics.median(ours[1:]), statistics.median(theirs[1:])


def computed(work: Callable[[], object], times: int) -> Sample:
    """Call it so many times a round. In CPU seconds: other work on the machine does not count."""
    return repeated(work, times, time.thread_time)


def repeated(
    work: Callable[[], object], times: int, clock: Callable[[], float] = time.perf_counter
) -> Sample:
    """Call it so many times a round."""

    def sample() -> float:
        turns = range(times)
        began = clock()
        for _ in turns:
            work()
        return (clock() - began) / times

    return sample


def awaited(
    runner: asyncio.Runner,
    work: Callable[[], Awaitable[object]],
    times: int,
    clock: Callable[[], float] = time.thread_time,
) -> Sample:
    """Await it so many times a round, in the loop of the runner. In CPU seconds by default."""

    async def rounds() -> float:
        """One event loop for all rounds."""
        turns = range(times)
        began = clock()
        for _ in turns:
            await work()
        return (clock() - began) / times

    return lambda: runner.run(rounds())
