"""Webhook deliveries over real sockets: what leaves, what is not followed, what stops nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler

import httpx
import pytest
from kickwire_mock import Mock, RunningServer, WallClock, start_server
from kickwire_mock.faults import Trouble
from kickwire_mock.world.outbox import Delivery

from conformance.tests.mock.mock_hook import Hook, Hooks, said
from conformance.tests.mock.mock_receiver import genuine
from conformance.tests.mock.mock_wire import PATIENCE, free_port

FOLLOW = "channel.followed"


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """A mock whose receivers may take their time."""
    with start_server(Mock(), webhook_timeout=PATIENCE) as running:
        yield running


def ended(server: RunningServer, delivery: Delivery) -> Delivery:
    """The delivery, once its first attempt has ended."""
    done = threading.Event()

    def look() -> None:
        """Tell when it has."""
        if delivery.attempts[0].ended:
            done.set()

    leave = server.mock.webhooks.on_due(look)
    look()
    assert done.wait(PATIENCE)
    leave()
    return server.mock.webhooks.delivery(delivery.id)  # once the mock has noted all of it


def told(server: RunningServer, url: str, trouble: Trouble | None = None) -> Delivery:
    """A delivery to an address, once its first attempt has ended."""
    (delivery,) = server.mock.webhooks.trigger(FOLLOW, to=url, trouble=trouble).deliveries
    return ended(server, delivery)


def test_a_delivery_arrives_as_kick_sends_it(server: RunningServer, hook: Hooks) -> None:
    """Nothing but Kick's headers and those of HTTP, byte for byte what was signed."""
    receiver = hook(said(200, b"thanks"))
    delivery = told(server, receiver.url + "?a=1")
    headers, body, path = receiver.got.get(timeout=PATIENCE)

    assert (path, body) == ("/kick?a=1", delivery.body)
    assert dict(headers) == {
        **dict(delivery.headers),
        "Host": httpx.URL(receiver.url).netloc.decode(),
        "Content-Length": str(len(body)),
    }
    key = httpx.get(f"{server.api_url}/public/v1/public-key").json()["data"]["public_key"]
    assert genuine(httpx.Headers(headers), body, key)
    attempt = delivery.attempts[0]
    assert (attempt.status, attempt.answer, delivery.status) == (200, "thanks", "delivered")


def test_a_redirect_is_not_followed(server: RunningServer, hook: Hooks) -> None:
    """It is an answer like any other, and no success."""
    target = hook(said(200))
    receiver = hook(said(307, Location=target.url))
    delivery = told(server, receiver.url)

    assert (delivery.attempts[0].status, delivery.status) == (307, "waiting")
    assert target.got.empty()


def test_a_proxy_of_the_environment_is_not_asked(
    server: RunningServer, hook: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deliveries go to their address and to nobody else."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert told(server, hook(said(200)).url).status == "delivered"


def test_a_receiver_that_hangs_stops_nobody(
    server: RunningServer, hook: Hooks, silent: Hook
) -> None:
    """While its attempt is under way others arrive."""
    (hanging,) = server.mock.webhooks.trigger(FOLLOW, to=silent.url).deliveries
    silent.got.get(timeout=PATIENCE)

    assert told(server, hook(said(200)).url).status == "delivered"
    assert not hanging.attempts[0].ended


def test_a_receiver_that_hangs_is_given_up(silent: Hook) -> None:
    """Its attempt ends when its time is over."""
    with start_server(webhook_timeout=0.1) as server:
        attempt = told(server, silent.url).attempts[0]

    assert (attempt.status, attempt.error) == (None, "no whole answer within 0.1 s")


def _reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def _garbage(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff not HTTP at all\r\n\r\n")


def _half(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    handler.connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (_reset, "the connection was closed without an answer"),
        (_garbage, "the answer is not HTTP"),
        (_half, "the answer broke off"),
    ],
)
def test_an_answer_that_is_none_is_a_failure(
    server: RunningServer,
    hook: Hooks,
    answer: Callable[[BaseHTTPRequestHandler], None],
    words: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Broken off, cut, or no HTTP: noted in words, without a traceback, and the mock goes on."""
    delivery = told(server, hook(answer).url)

    assert (delivery.attempts[0].status, delivery.attempts[0].error) == (None, words)
    assert delivery.status == "waiting"
    assert told(server, hook(said(200)).url).status == "delivered"
    assert capfd.readouterr() == ("", "")


def test_nobody_at_the_address_is_a_failure(server: RunningServer) -> None:
    """As when the receiver does not run yet."""
    with free_port() as port:
        delivery = told(server, f"http://127.0.0.1:{port}/")

    assert delivery.attempts[0].error == "connection refused"


def test_a_receiver_without_tls_is_told_from_one_that_is_not_there(
    server: RunningServer, hook: Hooks
) -> None:
    """As when https is written in place of http."""
    delivery = told(server, hook(said(200)).url.replace("http:", "https:"))

    assert delivery.attempts[0].error == "it does not speak TLS"


def test_a_long_answer_is_not_listened_to(server: RunningServer, hook: Hooks) -> None:
    """64 KiB of it are kept, and its status counts."""
    delivery = told(server, hook(said(200, b"x" * 3_000_000)).url)

    assert delivery.status == "delivered"
    assert delivery.attempts[0].answer == "x" * 65536


def test_moving_the_clock_sends_what_is_due(server: RunningServer, hook: Hooks) -> None:
    """The next attempt leaves as soon as the mock's time has come, and not before."""
    statuses = iter([500, 200])
    receiver = hook(lambda handler: said(next(statuses))(handler))
    delivery = told(server, receiver.url)
    receiver.got.get(timeout=PATIENCE)
    assert receiver.got.empty()
    httpx.post(f"{server.control_url}/clock", json={"advance": 1})
    receiver.got.get(timeout=PATIENCE)

    assert delivery.attempts[1].due == delivery.attempts[0].due + 1


def test_by_a_clock_that_runs_nobody_has_to_move_it(hook: Hooks) -> None:
    """What is due in a moment leaves by itself."""
    receiver = hook(said(200))
    with start_server(Mock(clock=WallClock())) as server:
        told(server, receiver.url, trouble=Trouble(delay=0.05))

    _, _, path = receiver.got.get(timeout=PATIENCE)
    assert path == "/kick"


def test_a_server_stops_while_a_receiver_hangs(hook: Hooks) -> None:
    """Closing waits for no answer, and nothing is said on stderr."""
    let_go = threading.Event()
    slow = hook(lambda handler: (let_go.wait(PATIENCE), None)[1])
    with start_server(Mock()) as server:
        server.mock.webhooks.trigger(FOLLOW, to=slow.url)
        slow.got.get(timeout=PATIENCE)
    let_go.set()

    assert server.mock.webhooks.deliveries()[0].status == "waiting"


def test_an_address_is_judged_again_before_anything_is_sent(server: RunningServer) -> None:
    """A delivery that came to lead elsewhere, for instance from a saved state, stays here."""
    (delivery,) = server.mock.webhooks.trigger(
        FOLLOW, to="http://127.0.0.1:9/", trouble=Trouble(delay=60)
    ).deliveries
    delivery.url = "http://192.0.2.1/"
    server.mock.clock.advance(60)
    ended(server, delivery)

    assert "loopback addresses only" in delivery.attempts[0].error
    assert delivery.status == "unsent"
