"""Refreshes and logins over real sockets, beside the same requests sent by hand."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypedDict
from urllib.parse import parse_qs, urlsplit

import httpx
from cryptography.fernet import Fernet
from kickwire import App, Kick, MemoryStore, SQLiteStore
from kickwire.pkce import challenge, new_verifier
from kickwire.stores import Store
from kickwire_id.api.oauth import authorize

from conformance.suite.control import Control
from conformance.suite.target import Target, started_mock
from scripts.bench.measuring import Case, Sample, repeated

SCOPES = ["user:read", "channel:read"]
TWO_HOURS = 7200.0
_REFRESHES, _LOGINS = 10, 5


@contextmanager
def cases() -> Generator[Iterator[Case]]:
    """The subject."""
    with mock() as bench:
        stores: list[tuple[str, Store]] = [
            ("MemoryStore", MemoryStore()),
            ("SQLiteStore", bench.sqlite()),
        ]
        plain = Plain(bench)
        yield iter(
            [
                *(_refresh(bench, name, store, plain) for name, store in stores),
                *(_login(bench, name, store, plain) for name, store in stores),
            ]
        )


class Hosts(TypedDict):
    """What a client takes."""

    id_url: str
    api_url: str


class Bench:
    """A mock in a process of its own, a clock that moves, a folder for stores."""

    def __init__(self, target: Target, control: Control, stack: ExitStack) -> None:
        assert target.client_id
        assert target.client_secret
        self.target = target
        self.control = control
        self.stack = stack
        self.app = App(target.client_id, target.client_secret, target.redirect_uri)
        self.user = target.users[0]
        self.now = control.now()
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self.key = Fernet.generate_key().decode()

    def clock(self) -> float:
        """Unix seconds, for clients; the mock's own clock stands still."""
        return self.now

    def sqlite(self) -> SQLiteStore:
        """A new store; it is closed at the end."""
        return self.stack.enter_context(SQLiteStore(self.folder / "tokens.db", keys=self.key))

    def kick(self, store: Store) -> Kick:
        """A client in which the user is logged in; it is closed at the end."""
        kick = self.stack.enter_context(Kick(self.app, store, **self.hosts(), clock=self.clock))
        request = kick.login(SCOPES, account=self.user)
        kick.complete_login(self.control.consent(request.url, self.user), binding=request.binding)
        return kick

    def hosts(self) -> Hosts:
        """Where the mock answers."""
        return {"id_url": self.target.id_url, "api_url": self.target.api_url}


@contextmanager
def mock() -> Generator[Bench]:
    """A mock, started for the subject."""
    with ExitStack() as stack:
        target = stack.enter_context(started_mock())
        assert target.control_url
        yield Bench(target, stack.enter_context(Control(target.control_url)), stack)


class Plain:
    """The same requests by httpx alone: nothing checked, nothing kept but the last pair."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._http = bench.stack.enter_context(httpx.Client(trust_env=False))
        self._pair: dict[str, Any] = {}

    def log_in(self) -> float:
        """Exchange a code. Seconds, without the user's part of it."""
        verifier = new_verifier()
        address = authorize.build(
            self._bench.target.id_url,
            client_id=self._bench.app.client_id,
            redirect_uri=str(self._bench.app.redirect_uri),
            scope=" ".join(SCOPES),
            state="opaque",
            code_challenge=challenge(verifier),
        )
        landed = self._bench.control.consent(str(address.url), self._bench.user)
        (code,) = parse_qs(urlsplit(landed).query)["code"]
        began = time.perf_counter()
        self._pair = self._granted(
            grant_type="authorization_code",
            code=code,
            code_verifier=verifier,
            redirect_uri=self._bench.app.redirect_uri,
        )
        return time.perf_counter() - began

    def refresh(self) -> None:
        """Trade the last refresh token for the next pair."""
        token = self._pair["refresh_token"]
        self._pair = self._granted(grant_type="refresh_token", refresh_token=token)

    def _granted(self, **grant: Any) -> dict[str, Any]:
        app = self._bench.app
        who = {"client_id": app.client_id, "client_secret": app.client_secret}
        answer = self._http.post(f"{self._bench.target.id_url}/oauth/token", data={**who, **grant})
        return dict(answer.raise_for_status().json())


def _refresh(bench: Bench, name: str, store: Store, plain: Plain) -> Case:
    kick = bench.kick(store)

    def refresh() -> None:
        bench.now += TWO_HOURS
        kick.tokens(bench.user)

    plain.log_in()
    return Case(
        f"a refresh, {name}",
        repeated(refresh, _REFRESHES),
        "its POST by httpx",
        repeated(plain.refresh, _REFRESHES),
    )


def _login(bench: Bench, name: str, store: Store, plain: Plain) -> Case:
    kick = bench.kick(store)

    def log_in() -> float:
        """Without the user's part of it."""
        began = time.perf_counter()
        request = kick.login(SCOPES, account=bench.user)
        begun = time.perf_counter() - began
        landed = bench.control.consent(request.url, bench.user)
        began = time.perf_counter()
        kick.complete_login(landed, binding=request.binding)
        return begun + time.perf_counter() - began

    return Case(f"a login, {name}", _mean(log_in), "its POST by httpx", _mean(plain.log_in))


def _mean(timed: Sample) -> Sample:
    return lambda: sum(timed() for _ in range(_LOGINS)) / _LOGINS
