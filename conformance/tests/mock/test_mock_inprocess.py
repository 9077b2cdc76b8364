"""The mock as an httpx transport."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from kickwire_mock import InProcessTransport, Mock, Reply, Request
from kickwire_mock.messages import Origins

ID = "https://id.kick.com"
API = "https://api.kick.com"


class Recorder(Mock):
    """A mock that keeps the requests it was handed."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Request] = []

    def handle(self, request: Request, *, released: str | None = None) -> Reply:
        """Keep it, then answer."""
        self.seen.append(request)
        return super().handle(request, released=released)


def bearer(mock: Mock) -> dict[str, str]:
    """The header that opens protected operations."""
    return {"Authorization": f"Bearer {mock.token}"}


def form(mock: Mock) -> dict[str, str]:
    """What the seed's app sends for a token of its own."""
    app = mock.apps()[0]
    credentials = {"client_id": app.client_id, "client_secret": app.client_secret}
    return {"grant_type": "client_credentials", **credentials}


def test_both_hosts_answer_a_synchronous_client(mock: Mock) -> None:
    """One transport serves id and api, told apart by origin."""
    with httpx.Client(transport=InProcessTransport(mock)) as client:
        token = client.post(f"{ID}/oauth/token", data=form(mock))
        users = client.get(f"{API}/public/v1/users", headers=bearer(mock))
    assert token.json()["token_type"] == "Bearer"
    assert (users.status_code, users.json()["message"]) == (200, "OK")


def test_both_hosts_answer_an_asynchronous_client(mock: Mock) -> None:
    """The same object is an asynchronous transport too."""

    async def ask() -> tuple[httpx.Response, httpx.Response]:
        """One call to each host."""
        async with httpx.AsyncClient(transport=InProcessTransport(mock)) as client:
            return (
                await client.post(f"{ID}/oauth/token", data=form(mock)),
                await client.get(f"{API}/public/v1/users", headers=bearer(mock)),
            )

    token, users = asyncio.run(ask())
    assert (token.status_code, users.status_code) == (200, 200)


def test_the_request_arrives_as_it_would_on_the_wire() -> None:
    """Path and query stay encoded, repeated headers stay repeated, the body is whole."""
    mock = Recorder()
    with httpx.Client(transport=InProcessTransport(mock)) as client:
        client.request(
            "DELETE",
            f"{API}/public/v1/chat/a%2Fb?x=%20y&x=1+2",
            headers=[("X-Twice", "1"), ("X-Twice", "2")],
            content=b"\x00\xff",
        )
    (request,) = mock.seen
    assert (request.host, request.origins, request.method) == (
        "api",
        Origins(id=ID, api=API),
        "DELETE",
    )
    assert (request.path, request.query) == ("/public/v1/chat/a%2Fb", "x=%20y&x=1+2")
    assert request.headers.all("x-twice") == ["1", "2"]
    assert request.headers.get("HOST") == "api.kick.com"
    assert request.body == b"\x00\xff"


def test_streamed_bodies_arrive_whole() -> None:
    """A body that is produced piece by piece is read to its end before the mock is asked."""
    mock = Recorder()

    def pieces() -> Iterator[bytes]:
        yield b"grant_type="
        yield b"x"

    async def later() -> AsyncIterator[bytes]:
        """The same pieces, asynchronously."""
        for piece in pieces():
            yield piece

    async def ask() -> None:
        """The same request, asynchronously."""
        async with httpx.AsyncClient(transport=InProcessTransport(mock)) as client:
            await client.post(f"{ID}/oauth/token", content=later())

    with httpx.Client(transport=InProcessTransport(mock)) as client:
        client.post(f"{ID}/oauth/token", content=pieces())
    asyncio.run(ask())
    assert [request.body for request in mock.seen] == [b"grant_type=x"] * 2


@pytest.mark.parametrize(
    "url",
    [
        "https://kick.com/api/v2/channels/xqc",
        "http://api.kick.com/public/v1/users",
        "https://api.kick.com:8443/public/v1/users",
        "https://api.kick.com.example/",
        "https://127.0.0.1/",
    ],
)
def test_any_other_origin_is_unreachable(mock: Mock, url: str) -> None:
    """Scheme, host and port must all fit; nothing falls through to the network."""
    transport = InProcessTransport(mock)
    with (
        httpx.Client(transport=transport) as client,
        pytest.raises(httpx.ConnectError, match=r"does not answer for .*, only for") as caught,
    ):
        client.get(url)
    assert caught.value.request.url == url

    async def ask() -> None:
        """The same request, asynchronously."""
        async with httpx.AsyncClient(transport=transport) as client:
            await client.get(url)

    with pytest.raises(httpx.ConnectError):
        asyncio.run(ask())


def test_the_origins_can_be_chosen(mock: Mock) -> None:
    """Default ports and case do not matter; redirects stay on the chosen origin."""
    transport = InProcessTransport(mock, id_url="http://ID.local:80", api_url="http://[::1]:81/")
    with httpx.Client(transport=transport) as client:
        bounced = client.get("http://id.local/oauth/authorize")
        assert client.get("http://[::1]:81/public/v1/public-key").status_code == 200
    assert (bounced.status_code, bounced.headers["location"]) == (307, "http://id.local/")


@pytest.mark.parametrize(
    ("id_url", "api_url"),
    [
        ("https://x", "https://X:443"),
        ("x", API),
        ("ftp://x", API),
        (ID, f"{API}/public"),
        (ID, "https://user:secret@api.kick.com"),
        ("https://", API),
    ],
)
def test_what_is_no_pair_of_origins_is_refused(mock: Mock, id_url: str, api_url: str) -> None:
    """Two different http(s) origins are needed, without path or credentials."""
    with pytest.raises(ValueError, match="origin"):
        InProcessTransport(mock, id_url=id_url, api_url=api_url)


def test_one_transport_serves_many_threads(mock: Mock) -> None:
    """Threads with clients of their own get the same answer."""
    transport = InProcessTransport(mock)
    statuses: list[int] = []

    def ask() -> None:
        with httpx.Client(transport=transport) as client:
            statuses.extend(
                client.get(f"{API}/public/v1/public-key").status_code for _ in range(20)
            )

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 160


def test_a_transport_outlives_the_client_that_closes_it(mock: Mock) -> None:
    """Closing a client leaves the transport usable, for sync and async clients in turn."""
    transport = InProcessTransport(mock)
    for _ in range(2):
        with httpx.Client(transport=transport) as client:
            assert client.get(f"{API}/public/v1/public-key").status_code == 200
    assert repr(transport) == f"InProcessTransport(id='{ID}', api='{API}')"


def test_head_and_empty_answers_have_no_body(mock: Mock) -> None:
    """A 405 to HEAD and a 204 arrive without a body, as over sockets."""
    with httpx.Client(transport=InProcessTransport(mock)) as client:
        head = client.head(f"{API}/public/v1/users")
        gone = client.delete(f"{API}/public/v1/events/subscriptions?id=01K", headers=bearer(mock))
    assert (head.status_code, head.content) == (405, b"")
    assert (gone.status_code, gone.content) == (204, b"")
