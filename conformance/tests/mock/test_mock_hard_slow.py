"""Clients that take their time, over real sockets: the server waits, but not for ever."""

from __future__ import annotations

import asyncio
import http.client
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
import uvicorn
from kickwire_mock import Fault, Mock, RunningServer, start_server
from kickwire_mock.carriers.connection import Connection
from kickwire_mock.carriers.handshakes import HANDSHAKES
from kickwire_mock.carriers.patience import Patience
from uvicorn.server import ServerState

from conformance.tests.mock.mock_wire import (
    PATIENCE,
    answer,
    answers,
    connected,
    everything,
    request,
    talk,
    well,
)

SHORT = 0.1
"""Seconds that a header or a body may take here."""
LONG = 3600.0
KEY = b"/public/v1/public-key"
ALERT = b"\x15"
"""The first byte of TLS saying what is wrong."""


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """A server without patience."""
    with start_server(Mock(), tls=True, header_timeout=SHORT, body_timeout=SHORT) as running:
        yield running


@pytest.fixture(autouse=True)
def silence(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing is logged."""
    yield
    assert caplog.get_records("call") == []


UNFINISHED = {
    "nothing": b"",
    "line breaks": b"\r\n\r\n",
    "half a request line": b"GET /pub",
    "a request line": b"GET / HTTP/1.1\r\n",
    "half a header": b"GET / HTTP/1.1\r\nHost: x\r\nX-",
    "all but the last line break": b"GET / HTTP/1.1\r\nHost: x\r\n\r",
    "HTTP/0.9": b"GET /\r\n",
    "no body": request("POST", b"/oauth/token", b"Content-Length: 5"),
    "half a body": request("POST", b"/oauth/token", b"Content-Length: 5") + b"ab",
    "half a chunk": request("POST", b"/oauth/token", b"Transfer-Encoding: chunked") + b"5\r\nab",
    "no last chunk": request("POST", b"/", b"Transfer-Encoding: chunked") + b"1\r\na\r\n",
    "an endless body": request("POST", b"/", b"Content-Length: 999999999999") + b"a",
}


@pytest.mark.parametrize("host", ["id", "api", "control"])
@pytest.mark.parametrize("part", UNFINISHED)
def test_a_request_that_does_not_end_is_not_waited_for(
    server: RunningServer, host: str, part: str
) -> None:
    """The connection closes without an answer, whatever is missing."""
    url = {"id": server.id_url, "api": server.api_url, "control": server.control_url}[host]
    assert talk(url, UNFINISHED[part]) == b""


class Closed(asyncio.Transport):
    """A connection that can do nothing but end."""

    ended = False

    def abort(self) -> None:
        """End."""
        self.ended = True


def test_time_that_is_over_before_a_connection_is_taken_counts() -> None:
    """Where the event loop is so busy that it looks at a client too late, that one leaves too."""

    async def unused(_scope: object, _receive: object, _send: object) -> None:
        """Nobody asks anything."""

    async def taken(seconds: float) -> bool:
        """Whether a connection is kept that is looked at after a turn of the loop."""
        config = uvicorn.Config(unused, log_config=None)
        connection = Connection(config, ServerState(), "api", Patience(header=seconds), 1)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        transport = Closed()
        connection.connection_made(transport)
        connection.connection_lost(ConnectionAbortedError())
        return not transport.ended

    assert [asyncio.run(taken(seconds)) for seconds in (0.0, LONG)] == [False, True]


def test_a_request_that_comes_byte_by_byte_gains_no_time(server: RunningServer) -> None:
    """The clock runs from the opening of the connection, not from the latest byte."""
    began = time.monotonic()
    with connected(server.api_url) as connection:
        connection.settimeout(SHORT / 10)
        with suppress(ConnectionError):
            connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        while open_after_a_byte(connection):
            assert time.monotonic() - began < PATIENCE
    # Event loops count whole milliseconds, so a timer may ring a little early.
    assert time.monotonic() - began >= SHORT - 0.005


def open_after_a_byte(connection: socket.socket) -> bool:
    """Send one more byte; whether the other side still listens some time later."""
    try:
        connection.sendall(b"a")
        assert connection.recv(1) == b""
    except TimeoutError:
        return True
    except ConnectionError:
        return False
    return False


def kept(server: RunningServer) -> socket.socket:
    """A connection on which a request was answered; a busy machine may need several tries."""
    for _ in range(100):
        connection = connected(server.api_url)
        response = http.client.HTTPResponse(connection)
        with suppress(ConnectionError):
            connection.sendall(request("GET", KEY, close=False))
            response.begin()
            if response.status == 200 and response.read():
                return connection
        connection.close()
    raise AssertionError("the server answers nothing")


@pytest.mark.parametrize("part", ["line breaks", "half a request line", "half a header"])
def test_a_kept_connection_has_the_same_time(server: RunningServer, part: str) -> None:
    """After an answer the clock runs from the first byte of what comes next."""
    with kept(server) as connection:
        connection.sendall(UNFINISHED[part])
        assert everything(connection) == b""


def test_a_kept_connection_may_rest(server: RunningServer) -> None:
    """Between requests the clock of headers does not run."""
    with kept(server) as connection:
        assert talk(server.api_url, b"") == b""  # takes as long as a header may
        connection.sendall(request("GET", KEY))
        assert answer(everything(connection)).status == 200


def test_an_answer_that_takes_long_is_not_the_clients_fault(server: RunningServer) -> None:
    """Neither its own clock nor that of requests sent in advance cuts held answers off."""
    holds, row = server.mock.holds, request("GET", KEY, close=False) * 20
    with kept(server) as connection:
        server.mock.faults.arm(Fault(hold=True))
        connection.sendall(row + UNFINISHED["half a header"])
        for _ in range(3):
            assert talk(server.api_url, b"") == b""
        assert holds.release() == 1
        assert [each.status for each in answers(everything(connection))] == [200] * 20


def test_who_never_reads_keeps_nobody_from_reading() -> None:
    """Answers that nobody fetches wait in one connection alone."""
    with start_server() as server, connected(server.api_url) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.setblocking(False)
        with suppress(BlockingIOError):
            for _ in range(5):
                connection.send(request("GET", KEY, close=False) * 1_000)
        well(server)


def test_who_does_not_agree_on_tls_is_not_waited_for(server: RunningServer) -> None:
    """Silence, plain HTTP and a broken-off handshake end like an unfinished header."""
    url = server.tls_url or ""
    assert talk(url, b"") == b""
    assert talk(url, request("GET", KEY))[:1] in (b"", ALERT)
    assert talk(url, bytes.fromhex("1603010200010001fc0303")) == b""
    assert agreed_on_tls(server)


def test_handshakes_under_way_are_limited() -> None:
    """Whoever comes when too many have not agreed yet is turned away; later there is room again."""
    with start_server(tls=True, header_timeout=LONG) as server, ExitStack() as waiting:
        url = server.tls_url or ""
        for _ in range(HANDSHAKES):
            waiting.enter_context(connected(url))
        assert talk(url, b"") == b""
        waiting.close()
        assert agreed_on_tls(server)


def agreed_on_tls(server: RunningServer) -> bool:
    """Whether a client is answered over TLS, as soon as the server has seen that others left."""
    context = ssl.create_default_context(cadata=server.authority)
    for _ in range(1_000):
        with suppress(ConnectionResetError, ssl.SSLEOFError):
            raw = connected(server.tls_url or "")
            with context.wrap_socket(raw, server_hostname="id.kick.com") as connection:
                connection.sendall(request("GET", b"/", host=b"id.kick.com"))
                return answer(everything(connection)).status == 404
    return False


STUCK = {
    "silence": b"",
    "half a header": UNFINISHED["half a header"],
    "half a body": UNFINISHED["half a body"],
    "an endless body": UNFINISHED["an endless body"],
}


@pytest.mark.parametrize("part", STUCK)
@pytest.mark.parametrize("listener", ["api", "control", "tls"])
def test_slow_clients_do_not_keep_a_server_from_stopping(part: str, listener: str) -> None:
    """It stops in order, however much patience it has with them: a last resort would be logged."""
    server = start_server(tls=True, header_timeout=LONG, body_timeout=LONG)
    urls = {"api": server.api_url, "control": server.control_url, "tls": server.tls_url or ""}
    with connected(urls[listener]) as connection:
        connection.sendall(STUCK[part])
        server.close()
        assert everything(connection) == b""
