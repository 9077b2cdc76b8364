"""What a store costs by itself, beside what it is made of."""

from __future__ import annotations

import secrets
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from cryptography.fernet import Fernet
from filelock import FileLock
from kickwire import MemoryStore, SQLiteStore
from kickwire.stores import Key, Store

from scripts.bench.measuring import Case, computed, repeated
from scripts.bench.tokens import CLIENT_ID, pair


@contextmanager
def cases() -> Generator[Iterator[Case]]:
    """The subject."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sqlite = stack.enter_context(
            SQLiteStore(folder / "tokens.db", keys=Fernet.generate_key().decode())
        )
        alone = stack.enter_context(closing(Alone(folder)))
        steps, memory = Steps(sqlite), Steps(MemoryStore())
        yield iter(
            [
                _case("SQLiteStore: load", steps.load, "its SELECT", alone.select, 100),
                _case("lock and unlock", steps.lock, "filelock.FileLock", alone.lock, 100),
                _case("begin", steps.begin, "its UPDATE, on the disk", alone.update, 10),
                _case("replace", steps.replace, "its UPDATE, on the disk", alone.update, 10),
                _case("all four, as a renewal does", steps.renew, "these", alone.renew, 5),
                Case(
                    "MemoryStore: all four",
                    computed(memory.renew, 1000),
                    "a lock",
                    computed(Lock().use, 1000),
                ),
            ]
        )


def _case(
    name: str, work: Callable[[], object], against: str, baseline: Callable[[], object], times: int
) -> Case:
    return Case(name, repeated(work, times), against, repeated(baseline, times))


class Steps:
    """What a renewal asks of a store, step by step."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._key = Key(CLIENT_ID, "user", secrets.token_hex())
        self._text = pair(time.time()).to_text()
        self._version = store.put(self._key, self._text).version

    def load(self) -> None:
        """Read the record."""
        self._store.load(self._key)

    def lock(self) -> None:
        """Take the lock and give it back."""
        with self._store.lock(self._key):
            pass

    def begin(self) -> None:
        """Note an attempt."""
        assert self._store.begin(self._key, self._version, secrets.token_hex(16))

    def replace(self) -> None:
        """Save a pair."""
        record = self._store.replace(self._key, self._version, self._text)
        assert record is not None
        self._version = record.version

    def renew(self) -> None:
        """All of it, as `kickwire.refresher` does it."""
        with self._store.lock(self._key):
            self.load()
            self.begin()
            self.replace()


class Lock:
    """The least that many threads need."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def use(self) -> None:
        """Take the lock and give it back."""
        with self._lock:
            pass


class Alone:
    """The same steps with nothing around them: no encryption, no fork, no checks."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "alone.lock")
        self._raw = raw = sqlite3.connect(folder / "alone.db", isolation_level=None)
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("CREATE TABLE records (id BLOB PRIMARY KEY, sealed BLOB NOT NULL)")
        raw.execute("INSERT INTO records VALUES (?, ?)", (b"id", b""))

    def select(self) -> None:
        """Read the row."""
        self._raw.execute("SELECT sealed FROM records WHERE id = ?", (b"id",)).fetchall()

    def update(self) -> None:
        """Change the row; it is on the disk afterwards."""
        sealed = secrets.token_bytes(600)  # SQLite leaves out a change that changes nothing
        self._raw.execute("BEGIN IMMEDIATE")
        self._raw.execute("UPDATE records SET sealed = ? WHERE id = ?", (sealed, b"id"))
        self._raw.execute("COMMIT")

    def lock(self) -> None:
        """Take the lock and give it back."""
        with self._lock:
            pass

    def renew(self) -> None:
        """All of it."""
        with self._lock:
            self.select()
            self.update()
            self.update()

    def close(self) -> None:
        """Close the database."""
        self._raw.close()
