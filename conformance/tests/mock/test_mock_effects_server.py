"""Faults of the connection, over real sockets."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

import httpx
import pytest
from kickwire_mock import Mock, Reply, Request, RunningServer, start_server
from kickwire_mock.faults import Fault
from kickwire_mock.messages import Effects

TARGET = "/public/v1/public-key"


class Watched(Mock):
    """A mock that tells when it has handled a request of Kick's hosts."""

    def __init__(self) -> None:
        super().__init__()
        self.handled = threading.Semaphore(0)

    def handle(self, request: Request, *, released: str | None = None) -> Reply:
        """Answer, then tell."""
        reply = super().handle(request, released=released)
        if request.host != "control":
            self.handled.release()
        return reply

    def saw_one(self) -> None:
        """Wait until one more request was handled."""
        assert self.handled.acquire(timeout=30)


@pytest.fixture
def watched() -> Watched:
    """A mock that the test may change."""
    return Watched()


@pytest.fixture
def server(watched: Watched) -> Iterator[RunningServer]:
    """It, over sockets."""
    with start_server(watched) as running:
        yield running


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Somewhere for requests that wait."""
    with ThreadPoolExecutor() as executor:
        yield executor


def arm(mock: Mock, effects: Effects) -> None:
    """Let the next request suffer this."""
    mock.faults.arm(Fault(effects=effects))


def get(server: RunningServer, patience: float = 30) -> httpx.Response:
    """Ask for the public key over a connection of its own."""
    return httpx.get(server.api_url + TARGET, timeout=httpx.Timeout(30, read=patience))


def connected(url: str, method: str = "GET", times: int = 1) -> socket.socket:
    """A connection on which the public key has been asked for, so many times in a row."""
    parsed = httpx.URL(url)
    connection = socket.create_connection((parsed.host, parsed.port or 80), timeout=30)
    connection.sendall(f"{method} {TARGET} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * times)
    return connection


def everything(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    with connection:
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_delayed_answer_comes_later_and_whole(server: RunningServer, watched: Watched) -> None:
    """The server really waits, and then answers as ever."""
    arm(watched, Effects(delay=0.05))
    before = time.monotonic()
    assert get(server).json()["message"] == "OK"
    # Event loops count whole milliseconds, so a timer may ring a little early.
    assert time.monotonic() - before >= 0.045


def test_a_delay_holds_up_nobody_else(server: RunningServer, watched: Watched) -> None:
    """While one client waits an hour, another is answered; the first one times out."""
    arm(watched, Effects(delay=3600.0))
    with connected(server.api_url):
        watched.saw_one()
        assert get(server).status_code == 200
    arm(watched, Effects(delay=3600.0))
    with pytest.raises(httpx.ReadTimeout):
        get(server, patience=0.05)


@pytest.mark.parametrize("size", [0, 5, 1_000_000])
def test_a_cut_answer_ends_after_so_many_bytes(
    server: RunningServer, watched: Watched, size: int
) -> None:
    """`Content-Length` says more than arrives before the connection closes."""
    whole = get(server).content
    arm(watched, Effects(cut=size))
    head, _, body = everything(connected(server.api_url)).partition(b"\r\n\r\n")
    assert body == whole[:size]
    claimed = max(len(whole), len(body) + 1)
    assert f"content-length: {claimed}".encode() in head.lower()
    arm(watched, Effects(cut=size))
    with pytest.raises(httpx.RemoteProtocolError):
        get(server)


def test_an_answer_without_a_body_is_cut_before_it_begins(
    server: RunningServer, watched: Watched
) -> None:
    """Where there is no body to cut, the connection closes without an answer."""
    arm(watched, Effects(cut=3))
    assert everything(connected(server.api_url, "HEAD")) == b""


def test_a_reset_is_a_real_one(server: RunningServer, watched: Watched) -> None:
    """The client's system reports that the peer reset the connection, and httpx a read error."""
    arm(watched, Effects(reset=True))
    with connected(server.api_url) as connection, pytest.raises(ConnectionResetError):
        connection.recv(1)
    arm(watched, Effects(reset=True))
    with pytest.raises(httpx.ReadError):
        get(server)


def test_never_keeps_the_connection_open_without_an_answer(
    server: RunningServer, watched: Watched
) -> None:
    """Only the client's patience ends it, and others are served meanwhile."""
    arm(watched, Effects(never=True))
    with connected(server.api_url) as connection:
        watched.saw_one()
        assert get(server).status_code == 200
        connection.settimeout(0.02)
        with pytest.raises(TimeoutError):
            connection.recv(1)


