"""A user who logged in, a store in a file, a mock over real sockets, and processes that die."""

from __future__ import annotations

import json
import queue
import sqlite3
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from kickwire import App, Kick, KickError, Login, SQLiteStore
from kickwire.stores import Key, Record

from conformance.suite.control import Control
from conformance.suite.target import Target
from conformance.tests.kill.kill_child import BORN, DEAD, plain_transport
from scripts.documents import ROOT

COMMAND = [sys.executable, "-m", "conformance.tests.kill.kill_child"]
STORE_KEY = "d29ydGhsZXNzLXdvcnRobGVzcy13b3J0aGxlc3MtMDE="
TWO_HOURS = 7200.0
_PATIENCE = 60.0


class Nursery:
    """The process of `kill_child` that forks the others, and what all of them tell."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._lines = defaultdict[tuple[int, str], queue.SimpleQueue[str]](queue.SimpleQueue)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def close(self) -> None:
        """End it, and with it every process that still lives."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(_PATIENCE)
        self._reader.join(_PATIENCE)

    def born(self, settings: dict[str, object]) -> int:
        """A new process, by its id."""
        self._order(settings)
        return int(self._lines[0, BORN].get(timeout=_PATIENCE))

    def kill(self, pid: int) -> None:
        """SIGKILL, and wait until it is dead."""
        self._order(pid)
        self._lines[pid, DEAD].get(timeout=_PATIENCE)

    def told(self, pid: int) -> str:
        """The next line that a process tells."""
        return self._lines[pid, ""].get(timeout=_PATIENCE)

    def _order(self, what: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                pid, _, words = line.rstrip("\n").partition(" ")
                if words == BORN:
                    self._lines[0, BORN].put(pid)
                else:
                    self._lines[int(pid), DEAD if words == DEAD else ""].put(words)


class Child:
    """A process that is dead afterwards, whatever happens."""

    def __init__(self, nursery: Nursery, settings: dict[str, object]) -> None:
        self._nursery = nursery
        self._pid: int | None = nursery.born(settings)

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def told(self) -> str:
        """The next line it tells."""
        assert self._pid is not None
        return self._nursery.told(self._pid)

    def kill(self) -> None:
        """SIGKILL, and wait until it is dead; allowed again."""
        if self._pid is not None:
            self._nursery.kill(self._pid)
            self._pid = None


class Scene:
    """One store in one mock, and the user whose token is due.

    Args:
        target: a mock as at its start.
        control: drives it.
        nursery: has the processes.
        path: where the store is.
    """

    def __init__(self, target: Target, control: Control, nursery: Nursery, path: Path) -> None:
        assert target.client_id
        assert target.client_secret
        self.control = control
        self.user = target.users[0]
        self.path = path
        self.now = control.now()
        self._nursery = nursery
        self._target = target
        self._secret = target.client_secret
        self._app = App(target.client_id, target.client_secret, target.redirect_uri)

    @property
    def key(self) -> Key:
        """Of the user's pair."""
        return Key(self._app.client_id, "user", self.user)

    def advance(self, seconds: float) -> None:
        """Move the clock of all."""
        self.now += seconds
        self.control.advance(seconds)

    def log_in(self, user: str) -> None:
        """Log a user in, in this process."""
        with self.kick() as kick:
            request = kick.login(["user:read"], account=user)
            callback = self.control.consent(request.url, user)
            assert isinstance(kick.complete_login(callback, binding=request.binding), Login)

    def store(self) -> SQLiteStore:
        """The store, opened anew; a lock is tried once."""
        return SQLiteStore(self.path, keys=STORE_KEY, lock_timeout=0)

    @contextmanager
    def kick(self) -> Generator[Kick]:
        """A client that has nothing but the store."""
        with (
            self.store() as store,
            Kick(
                self._app,
                store,
                id_url=self._target.id_url,
                api_url=self._target.api_url,
                clock=lambda: self.now,
                transport=plain_transport(),
            ) as kick,
        ):
            yield kick

    def outcome(self) -> str:
        """How a call as the user ends, in a client that has nothing but the store."""
        with self.kick() as kick:
            try:
                kick.as_user(self.user).users.get()
            except KickError as error:
                return type(error).__name__
        return "answered"

    def child(self, step: str | None = None, *, as_app: bool = False) -> Child:
        """A process that calls as the user, or as the app, and stops at a step."""
        return Child(
            self._nursery,
            {
                "step": step,
                "account": None if as_app else self.user,
                "client_id": self._app.client_id,
                "client_secret": self._secret,
                "id_url": self._target.id_url,
                "api_url": self._target.api_url,
                "path": str(self.path),
                "key": STORE_KEY,
                "now": self.now,
            },
        )

    def held(self) -> str:
        """The id of the request that the mock holds, as soon as it does."""
        self.until(lambda: bool(self.control.holds()), "no request was held")
        (hold,) = self.control.holds()
        return hold

    def asked(self, grant_type: str = "refresh_token") -> list[int]:
        """How each request for tokens of this grant was answered, in order."""
        entries = self.control.journal(operation="exchangeToken")
        return [int(entry["status"]) for entry in entries if entry["grant_type"] == grant_type]

    def until(self, true: Callable[[], bool], otherwise: str) -> None:
        """Wait until something that another process does has come true."""
        deadline = time.monotonic() + _PATIENCE
        while not true():
            assert time.monotonic() < deadline, otherwise
            time.sleep(0.005)

    def record(self) -> Record:
        """What the store holds for the user. It has to be whole."""
        raw = sqlite3.connect(self.path)
        try:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        finally:
            raw.close()
        with self.store() as store:
            record = store.load(self.key)
        assert record is not None
        return record
