"""Clients that are closed, forked, joined by others or meet an ill Kick lose nobody."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx
import pytest
from kickwire import App, AsyncKick, Kick, Login, MemoryStore, SQLiteStore, errors
from kickwire.stores import Key, Record
from kickwire_mock import Fault, InProcessTransport, Mock

from conformance.suite.control import Control
from conformance.suite.target import started_mock
from conformance.tests.oauth.oauth_scene import STORE_KEY
from scripts.documents import ROOT

TWO_HOURS = 7200.0
PATIENCE = 30.0


class Halting(httpx.BaseTransport):
    """Stops the answer of one path after the server has committed, until it is let go."""

    def __init__(self, mock: Mock, path: str) -> None:
        self._transport: httpx.BaseTransport = InProcessTransport(mock)
        self._path = path
        self.arrived = threading.Event()
        self.let_go = threading.Event()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request."""
        response = self._transport.handle_request(request)
        if request.url.path == self._path and not self.arrived.is_set():
            self.arrived.set()
            assert self.let_go.wait(PATIENCE)
        return response


class Home:
    """A mock, its app, and a store."""

    def __init__(self) -> None:
        self.mock = Mock()
        seed = self.mock.apps()[0]
        self.app = App(seed.client_id, seed.client_secret or "", seed.redirect_uris[0])
        self.store: MemoryStore = MemoryStore()

    def kick(self, transport: httpx.BaseTransport | None = None) -> Kick:
        """A client on the store; several of them are like several processes."""
        carried: httpx.BaseTransport = transport or InProcessTransport(self.mock)
        return Kick(self.app, self.store, transport=carried, clock=self.mock.clock.now)

    def log_in(
        self, kick: Kick, user: str, account: str | None, scopes: tuple[str, ...] = ("user:read",)
    ) -> Login:
        """A whole login."""
        request = kick.login(scopes, account=account)
        callback = self.mock.consent(request.url, user)
        login = kick.complete_login(callback, binding=request.binding)
        assert isinstance(login, Login)
        return login

    def refreshes(self) -> int:
        """How many refresh tokens were traded."""
        counts = self.mock.journal.counts()
        return sum(c.count for c in counts if c.grant_type == "refresh_token" and c.status == 200)


@pytest.fixture
def home() -> Home:
    """A new world."""
    return Home()


def test_closing_waits_for_a_renewal_that_is_under_way(home: Home) -> None:
    """A client that is closed during a renewal stores its answer first."""
    home.log_in(home.kick(), "alice", "alice")
    halting = Halting(home.mock, "/oauth/token")
    kick = home.kick(halting)
    home.mock.clock.advance(TWO_HOURS)
    caller = threading.Thread(target=lambda: _quietly(lambda: kick.tokens("alice")))
    caller.start()
    assert halting.arrived.wait(PATIENCE)
    closing = threading.Thread(target=kick.close)
    closing.start()
    halting.let_go.set()
    closing.join(PATIENCE)
    caller.join(PATIENCE)

    assert home.kick().as_user("alice").users.get()[0].name == "alice"
    assert home.refreshes() == 1


def test_a_closing_client_begins_nothing_new(home: Home) -> None:
    """Whoever needs tokens of a closed client is told so before anything is sent."""
    kick = home.kick()
    home.log_in(kick, "alice", "alice")
    home.mock.clock.advance(TWO_HOURS)
    kick.close()

    with pytest.raises(errors.FixTheCall, match="closed"):
        kick.tokens("alice")

    assert home.refreshes() == 0


def test_a_cancelled_login_is_finished_all_the_same(home: Home) -> None:
    """Giving up `complete_login` and closing at once does not throw the spent code's pair away."""
    halting = Halting(home.mock, "/oauth/token")

    async def give_up() -> None:
        """Begin to finish a login, give up, close."""
        kick = AsyncKick(
            home.app,
            home.store,
            transport=InProcessTransport(home.mock),
            oauth_transport=halting,
            clock=home.mock.clock.now,
        )
        request = await kick.login(["user:read"], account="alice")
        callback = home.mock.consent(request.url, "alice")
        waiting = asyncio.create_task(kick.complete_login(callback, binding=request.binding))
        await asyncio.to_thread(halting.arrived.wait, PATIENCE)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        closing = asyncio.create_task(kick.aclose())
        halting.let_go.set()
        await closing

    asyncio.run(give_up())

    assert home.kick().as_user("alice").users.get()[0].name == "alice"


def test_an_older_login_does_not_overwrite_a_newer_one(home: Home) -> None:
    """A login that is named late leaves alone what the account got meanwhile."""
    kick = home.kick()
    home.mock.faults.arm(Fault(operation="getUsers", status=500))
    with pytest.raises(errors.LoginUnnamed) as unnamed:
        home.log_in(kick, "alice", None)
    home.mock.clock.advance(1)
    newer = home.log_in(kick, "alice", None, ("user:read", "chat:write"))

    kick.name_login(unnamed.value.pending)

    assert kick.tokens(newer.account).scopes == ("user:read", "chat:write")


def test_a_login_can_be_named_days_later(home: Home) -> None:
    """A pair that waits for its name is renewed like any other."""
    kick = home.kick()
    home.mock.faults.arm(Fault(operation="getUsers", status=500))
    with pytest.raises(errors.LoginUnnamed) as unnamed:
        home.log_in(kick, "alice", None)
    home.mock.clock.advance(3 * 86400)

    login = kick.name_login(unnamed.value.pending)

    assert kick.as_user(login.account).users.get()[0].name == "alice"


