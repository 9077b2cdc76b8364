"""The plain client of the generated packages: what it adds, refuses, and never shows."""

from __future__ import annotations

import asyncio
import threading
import time
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx
import kickwire_api
import kickwire_id
import pytest
from kickwire_id.transport import environment_proxy

from conformance.tests.contract.contract_documents import BASE_URLS, ENDPOINTS

PACKAGES = [kickwire_api, kickwire_id]
TOKEN = "kickwire-worthless-token"


class Wire:
    """Stands in for httpx's transports, and keeps what arrives."""

    def __init__(self, status: int = 204) -> None:
        self.status = status
        self.requests: list[httpx.Request] = []
        self.transport = httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Keep a request and answer it."""
        self.requests.append(request)
        return httpx.Response(self.status, headers={"Location": "https://example.com/"})


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """The wire below every httpx client that is made during a test."""
    wire = Wire()

    def answer_async(self: object, request: httpx.Request) -> Any:
        return wire.transport.handle_async_request(request)

    def answer(self: object, request: httpx.Request) -> httpx.Response:
        return wire.transport.handle_request(request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", answer)
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", answer_async)
    return wire


def request_of(package: ModuleType) -> httpx.Request:
    """Some request of a package."""
    if package is kickwire_api:
        built: httpx.Request = ENDPOINTS["sendChatMessage"].build(
            BASE_URLS["kickwire_api"],
            body=kickwire_api.models.ChatMessageRequest(
                content="hi", type_=kickwire_api.models.ChatMessageType.BOT
            ),
        )
    else:
        built = ENDPOINTS["introspectToken"].build(BASE_URLS["kickwire_id"])
    return built


def sent_both_ways(client: Any, package: ModuleType) -> None:
    """Send a request with `send` and another with `send_async`; close the client."""

    async def send() -> None:
        """The second request."""
        async with client:
            await client.send_async(request_of(package))

    client.send(request_of(package))
    asyncio.run(send())


@pytest.mark.parametrize("package", PACKAGES)
def test_client_sends_the_token_in_the_authorization_header_only(package: Any, wire: Wire) -> None:
    """The token is in one header of the request and in no text that the client shows."""
    client = package.Client(token=TOKEN)
    sent_both_ways(client, package)
    for request in wire.requests:
        assert request.headers.pop("Authorization") == f"Bearer {TOKEN}"
        assert TOKEN not in f"{request.url} {request.headers.raw} {request.read()!r}"
    assert len(wire.requests) == 2
    assert TOKEN not in f"{client!r} {client}"


@pytest.mark.parametrize("package", PACKAGES)
def test_client_without_a_token_sends_none(package: Any, wire: Wire) -> None:
    """No token means no Authorization header."""
    sent_both_ways(package.Client(), package)
    assert not any("Authorization" in request.headers for request in wire.requests)


@pytest.mark.parametrize("package", PACKAGES)
def test_client_adds_the_headers_of_a_polite_request(package: Any, wire: Wire) -> None:
    """A request that was only built still leaves with User-Agent, Accept and Accept-Encoding."""
    sent_both_ways(package.Client(), package)
    for request in wire.requests:
        assert {"user-agent", "accept", "accept-encoding"} <= set(request.headers)


@pytest.mark.parametrize("package", PACKAGES)
def test_client_has_a_timeout(package: Any, wire: Wire) -> None:
    """Nobody waits for ever: ten seconds, unless told otherwise."""
    sent_both_ways(package.Client(), package)
    sent_both_ways(package.Client(timeout=0.5), package)
    timeouts = [set(request.extensions["timeout"].values()) for request in wire.requests]
    assert timeouts == [{10.0}, {10.0}, {0.5}, {0.5}]


@pytest.mark.parametrize("package", PACKAGES)
def test_client_follows_no_redirect(package: Any) -> None:
    """A redirect is an answer: following it would carry the token elsewhere."""
    wire = Wire(302)
    client = package.Client(token=TOKEN, transport=wire.transport, async_transport=wire.transport)
    assert client.send(request_of(package)).status_code == 302
    assert asyncio.run(client.send_async(request_of(package))).status_code == 302
    assert len(wire.requests) == 2


@pytest.mark.parametrize("package", PACKAGES)
def test_client_knows_its_host(package: Any) -> None:
    """Without a base URL the client speaks to Kick; the repr shows which host it is."""
    assert package.Client().base_url == BASE_URLS[package.__name__]
    assert BASE_URLS[package.__name__] in repr(package.Client())
    assert package.Client("http://127.0.0.1:1").base_url == "http://127.0.0.1:1"


def slowly(make: Callable[..., Any], made: list[Any]) -> Callable[..., Any]:
    """A constructor that takes its time, so that a race would show."""

    def construct(**arguments: Any) -> Any:
        time.sleep(0.01)
        made.append(make(**arguments))
        return made[-1]

    return construct


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.usefixtures("wire")
def test_threads_share_one_httpx_client(package: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many threads send first, one httpx client is made."""
    made: list[httpx.Client] = []
    monkeypatch.setattr(httpx, "Client", slowly(httpx.Client, made))
    client, barrier = package.Client(), threading.Barrier(8)

    def send() -> None:
        barrier.wait()
        client.send(request_of(package))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.close()
    assert [one.is_closed for one in made] == [True]


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.usefixtures("wire")
def test_tasks_share_one_httpx_client(package: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many tasks send first, one asynchronous httpx client is made."""
    made: list[httpx.AsyncClient] = []
    monkeypatch.setattr(httpx, "AsyncClient", slowly(httpx.AsyncClient, made))

    async def send_all() -> None:
        """Eight requests at once."""
        async with package.Client() as client:
            await asyncio.gather(*(client.send_async(request_of(package)) for _ in range(8)))

    asyncio.run(send_all())
    assert [one.is_closed for one in made] == [True]


@pytest.mark.parametrize("package", PACKAGES)
def test_client_sends_to_its_own_origin_only(package: Any, wire: Wire) -> None:
    """A request built for another place is refused before the token is added."""
    client = package.Client("https://mock.example", token=TOKEN)
    request = request_of(package)
    with pytest.raises(ValueError, match=r"https://mock\.example only"):
        client.send(request)
    with pytest.raises(ValueError, match=r"https://mock\.example only"):
        asyncio.run(client.send_async(request))
    assert wire.requests == []
    assert "Authorization" not in request.headers


@pytest.mark.parametrize("token", ["line\r\nX: y", "schlüssel", "", "a b", "tab\t"])
@pytest.mark.parametrize("package", PACKAGES)
def test_client_refuses_a_token_that_cannot_be_sent_unseen(package: Any, token: str) -> None:
    """A token that no header can hold is refused at once; neither text nor locals show it."""
    with pytest.raises(ValueError, match="token: only printable ASCII") as caught:
        package.Client(token=token)
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [frame for frame in frames.stack if frame.filename != __file__]
    assert ours
    assert all(repr(token) not in (frame.locals or {}).values() for frame in ours)


@pytest.mark.parametrize("package", PACKAGES)
def test_client_takes_no_bytes_for_a_token(package: Any) -> None:
    """A token that was read as bytes is told as such, unseen."""
    with pytest.raises(ValueError, match="token: a text is expected") as caught:
        package.Client(token=TOKEN.encode())
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    del frames.stack[0]  # this test, which knows it
    assert TOKEN not in "".join(frames.format())


@pytest.mark.parametrize("where", ["https://xn--/", "\0"])
@pytest.mark.parametrize("package", PACKAGES)
def test_client_does_not_look_where_a_redirect_leads(package: Any, where: str) -> None:
    """An answer with a redirect comes back as it is, whatever address it names."""
    moved = httpx.MockTransport(lambda _: httpx.Response(302, headers={"Location": where}))

    async def send() -> None:
        """With the asynchronous client."""
        async with package.Client(async_transport=moved) as client:
            assert (await client.send_async(request_of(package))).status_code == 302

    with package.Client(transport=moved) as client:
        assert client.send(request_of(package)).status_code == 302
    asyncio.run(send())


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"base_url": "http://api.kick.com"}, "plain http"),
        ({"base_url": "https://user:pw@api.kick.com"}, "user name or password"),
        ({"base_url": "api.kick.com"}, "https://host is expected"),
        ({"base_url": "https://xn--"}, "not a URL"),
        ({"token": "worthless", "auth": httpx.BasicAuth("a", "b")}, "give one of them"),
    ],
)
@pytest.mark.parametrize("package", PACKAGES)
def test_client_refuses_settings_that_would_leak(
    package: Any, settings: dict[str, Any], complaint: str
) -> None:
    """A token goes over TLS or loopback, to one origin, in one way."""
    with pytest.raises(ValueError, match=complaint):
        package.Client(**settings)


@pytest.mark.parametrize("package", PACKAGES)
def test_closed_client_sends_nothing(package: Any, wire: Wire) -> None:
    """Use after the end is told, instead of quietly opening connections again."""
    with package.Client(transport=wire.transport) as client:
        client.send(request_of(package))
    with pytest.raises(RuntimeError, match="closed"):
        client.send(request_of(package))
    assert len(wire.requests) == 1


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadTimeout])
def test_failure_of_a_revocation_shows_no_secret(error: type[httpx.TransportError]) -> None:
    """Not even the locals of a traceback hold the token that was to be revoked."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise error("no answer")

    mock = httpx.MockTransport(fail)
    client = kickwire_id.Client(transport=mock, async_transport=mock)
    secret = "TOKEN" + "TO" + "REVOKE"
    endpoint = ENDPOINTS["revokeToken"]
    with pytest.raises(error) as caught:
        endpoint.sync(client=client, token="TOKEN" + "TO" + "REVOKE")
    with pytest.raises(error) as awaited:
        asyncio.run(endpoint.asyncio(client=client, token="TOKEN" + "TO" + "REVOKE"))
    for failure in (caught.value, awaited.value):
        told = traceback.TracebackException.from_exception(failure, capture_locals=True)
        here = [frame for frame in told.stack if frame.filename != __file__]
        assert secret not in "".join(str(frame.locals) for frame in here)


@pytest.mark.parametrize("package", PACKAGES)
def test_client_takes_an_httpx_auth_instead_of_a_token(package: Any) -> None:
    """Whatever httpx can authenticate with signs the requests of the client."""
    wire = Wire()
    auth = httpx.BasicAuth("user", "worthless")
    client = package.Client(auth=auth, transport=wire.transport, async_transport=wire.transport)
    client.send(request_of(package))
    asyncio.run(client.send_async(request_of(package)))
    signed = {request.headers["Authorization"].split()[0] for request in wire.requests}
    assert signed == {"Basic"}


def test_identity_client_merges_secrets_below_the_log(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    """The client of id.kick.com sends the token to revoke without writing it down."""
    caplog.set_level("DEBUG")
    with kickwire_id.Client() as client:
        assert ENDPOINTS["revokeToken"].sync(client=client, token=TOKEN) is not None
    assert [str(request.url) for request in wire.requests] == [
        f"https://id.kick.com/oauth/revoke?token={TOKEN}"
    ]
    assert "oauth/revoke" in caplog.text
    assert TOKEN not in caplog.text


def test_given_transport_does_not_lose_the_secret() -> None:
    """Kick answers every revocation with 200, so none may leave without its token unnoticed."""
    wire = Wire(200)
    client = kickwire_id.Client(transport=wire.transport, async_transport=wire.transport)
    ENDPOINTS["revokeToken"].sync(client=client, token=TOKEN)
    asyncio.run(ENDPOINTS["revokeToken"].asyncio(client=client, token=TOKEN))
    arrived = [str(request.url) for request in wire.requests]
    assert arrived == [f"https://id.kick.com/oauth/revoke?token={TOKEN}"] * 2


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({}, "https://id.kick.com", None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "https://id.kick.com", "http://proxy:3128"),
        ({"https_proxy": "proxy:3128"}, "https://id.kick.com", "http://proxy:3128"),
        ({"ALL_PROXY": "http://proxy:1"}, "https://id.kick.com", "http://proxy:1"),
        ({"HTTP_PROXY": "http://proxy:1"}, "https://id.kick.com", None),
        ({"ALL_PROXY": "http://proxy:1", "NO_PROXY": "kick.com"}, "https://id.kick.com", None),
    ],
)
def test_identity_client_heeds_the_proxies_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], url: str, proxy: str | None
) -> None:
    """The client whose transport is made here finds proxies as httpx would have."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert environment_proxy(url) == proxy
