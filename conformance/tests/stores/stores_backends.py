"""The stores under test, and the children that share them.

Another store (PostgreSQL, Redis) joins by a class with these four members and a line in `BACKENDS`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import kickwire
from kickwire.stores import Key, MemoryStore, SQLiteStore, Store

STORE_KEY = "d29ydGhsZXNzLXdvcnRobGVzcy13b3J0aGxlc3MtMDE="
# Both halves differ from those of STORE_KEY: one half signs, the other encrypts.
OTHER_KEY = "b3RoZXItd29ydGhsZXNzLW90aGVyLXdvcnRobGVzcy0="
_OURS = str(Path(kickwire.__file__).parent)
TOKEN = "worthless-refresh-token"
USER = Key("app-1", "user", "alice")
OTHER_USER = Key("app-1", "user", "bob")


class Backend(Protocol):
    """Where the records of one test are."""

    shared: bool
    """Whether stores that are opened one after the other, or in other processes, share them."""

    def open(self, *, lock_timeout: float = 60.0) -> Store:
        """A store; it is closed after the test."""
        ...

    def close(self) -> None:
        """Close every store that was opened."""
        ...


class MemoryBackend:
    """Each store has records of its own."""

    shared = False

    def __init__(self, _folder: Path) -> None:
        pass

    def open(self, *, lock_timeout: float = 60.0) -> Store:
        """A new store without records."""
        return MemoryStore(lock_timeout=lock_timeout)

    def close(self) -> None:
        """Nothing is open."""


class SQLiteBackend:
    """One file for all stores of a test."""

    shared = True

    def __init__(self, folder: Path) -> None:
        self._path = folder / "tokens.db"
        self._opened = ExitStack()

    def open(self, *, lock_timeout: float = 60.0) -> Store:
        """Another store on the same file."""
        store = SQLiteStore(self._path, keys=STORE_KEY, lock_timeout=lock_timeout)
        return self._opened.enter_context(store)

    def close(self) -> None:
        """Close every connection."""
        self._opened.close()


BACKENDS: dict[str, type[MemoryBackend] | type[SQLiteBackend]] = {
    "memory": MemoryBackend,
    "sqlite": SQLiteBackend,
}

_PRELUDE = """
import os, sys
from kickwire.errors import KickError
from kickwire.stores import Key, MemoryStore, SQLiteStore
path = sys.argv[1]
USER = Key("app-1", "user", "alice")
def tell(*words):
    os.write(1, (" ".join(map(str, words)) + chr(10)).encode())
def wait():
    sys.stdin.readline()
"""


class Child:
    """A process that runs a script with `path`, `tell` and `wait`, and is gone afterwards.

    Args:
        script: what follows the prelude.
        path: the store.
        prefix: a command that starts the interpreter, with its arguments.
    """

    def __init__(self, script: str, path: Path, *prefix: str) -> None:
        root = str(Path(kickwire.__file__).parents[1])
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-c", _PRELUDE + script, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": root, "KICKWIRE_STORE_KEYS": STORE_KEY},
        )

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def told(self) -> str:
        """The next line it tells; empty if it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def go(self) -> None:
        """End one `wait` of the child."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def rest(self) -> list[str]:
        """What else it tells until it ends well."""
        out, _ = self.process.communicate(timeout=180)
        assert self.process.returncode == 0
        return out.splitlines()

    def kill(self) -> None:
        """SIGKILL, and wait until it is dead."""
        with self.process:
            self.process.kill()


def all_told(error: BaseException) -> str:
    """An error with every frame of ours and its variables, as a crash reporter would show it."""
    frames = error.__traceback__
    while frames and not frames.tb_frame.f_code.co_filename.startswith(_OURS):
        frames = frames.tb_next  # a test has its own tokens
    assert frames is not None
    told = traceback.TracebackException(type(error), error, frames, capture_locals=True)
    return "\n".join([*told.format(), repr(error), str(error)])


def is_clean(error: BaseException) -> bool:
    """Whether nothing that is shown with an error has a token or a key."""
    told = all_told(error)
    chained = error.__cause__ or error.__context__
    return chained is None and not any(word in told for word in (TOKEN, STORE_KEY, OTHER_KEY))
