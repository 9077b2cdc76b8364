"""Proxies, certificates, HTTP/2, limits and timeouts reach both hosts, in both faces."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
import subprocess
import sys
import traceback
from collections.abc import Callable, Generator
from typing import Any

import httpx
import pytest
from kickwire import (
    App,
    AsyncBearerCaller,
    AsyncKick,
    AsyncOAuth,
    BearerCaller,
    Connection,
    Kick,
    MemoryStore,
    OAuth,
    Retries,
    errors,
)
from kickwire_api.facade import AsyncPublicApi, PublicApi

from conformance.tests.mock.mock_wire import free_port
from conformance.tests.overlay.overlay_servers import (
    TOKEN,
    Authority,
    Proxy,
    forward_proxy,
    http2_host,
    kick_host,
)

APP = App("01HZY3QJ5M8W0RTH1ESS000000", "worthless-client-secret")
ONCE = Retries(times=0)
PASSWORD = "worthless-proxy-password"
CHANNELS = "/public/v1/channels?slug=somebody"


def ask(url: str, how: Connection) -> None:
    """Both hosts, asked by `Kick`."""
    with Kick(APP, MemoryStore(), id_url=url, api_url=url, connection=how, retries=ONCE) as kick:
        kick.channels.get(slug=["somebody"])


def ask_async(url: str, how: Connection) -> None:
    """Both hosts, asked by `AsyncKick`."""

    async def asked() -> None:
        """In a loop of its own."""
        async with AsyncKick(
            APP, MemoryStore(), id_url=url, api_url=url, connection=how, retries=ONCE
        ) as kick:
            await kick.channels.get(slug=["somebody"])

    asyncio.run(asked())


def ask_bearer(url: str, how: Connection) -> None:
    """The API, asked with a given token."""
    with BearerCaller("worthless", api_url=url, connection=how, retries=ONCE) as caller:
        PublicApi(caller).channels.get(slug=["somebody"])


def ask_bearer_async(url: str, how: Connection) -> None:
    """The API, asked with a given token."""

    async def asked() -> None:
        """In a loop of its own."""
        async with AsyncBearerCaller(
            "worthless", api_url=url, connection=how, retries=ONCE
        ) as caller:
            await AsyncPublicApi(caller).channels.get(slug=["somebody"])

    asyncio.run(asked())


def ask_oauth(url: str, how: Connection) -> None:
    """The identity host alone."""
    with OAuth(APP, id_url=url, connection=how) as oauth:
        oauth.client_credentials()


def ask_oauth_async(url: str, how: Connection) -> None:
    """The identity host alone."""

    async def asked() -> None:
        """In a loop of its own."""
        async with AsyncOAuth(APP, id_url=url, connection=how) as oauth:
            await oauth.client_credentials()

    asyncio.run(asked())


FACES = (ask, ask_async, ask_bearer, ask_bearer_async, ask_oauth, ask_oauth_async)
"""Everything that connects."""

API = {ask, ask_async, ask_bearer, ask_bearer_async}
ID = {ask, ask_async, ask_oauth, ask_oauth_async}

Face = Callable[[str, Connection], None]


@pytest.fixture(scope="module")
def proxy() -> Generator[Proxy]:
    """A forward proxy over real sockets."""
    with forward_proxy() as running:
        yield running


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who vouches for the servers here, and is known to nobody else."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def plain() -> Generator[str]:
    """A host without TLS."""
    with kick_host() as url:
        yield url


@pytest.fixture(scope="module")
def secure(authority: Authority) -> Generator[str]:
    """A host with TLS."""
    with kick_host(authority.server_side()) as url:
        yield url


@pytest.fixture(autouse=True)
def _no_proxy_of_the_machine(monkeypatch: pytest.MonkeyPatch, proxy: Proxy) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    proxy.seen.clear()
    proxy.credentials.clear()


def expected(face: Face, url: str) -> list[str]:
    """What a proxy sees of plain HTTP: token first, then the call."""
    token = [f"POST {url}/oauth/token"] if face in ID else []
    return token + ([f"GET {url}{CHANNELS}"] if face in API else [])


@pytest.mark.parametrize("face", FACES)
def test_a_given_proxy_carries_both_hosts(face: Face, plain: str, proxy: Proxy) -> None:
    """Every request of every face goes through the proxy that is given."""
    face(plain, Connection(proxy=f"http://{proxy.address}"))

    assert proxy.seen == expected(face, plain)


@pytest.mark.parametrize("face", FACES)
def test_a_proxy_sees_nothing_of_what_is_said_over_tls(
    face: Face, secure: str, proxy: Proxy, authority: Authority
) -> None:
    """Over TLS a proxy is asked for a tunnel, and the certificate of the far end is checked."""
    face(secure, Connection(proxy=f"http://{proxy.address}", ca_bundle=authority.bundle))

    assert set(proxy.seen) == {f"CONNECT {secure.removeprefix('https://')}"}


@pytest.mark.parametrize("face", FACES)
def test_the_proxy_of_the_environment_carries_both_hosts(
    face: Face, plain: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a proxy of its own a connection takes the one that the environment names."""
    monkeypatch.setenv("http_proxy", proxy.address)

    face(plain, Connection())

    assert proxy.seen == expected(face, plain)


