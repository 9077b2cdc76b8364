"""What a connection that breaks does to calls, over real sockets."""

from __future__ import annotations

import asyncio
import json
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from kickwire import AsyncBearerCaller, BearerCaller, Connection, errors
from kickwire_api.facade import AsyncPublicApi, PublicApi

PATIENCE = 20.0
SENT = {"is_sent": True, "message_id": "c0a80121-7ac0-4e1c-9d57-1f2e3d4c5b6a"}


class Breaking(socketserver.ThreadingTCPServer):
    """Answers until it is told to hang up: after the next request, without a word."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.seen: list[str] = []
        self.hangs_up = False

    @property
    def url(self) -> str:
        """Its origin."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Connection(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        """Request after request."""
        server = cast("Breaking", self.server)
        while line := self.rfile.readline():
            headers = [*iter(self.rfile.readline, b"\r\n")]
            lengths = [int(h.split(b":")[1]) for h in headers if h.lower().startswith(b"content-l")]
            self.rfile.read(sum(lengths))
            method = line.split()[0].decode()
            server.seen.append(method)
            if server.hangs_up:
                server.hangs_up = False
                return
            body = json.dumps({"data": SENT if method == "POST" else [], "message": ""}).encode()
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


@pytest.fixture
def server() -> Iterator[Breaking]:
    """A server that is running."""
    with Breaking() as breaking:
        thread = threading.Thread(target=breaking.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield breaking
        breaking.shutdown()
        thread.join(PATIENCE)


def twice(server: Breaking, call: Callable[[Any], Any]) -> None:
    """A call, and the same one again, on whose connection the server hangs up."""
    with BearerCaller("worthless", api_url=server.url, sleep=lambda _: None) as caller:
        api = PublicApi(caller)
        call(api)
        server.hangs_up = True
        call(api)


def twice_async(server: Breaking, call: Callable[[Any], Any]) -> None:
    """The same, awaited."""

    async def sleep(_: float) -> None:
        """No time passes."""

    async def run() -> None:
        """Call twice."""
        async with AsyncBearerCaller("worthless", api_url=server.url, sleep=sleep) as caller:
            api = AsyncPublicApi(caller)
            await call(api)
            server.hangs_up = True
            await call(api)

    asyncio.run(run())


faces = pytest.mark.parametrize("run", [twice, twice_async], ids=["sync", "async"])


@faces
def test_a_message_on_a_connection_that_breaks_is_sent_once(
    run: Callable[[Breaking, Callable[[Any], Any]], None], server: Breaking
) -> None:
    """A kept connection that ends with a request may have brought it: the user has to look."""
    with pytest.raises(errors.Unreachable, match="look first whether Kick has done it"):
        run(
            server,
            lambda api: api.chat.send(content="hello", type="user", broadcaster_user_id=1),
        )

    assert server.seen == ["POST", "POST"]


@faces
def test_a_read_on_a_connection_that_breaks_is_repeated(
    run: Callable[[Breaking, Callable[[Any], Any]], None], server: Breaking
) -> None:
    """Nobody notices that the server closed a kept connection."""
    run(server, lambda api: api.users.get(id=[1]))

    assert server.seen == ["GET", "GET", "GET"]


def test_a_proxy_that_opens_no_tunnel_is_told_by_its_status() -> None:
    """The proxy's words stay away: they may quote its password."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_refuse, args=(listening,))
        thread.start()
        proxy = f"http://user:worthless-password@127.0.0.1:{listening.getsockname()[1]}"
        with (
            BearerCaller("worthless", connection=Connection(proxy=proxy)) as caller,
            pytest.raises(errors.Unreachable, match=r"opens no way .*\(ProxyError: 407\)") as told,
        ):
            PublicApi(caller).chat.send(content="hello", type="user", broadcaster_user_id=1)
        thread.join(PATIENCE)

    assert "worthless-password" not in str(told.value)


def _refuse(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(
            b"HTTP/1.1 407 not worthless-password\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
