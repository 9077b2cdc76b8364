"""The stream that tells open dashboards of changes, over real sockets."""

from __future__ import annotations

import http.client
import json
import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from operator import attrgetter
from typing import cast
from urllib.parse import urlsplit

import httpx
import pytest
from kickwire_mock import Mock, RunningServer, start_server
from kickwire_mock.carriers import changes
from kickwire_mock.routes import control

LIMIT = 30.0


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """A mock of the test's own."""
    with start_server() as running:
        yield running


class Follower:
    """Somebody who follows a stream."""

    def __init__(self, server: RunningServer, stack: ExitStack, client: httpx.Client) -> None:
        """Begin; the stack ends it."""
        self._answer = stack.enter_context(client.stream("GET", f"{server.control_url}/stream"))
        assert self._answer.status_code == 200
        assert self._answer.headers["content-type"] == "text/event-stream"
        self._lines = self._answer.iter_lines()

    def next(self) -> dict[str, int]:
        """The next message."""
        for line in self._lines:
            if line.startswith("data: "):
                found: dict[str, int] = json.loads(line[6:])
                return found
        raise AssertionError("the stream has ended")

    def until(self, section: str, before: dict[str, int]) -> dict[str, int]:
        """The first message in which a section has another number than before."""
        while (found := self.next())[section] == before[section]:
            pass
        return found

    def rest(self) -> list[str]:
        """Everything until the stream ends by itself."""
        return list(self._lines)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """A client with a connection for everybody."""
    limits = httpx.Limits(max_connections=None)
    with httpx.Client(timeout=LIMIT, limits=limits, trust_env=False) as found:
        yield found


@pytest.fixture
def follow(server: RunningServer, client: httpx.Client) -> Iterator[Callable[[], Follower]]:
    """Follow the stream until the end of the test."""
    with ExitStack() as stack:
        yield lambda: Follower(server, stack, client)


def ask(server: RunningServer) -> None:
    """Ask the API something."""
    connection = http.client.HTTPConnection(urlsplit(server.api_url).netloc, timeout=LIMIT)
    connection.request("GET", "/public/v1/users")
    assert connection.getresponse().status == 401
    connection.close()


def test_what_has_changed_is_told(server: RunningServer, follow: Callable[[], Follower]) -> None:
    """Where things stand comes at once, and again after a request, a move and a switch."""
    follower = follow()
    first = follower.next()
    ask(server)
    second = follower.until("journal", first)
    assert {name for name in first if first[name] != second[name]} == {"journal"}
    httpx.post(f"{server.control_url}/clock", json={"advance": 60})
    third = follower.until("clock", second)
    assert third["journal"] == second["journal"]
    httpx.patch(f"{server.control_url}/settings", json={"profile": "docs"})
    assert follower.until("quirks", third)["about"] != third["about"]


def test_what_happens_in_the_process_is_told(
    server: RunningServer, follow: Callable[[], Follower]
) -> None:
    """A clock that is moved from Python, and an event that nobody asked for over HTTP."""
    follower = follow()
    first = follower.next()
    server.mock.clock.advance(1)
    second = follower.until("clock", first)
    server.mock.webhooks.trigger("channel.followed", to="http://127.0.0.1:9/")
    assert follower.until("deliveries", second)["clock"] == second["clock"]


def test_what_nobody_tells_is_found_after_a_while(
    server: RunningServer, follow: Callable[[], Follower], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setting that is changed from Python makes no noise, and is seen nevertheless."""
    monkeypatch.setattr(changes, "_UNTOLD", 0.05)
    follower = follow()
    first = follower.next()
    server.mock.settings.change({"revoke_always_200": "bad_request_400"})
    assert follower.until("quirks", first)


def test_a_held_request_is_told_when_it_has_gone_on(
    server: RunningServer, follow: Callable[[], Follower]
) -> None:
    """Releasing it is one change, its answer another."""
    httpx.post(f"{server.control_url}/faults", json={"hold": True, "operation": "getUsers"})
    follower = follow()
    first = follower.next()
    asking = threading.Thread(target=ask, args=(server,))
    asking.start()
    second = follower.until("faults", first)
    httpx.post(f"{server.control_url}/holds/release", json={})
    asking.join()
    assert follower.until("journal", second)


def test_many_hear_the_same_and_are_looked_for_once(
    server: RunningServer, follow: Callable[[], Follower], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty followers and a burst of requests cost few looks, and all hear how it ended."""
    looks: list[bytes] = []
    look = control.message

    def counted(mock: Mock) -> bytes:
        looks.append(look(mock))
        return looks[-1]

    followers = [follow() for _ in range(40)]
    firsts = [each.next() for each in followers]
    monkeypatch.setattr(control, "message", counted)
    began = time.monotonic()
    for _ in range(50):
        ask(server)
    page = httpx.get(f"{server.control_url}/?sections=journal").text
    (final,) = re.findall(r'data-version="(\d+)"', page)
    for follower, message in zip(followers, firsts, strict=True):
        while str(message["journal"]) != final:
            message = follower.next()
    assert 1 <= len(looks) <= (time.monotonic() - began) / 0.5 + 2


def test_silence_is_broken(
    server: RunningServer, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comment now and then keeps connections open, and finds those that are gone."""
    monkeypatch.setattr(changes, "_SILENCE", 0.05)
    with client.stream("GET", f"{server.control_url}/stream") as answer:
        lines = answer.iter_lines()
        assert next(lines).startswith("data: ")
        assert [next(lines) for _ in range(3)] == ["", ": still here", ""]


def followers_of(server: RunningServer) -> int:
    """How many follow, as the server sees it."""
    return cast("int", attrgetter("_server._app._changes._followers")(server))


def until(server: RunningServer, followers: int) -> None:
    """Wait until so many follow."""
    deadline = time.monotonic() + LIMIT
    while followers_of(server) != followers and time.monotonic() < deadline:
        ask(server)
    assert followers_of(server) == followers


def test_who_leaves_is_forgotten(server: RunningServer, client: httpx.Client) -> None:
    """With the last follower the looking ends; the next one begins it again."""
    for _ in range(2):
        with ExitStack() as stack:
            follower = Follower(server, stack, client)
            follower.next()
            until(server, 1)
        until(server, 0)
    ask(server)  # by whose answer the loop has turned
    assert len(vars(server.mock.clock)["_listeners"]) == 1  # the mock's own


def test_a_server_that_stops_ends_its_streams(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    """At once and in order: followers see the end, and nothing is complained of."""
    with ExitStack() as stack, caplog.at_level(logging.WARNING), start_server() as server:
        followers = [Follower(server, stack, client) for _ in range(5)]
        for each in followers:
            each.next()
        server.close()
        assert [each.rest() for each in followers] == [[""]] * 5
    assert caplog.messages == []


def test_a_follower_that_does_not_read_holds_up_nobody(
    server: RunningServer, follow: Callable[[], Follower]
) -> None:
    """Somebody asks for the stream and never reads it; others hear and are answered."""
    address = urlsplit(server.control_url)
    with socket.create_connection((address.hostname, address.port or 80), timeout=LIMIT) as deaf:
        deaf.sendall(b"GET /_mock/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        follower = follow()
        message = follower.next()
        for _ in range(3):
            ask(server)
            message = follower.until("journal", message)
