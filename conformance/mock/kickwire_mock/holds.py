"""Requests that wait until somebody lets them go on. Carriers wait; here is who waits for what."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, TypeAlias

Stage: TypeAlias = Literal["before", "after"]
"""Whether the request was stopped before or after it took effect."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One request that waits."""

    id: str
    operation: str | None
    stage: Stage


class Holds:
    """The requests that wait."""

    def __init__(self, lock: AbstractContextManager[object]) -> None:
        """Take the lock that guards the mock."""
        self._lock = lock
        self._waiting: dict[str, Hold] = {}
        self._callbacks: dict[str, list[Callable[[], object]]] = {}
        self._numbered = 0

    def start(self, operation: str | None, stage: Stage) -> str:
        """Let a request wait; returns the id of the hold."""
        with self._lock:
            self._numbered += 1
            hold = Hold(f"hold-{self._numbered}", operation, stage)
            self._waiting[hold.id] = hold
            return hold.id

    def waiting(self) -> list[Hold]:
        """Who waits, the one that has waited longest first."""
        with self._lock:
            return list(self._waiting.values())

    def on_release(self, id: str, callback: Callable[[], object]) -> None:
        """Call this when the hold is released; at once if it was released already.

        The callback runs in the thread that releases and must not wait.
        """
        with self._lock:
            if id in self._waiting:
                self._callbacks.setdefault(id, []).append(callback)
                return
        callback()

    def release(self, id: str | None = None) -> int:
        """Let one request go on, or all; returns how many did."""
        with self._lock:
            released = [each for each in self._waiting if id in (None, each)]
            for each in released:
                del self._waiting[each]
            callbacks = [
                callback for each in released for callback in self._callbacks.pop(each, [])
            ]
        for callback in callbacks:
            callback()
        return len(released)

    def __repr__(self) -> str:
        return f"Holds({len(self._waiting)} waiting)"
