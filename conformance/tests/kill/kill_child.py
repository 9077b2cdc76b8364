"""Processes that call as a user and stop at a named step of the renewal on their way.

``python -m conformance.tests.kill.kill_child`` is their nursery: it has imported everything, and
for each line of settings (JSON) on its stdin it forks a process. Such a process tells on stdout the
step that it stops at, and stays there; without a step it tells how its call ended. Each line begins
with the process id. A line with a process id alone has that process killed by SIGKILL; when it is
dead and gone the nursery tells so. With the nursery all of its processes end.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any, NoReturn
from unittest import mock

import httpx
from kickwire import App, Kick, KickError, SQLiteStore
from kickwire.stores import Key, filelocks

from conformance.suite.watched import WatchedStore

BEFORE_JOURNAL = "before the attempt is noted"
AFTER_JOURNAL = "after the attempt is noted"
ANSWER_READ = "when the answer is read"
BEFORE_COMMIT = "before the pair is stored"
AFTER_COMMIT = "after the pair is stored"
BEFORE_RELEASE = "before the lock is released"
WAITING = "waiting for the lock"


BORN = "born"
DEAD = "dead"

_BEFORE = {
    "begin": BEFORE_JOURNAL,
    "replace": BEFORE_COMMIT,
    "put": BEFORE_COMMIT,
    "release": BEFORE_RELEASE,
}
_AFTER = {"begin": AFTER_JOURNAL, "replace": AFTER_COMMIT, "put": AFTER_COMMIT}

_PRELOADED = (
    "cryptography.fernet",
    "encodings.idna",
    "httpcore",
    "kickwire.stores.sqlite",
    "kickwire_api.api.livestreams.get_livestream_stats",
    "kickwire_api.api.users.get_users",
    "kickwire_api.facade.sync",
    "kickwire_api.models.livestream_stats_answer",
    "kickwire_api.models.users_answer",
    "kickwire_id.api.oauth.exchange_token",
    "kickwire_id.models.client_credentials_grant",
    "kickwire_id.models.refresh_token_grant",
    "kickwire_id.models.token_answer",
    "kickwire_id.transport",
)


def tell(line: str, pid: int | None = None) -> None:
    """One line, at once and in one piece."""
    os.write(1, f"{pid or os.getpid()} {line}\n".encode())


class Stop:
    """The step at which this process stays until it is killed."""

    def __init__(self, step: str | None) -> None:
        self._step = step

    def before(self, step: str, _key: Key) -> None:
        """A step of the store is about to be done."""
        self.at(_BEFORE.get(step, ""))

    def after(self, step: str, _key: Key) -> None:
        """A step of the store is done."""
        self.at(_AFTER.get(step, ""))

    def at(self, step: str) -> None:
        """Go on, or tell the step and stay."""
        if step == self._step:
            tell(step)
            threading.Event().wait()


def plain_transport() -> httpx.BaseTransport:
    """For a mock on loopback. Certificates take longer to load than all the rest of a test."""
    return httpx.HTTPTransport(verify=False)


class StoppingTransport(httpx.BaseTransport):
    """Reads each answer to its end; then there is a step."""

    def __init__(self, stop: Stop) -> None:
        self._transport = plain_transport()
        self._stop = stop

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        response = self._transport.handle_request(request)
        response.read()
        self._stop.at(ANSWER_READ)
        return response

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()


def tell_of_waiting() -> None:
    """From now on, tell when a lock is another process's."""
    tried: Callable[..., bool] = vars(filelocks)["lock_descriptor"]
    told: list[int] = []

    def lock_descriptor(descriptor: int, *, blocking: bool) -> bool:
        locked = tried(descriptor, blocking=blocking)
        if not locked and not told:
            told.append(descriptor)
            tell(WAITING)
        return locked

    mock.patch.object(filelocks, "lock_descriptor", lock_descriptor).start()


def call(settings: dict[str, Any]) -> str:
    """Call as the user, or as the app; how it ended."""
    stop = Stop(settings["step"])
    app = App(settings["client_id"], settings["client_secret"])
    now: float = settings["now"]
    account: str | None = settings["account"]
    with (
        SQLiteStore(settings["path"], keys=settings["key"]) as store,
        Kick(
            app,
            WatchedStore(store, stop.before, stop.after),
            id_url=settings["id_url"],
            api_url=settings["api_url"],
            clock=lambda: now,
            transport=plain_transport(),
            oauth_transport=StoppingTransport(stop),
        ) as kick,
    ):
        ask: Callable[[], object] = kick.livestreams.stats
        if account is not None:
            ask = kick.as_user(account).users.get
        try:
            ask()
        except KickError as error:
            return type(error).__name__
    return "answered"


def live(settings: dict[str, Any], nursery: int) -> NoReturn:
    """Call, tell, end; or stop, until this process is killed or its nursery is gone.

    Args:
        settings: see `call`.
        nursery: end of a pipe whose other end only the nursery has.
    """

    def end_with_the_nursery() -> None:
        os.read(nursery, 1)
        os._exit(1)

    try:
        threading.Thread(target=end_with_the_nursery, daemon=True).start()
        tell_of_waiting()
        tell(call(settings))
    except BaseException as error:
        tell(repr(error))
    finally:
        os._exit(0)  # nothing of the nursery's may run here


def main() -> None:
    """Fork processes and kill them, as told."""
    for name in _PRELOADED:
        import_module(name)
    plain_transport().close()
    ours, theirs = os.pipe()
    for line in sys.stdin:
        told: Any = json.loads(line)
        if isinstance(told, int):
            os.kill(told, signal.SIGKILL)
            os.waitpid(told, 0)
            tell(DEAD, told)
            continue
        pid = os.fork()
        if pid == 0:
            os.close(theirs)
            live(told, ours)
        tell(BORN, pid)


if __name__ == "__main__":
    main()