class SlowStore(MemoryStore):
    """Stops once between reading a pair and handing it out."""

    def __init__(self) -> None:
        super().__init__()
        self.read = threading.Event()
        self.let_go = threading.Event()

    def load(self, key: Key) -> Record | None:
        """The record that was there at the beginning."""
        record = super().load(key)
        if record is not None and not self.read.is_set():
            self.read.set()
            assert self.let_go.wait(PATIENCE)
        return record


def test_a_new_login_is_not_forgotten_by_a_slow_look_into_the_store(home: Home) -> None:
    """Who was just loading the old pair while a user logged in anew does not keep it."""
    home.store = store = SlowStore()
    kick = home.kick()
    home.log_in(kick, "alice", "main")
    slow = threading.Thread(target=lambda: _quietly(lambda: kick.tokens("main")))
    slow.start()
    assert store.read.wait(PATIENCE)
    home.log_in(kick, "bob", "main")
    store.let_go.set()
    slow.join(PATIENCE)

    assert kick.as_user("main").users.get()[0].name == "bob"


def test_an_ill_kick_costs_one_rotation_and_no_more(home: Home) -> None:
    """Where even introspection calls fresh tokens dead, renewing again would only risk the user."""
    kick = home.kick()
    home.log_in(kick, "alice", "alice")
    body = b'{"data":{},"message":"Unauthorized"}'
    ill = Fault(status=401, content_type="application/json", body=body, count=None)
    for operation in ("getUsers", "introspectToken"):
        home.mock.faults.arm(replace(ill, operation=operation))

    told = [_quietly(kick.as_user("alice").users.get) for _ in range(10)]

    assert home.refreshes() == 1
    assert {type(error) for error in told[1:]} == {errors.Undecided}


def test_a_clock_that_is_set_back_does_not_keep_a_dead_token_alive(home: Home) -> None:
    """ "Active a moment ago" is not believed when the moment is in the future."""
    kick = home.kick()
    home.log_in(kick, "alice", "alice")
    home.mock.faults.arm(Fault(host="api", forbidden=True))
    assert isinstance(_quietly(kick.as_user("alice").users.get), errors.Forbidden)
    home.mock.clock.advance(-3600)
    home.mock.end_tokens(user="alice", kind="access_token")

    assert kick.as_user("alice").users.get()[0].name == "alice"


def test_one_mocked_host_does_not_let_calls_out_to_the_other(home: Home) -> None:
    """A transport for the identity host alone is refused, since calls would go to Kick itself."""
    with pytest.raises(errors.ConfigurationError, match="transport"):
        Kick(home.app, home.store, oauth_transport=InProcessTransport(home.mock))


def test_logins_outside_of_asyncio_are_refused_before_anything_is_sent(home: Home) -> None:
    """Driven without asyncio, an `AsyncKick` says so and spends no code."""
    kick = AsyncKick(home.app, home.store, transport=InProcessTransport(home.mock))
    begun = kick.complete_login("?code=1&state=2", binding="3")

    with pytest.raises(errors.FixTheCall, match="asyncio"):
        begun.send(None)

    assert home.mock.journal.counts() == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_parent_and_child_of_a_fork_do_not_get_each_others_tokens(tmp_path: Path) -> None:
    """A client that was used before a fork goes on in both processes, each on its own sockets."""
    path = tmp_path / "kept" / "tokens.db"
    with started_mock() as target, Control(target.control_url or "") as control:
        app = App(target.client_id or "", target.client_secret or "", target.redirect_uri)
        now = control.now()
        made = partial(Kick, id_url=target.id_url, api_url=target.api_url, clock=lambda: now)
        with SQLiteStore(path, keys=STORE_KEY) as store, made(app, store) as kick:
            for name in ("alice", "bob"):
                request = kick.login(["user:read"], account=name)
                callback = control.consent(request.url, name)
                kick.complete_login(callback, binding=request.binding)
        control.advance(TWO_HOURS)
        told = {
            "id_url": target.id_url,
            "api_url": target.api_url,
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "path": str(path),
            "key": STORE_KEY,
            "now": now + TWO_HOURS,
        }
        # On one connection the second request would wait behind the first, and get its answer.
        control.arm(
            operation="exchangeToken",
            grant_type="refresh_token",
            hold=True,
            after_commit=True,
            count=2,
        )
        with subprocess.Popen(
            [sys.executable, "-m", "conformance.tests.oauth.oauth_forked"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        ) as program:
            assert program.stdin
            program.stdin.write(json.dumps(told) + "\n")
            program.stdin.flush()
            deadline = time.monotonic() + PATIENCE
            while len(control.holds()) < 2 and time.monotonic() < deadline:
                pass
            held = len(control.holds())
            control.release()
            output, _ = program.communicate(timeout=PATIENCE)

    assert held == 2, output
    found = json.loads(output)
    assert found == {"names": {"alice": "alice", "bob": "bob"}, "parent": "", "child": 0}


def _quietly(call: object) -> errors.KickError | None:
    assert callable(call)
    try:
        call()
    except errors.KickError as error:
        return error
    return None
