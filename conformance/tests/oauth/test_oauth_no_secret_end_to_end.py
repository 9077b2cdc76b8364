"""The life of a login over real sockets, in any order: no secret is seen anywhere on its way.

Looked through are the logs of everybody at DEBUG, every error with its pickle and its frames, what
can be printed, the files of the store, and the mock's journal. The events, the search and the
planted leaks stand together, since each says what the others have to find.
"""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
import logging
import string
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kickwire import (
    App,
    AsyncKick,
    AuthorizationRequest,
    Denied,
    Kick,
    KickError,
    SQLiteStore,
)
from kickwire_mock import Effects, Fault, Mock, RunningServer, start_server

from conformance.selftest.plant import load, planting
from conformance.suite.control import Control
from conformance.tests.oauth.oauth_material import shown_by
from conformance.tests.oauth.oauth_scene import OTHER_KEY, STORE_KEY, TWO_HOURS, Ear

REDIRECT_URI = "http://localhost:8080/callback"
USER = "alice"
CLIENT_ID = "01JEXAMP0E0000000000000777"
LOGGED = ("", "httpx", "httpcore", "kickwire", "uvicorn", "asyncio")
VISIBLE = string.ascii_letters + string.digits + string.punctuation
SETTING = settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


class Ledger(logging.Handler):
    """Keeps all that anybody logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, with what it was made of."""
        self.lines.append(f"{record.name}: {self.format(record)} {record.args!r}")


@contextmanager
def everything_logged() -> Generator[Ledger]:
    """All loggers at DEBUG."""
    ledger = Ledger()
    loggers = [logging.getLogger(name) for name in LOGGED]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    loggers[0].addHandler(ledger)
    try:
        yield ledger
    finally:
        loggers[0].removeHandler(ledger)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def spellings(secret: str) -> set[str]:
    """How a secret may be written where it should not be."""
    octets = secret.encode()
    return {
        secret,
        repr(secret)[1:-1],
        json.dumps(secret)[1:-1],
        quote(secret, safe=""),
        quote_plus(secret),
        base64.b64encode(octets).decode().rstrip("="),
        base64.urlsafe_b64encode(octets).decode().rstrip("="),
    }


class Life:
    """One user of one new app, whose store is in a new file, in a mock that has just begun.

    Args:
        server: the mock.
        control: drives it.
        secret: of the app.
        kind: the client.
        opened: closes what is opened.
    """

    def __init__(
        self,
        server: RunningServer,
        control: Control,
        secret: str,
        kind: type[Kick | AsyncKick],
        opened: ExitStack,
    ) -> None:
        control.reset()
        self.server = server
        self.mock: Mock = server.mock
        self.control = control
        self.folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        self.ledger = opened.enter_context(everything_logged())
        self._runner = opened.enter_context(asyncio.Runner())
        self._opened = opened
        self.ear = Ear(httpx.HTTPTransport(verify=False))
        # In the mock's world itself: Kick chooses secrets, so its control API takes none.
        known = vars(self.mock)["_world"].apps.add(
            "Any", [REDIRECT_URI], credentials=("01JEXAMP0E0000000000000777", secret)
        )
        self.app = App(known.client_id, secret, REDIRECT_URI)
        self.shown: list[str] = []
        self._secrets = {secret, STORE_KEY, OTHER_KEY}
        self.kind = kind
        self.kick = self.client(STORE_KEY)
        self.request = self.log_in()

    @property
    def secrets(self) -> set[str]:
        """All that has come up so far, also what Kick handed out and nobody received."""
        vault = vars(self.mock)["_world"].vault
        issued = [*vault.access_tokens.living(), *vault.refresh_tokens.living()]
        return self._secrets | self.ear.heard | {str(value) for value, _ in issued}

    def client(self, key: str) -> Any:
        """A client with a store of its own on the same file."""
        store = SQLiteStore(self.folder / "tokens.db", keys=key)
        self._opened.callback(store.close)
        api = httpx.HTTPTransport if self.kind is Kick else httpx.AsyncHTTPTransport
        made: Any = self.kind
        kick = made(
            self.app,
            store,
            id_url=self.server.id_url,
            api_url=self.server.api_url,
            clock=self.mock.clock.now,
            transport=api(verify=False),
            oauth_transport=self.ear,
        )
        self._opened.callback(self.run, kick.close if self.kind is Kick else kick.aclose)
        self.shown.append(f"{kick!r} {store!r} {kick.auth(USER)!r} {kick.as_user(USER)!r}")
        return kick

    def run(self, call: Callable[[], Any]) -> Any:
        """The value of a call, awaited where it has to be."""
        result = call()
        return self._runner.run(_awaited(result)) if inspect.isawaitable(result) else result

    def tried(self, call: Callable[[], Any]) -> str:
        """How a call ends, with all that it shows."""
        try:
            result = self.run(call)
        except KickError as error:
            self.shown.append(shown_by(error))
            return type(error).__name__
        self.shown.append(repr(result))
        return "answered"

    def begun(self) -> AuthorizationRequest:
        """A login that waits for its callback."""
        request: AuthorizationRequest = self.run(
            lambda: self.kick.login(["user:read"], account=USER)
        )
        self.shown.append(repr(request))
        self._secrets |= {request.binding, request.state, request.verifier}
        return request

    def callback(self, request: AuthorizationRequest, *, approve: bool = True) -> str:
        """Where the user's browser ends up."""
        callback = self.mock.consent(request.url, USER, approve=approve)
        query = dict(parse_qsl(callback.partition("?")[2]))
        self._secrets |= {query["code"]} if approve else set[str]()
        return callback

    def complete(self, callback: str, binding: str) -> str:
        """How a callback ends."""
        return self.tried(lambda: self.kick.complete_login(callback, binding=binding))

    def log_in(self) -> AuthorizationRequest:
        """A whole login; it has to succeed."""
        request = self.begun()
        assert self.complete(self.callback(request), request.binding) == "answered"
        return request

    def call(self) -> str:
        """How a call as the user ends."""
        return self.tried(lambda: self.kick.as_user(USER).users.get())

    def spoil(self, operation: str, **fault: Any) -> None:
        """Arm a fault for the next request of an operation."""
        self.mock.faults.arm(Fault(operation=operation, **fault))

    def look(self) -> None:
        """Nothing that anybody can see holds a secret."""
        files = [each for each in self.folder.rglob("*") if each.is_file()]
        stored = b"".join(bytes(each) + each.read_bytes() for each in files)
        journal = json.dumps([self.control.journal(), self.control.journal(limit=1)])
        seen = "\n".join([*self.ledger.lines, *self.shown, journal, stored.decode("latin-1")])
        found = {each for each in self.secrets if any(one in seen for one in spellings(each))}
        assert not found, f"{len(found)} secrets were seen"


