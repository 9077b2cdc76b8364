"""One mock, one app, one store and one clock: what the races are run in."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, TypeVar, cast

import httpx
from kickwire import App, AsyncKick, Kick, Login, MemoryStore, auth
from kickwire.connection import Connection
from kickwire.flights import Flight, Flights
from kickwire.stores import Key, Store
from kickwire.transports import limits

from conformance.suite.control import Control
from conformance.suite.target import Target
from conformance.tests.race.race_callers import PATIENCE, Tasks, Threads

T = TypeVar("T")

RENEWALS = cast("Flights", vars(auth)["_RENEWALS"])
SCOPES = ["user:read", "channel:read"]
LIMITS = limits(Connection())
LIFETIME = 7200.0
"""Seconds that an access token of a user lives, in every profile."""

_POLL_SECONDS = 0.005


class Waiting:
    """Counts who has joined a renewal, be it to begin it or to wait for it."""

    def __init__(self) -> None:
        self._joined = 0
        self._changed = threading.Condition()
        self._join = RENEWALS.join
        vars(RENEWALS)["join"] = self._counted

    def forget(self) -> None:
        """Count from nought."""
        with self._changed:
            self._joined = 0

    def until(self, number: int) -> None:
        """Return when so many have joined."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._joined >= number, PATIENCE), self._joined

    def close(self) -> None:
        """Count no more."""
        del vars(RENEWALS)["join"]

    def _counted(self, matter: Any, job: Callable[[], T]) -> Flight[T]:
        flight = self._join(matter, job)
        with self._changed:
            self._joined += 1
            self._changed.notify_all()
        return flight


class Gate(httpx.HTTPTransport):
    """The way to the identity host, which can be shut: no request leaves until it is opened.

    Args:
        read_timeout: seconds to wait for the first answer, in place of the client's own.
    """

    def __init__(self, read_timeout: float | None = None) -> None:
        super().__init__(verify=False, limits=LIMITS)
        self._read_timeout = read_timeout
        self._open = threading.Event()
        self._open.set()

    def shut(self) -> None:
        """Let nothing through."""
        self._open.clear()

    def open(self) -> None:
        """Let everything through."""
        self._open.set()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Wait until it is open, then send."""
        assert self._open.wait(PATIENCE)
        if self._read_timeout is not None:
            request.extensions["timeout"]["read"] = self._read_timeout
            self._read_timeout = None  # what the mock does answer may take its time
        return super().handle_request(request)


class World:
    """A mock as it starts, an app without logins, and a clock that both share.

    Args:
        target: the mock.
        control: drives it.
        store: where tokens are kept; None takes a new one in memory.
    """

    def __init__(self, target: Target, control: Control, store: Store | None = None) -> None:
        assert target.client_id
        assert target.client_secret
        control.reset()
        self.target = target
        self.control = control
        self.store: Store = MemoryStore() if store is None else store
        self.app = App(target.client_id, target.client_secret, target.redirect_uri)
        self.now = control.now()
        self.waiting = Waiting()
        self._opened = ExitStack()
        self._opened.callback(self.waiting.close)

    def close(self) -> None:
        """Let go whoever is held, and end every client."""
        self.control.reset()
        self._opened.close()

    def advance(self, seconds: float) -> None:
        """Move the clock."""
        self.now += seconds
        self.control.advance(seconds)

    def kick(self, gate: Gate | None = None) -> Kick:
        """A client; it is closed at the end. It reads no certificates, which takes time."""
        transport = httpx.HTTPTransport(verify=False, limits=LIMITS)
        return self._opened.enter_context(
            Kick(self.app, self.store, **self._settings(), **_transports(transport, gate))
        )

    def async_kick(self, gate: Gate | None = None) -> AsyncKick:
        """A client for the event loop that first uses it, which has to close it."""
        transport = httpx.AsyncHTTPTransport(verify=False, limits=LIMITS)
        return AsyncKick(self.app, self.store, **self._settings(), **_transports(transport, gate))

    def threads(self, gate: Gate | None = None) -> Threads:
        """A client for threads; it is closed at the end."""
        return Threads(self.kick(gate))

    def tasks(self, gate: Gate | None = None) -> Tasks:
        """A client for tasks, with its loop; both are closed at the end."""
        face = Tasks(self.async_kick(gate))
        self._opened.callback(face.close)
        return face

    def log_in(self, *accounts: str) -> None:
        """Log people in, each under their own name on Kick."""
        kick = self.kick()
        for account in accounts:
            if account not in self.target.users:
                self.control.add_user(account)
            request = kick.login(SCOPES, account=account)
            callback = self.control.consent(request.url, account)
            assert isinstance(kick.complete_login(callback, binding=request.binding), Login)

    def stored(self, account: str) -> str:
        """The version of an account's pair in the store."""
        record = self.store.load(Key(self.app.client_id, "user", account))
        assert record is not None
        return record.version

    def arm(self, **fault: Any) -> None:
        """Arm a fault of refreshes."""
        self.control.arm(operation="exchangeToken", grant_type="refresh_token", **fault)

    def hold(self, number: int | None = 1) -> None:
        """Let the mock hold so many refreshes that come; None: until `release`."""
        self.arm(hold=True, count=number)

    def until_held(self, number: int = 1) -> None:
        """Return when the mock holds so many requests."""
        deadline = time.monotonic() + PATIENCE
        while len(self.control.holds()) < number:
            assert time.monotonic() < deadline, self.control.holds()
            time.sleep(_POLL_SECONDS)

    def release(self) -> None:
        """Hold nothing any more."""
        self.control.disarm()
        self.control.release()

    def let_wait(self, number: int) -> None:
        """Let so many callers wait for a renewal that the mock holds; then release it."""
        self.until_held()
        self.waiting.until(number)
        self.release()

    def attempts(self) -> int:
        """How many refreshes were asked for, however they were answered."""
        return self.control.count("exchangeToken", grant_type="refresh_token")

    def mints(self) -> int:
        """How many app tokens were asked for."""
        return self.control.count("exchangeToken", grant_type="client_credentials")

    def introspections(self) -> int:
        """How often a token was examined."""
        return self.control.count("introspectToken")

    def attempts_by_user(self) -> dict[str, int]:
        """The refreshes of each user."""
        entries = self.control.journal(operation="exchangeToken", limit=10_000)
        return dict(
            Counter(
                str(entry["user"]) for entry in entries if entry["grant_type"] == "refresh_token"
            )
        )

    def asked(self) -> int:
        """The number of the last request that the mock wrote down."""
        entries = self.control.journal(limit=10_000)
        return int(entries[-1]["number"]) if entries else 0

    def _settings(self) -> dict[str, Any]:
        return {
            "id_url": self.target.id_url,
            "api_url": self.target.api_url,
            "clock": lambda: self.now,
            "timeout": PATIENCE,
        }


def _transports(transport: object, gate: Gate | None) -> dict[str, Any]:
    return {"transport": transport, "oauth_transport": Gate() if gate is None else gate}
