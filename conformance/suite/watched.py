"""A store with somebody looking on, who stops it, overtakes it or lets it fail at some step."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeAlias

from kickwire.stores import Key, Record, Store

Watcher: TypeAlias = Callable[[str, Key], None]
"""Is told the name of a step and whose record it is about. What it raises the step raises."""


def unmoved(_step: str, _key: Key) -> None:
    """A watcher who does nothing."""


class WatchedStore:
    """A store whose steps are watched.

    Each method is a step under its name; leaving a lock is the step ``release``.

    Args:
        store: does the work.
        before: called before each step.
        after: called after each step that ended well.
    """

    def __init__(self, store: Store, before: Watcher = unmoved, after: Watcher = unmoved) -> None:
        self._store = store
        self._before = before
        self._after = after

    @property
    def lock_proves_end(self) -> bool:
        """As the store says."""
        return self._store.lock_proves_end

    def load(self, key: Key) -> Record | None:
        """The record of a key."""
        self._before("load", key)
        record = self._store.load(key)
        self._after("load", key)
        return record

    @contextmanager
    def lock(self, key: Key) -> Generator[None]:
        """Exclusive for a key."""
        self._before("lock", key)
        with self._store.lock(key):
            self._after("lock", key)
            yield
            self._before("release", key)
        self._after("release", key)

    def begin(self, key: Key, version: str, attempt: str) -> bool:
        """Note an attempt."""
        self._before("begin", key)
        noted = self._store.begin(key, version, attempt)
        self._after("begin", key)
        return noted

    def replace(self, key: Key, expected_version: str, text: str) -> Record | None:
        """Store over a version."""
        self._before("replace", key)
        record = self._store.replace(key, expected_version, text)
        self._after("replace", key)
        return record

    def put(self, key: Key, text: str, *, expires_at: float | None = None) -> Record:
        """Store over anything."""
        self._before("put", key)
        record = self._store.put(key, text, expires_at=expires_at)
        self._after("put", key)
        return record

    def take(self, key: Key) -> Record | None:
        """Load and delete."""
        self._before("take", key)
        record = self._store.take(key)
        self._after("take", key)
        return record

    def forget(self, key: Key) -> bool:
        """Delete."""
        self._before("forget", key)
        forgotten = self._store.forget(key)
        self._after("forget", key)
        return forgotten

    def purge(self, now: float) -> int:
        """Delete what has expired; nobody is told of it, as it has no key."""
        return self._store.purge(now)