@pytest.mark.parametrize("face", FACES)
def test_the_environment_can_be_left_out(
    face: Face, plain: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ``NO_PROXY``, and with ``trust_env=False``, nothing goes through its proxy."""
    monkeypatch.setenv("http_proxy", f"http://{proxy.address}")
    face(plain, Connection(trust_env=False))
    for exempt in ("127.0.0.1", plain.removeprefix("http://")):
        monkeypatch.setenv("no_proxy", exempt)
        face(plain, Connection())

    assert proxy.seen == []


@pytest.mark.parametrize("face", FACES)
def test_a_proxy_gets_its_password_and_nobody_else_does(
    face: Face, plain: str, proxy: Proxy
) -> None:
    """User name and password are sent to the proxy, and shown by no ``repr``."""
    how = Connection(proxy=f"http://user:{PASSWORD}@{proxy.address}")

    face(plain, how)

    given = base64.b64encode(f"user:{PASSWORD}".encode()).decode()
    assert set(proxy.credentials) == {f"Basic {given}"}
    assert PASSWORD not in repr(how)
    assert f"http://***@{proxy.address}" in repr(how)


@pytest.mark.parametrize("face", FACES)
def test_a_dead_proxy_is_told_without_its_password(face: Face, plain: str) -> None:
    """What comes of a proxy that does not answer shows no password, not even in the frames."""
    with free_port() as port, pytest.raises(errors.Unreachable) as caught:
        face(plain, Connection(proxy=f"http://user:{PASSWORD}@127.0.0.1:{port}", timeout=5))

    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert PASSWORD not in "".join(told.format())


@pytest.mark.parametrize("face", FACES)
def test_an_unknown_authority_is_refused_in_clear_words(face: Face, secure: str) -> None:
    """A certificate that nobody known vouches for ends the call, and the text says what to do."""
    with pytest.raises(errors.Unreachable, match=r"CERTIFICATE_VERIFY_FAILED.*ca_bundle="):
        face(secure, Connection())


@pytest.mark.parametrize("face", FACES)
def test_an_authority_is_trusted_when_it_is_named(
    face: Face, secure: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a file, as a context of the caller's own, and by the environment."""
    face(secure, Connection(ca_bundle=str(authority.bundle)))
    face(secure, Connection(ssl_context=ssl.create_default_context(cafile=authority.bundle)))
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.bundle))
    face(secure, Connection())


@pytest.mark.parametrize("face", FACES)
def test_http2_is_spoken_when_asked_for(face: Face, authority: Authority) -> None:
    """A server that knows nothing but HTTP/2 is understood."""
    with http2_host(authority.server_side("h2")) as url:
        face(url, Connection(http2=True, ca_bundle=authority.bundle))


