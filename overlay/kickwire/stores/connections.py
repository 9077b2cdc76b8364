"""Connections to SQLite that threads share and that no fork can harm.

SQLite counts its locks per process and file. A child that inherits an idle connection takes no lock
for a new one of its own: it goes on writing into a log that its parent removes when it closes, and
what it wrote is lost. So connections are closed before a fork, and both sides open their own when
they need one.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from kickwire.errors import StoreError

_T = TypeVar("_T")

_BUSY_SECONDS = 30.0

_PROBLEMS = {
    sqlite3.SQLITE_FULL: "the disk is full; nothing was changed: make room, then call again",
    sqlite3.SQLITE_IOERR: (
        "the disk cannot be read or written (is it full, over a quota, or failing?); nothing was"
        " changed: call again when it can"
    ),
    sqlite3.SQLITE_READONLY: (
        "the store is read-only; nothing was changed: give the user of this program the right to"
        " write to the file and to its folder"
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the database or a file beside it cannot be opened; check the rights of the folder, and"
        " how many files the process may open (ulimit -n)"
    ),
    sqlite3.SQLITE_NOTADB: (
        "this is no SQLite database, or it is damaged; name another file, or restore a backup"
    ),
    sqlite3.SQLITE_CORRUPT: (
        "the database is damaged; stop the programs that use it, keep a copy, and restore a backup"
        " (or try: sqlite3 FILE .recover)"
    ),
    sqlite3.SQLITE_BUSY: (
        "another program keeps the database locked (a backup, a database browser?); nothing was"
        " changed: end it, then call again"
    ),
}


class Connection:
    """A connection that is opened when it is needed, and used by one thread at a time.

    Args:
        path: the database; what is there at the first use is the one file that is used.
        settings: statements to run on each new connection.
    """

    def __init__(self, path: Path, settings: tuple[str, ...]) -> None:
        self._path = path
        self._settings = settings
        self._closed = False
        self._raw: sqlite3.Connection | None = None
        self._process = 0
        self._file: tuple[int, int] | None = None
        # Reentrant: a signal handler that forks in the middle of a call must not wait for itself.
        self._guard = threading.RLock()
        with _connections_guard:
            _connections.add(self)

    def write(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Do something in one transaction that is on the disk when this returns.

        Raises:
            StoreError: it could not be done; nothing has changed.
        """
        return self.run(lambda raw: in_transaction(raw, work))

    def run(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Do something with the connection.

        Raises:
            StoreError: it could not be done.
        """
        with self._guard:
            self.check_open()
            try:
                return work(self._ready())
            except sqlite3.Error as error:
                problem = _problem(error)
                self._drop_if_stuck()
        raise StoreError(f"{self._path}: {problem}")

    def check_open(self) -> None:
        """Raises `StoreError` after `close`, and in a child that cannot use the connection."""
        if self._closed:
            raise StoreError(f"{self._path}: this store was closed; open another one")
        if self._raw is not None and self._process != os.getpid():
            raise StoreError(
                f"{self._path}: this process was forked behind Python's back while the store was"
                " open, and SQLite would damage the file; open the store in the child"
            )

    def close(self) -> None:
        """Close it for good."""
        with self._guard:
            self._closed = True
            self._close_raw()

    def pause(self) -> None:
        """Close it, and let no thread open it before `resume`."""
        self._guard.acquire()
        self._close_raw()

    def resume(self) -> None:
        """Let threads use it again."""
        self._guard.release()

    def _ready(self) -> sqlite3.Connection:
        self._check_file()
        if self._raw is None:
            self._raw = _connected(self._path, self._settings)
            self._process = os.getpid()
        return self._raw

    def _check_file(self) -> None:
        """Refuse to write into a file that nobody will ever open again."""
        try:
            status = self._path.stat()
            found = (status.st_dev, status.st_ino)
        except OSError:
            found = None
        if self._file is None:
            self._file = found
        if found is None or found != self._file:
            raise StoreError(
                f"{self._path}: the file was removed or exchanged while the store was open; put it"
                " back, or restart the program. Nothing was changed"
            )

    def _drop_if_stuck(self) -> None:
        """A transaction that could not even be rolled back ends with its connection."""
        if self._raw is not None and self._raw.in_transaction:
            self._close_raw()

    def _close_raw(self) -> None:
        if self._raw is None or self._process != os.getpid():
            return  # not even closing another process's connection is safe
        raw, self._raw = self._raw, None
        with suppress(sqlite3.Error):
            raw.close()


def in_transaction(raw: sqlite3.Connection, work: Callable[[sqlite3.Connection], _T]) -> _T:
    """Do something, and commit it; or roll it back and let its error pass."""
    raw.execute("BEGIN IMMEDIATE")
    try:
        result = work(raw)
        raw.execute("COMMIT")
    except BaseException:
        if raw.in_transaction:
            with suppress(sqlite3.Error):
                raw.execute("ROLLBACK")
        raise
    return result


def _connected(path: Path, settings: tuple[str, ...]) -> sqlite3.Connection:
    raw = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        for setting in settings:
            raw.execute(setting)
    except BaseException:
        raw.close()
        raise
    return raw


def _problem(error: sqlite3.Error) -> str:
    """What happened and what to do. SQLite's own words are left out: they may quote a value."""
    code = getattr(error, "sqlite_errorcode", None)
    known = _PROBLEMS.get(code & 0xFF) if isinstance(code, int) else None
    name = getattr(error, "sqlite_errorname", None) or type(error).__name__
    return f"{known} ({name})" if known else f"SQLite failed with {name}; nothing was changed"


_connections: weakref.WeakSet[Connection] = weakref.WeakSet()
_connections_guard = threading.Lock()
_paused: list[Connection] = []


def _before_fork() -> None:
    _connections_guard.acquire()
    for connection in _connections:
        connection.pause()
        _paused.append(connection)


def _after_fork() -> None:
    while _paused:
        _paused.pop().resume()
    _connections_guard.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork
    )

__all__ = ["Connection", "in_transaction"]
