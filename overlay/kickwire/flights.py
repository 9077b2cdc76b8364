"""One job per matter at a time in this process; everybody who asks meanwhile gets its outcome.

The jobs run in threads of a bounded pool, not in a caller's thread or event loop: a caller that is
cancelled, or a loop that is closed, cannot cut a job in half. A job never waits for another job.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar, cast

from .errors import FixTheCall, KickError
from .forks import begin_anew_in_children

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
        self.begin_anew()
        begin_anew_in_children(self)

    def begin_anew(self) -> None:
        """No job is under way, and there are no threads yet."""
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
            with suppress(RuntimeError):
                self._threads().submit(self._fly, matter, job, future)
                self._flying[matter] = future
                return future
        raise FixTheCall("the interpreter is shutting down, nothing more can be begun")

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


class Gate:
    """Counts what was begun, so that whoever closes can wait for it."""

    def __init__(self) -> None:
        self._closed = False
        self.begin_anew()
        begin_anew_in_children(self)

    def begin_anew(self) -> None:
        """Nothing is under way."""
        self._changed = threading.Condition()
        self._under_way = 0

    @contextmanager
    def passed(self) -> Generator[None]:
        """Around something that must not be cut in half. Raises `FixTheCall` after `close`."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def watch(self, begin: Callable[[], Flight[T]]) -> Flight[T]:
        """Begin or join a flight, and count it until it lands. Raises like `passed`."""
        self._enter()
        try:
            flight = begin()
        except BaseException:
            self._leave()
            raise
        flight.add_done_callback(lambda _: self._leave())
        return flight

    def close(self) -> None:
        """Let nothing more begin, and return when nothing is under way."""
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: self._under_way == 0)

    def _enter(self) -> None:
        with self._changed:
            closed = self._closed
            self._under_way += not closed
        if closed:
            raise FixTheCall("this client was closed")

    def _leave(self) -> None:
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()


__all__ = ["Flight", "Flights", "Gate", "Landing", "Matter"]