async def _awaited(result: Any) -> Any:
    return await result


def echoed(status: int, words: str) -> dict[str, Any]:
    """A refusal in which Kick says back what it was sent."""
    body = json.dumps({"error": "invalid_request", "error_description": words})
    return {"status": status, "content_type": "application/json", "body": body.encode()}


def fall_due(life: Life) -> None:
    """The pair is renewed."""
    life.mock.clock.advance(TWO_HOURS)
    life.call()


def call_as_the_app(life: Life) -> None:
    """The app's token is minted and used."""
    life.mock.end_tokens(kind="app_token")
    life.tried(lambda: life.kick.livestreams.stats())


def show_tokens(life: Life) -> None:
    """The tokens are asked for, and printed."""
    life.tried(lambda: life.kick.tokens(USER))
    life.tried(lambda: life.kick.tokens())


def be_refused_with_ones_secret(life: Life) -> None:
    """Kick quotes the client secret in its refusal of a renewal."""
    life.mock.clock.advance(TWO_HOURS)
    said = f"{life.app.client_secret} {quote(life.app.client_secret)}"
    life.spoil("exchangeToken", **echoed(400, said))
    life.call()


def be_refused_with_ones_token(life: Life) -> None:
    """Kick quotes the access token in its refusal of a call."""
    held: Any = life.run(lambda: life.kick.tokens(USER))
    body = json.dumps({"message": f"Bearer {held.access_token}", "data": {}}).encode()
    life.spoil("getUsers", status=400, content_type="application/json", body=body)
    life.call()


def get_a_page(life: Life) -> None:
    """An edge answers a renewal with a page that quotes the secret."""
    life.mock.clock.advance(TWO_HOURS)
    page = f"<html>{life.app.client_secret}</html>".encode()
    life.spoil("exchangeToken", status=403, content_type="text/html", body=page)
    life.call()


def lose_the_answer(life: Life) -> None:
    """The connection is reset in the middle of a renewal."""
    life.mock.clock.advance(TWO_HOURS)
    life.spoil("exchangeToken", effects=Effects(reset=True))
    life.call()


def get_half_an_answer(life: Life) -> None:
    """The pair arrives in part."""
    life.mock.clock.advance(TWO_HOURS)
    life.spoil("exchangeToken", effects=Effects(cut=80))
    life.call()


def be_lost(life: Life) -> None:
    """Kick ends the refresh token; the user logs in again."""
    life.mock.end_tokens(user=USER, kind="refresh_token")
    life.mock.clock.advance(TWO_HOURS)
    life.call()
    life.call()
    life.log_in()


