"""One job per matter at a time in this process; everybody who asks meanwhile gets its outcome.

The jobs run in threads of a bounded pool, not in a caller's thread or event loop: a caller that is
cancelled, or a loop that is closed, cannot cut a job in half. A job never waits for another job.
"""

from __future__ import annotations

import copy
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar, cast

from .errors import KickError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Landing(Generic[T]):
    """How a job ended. Not the future's own exception: waiters would all raise the same object."""

    value: T | None = None
    failure: BaseException | None = None

    def outcome(self) -> T:
        """The value. Each waiter gets an error of their own.

        One exception raised in a thousand threads would collect the frames of all of them.
        """
        if self.failure is None:
            return cast("T", self.value)
        raise copy.copy(self.failure) if isinstance(self.failure, KickError) else self.failure


Flight: TypeAlias = Future[Landing[T]]

Matter: TypeAlias = tuple[object, ...]
"""What a job is about; equal matters share a job. Its parts are hashable."""


class Flights:
    """The jobs that are under way, by what they are about."""

    def __init__(self, name: str, workers: int) -> None:
        self._name = name
        self._workers = workers
        self._reset()
        # A child has none of its parent's threads, and a lock may be held at the moment of fork.
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._flying: dict[Matter, Flight[Any]] = {}

    def join(self, matter: Matter, job: Callable[[], T]) -> Flight[T]:
        """The future of the job that is under way in this matter; if none is, this one begins.

        Waiting for it may be given up at any time; the job goes on.
        """
        with self._lock:
            flying = self._flying.get(matter)
            if flying is not None:
                return flying
            future: Flight[T] = Future()
            # Marked as running before anybody sees it: cancelling one waiter of asyncio would
            # otherwise cancel it for all.
            future.set_running_or_notify_cancel()
            self._threads().submit(self._fly, matter, job, future)
            self._flying[matter] = future
        return future

    def wait(self, concerns: Callable[[Matter], bool]) -> None:
        """Return when the jobs of these matters that are under way have landed."""
        with self._lock:
            flying = [future for matter, future in self._flying.items() if concerns(matter)]
        wait(flying)

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix=self._name)
        return self._pool

    def _fly(self, matter: Matter, job: Callable[[], T], future: Flight[T]) -> None:
        landing: Landing[T]
        try:
            landing = Landing(value=job())
        except BaseException as error:  # whatever it is, the waiters must hear it
            landing = Landing(failure=error)
        # Landed before it is told: who comes now begins a new flight instead of an old outcome.
        with self._lock:
            self._flying.pop(matter, None)
        future.set_result(landing)


__all__ = ["Flight", "Flights", "Landing", "Matter"]