def leave(connection: socket.socket) -> None:
    """Leave at once, with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(
    "effects",
    [Effects(never=True), Effects(delay=3600.0), Effects(reset=True), Effects(cut=2)],
    ids=["never", "delay", "reset", "cut"],
)
def test_a_client_that_leaves_does_no_harm(
    server: RunningServer,
    watched: Watched,
    effects: Effects,
    times: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whatever was about to happen to its answer, the next client is served and nothing logged."""
    arm(watched, effects)
    connection = connected(server.api_url, times=times)
    watched.saw_one()
    leave(connection)
    assert get(server).status_code == 200
    assert caplog.messages == []


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(
    "fault",
    [
        Fault(effects=Effects(never=True)),
        Fault(effects=Effects(delay=3600.0)),
        Fault(hold=True),
        Fault(hold=True, after_commit=True),
    ],
    ids=["never", "delay", "hold before", "hold after"],
)
def test_a_server_that_stops_waits_for_none_of_them(
    watched: Watched, fault: Fault, times: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Closing ends whatever waits, without a last resort, in silence, and leaves nothing held."""
    watched.faults.arm(fault)
    server = start_server(watched)
    with connected(server.api_url, times=times) as connection:
        watched.saw_one()
        server.close()
        with suppress(ConnectionResetError):
            assert connection.recv(1) == b""
    assert watched.holds.waiting() == []
    assert caplog.messages == []


@pytest.mark.parametrize("effects", [Effects(reset=True), Effects(cut=2)], ids=["reset", "cut"])
def test_nothing_is_left_of_requests_behind_one_that_is_cut_off(
    watched: Watched, effects: Effects, caplog: pytest.LogCaptureFixture
) -> None:
    """They end with their connection: the server has nothing to say of them when it stops."""
    arm(watched, effects)
    with start_server(watched) as server, suppress(ConnectionResetError):
        assert everything(connected(server.api_url, times=3)).count(b"HTTP/1.1") == 1
    assert caplog.messages == []


def app_token(server: RunningServer, secret: str) -> httpx.Response:
    """Ask for a token of the app itself."""
    form = {
        "grant_type": "client_credentials",
        "client_id": server.client_id,
        "client_secret": secret,
    }
    return httpx.post(f"{server.id_url}/oauth/token", data=form, timeout=30)


def held(
    server: RunningServer, watched: Watched, threads: ThreadPoolExecutor
) -> Future[httpx.Response]:
    """A token request that is held by now."""
    answer = threads.submit(app_token, server, server.client_secret)
    watched.saw_one()
    return answer


def test_a_request_held_before_takes_effect_when_it_is_released(
    server: RunningServer, watched: Watched, threads: ThreadPoolExecutor
) -> None:
    """Until then the mock knows nothing of it: a secret changed meanwhile refuses it."""
    watched.faults.arm(Fault(operation="exchangeToken", hold=True))
    answer = held(server, watched, threads)
    (hold,) = watched.holds.waiting()
    assert (hold.operation, hold.stage) == ("exchangeToken", "before")
    watched.change_app(server.client_id, rotate_secret=True)
    assert watched.holds.release(hold.id) == 1
    assert answer.result(30).status_code == 401


def test_an_answer_held_after_is_what_it_was(
    server: RunningServer, watched: Watched, threads: ThreadPoolExecutor
) -> None:
    """The request has taken effect, and what happens meanwhile does not change its answer."""
    watched.faults.arm(Fault(operation="exchangeToken", hold=True, after_commit=True))
    answer = held(server, watched, threads)
    (hold,) = watched.holds.waiting()
    assert hold.stage == "after"
    watched.change_app(server.client_id, rotate_secret=True)
    watched.holds.release()
    assert answer.result(30).status_code == 200


def test_holds_are_released_over_http_in_any_order(
    server: RunningServer, watched: Watched, threads: ThreadPoolExecutor
) -> None:
    """Control shows who waits and lets the later one go first."""
    watched.faults.arm(Fault(operation="exchangeToken", hold=True, count=2))
    first, second = (held(server, watched, threads) for _ in range(2))
    with httpx.Client(base_url=server.control_url) as control:
        ids = [hold["id"] for hold in control.get("/holds").json()["holds"]]
        released = control.post("/holds/release", json={"id": ids[1]})
        assert released.json() == {"released": 1}
        assert second.result(30).status_code == 200
        assert not first.done()
        assert control.post("/holds/release", json={}).json() == {"released": 1}
    assert first.result(30).status_code == 200


def test_a_held_request_outlives_its_client(server: RunningServer, watched: Watched) -> None:
    """A client that gives up does not take its request back: it takes effect once released."""
    watched.faults.arm(Fault(hold=True))
    connection = connected(server.api_url)
    watched.saw_one()
    assert watched.journal.counts() == []
    leave(connection)
    watched.holds.release()
    watched.saw_one()
    assert [count.status for count in watched.journal.counts()] == [200]


def test_a_reset_of_the_mock_lets_go_of_what_it_held(
    server: RunningServer, watched: Watched, threads: ThreadPoolExecutor
) -> None:
    """Nobody waits for ever for a hold of a world that is gone."""
    watched.faults.arm(Fault(operation="exchangeToken", hold=True))
    answer = held(server, watched, threads)
    watched.reset()
    assert answer.result(30).status_code == 200
    assert watched.holds.waiting() == []