def meet_a_401(life: Life) -> None:
    """The server ends the access token, and introspection is asked."""
    life.mock.end_tokens(user=USER, kind="access_token")
    life.call()


def paste_another_callback(life: Life) -> None:
    """A callback comes without its cookie, twice, and with an error."""
    request = life.begun()
    callback = life.callback(request)
    assert life.complete(callback, "another") == "LoginFailed"
    assert life.complete(callback, request.binding) == "LoginFailed"
    assert life.complete(f"?state={request.state}&error=server_error", "") == "LoginFailed"


def say_no(life: Life) -> None:
    """The user denies."""
    request = life.begun()
    assert life.complete(life.callback(request, approve=False), request.binding) == "answered"
    assert Denied.__name__ in life.shown[-1]


def be_refused_a_code(life: Life) -> None:
    """The code cannot be redeemed."""
    request = life.begun()
    callback = life.callback(request)
    words = f"{life.app.client_secret} {request.verifier}"
    life.spoil("exchangeToken", **echoed(401, words))
    assert life.complete(callback, request.binding) != "answered"


def have_the_wrong_key(life: Life) -> None:
    """Another process opens the store with another key."""
    other = life.client(OTHER_KEY)
    assert life.tried(lambda: other.as_user(USER).users.get()) == "StoreError"


def log_out_in_vain(life: Life) -> None:
    """A revocation fails, and the token that it names is quoted."""
    held: Any = life.run(lambda: life.kick.tokens(USER))
    body = json.dumps({"error": held.refresh_token}).encode()
    life.spoil("revokeToken", status=400, content_type="application/json", body=body)
    assert life.tried(lambda: life.kick.log_out(USER)) == "BadRequest"


def log_out(life: Life) -> None:
    """Both tokens are revoked; the user logs in again."""
    assert life.tried(lambda: life.kick.log_out(USER)) == "answered"
    assert life.call() == "LoginRequired"
    life.log_in()


EVENTS = [
    fall_due,
    call_as_the_app,
    show_tokens,
    be_refused_with_ones_secret,
    be_refused_with_ones_token,
    get_a_page,
    lose_the_answer,
    get_half_an_answer,
    be_lost,
    meet_a_401,
    paste_another_callback,
    say_no,
    be_refused_a_code,
    have_the_wrong_key,
    log_out_in_vain,
    log_out,
]

secrets = st.text(VISIBLE, min_size=16, max_size=64)
events = st.lists(st.sampled_from(EVENTS), min_size=4, max_size=8)


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """A mock over sockets, whose logs are ours too."""
    with start_server() as server:
        yield server


@pytest.fixture(scope="module")
def control(server: RunningServer) -> Iterator[Control]:
    """What drives it."""
    with Control(server.control_url) as control:
        yield control


def live(
    server: RunningServer,
    control: Control,
    kind: type[Kick | AsyncKick],
    secret: str,
    happens: list[Callable[[Life], None]],
) -> None:
    """A life, looked through at the end, and before its files are closed."""
    with ExitStack() as opened:
        life = Life(server, control, secret, kind, opened)
        life.mock.settings.change({"refresh_reuse_policy": "reusable"})
        for event in happens:
            event(life)
            life.mock.faults.disarm()
        log_out(life)
        life.look()


@pytest.mark.parametrize("kind", [Kick, AsyncKick])
@SETTING
@given(secret=secrets, happens=events)
def test_no_secret_is_ever_seen(
    server: RunningServer,
    control: Control,
    kind: type[Kick | AsyncKick],
    secret: str,
    happens: list[Callable[[Life], None]],
) -> None:
    """Whatever the secret and whatever happens, nobody reads it, nor any code, token or key."""
    live(server, control, kind, secret, happens)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_no_event_shows_a_secret(
    server: RunningServer, control: Control, event: Callable[[Life], None]
) -> None:
    """Each of the events by itself, with a secret that is easily mistaken for other text."""
    live(server, control, Kick, "100%25+%2B&client_secret='\"\\<worthless>", [event])


@pytest.mark.parametrize(
    "name",
    [
        "secret-in-exception",
        "secret-in-repr",
        "secret-in-a-file",
        "secret-in-log",
        "secret-in-the-journal",
        "secret-in-the-address",
    ],
)
def test_a_leak_is_found(server: RunningServer, control: Control, name: str) -> None:
    """A client, or a mock, that shows a secret in one of these places is found out."""
    with planting(load()[name]), pytest.raises(AssertionError, match="secrets were seen"):
        live(
            server,
            control,
            Kick,
            "worthless-secret",
            [be_refused_with_ones_secret, fall_due, show_tokens],
        )
