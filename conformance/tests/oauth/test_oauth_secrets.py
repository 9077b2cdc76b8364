"""No secret is ever shown: not in errors, tracebacks, pickles, reprs or logs, whatever happens."""

from __future__ import annotations

import asyncio
import json
import logging
import string
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus

import httpcore
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire import AsyncOAuth, AuthorizationRequest, MemoryStore, OAuth, errors
from kickwire._core import flows
from kickwire._core.flows import AuthorizationCode
from kickwire.config import App
from kickwire.sending import Http
from kickwire.tokens import TokenSet

from conformance.tests.oauth.oauth_material import NOW, REDIRECT_URI, shown_by

ORIGIN = "http://localhost:8081"
VISIBLE = string.ascii_letters + string.digits + string.punctuation
UNRESERVED = string.ascii_letters + string.digits + "-._~"


@dataclass(frozen=True)
class Play:
    """The secrets in play."""

    client_secret: str
    code: str
    verifier: str
    refresh_token: str
    access_token: str

    @property
    def app(self) -> App:
        """The app whose secret it is."""
        return App("01HZY3QJ5M8W0RTH1ESS000000", self.client_secret, REDIRECT_URI)

    @property
    def login(self) -> AuthorizationCode:
        """What a callback brought."""
        return AuthorizationCode(self.code, self.verifier, REDIRECT_URI, ("user:read",))

    @property
    def pair(self) -> TokenSet:
        """The pair that is held."""
        return TokenSet(
            access_token=self.access_token,
            refresh_token=self.refresh_token,
            issued_at=NOW,
            lifetime=7200,
        )

    @property
    def all(self) -> list[str]:
        """Each of them."""
        return [
            self.client_secret,
            self.code,
            self.verifier,
            self.refresh_token,
            self.access_token,
        ]

    def sent_in(self, request: httpx.Request) -> list[str]:
        """Those that a server has just been told."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        form = [value for _, value in parse_qsl(request.content.decode("ascii"))]
        return [one for one in self.all if one in (token, *form, *request.url.params.values())]


def spellings(secret: str) -> set[str]:
    """The ways in which a secret could be read off a text."""
    encoded = {quote(secret, safe=""), quote(secret), quote_plus(secret), fully(secret)}
    lower = {"".join(fully(char).lower() if char not in UNRESERVED else char for char in secret)}
    twice = {quote(one, safe="") for one in encoded}
    plain = {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]}
    return plain | encoded | lower | twice


def fully(text: str) -> str:
    """Every octet percent-encoded, needed or not."""
    return "".join(f"%{octet:02X}" for octet in text.encode())


def secret(prefix: str, alphabet: str, most: int) -> st.SearchStrategy[str]:
    """A secret that stands nowhere by chance."""
    return st.text(alphabet=alphabet, min_size=6, max_size=most).map(lambda tail: prefix + tail)


plays = st.builds(
    Play,
    client_secret=secret("zqS3cretOfTheApp", VISIBLE, 48),
    code=secret("zqC0deOfTheLogin", VISIBLE + " ", 48),
    verifier=secret("zqVerifierOfTheLogin0123456789-0123456", UNRESERVED, 64),
    refresh_token=secret("zqR3freshToken", VISIBLE, 48),
    access_token=secret("zqAcc3ssToken", VISIBLE, 48),
)

few = settings(max_examples=4)
some = settings(few, max_examples=15)

Call = Callable[[Play, httpx.MockTransport], object]


def sync_call(name: str) -> Call:
    """A call of the synchronous face."""

    def call(play: Play, transport: httpx.MockTransport) -> object:
        with OAuth(play.app, id_url=ORIGIN, transport=transport) as oauth:
            return CALLS[name](oauth, play)

    return call


def async_call(name: str) -> Call:
    """The same call of the asynchronous face."""

    def call(play: Play, transport: httpx.MockTransport) -> object:
        async def run() -> object:
            """Wait for it in a loop."""
            async with AsyncOAuth(play.app, id_url=ORIGIN, transport=transport) as oauth:
                return await CALLS[name](oauth, play)

        return asyncio.run(run())

    return call


def whose(play: Play, transport: httpx.MockTransport) -> object:
    """The call that asks the API whose token it is."""
    http = Http(transport=transport)
    try:
        return http.run(flows.own_user_id(ORIGIN, play.pair))
    finally:
        http.close()


CALLS: dict[str, Callable[[Any, Play], Any]] = {
    "exchange": lambda oauth, play: oauth.exchange(play.login),
    "refresh": lambda oauth, play: oauth.refresh(play.pair),
    "client_credentials": lambda oauth, play: oauth.client_credentials(),
    "revoke": lambda oauth, play: oauth.revoke(play.pair),
    "introspect": lambda oauth, play: oauth.introspect(play.pair),
}
EVERY_CALL: dict[str, Call] = {
    **{name: sync_call(name) for name in CALLS},
    **{f"{name}, async": async_call(name) for name in CALLS},
    "own_user_id": whose,
}

Wire = Callable[[list[str]], httpx.Response]


def echo(told: list[str], spell: Callable[[str], str]) -> str:
    """What a server was told, in one text."""
    return f"bad request: {' '.join(map(spell, told))}; that was it"


def refusal(status: int, spell: Callable[[str], str], *names: str) -> Wire:
    """A refusal that repeats what the server was told in some of its fields."""

    def answer(told: list[str]) -> httpx.Response:
        words = {"error": "invalid_grant", "message": "no"}
        return httpx.Response(status, json=words | dict.fromkeys(names, echo(told, spell)))

    return answer


def broken(kind: type[httpx.RequestError]) -> Wire:
    """A wire that breaks, quoting what the server sent."""

    def fail(told: list[str]) -> httpx.Response:
        raise kind(f"illegal line: {echo(told, str)}")

    return fail


def in_body(status: int, kind: str, write: Callable[[str], bytes], *more: tuple[str, str]) -> Wire:
    """An answer whose body repeats what the server was told, written in some way."""

    def answer(told: list[str]) -> httpx.Response:
        headers = [("Content-Type", kind), *more]
        body = httpx.ByteStream(write(echo(told, str)))
        return httpx.Response(status, headers=headers, stream=body)

    return answer


class _Torn(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that breaks off with an error that quotes it."""

    def __init__(self, words: str) -> None:
        self._words = words

    def __repr__(self) -> str:
        return "<torn>"

    def __iter__(self) -> Iterator[bytes]:
        yield b"{"
        raise httpx.RemoteProtocolError(self._words)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"{"
        raise httpx.RemoteProtocolError(self._words)