@pytest.mark.parametrize("face", FACES)
def test_a_forgotten_answer_ends_with_the_timeout_of_reading(face: Face) -> None:
    """Each phase has a timeout of its own; the one of reading ends a call without an answer."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"

        with pytest.raises(errors.Unreachable) as caught:
            face(url, Connection(timeout=30, read_timeout=0.02))

    assert caught.value.cause == "ReadTimeout"


FORKING = """
import os, sys
from kickwire import BearerCaller, Connection
from kickwire_api.facade import PublicApi

caller = BearerCaller("worthless", api_url=sys.argv[1], connection=Connection(proxy=sys.argv[2]))
api = PublicApi(caller)
api.channels.get(slug=["somebody"])
child = os.fork()
api.channels.get(slug=["somebody"])
sys.exit(os.waitpid(child, 0)[1] if child else 0)
"""


def test_a_child_of_a_fork_goes_the_same_way(plain: str, proxy: Proxy) -> None:
    """Parent and child have a connection each, and both lead through the proxy."""
    program = [sys.executable, "-c", FORKING, plain, f"http://{proxy.address}"]

    subprocess.run(program, check=True, timeout=60)

    assert proxy.seen == [f"GET {plain}{CHANNELS}"] * 2


@pytest.mark.parametrize("kind", [Kick, AsyncKick])
def test_the_usual_certificates_are_read_once(
    kind: type[Kick | AsyncKick], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All transports of a client share them: to read them takes longer than to make the rest."""
    made: list[ssl.SSLContext] = []

    def counted(**_: object) -> ssl.SSLContext:
        """An empty context, noted."""
        made.append(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        return made[-1]

    monkeypatch.setattr(httpx, "create_ssl_context", counted)

    kick = kind(APP, MemoryStore())

    assert len(made) == 1
    kick.close() if isinstance(kick, Kick) else asyncio.run(kick.aclose())


class Counting(httpx.AsyncBaseTransport):
    """Counts the requests inside."""

    def __init__(self) -> None:
        self.inside = self.most = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Stay for a turn of the loop."""
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0)
        self.inside -= 1
        return httpx.Response(200, json={"data": [], "message": "OK"})


def test_no_more_requests_are_under_way_than_allowed() -> None:
    """`max_connections` holds over a given transport as well."""
    transport = Counting()

    async def calls() -> None:
        """Ten at once."""
        how = Connection(max_connections=2)
        async with AsyncBearerCaller("x", transport=transport, connection=how) as caller:
            api = AsyncPublicApi(caller)
            await asyncio.gather(*(api.users.get() for _ in range(10)))

    asyncio.run(calls())

    assert transport.most == 2


class Failing(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """The identity host works; the API fails at every call."""

    def __init__(self) -> None:
        self.calls = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """A token, or a 503."""
        if request.url.path == "/oauth/token":
            return httpx.Response(200, json=TOKEN)
        self.calls += 1
        return httpx.Response(503)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The same."""
        return self.handle_request(request)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_patience_reaches_the_calls_of_a_client(asynchronous: bool) -> None:
    """`retries`, `sleep` and `random` are those that the client was made with."""
    host, waits = Failing(), list[float]()
    patience: Any = {"retries": Retries(times=3), "random": lambda: 0.5, "transport": host}

    async def sleep(seconds: float) -> None:
        """Wait for nothing."""
        waits.append(seconds)

    async def calls() -> None:
        """In one loop."""
        async with AsyncKick(APP, MemoryStore(), sleep=sleep, **patience) as kick:
            await kick.livestreams.list()

    def call() -> None:
        """The same, not awaited."""
        with Kick(APP, MemoryStore(), sleep=waits.append, **patience) as kick:
            kick.livestreams.list()

    with pytest.raises(errors.ServerFault):
        asyncio.run(calls()) if asynchronous else call()

    assert (host.calls, len(waits)) == (4, 3)
