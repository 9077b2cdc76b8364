"""A store that lasts as long as the process. For one process only, and for tests."""

from __future__ import annotations

import os
import secrets
import threading
from contextlib import AbstractContextManager

from kickwire.errors import StoreError

from .base import Key, Record
from .locks import LOCK_SECONDS, ThreadLocks, checked_lock_timeout
from .naming import shown


class MemoryStore:
    """Keeps records in a dict: fast, gone with the process, never shared.

    A forked child may not use it. It would hold a copy of each refresh token, and of two processes
    that renew one token one loses the session.

    Args:
        lock_timeout: seconds that `lock` waits; 0 tries once.

    Raises:
        ConfigurationError: `lock_timeout` is no number of seconds.
    """

    def __init__(self, *, lock_timeout: float = LOCK_SECONDS) -> None:
        self._lock_timeout = checked_lock_timeout(lock_timeout)
        self._pid = os.getpid()
        self._guard = threading.Lock()
        self._locks = ThreadLocks()
        self._records: dict[Key, Record] = {}
        self._expiries: dict[Key, float] = {}

    @property
    def lock_proves_end(self) -> bool:
        """True: a thread of this process that holds a lock is alive."""
        return True

    def load(self, key: Key) -> Record | None:
        """The record of a key, or None.

        Raises:
            StoreError: this process is a forked child.
        """
        self._check_process()
        return self._records.get(key)

    def lock(self, key: Key) -> AbstractContextManager[None]:
        """Exclusive among the threads of this process, for one key. Not reentrant.

        Raises:
            StoreBusy: it was not to be had in time; raised on entering.
            StoreError: this process is a forked child.
        """
        self._check_process()
        return self._locks.hold(key, self._lock_timeout, shown(key))

    def begin(self, key: Key, version: str, attempt: str) -> bool:
        """Note that a renewal of this version begins. False if the version is no longer stored.

        Raises:
            StoreError: this process is a forked child.
        """
        self._check_process()
        with self._guard:
            record = self._records.get(key)
            if record is None or record.version != version:
                return False
            self._records[key] = Record(version, record.text, attempt)
        return True

    def replace(self, key: Key, expected_version: str, text: str) -> Record | None:
        """Store a text under a new version if the expected one is still stored.

        What is replaced no longer expires. Returns what is stored afterwards.

        Raises:
            StoreError: this process is a forked child.
        """
        new = _new_record(text)
        del text  # an error's frames must not show it
        self._check_process()
        with self._guard:
            record = self._records.get(key)
            if record is None or record.version != expected_version:
                return record
            self._set(key, new, None)
        return new

    def put(self, key: Key, text: str, *, expires_at: float | None = None) -> Record:
        """Store a text whatever was there before.

        Args:
            key: where.
            text: what.
            expires_at: Unix seconds from which on `purge` drops it; None keeps it.

        Raises:
            StoreError: this process is a forked child.
        """
        new = _new_record(text)
        del text  # an error's frames must not show it
        self._check_process()
        with self._guard:
            self._set(key, new, expires_at)
        return new

    def take(self, key: Key) -> Record | None:
        """Load and delete in one step: of two callers one gets the record.

        Raises:
            StoreError: this process is a forked child.
        """
        self._check_process()
        with self._guard:
            self._expiries.pop(key, None)
            return self._records.pop(key, None)

    def forget(self, key: Key) -> bool:
        """Delete. False if there was nothing.

        Raises:
            StoreError: this process is a forked child.
        """
        return self.take(key) is not None

    def purge(self, now: float) -> int:
        """Delete what has expired by now (Unix seconds). Returns how many records.

        Raises:
            StoreError: this process is a forked child.
        """
        self._check_process()
        with self._guard:
            expired = [key for key, at in self._expiries.items() if at <= now]
            for key in expired:
                del self._expiries[key], self._records[key]
        return len(expired)

    def _set(self, key: Key, record: Record, expires_at: float | None) -> None:
        self._records[key] = record
        if expires_at is None:
            self._expiries.pop(key, None)
        else:
            self._expiries[key] = expires_at

    def _check_process(self) -> None:
        if os.getpid() != self._pid:
            raise StoreError(
                "this process was forked from the one that made the MemoryStore; two processes"
                " that renew one refresh token lose it: make the store after the fork, or use"
                " SQLiteStore"
            )


def _new_record(text: str) -> Record:
    return Record(secrets.token_urlsafe(16), text)


__all__ = ["MemoryStore"]