WIRES: dict[str, Wire] = {
    "described": refusal(401, str, "error_description"),
    "described, quoted": refusal(401, lambda text: quote(text, safe=""), "error_description"),
    "described, lower case": refusal(400, lambda text: fully(text).lower(), "error_description"),
    "described, plus": refusal(400, quote_plus, "error_description"),
    "described, fully": refusal(500, fully, "error_description", "message", "data"),
    "described, twice": refusal(
        400, lambda text: quote(quote(text, safe="")), "error_description", "data"
    ),
    "as the error": refusal(400, str, "error"),
    "as message and data": refusal(403, str, "message", "data", "error_description"),
    "rate limited": refusal(429, str, "message", "data", "error_description"),
    "not found": refusal(404, quote, "message", "data", "error_description"),
    "redirect": lambda told: httpx.Response(
        302, headers={"Location": f"/?said={quote(echo(told, str))}"}
    ),
    "impossible redirect": lambda told: httpx.Response(
        302, headers={"Location": f"http://[{quote(echo(told, str))}"}
    ),
    "page": in_body(403, "text/html", str.encode),
    "page as success": in_body(200, "text/html", str.encode),
    "text": in_body(200, "application/json", str.encode),
    "JSON text": in_body(200, "application/json", lambda text: json.dumps(text).encode()),
    "JSON key": in_body(200, "application/json", lambda text: json.dumps({text: text}).encode()),
    "wrong type": in_body(
        200, "application/json", lambda text: json.dumps({"access_token": [text]}).encode()
    ),
    "unusable token": in_body(
        200,
        "application/json",
        lambda text: json.dumps(
            {"access_token": text, "refresh_token": text, "token_type": "Bearer", "expires_in": 1}
        ).encode(),
    ),
    "wrong data": in_body(
        200, "application/json", lambda text: json.dumps({"data": text, "message": text}).encode()
    ),
    "broken gzip": in_body(401, "application/json", str.encode, ("Content-Encoding", "gzip")),
    "broken success": in_body(200, "application/json", str.encode, ("Content-Encoding", "gzip")),
    "torn": lambda told: httpx.Response(200, stream=_Torn(echo(told, str))),
    **{
        kind.__name__: broken(kind)
        for kind in (
            httpx.RemoteProtocolError,
            httpx.LocalProtocolError,
            httpx.ReadError,
            httpx.WriteError,
            httpx.CloseError,
            httpx.ProxyError,
            httpx.UnsupportedProtocol,
            httpx.DecodingError,
            httpx.TooManyRedirects,
        )
    },
}


