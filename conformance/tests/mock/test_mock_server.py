"""The mock over real sockets."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
from kickwire_mock import InProcessTransport, Mock, RunningServer, ServerError, start_server
from kickwire_mock.clock import http_date

from conformance.tests.mock.mock_wire import free_port

BIG = 17 * 1024 * 1024


@pytest.fixture(scope="module")
def server(mock: Mock) -> Iterator[RunningServer]:
    """One running server for the tests of this module."""
    with start_server(mock) as running:
        yield running


def address(url: str) -> tuple[str, int]:
    """Host and port of a URL."""
    parsed = httpx.URL(url)
    return parsed.host, parsed.port or 80


def raw(url: str, request: bytes) -> bytes:
    """Everything that comes back for these bytes until the connection closes."""
    with socket.create_connection(address(url), timeout=10) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


CALLS = [
    ("api", "GET", "/public/v1/channels?slug=xqc", None),
    ("api", "GET", "/public/v2/livestreams?limit=0", None),
    ("api", "DELETE", "/public/v1/channels/rewards/01K", None),
    ("api", "DELETE", "/public/v1/moderation/bans", {"broadcaster_user_id": 1, "user_id": 2}),
    ("api", "POST", "/public/v1/chat", {"content": ""}),
    ("api", "PUT", "/public/v1/chat", None),
    ("api", "HEAD", "/public/v1/users", None),
    ("api", "GET", "/oauth/authorize", None),
    ("id", "POST", "/oauth/token/introspect", None),
    ("id", "POST", "/oauth/token", {"grant_type": "client_credentials"}),
    ("id", "POST", "/oauth/revoke", None),
    ("id", "GET", "/", None),
]


@pytest.mark.parametrize(("kind", "method", "target", "body"), CALLS)
def test_sockets_and_transport_answer_alike(
    server: RunningServer, kind: str, method: str, target: str, body: dict[str, object] | None
) -> None:
    """Status, content type and body are the same in process, over sockets, sync and async."""
    url = (server.id_url if kind == "id" else server.api_url) + target
    headers = {"Authorization": f"Bearer {server.token}"}

    async def ask() -> httpx.Response:
        """The same request, asynchronously."""
        async with httpx.AsyncClient() as client:
            return await client.request(method, url, headers=headers, json=body)

    transport = InProcessTransport(server.mock, id_url=server.id_url, api_url=server.api_url)
    with httpx.Client() as near, httpx.Client(transport=transport) as inside:
        answers = [
            near.request(method, url, headers=headers, json=body),
            inside.request(method, url, headers=headers, json=body),
            asyncio.run(ask()),
        ]
    seen = {
        (
            each.status_code,
            each.headers.get("content-type"),
            each.headers.get("allow"),
            each.content,
        )
        for each in answers
    }
    assert len(seen) == 1


def test_the_hosts_do_not_serve_each_others_paths(server: RunningServer) -> None:
    """Each port answers for its own host only, whatever the path or Host header says."""
    with httpx.Client() as client:
        bounced = client.get(f"{server.id_url}/public/v1/public-key")
        assert (bounced.status_code, bounced.headers["location"]) == (307, f"{server.id_url}/")
        assert client.post(f"{server.api_url}/oauth/revoke").status_code == 404
        assert client.get(f"{server.api_url}/_mock/health").status_code == 404
        assert client.get(f"{server.id_url}/_mock/health").status_code == 307
        other = server.control_url.removesuffix("/_mock")
        assert client.get(f"{other}/public/v1/public-key").status_code == 404
        named = client.get(f"{server.id_url}/x", headers={"Host": "api.kick.com"})
        assert named.status_code == 307


def test_the_control_host_tells_its_health(server: RunningServer) -> None:
    """`/_mock/health` answers JSON with the version; other methods are 405."""
    assert server.control_url.endswith("/_mock")
    with httpx.Client() as client:
        health = client.get(f"{server.control_url}/health")
        assert health.json()["status"] == "ok"
        assert health.json()["version"]
        assert client.post(f"{server.control_url}/health").headers["allow"] == "GET"
        assert client.get(f"{server.control_url}/nothing").status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:80", 200),
        ("127.0.0.1:1", 200),
        ("127.9.9.9", 200),
        ("[::1]:80", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost.evil.example", 403),
        ("192.168.0.1", 403),
        ("[::1", 403),
        ("", 403),
    ],
)
def test_the_control_host_wants_a_loopback_name(
    server: RunningServer, host: str, status: int
) -> None:
    """A web page that rebinds its own name to 127.0.0.1 is refused."""
    request = f"GET /_mock/health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = raw(server.control_url, request.encode())
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"access-control" not in answer.lower()


def test_the_control_host_wants_exactly_one_host_header(server: RunningServer) -> None:
    """None at all (HTTP/1.0) and two of them are refused."""
    none = raw(server.control_url, b"GET /_mock/health HTTP/1.0\r\n\r\n")
    assert none.split(b"\r\n")[0].endswith(b" 403 Forbidden")
    two = b"GET /_mock/health HTTP/1.1\r\nHost: localhost\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert b" 403 " in raw(server.control_url, two).split(b"\r\n")[0]


def test_paths_and_queries_arrive_undecoded(server: RunningServer) -> None:
    """An encoded slash stays inside its segment, and broken escapes get Kick's 400."""
    connection = http.client.HTTPConnection(*address(server.api_url), timeout=10)
    headers = {"Authorization": f"Bearer {server.token}"}
    for target, status in {
        "/public/v1/chat/a%2Fb": 400,
        "/public/v1/chat/a/b": 404,
        "/public/v1/chat/5138d04d-68f8-4eca-aa65-93123f6f97f%65": 204,
        "/public/v1/chat/%zz": 400,
    }.items():
        connection.request("DELETE", target, headers=headers)
        answer = connection.getresponse()
        assert (target, answer.status) == (target, status)
        answer.read()
    connection.close()


