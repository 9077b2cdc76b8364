"""A durable store: one SQLite file that the processes of one machine share.

How it keeps what it was given:

* Write-ahead log with ``synchronous=FULL``: a change is on the disk when its method returns, for
  the price of one flush (the older journals need two or three), and a load never waits for one.
* Two connections per process, one that reads and one that writes, each used by one thread at a
  time. However many threads there are, no more files are open.
* No connection lives through a fork; `kickwire.stores.connections` says why.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TypeAlias, cast

from kickwire.errors import StoreError

from . import files
from .base import Key, Record
from .connections import Connection, in_transaction
from .filelocks import FileLocks
from .locks import LOCK_SECONDS, ThreadLocks, checked_lock_timeout
from .naming import digest, shown
from .sealing import HiddenKeys, Sealer

_Row: TypeAlias = tuple[str, object, str | None]

_APPLICATION_ID = 0x4B575354  # "KWST", in the header of the file
_SCHEMA = 1
_SIDE_FILES = ("-wal", "-shm", "-journal")

_CREATE = (
    (
        "CREATE TABLE records ("
        " id BLOB PRIMARY KEY,"  # naming.digest: neither client ids nor names are in the clear
        " version TEXT NOT NULL,"
        " sealed BLOB NOT NULL,"
        " attempt TEXT,"
        " expires_at REAL)"
    ),
    "CREATE INDEX expiring ON records (expires_at) WHERE expires_at IS NOT NULL",
    f"PRAGMA application_id = {_APPLICATION_ID}",
    f"PRAGMA user_version = {_SCHEMA}",
)
_WRITING = (
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",  # macOS: fsync alone leaves it in the drive's cache
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
)
_READING = ("PRAGMA query_only = ON", "PRAGMA temp_store = MEMORY", "PRAGMA trusted_schema = OFF")

_SELECT = "SELECT version, sealed, attempt FROM records WHERE id = ?"
_BEGIN = "UPDATE records SET attempt = ? WHERE id = ? AND version = ?"
_REPLACE = (
    "UPDATE records SET version = ?, sealed = ?, attempt = NULL, expires_at = NULL"
    " WHERE id = ? AND version = ?"
)
_PUT = (
    "INSERT OR REPLACE INTO records (id, version, sealed, attempt, expires_at)"
    " VALUES (?, ?, ?, NULL, ?)"
)
_FORGET = "DELETE FROM records WHERE id = ?"
_PURGE = "DELETE FROM records WHERE expires_at <= ?"


class SQLiteStore:
    """Keeps records in one SQLite file, encrypted, for any number of threads and processes.

    Folders and files that are missing are made, for this user alone. Beside the file are SQLite's
    ``-wal`` and ``-shm``, and a folder ``.locks``. Keep them on a local disk: no network file
    system. The store may be opened before a fork and used on both sides of it.

    When a method fails with `StoreError`, nothing has changed, and the same call can be made again:
    whoever has a new pair that `replace` could not write, because the disk was full, say, must keep
    it and call `replace` again. The store stays usable.

    Args:
        path: the database file, such as ``kickwire/tokens.db``.
        keys: what records are sealed with: one key, or several with the newest first; None takes
            them from the environment variable ``KICKWIRE_STORE_KEYS``. Records of older keys are
            read, and sealed with the newest when they change.
        lock_timeout: seconds that `lock` waits; 0 tries once.

    Raises:
        ConfigurationError: there is no key or a malformed one, or `lock_timeout` is no number of
            seconds.
        StoreError: the file cannot be used; it says why and what to do.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        keys: str | Sequence[str] | None = None,
        lock_timeout: float = LOCK_SECONDS,
    ) -> None:
        hidden = HiddenKeys(keys)
        del keys  # an error's frames must not show them
        self._sealer = Sealer(hidden)
        self._lock_timeout = checked_lock_timeout(lock_timeout)
        self._path = _checked_path(path)
        files.private_folder(self._path.parent)
        self._file_locks = FileLocks(Path(f"{self._path}.locks"))
        self._thread_locks = ThreadLocks()
        self._reader = Connection(self._path, _READING)
        self._writer = Connection(self._path, _WRITING)
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {str(getattr(self, '_path', ''))!r}>"

    def __enter__(self) -> SQLiteStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database. Calls that follow raise `StoreError`; closing again does nothing."""
        self._reader.close()
        self._writer.close()

    @property
    def lock_proves_end(self) -> bool:
        """True: the operating system takes the lock from a process that dies."""
        return True

    def load(self, key: Key) -> Record | None:
        """The record of a key, or None.

        Raises:
            StoreError: the file cannot be read, or the record cannot be opened.
        """
        return self._unsealed(key, self._reader.run(lambda raw: _rows(raw, key)))

    @contextmanager
    def lock(self, key: Key) -> Generator[None]:
        """Exclusive among all threads and processes that use the file, for one key. Not reentrant.

        The system takes it from a process that dies. A child that is forked while it is held does
        not have it.

        Raises:
            StoreBusy: it was not to be had in time.
            StoreError: the folder of the locks cannot be used.
        """
        self._reader.check_open()
        deadline = time.monotonic() + self._lock_timeout
        # Threads of one process wait for each other without polling, and with one open file.
        with self._thread_locks.hold(key, self._lock_timeout, shown(key)):
            left = max(0.0, deadline - time.monotonic())
            with self._file_locks.hold(digest(key).hex(), left, shown(key)):
                yield

    def begin(self, key: Key, version: str, attempt: str) -> bool:
        """Note that a renewal of this version begins. False if the version is no longer stored.

        Raises:
            StoreError: the file cannot be written.
        """
        return self._changed(_BEGIN, attempt, digest(key), version) > 0

    def replace(self, key: Key, expected_version: str, text: str) -> Record | None:
        """Store a text under a new version if the expected one is still stored.

        What is replaced no longer expires. After a `StoreError` the same call can be made again.

        Returns:
            What is stored afterwards: the new record, the one that came in between, or None.

        Raises:
            StoreError: the file cannot be written, or what came in between cannot be opened.
        """
        new = _new_record(text)
        del text  # an error's frames must not show it
        fields = (new.version, self._sealer.seal(key, new), digest(key), expected_version)

        def work(raw: sqlite3.Connection) -> list[_Row] | None:
            return None if raw.execute(_REPLACE, fields).rowcount else _rows(raw, key)

        rows = self._writer.write(work)
        return new if rows is None else self._unsealed(key, rows)

    def put(self, key: Key, text: str, *, expires_at: float | None = None) -> Record:
        """Store a text whatever was there before.

        Args:
            key: where.
            text: what.
            expires_at: Unix seconds from which on `purge` drops it; None keeps it.

        Raises:
            StoreError: the file cannot be written.
        """
        new = _new_record(text)
        del text  # an error's frames must not show it
        self._changed(_PUT, digest(key), new.version, self._sealer.seal(key, new), expires_at)
        return new

    def take(self, key: Key) -> Record | None:
        """Load and delete in one step: of two callers one gets the record.

        Raises:
            StoreError: the file cannot be written, or the record cannot be opened; it stays then.
        """

        def work(raw: sqlite3.Connection) -> Record | None:
            record = self._unsealed(key, _rows(raw, key))
            raw.execute(_FORGET, (digest(key),))
            return record

        return self._writer.write(work)

    def forget(self, key: Key) -> bool:
        """Delete, also what no key opens. False if there was nothing.

        Raises:
            StoreError: the file cannot be written.
        """
        return self._changed(_FORGET, digest(key)) > 0

    def purge(self, now: float) -> int:
        """Delete what has expired by now (Unix seconds). Returns how many records.

        Raises:
            StoreError: the file cannot be written.
        """
        return self._changed(_PURGE, now)

    def _changed(self, statement: str, *fields: object) -> int:
        """Run one statement; how many rows it changed."""
        return self._writer.write(lambda raw: raw.execute(statement, fields).rowcount)

    def _unsealed(self, key: Key, rows: list[_Row]) -> Record | None:
        if not rows:
            return None
        version, sealed, attempt = rows[0]
        return self._sealer.unseal(key, version, sealed, attempt)

    def _prepare(self) -> None:
        """Make the file and its tables, one process at a time, or check what is there."""
        with self._file_locks.hold("opening", LOCK_SECONDS, f"the store {self._path}"):
            files.private_file(self._path)
            for side in _SIDE_FILES:
                files.checked_file(Path(f"{self._path}{side}"))
            problem = _stump(self._path) or self._writer.run(_prepared)
            if problem:
                raise StoreError(f"{self._path}: {problem}")
            self._reader.run(lambda _raw: None)
            # What cannot be written is found out now, not when a new pair has to be saved.
            self._writer.write(lambda raw: raw.execute(f"PRAGMA user_version = {_SCHEMA}"))


def _checked_path(path: str | os.PathLike[str]) -> Path:
    """Absolute, so that it stays the same when the process changes its folder."""
    text = os.fspath(path)
    if text in ("", ":memory:"):
        raise StoreError(f"{text!r} is not the name of a file; use MemoryStore for one process")
    return Path(text).absolute()  # not resolve(): links are refused, not followed


def _stump(path: Path) -> str:
    """Why a short file cannot be used: SQLite takes one of a single byte for a new database, and
    removes the log of an empty one. Empty if it can."""
    size = path.stat().st_size
    if size > 1 or (size == 0 and not Path(f"{path}-wal").exists()):
        return ""
    return "this is no SQLite database, or it is damaged; name another file, or restore a backup"


def _prepared(raw: sqlite3.Connection) -> str:
    """Make the tables in an empty file. Returns why the file cannot be used; empty if it can."""
    application, schema = _pragma(raw, "application_id"), _pragma(raw, "user_version")
    empty = not raw.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    if application != _APPLICATION_ID and not (empty and application == schema == 0):
        return "this is another program's database; name another file"
    if schema not in (0, _SCHEMA):
        return (
            f"a newer kickwire has written this store (schema {schema}, known here is {_SCHEMA});"
            " upgrade kickwire. Nothing was changed"
        )
    if _pragma(raw, "journal_mode = WAL") != "wal":
        return "this file system cannot hold a write-ahead log; keep the store on a local disk"
    if schema == 0:
        in_transaction(raw, lambda raw: [raw.execute(step) for step in _CREATE])
    return ""


def _pragma(raw: sqlite3.Connection, text: str) -> object:
    return cast("tuple[object]", raw.execute(f"PRAGMA {text}").fetchall()[0])[0]


def _rows(raw: sqlite3.Connection, key: Key) -> list[_Row]:
    # All of them: a cursor that is not at its end keeps a view of the past open.
    return cast("list[_Row]", raw.execute(_SELECT, (digest(key),)).fetchall())


def _new_record(text: str) -> Record:
    return Record(secrets.token_urlsafe(16), text)


__all__ = ["SQLiteStore"]