@contextmanager
def everything_logged() -> Generator[list[str]]:
    """What the loggers of httpx, httpcore and kickwire write at DEBUG."""
    lines: list[str] = []

    class Keeper(logging.Handler):
        """Keeps each line."""

        def emit(self, record: logging.LogRecord) -> None:
            """Keep a line, and what it was made of."""
            lines.append(f"{record.getMessage()} {record.args!r}")

    keeper, loggers = Keeper(), [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(keeper)
        logger.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.removeHandler(keeper)
            logger.setLevel(level)


LOGGERS = ("httpx", "httpcore", "kickwire")


def leaked(play: Play, shown: str) -> list[str]:
    """The spellings of secrets that can be read there."""
    return [one for secret in play.all for one in spellings(secret) if one in shown]


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("name", EVERY_CALL)
@few
@given(play=plays)
def test_no_failure_shows_a_secret(name: str, wire: str, play: Play) -> None:
    """Text, repr, pickle, frames and logs of every failure are free of every secret in play."""
    transport = httpx.MockTransport(lambda request: WIRES[wire](play.sent_in(request)))

    with everything_logged() as lines:
        try:
            value = EVERY_CALL[name](play, transport)
        except errors.KickError as error:
            shown = shown_by(error)
        else:
            shown = repr(value)

    assert leaked(play, shown) == []
    assert leaked(play, "\n".join(lines)) == []


@some
@given(play=plays)
def test_a_wrong_character_in_a_spelling_is_not_masked_away(play: Play) -> None:
    """What is no secret stays readable."""
    words = f"the code {play.code}. is too old"
    transport = httpx.MockTransport(
        lambda _: httpx.Response(401, json={"error": "invalid_client", "error_description": words})
    )

    with OAuth(play.app, transport=transport) as oauth, pytest.raises(errors.AppRefused) as caught:
        oauth.exchange(play.login)

    assert caught.value.reason == "the code [secret]. is too old"


@pytest.mark.parametrize("code", ["invalid_grant", "i", "secret", "a", "[", "%"])
def test_an_odd_secret_changes_no_verdict(code: str) -> None:
    """Masking is for people; what an answer means is decided on the words as they came."""
    app = App("01HZY3QJ5M8W0RTH1ESS000000", "i", REDIRECT_URI)
    login = AuthorizationCode(code, "v" * 43, REDIRECT_URI, ("user:read",))
    transport = httpx.MockTransport(lambda _: httpx.Response(401, json={"error": "invalid_grant"}))

    with OAuth(app, transport=transport) as oauth, pytest.raises(errors.LoginFailed):
        oauth.exchange(login)


class Wired(httpx.HTTPTransport):
    """httpx's own transport over a wire that has the answer ready; no socket is opened."""

    def __init__(self, answer: bytes) -> None:
        self._pool = httpcore.ConnectionPool(network_backend=httpcore.MockBackend([answer]))


class AsyncWired(httpx.AsyncHTTPTransport):
    """`Wired` for asyncio."""

    def __init__(self, answer: bytes) -> None:
        backend = httpcore.AsyncMockBackend([answer])
        self._pool = httpcore.AsyncConnectionPool(network_backend=backend)


def raw(status: int, body: str) -> bytes:
    """An answer as it stands on the wire."""
    head = f"HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body.encode())}\r\nConnection: close\r\n\r\n{body}".encode()


TOLD: dict[str, Callable[[Play], list[str]]] = {
    "exchange": lambda play: [play.client_secret, play.code, play.verifier],
    "refresh": lambda play: [play.client_secret, play.refresh_token],
    "client_credentials": lambda play: [play.client_secret],
    "revoke": lambda play: [play.refresh_token],
    "introspect": lambda play: [play.access_token],
}
RAW: dict[str, Callable[[list[str]], bytes]] = {
    "refused": lambda told: raw(
        400, json.dumps({"error": "invalid_request", "error_description": echo(told, str)})
    ),
    "garbage": lambda told: f"{echo(told, str)}\r\n\r\n".encode(),
    "hung up": lambda _: b"",
    "cut": lambda told: raw(200, json.dumps({"access_token": echo(told, str)}))[:-9],
    "wrong header": lambda told: f"HTTP/1.1 200 OK\r\n{echo(told, str)}\r\n\r\n".encode(),
    "good": lambda _: raw(200, json.dumps({"access_token": "zqN3w"})),
}


@pytest.mark.parametrize("wire", RAW)
@pytest.mark.parametrize("name", CALLS)
@some
@given(play=plays)
def test_nothing_is_shown_over_the_real_transport(name: str, wire: str, play: Play) -> None:
    """httpx, httpcore and h11 log at DEBUG what they do, and never a secret; sync and async."""

    async def asynchronous() -> object:
        """The same, awaited."""
        transport = AsyncWired(RAW[wire](TOLD[name](play)))
        async with AsyncOAuth(play.app, id_url=ORIGIN, transport=transport) as oauth:
            return await CALLS[name](oauth, play)

    def synchronous() -> object:
        transport = Wired(RAW[wire](TOLD[name](play)))
        with OAuth(play.app, id_url=ORIGIN, transport=transport) as oauth:
            return CALLS[name](oauth, play)

    shown: list[str] = []
    with everything_logged() as lines:
        for call in (synchronous, lambda: asyncio.run(asynchronous())):
            try:
                shown.append(repr(call()))
            except errors.KickError as error:
                shown.append(shown_by(error))

    assert [line for line in lines if line.startswith("send_request_headers")]
    assert leaked(play, "\n".join(shown)) == []
    # httpcore quotes an answer that is no HTTP; what a server says there is beyond our reach.
    ours = [line for line in lines if not line.startswith("receive_response_headers.failed")]
    assert leaked(play, "\n".join(ours)) == []


@some
@given(play=plays)
def test_what_is_in_play_shows_no_secret(play: Play) -> None:
    """App, code, pair, faces and requests are fit for a log."""
    with OAuth(play.app) as oauth:
        flying = [
            flows.exchange(play.app, ORIGIN, play.login, NOW),
            flows.refresh(play.app, ORIGIN, play.pair, NOW),
            flows.revoke(ORIGIN, play.pair),
            flows.introspect(ORIGIN, play.pair),
        ]
        requests = [next(flow) for flow in flying]
        shown = [play.app, play.login, play.pair, oauth, *flying, *requests]
        heads = [(request.url, request.headers, request.extensions) for request in requests[:2]]

    assert leaked(play, repr(shown) + repr(heads) + repr(requests[3].headers)) == []


@some
@given(play=plays)
def test_a_callback_that_fails_shows_no_code(play: Play) -> None:
    """A code that nobody has redeemed yet is a secret like the others."""
    request = AuthorizationRequest(
        url="",
        binding="b",
        state="s",
        verifier=play.verifier,
        redirect_uri=REDIRECT_URI,
        scopes=("user:read",),
        created_at=NOW,
    )
    store = MemoryStore()
    request.save(store, play.app)

    with pytest.raises(errors.LoginFailed) as later:
        AuthorizationRequest.load(
            store, play.app, f"code={quote(play.code)}&state=s", binding="x", now=NOW
        )
    with pytest.raises(errors.LoginFailed) as other:
        request.answered(f"code={quote(play.code)}&state=t")

    assert leaked(play, shown_by(later.value) + shown_by(other.value)) == []