def test_only_documented_headers_are_sent(server: RunningServer) -> None:
    """No Server, and one Date, the mock's: the server library adds nothing of its own."""
    with httpx.Client() as client:
        ok = client.get(f"{server.api_url}/public/v1/public-key")
        empty = client.patch(
            f"{server.api_url}/public/v1/channels",
            headers={"Authorization": f"Bearer {server.token}"},
            json={"stream_title": "x"},
        )
    assert sorted(ok.headers) == ["content-length", "content-type", "date"]
    assert list(empty.headers) == ["date"]
    assert ok.headers["date"] == http_date(server.mock.clock.now())


def test_a_body_of_17_mebibytes_is_413_and_the_connection_lives(server: RunningServer) -> None:
    """The rest of the body is thrown away, and the next request on the connection is answered."""
    with httpx.Client() as client:
        large = client.post(f"{server.api_url}/public/v1/chat", content=bytes(BIG))
        assert (large.status_code, large.json()["data"]) == (413, {})
        large = client.post(f"{server.id_url}/oauth/token", content=bytes(BIG))
        assert (large.status_code, large.json()["error"]) == (413, "invalid_request")
        assert client.get(f"{server.api_url}/public/v1/public-key").status_code == 200


def test_a_client_that_leaves_in_the_middle_does_no_harm(server: RunningServer) -> None:
    """Half a body, half a header, or no HTTP at all: the next client is served."""
    head = b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
    for part in (head + b"grant_", head[:30], b""):
        with socket.create_connection(address(server.id_url), timeout=10) as connection:
            connection.sendall(part)
    assert raw(server.id_url, b"nonsense\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    assert httpx.get(f"{server.api_url}/public/v1/public-key").status_code == 200


def test_many_connections_at_once_are_answered(server: RunningServer) -> None:
    """Clients in many threads all get their answer."""
    statuses: list[int] = []

    def ask() -> None:
        connection = http.client.HTTPConnection(*address(server.api_url), timeout=30)
        for _ in range(10):
            connection.request("GET", "/public/v1/public-key")
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 320


def test_the_repr_tells_urls_and_no_token() -> None:
    """What a failing test prints is useful and harmless."""
    with start_server() as server:
        shown = repr(server) + repr(vars(server))
        assert server.api_url in repr(server)
        assert not [each for each in (server.token, server.client_secret) if each in shown]


def test_closing_frees_the_ports_and_may_be_repeated() -> None:
    """After close nothing listens any more, and the same ports can be taken again."""
    with free_port() as id_port, free_port() as api_port:
        server = start_server(id_port=id_port, api_port=api_port)
        server.close()
        server.close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address(server.api_url), timeout=10)
        with start_server(id_port=id_port, api_port=api_port) as again:
            assert again.id_url == server.id_url


def test_closing_cuts_a_connection_that_is_still_busy(caplog: pytest.LogCaptureFixture) -> None:
    """A client that never finishes its request neither keeps the server alive nor fills the log."""
    with (
        start_server() as server,
        socket.create_connection(address(server.id_url), timeout=10) as connection,
    ):
        connection.sendall(b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")
        server.close()
        with suppress(ConnectionResetError):
            assert connection.recv(1) == b""
    assert caplog.messages == []


def test_a_port_in_use_is_told_and_leaves_nothing_behind(server: RunningServer) -> None:
    """The error names host kind and port, and the other ports are freed."""
    taken = address(server.api_url)[1]
    with free_port() as free:
        with pytest.raises(ServerError, match=f"^api port {taken} on 127.0.0.1: already in use"):
            start_server(id_port=free, api_port=taken)
        with start_server(id_port=free) as other:
            assert address(other.id_url)[1] == free


@pytest.mark.parametrize("host", ["example.com", "", "127.1"])
def test_only_loopback_addresses_are_bound(host: str) -> None:
    """Anything else is refused before a socket exists."""
    with pytest.raises(ServerError, match=r"not an IP address"):
        start_server(host=host)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_number_that_is_no_port_is_told(port: int) -> None:
    """Ports beyond 65535 end in the same clear error."""
    with pytest.raises(ServerError, match="no such port"):
        start_server(id_port=port)


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_ipv6_loopback_works_too() -> None:
    """URLs then have brackets."""
    try:
        server = start_server(host="::1")
    except ServerError:
        pytest.skip("no IPv6 loopback here")
    with server:
        assert server.api_url.startswith("http://[::1]:")
        assert httpx.get(f"{server.api_url}/public/v1/public-key").status_code == 200
        assert json.loads(httpx.get(f"{server.control_url}/health").text)["status"] == "ok"
