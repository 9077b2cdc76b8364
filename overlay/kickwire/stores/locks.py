"""Locks between the threads of one process, one for each key."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Generator, Hashable
from contextlib import contextmanager

from kickwire.errors import ConfigurationError, StoreBusy

LOCK_SECONDS = 60.0
"""Seconds a lock is waited for: longer than a renewal takes whose server answers at all."""


def checked_lock_timeout(seconds: object) -> float:
    """Seconds to wait for a lock; 0 tries once.

    Raises:
        ConfigurationError: it is something else.
    """
    if isinstance(seconds, int | float) and not isinstance(seconds, bool):
        wait = float(seconds)
    else:
        wait = -1.0
    if not 0 <= wait <= threading.TIMEOUT_MAX:
        raise ConfigurationError(
            f"lock_timeout: a number of seconds from 0 on is expected, not {seconds!r}"
        )
    return wait


class ThreadLocks:
    """One lock per key among the threads of this process.

    A lock exists while somebody holds or waits for it, so a hundred thousand accounts leave none.
    A forked child begins without any: the threads that hold them are not in it.
    """

    def __init__(self) -> None:
        self.reset()
        _all.add(self)

    def __len__(self) -> int:
        return len(self._locks)

    @contextmanager
    def hold(self, key: Hashable, seconds: float, whose: str) -> Generator[None]:
        """Exclusive for a key.

        Args:
            key: what is locked.
            seconds: how long to wait.
            whose: what it is, for the error.

        Raises:
            StoreBusy: it was not to be had in time.
        """
        lock = self._join(key)
        try:
            if not lock.acquire(timeout=seconds):
                raise busy(whose, seconds)
            try:
                yield
            finally:
                lock.release()
        finally:
            self._leave(key, lock)

    def reset(self) -> None:
        """Begin without any locks."""
        self._guard = threading.Lock()
        self._locks: dict[Hashable, tuple[threading.Lock, int]] = {}

    def _join(self, key: Hashable) -> threading.Lock:
        with self._guard:
            lock, users = self._locks.get(key) or (threading.Lock(), 0)
            self._locks[key] = (lock, users + 1)
        return lock

    def _leave(self, key: Hashable, lock: threading.Lock) -> None:
        with self._guard:
            known, users = self._locks.get(key, (None, 0))
            if known is not lock:
                return  # a forked child leaves what its parent entered
            if users > 1:
                self._locks[key] = (lock, users - 1)
            else:
                del self._locks[key]


def busy(whose: str, seconds: float) -> StoreBusy:
    """The error of a lock that was not to be had in time."""
    return StoreBusy(
        f"the lock of {whose} was not to be had within {seconds:g} s: another thread or process"
        " has it; call again"
    )


_all: weakref.WeakSet[ThreadLocks] = weakref.WeakSet()


def _reset_in_child() -> None:
    for locks in list(_all):
        locks.reset()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_reset_in_child)

__all__ = ["LOCK_SECONDS", "ThreadLocks", "busy", "checked_lock_timeout"]
