"""Many callers at once, each in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds after which something that has to happen is given up."""

Outcome: TypeAlias = T | BaseException
"""What a call gave or raised."""


def in_threads(
    callers: Sequence[Callable[[], T]], meanwhile: Callable[[], object] | None = None
) -> list[Outcome[T]]:
    """Call each in a thread of its own, all at once; their outcomes, in the same order."""
    gate = threading.Barrier(len(callers))
    outcomes: dict[int, Outcome[T]] = {}

    def run(number: int, call: Callable[[], T]) -> None:
        try:
            gate.wait(PATIENCE)
            outcomes[number] = call()
        except BaseException as error:
            outcomes[number] = error

    threads = [
        # A daemon, so that a caller who hangs fails the test and does not hang it.
        threading.Thread(target=run, args=each, daemon=True)
        for each in enumerate(callers)
    ]
    for thread in threads:
        thread.start()
    if meanwhile is not None:
        meanwhile()
    deadline = time.monotonic() + PATIENCE
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [outcomes.get(number, TimeoutError()) for number in range(len(callers))]
