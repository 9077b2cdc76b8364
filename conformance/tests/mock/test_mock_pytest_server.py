"""What ``kick_server`` can do: programs that are aimed at it, clients, webhooks over sockets."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Generator

import httpx
import pytest
from kickwire import AsyncKick, Kick, MemoryStore
from kickwire_api.models import EventToSubscribe
from kickwire_mock import MockError, NotFoundError, RunningServer, Trouble, start_server
from kickwire_mock.testing import KickServer

from conformance.tests.mock.mock_hook import Hook, Hooks, Taken, said
from conformance.tests.mock.mock_receiver import genuine
from conformance.tests.mock.mock_wire import PATIENCE

FOLLOWED = "channel.followed"
PROGRAM = """
from kickwire import Kick

with Kick.from_env() as kick:
    print(len(kick.livestreams.list()), kick)
"""


@pytest.fixture(scope="module")
def running() -> Generator[RunningServer]:
    """One server for these tests; a receiver of webhooks may take its time."""
    with start_server(webhook_timeout=PATIENCE) as server:
        yield server


@pytest.fixture
def kick_server(running: RunningServer) -> KickServer:
    """One made by hand, as tests without pytest's fixtures would."""
    running.mock.reset()
    return KickServer(running)


def subscribed(kick_server: KickServer, url: str) -> None:
    """Have the first app told when somebody follows alice."""
    kick_server.deliver_to(url)
    with Kick.from_settings(**kick_server.client_settings(), store=MemoryStore()) as kick:
        events = [EventToSubscribe(name=FOLLOWED, version=1)]
        kick.events.subscribe(broadcaster_user_id=123, events=events)


def test_both_faces_of_a_client_log_in(kick_server: KickServer) -> None:
    """Settings lead to the sockets, and time is the mock's."""

    async def named() -> str | None:
        """Who it is for the asynchronous one."""
        async with AsyncKick.from_settings(
            **kick_server.client_settings(), store=MemoryStore()
        ) as kick:
            bob = kick.as_user(await kick_server.alog_in(kick, "bob"))
            kick_server.clock.advance(24 * 3600)
            return (await bob.users.get())[0].name

    with Kick.from_settings(**kick_server.client_settings(), store=MemoryStore()) as kick:
        alice = kick.as_user(kick_server.log_in(kick, "alice"))
        assert alice.users.get()[0].name == "alice"
    assert asyncio.run(named()) == "bob"
    assert "127.0.0.1" in kick_server.id_url


def test_a_program_is_aimed_at_it_by_its_environment(kick_server: KickServer) -> None:
    """In a process of its own, in any language."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        env={**os.environ, **kick_server.environ},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    assert f"Kick(id={kick_server.id_url!r}, api={kick_server.api_url!r})" in done.stdout
    assert kick_server.journal.entries()[-1].operation == "listLivestreams"


def test_any_process_can_steer_it(kick_server: KickServer) -> None:
    """The control host is where it says."""
    httpx.post(f"{kick_server.control_url}/clock", json={"advance": 60}).raise_for_status()

    assert kick_server.clock.now() == 1767225660


def test_a_triggered_event_has_arrived(kick_server: KickServer, hook: Hooks) -> None:
    """`trigger` waits until the receiver has answered."""
    receiver = hook(said(200))
    subscribed(kick_server, receiver.url)

    (delivery,) = kick_server.trigger(FOLLOWED, user="carol")

    headers, body, path = receiver.got.get(timeout=0)
    assert path == "/kick"
    assert json.loads(body)["follower"]["username"] == "carol"
    assert genuine(httpx.Headers(headers), body, kick_server.mock.webhooks.public_key)
    assert delivery.status == "delivered"


def test_a_retry_is_waited_for_when_it_is_due(kick_server: KickServer, hook: Hooks) -> None:
    """What is due later is not; `deliver` waits for no more than that."""
    statuses = [500, 200]

    def answer(handler: Taken) -> None:
        """The next status."""
        said(statuses.pop(0))(handler)

    receiver = hook(answer)
    subscribed(kick_server, receiver.url)
    (delivery,) = kick_server.trigger(FOLLOWED)
    assert (delivery.status, statuses) == ("waiting", [200])

    kick_server.clock.advance(1)
    kick_server.deliver()

    assert (delivery.status, statuses) == ("delivered", [])


def test_an_event_loop_goes_on_while_webhooks_arrive(kick_server: KickServer) -> None:
    """The receiver may be in the loop of the test itself."""
    heard: list[bytes] = []

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one delivery."""
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    async def talk() -> list[str]:
        """Listen, trigger, and let a late one come."""
        async with await asyncio.start_server(receive, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            await asyncio.to_thread(subscribed, kick_server, f"http://127.0.0.1:{port}/kick")
            (first,) = await kick_server.atrigger(FOLLOWED)
            (late,) = await kick_server.atrigger(FOLLOWED, trouble=Trouble(delay=60))
            before = late.status
            kick_server.clock.advance(60)
            await kick_server.adeliver()
            return [first.status, before, late.status]

    assert asyncio.run(talk()) == ["delivered", "waiting", "delivered"]
    assert len(heard) == 2


def test_a_receiver_that_hangs_is_not_waited_for_longer_than_told(
    kick_server: KickServer, silent: Hook
) -> None:
    """`deliver` ends with its own timeout."""
    subscribed(kick_server, silent.url)
    kick_server.mock.webhooks.trigger(FOLLOWED)

    with pytest.raises(TimeoutError, match=r"under way after 0\.01 s"):
        kick_server.deliver(timeout=0.01)


def test_a_receiver_that_hangs_is_given_up(silent: Hook) -> None:
    """`deliver` ends when the mock has lost its patience."""
    with start_server(webhook_timeout=0.1) as server:
        (delivery,) = server.mock.webhooks.trigger(FOLLOWED, to=silent.url).deliveries
        KickServer(server).deliver(PATIENCE)

    assert delivery.attempts[0].error == "no whole answer within 0.1 s"


def test_deliveries_stay_on_this_computer(kick_server: KickServer) -> None:
    """An address elsewhere is refused, and so is an app that is none."""
    with pytest.raises(MockError, match="loopback addresses only"):
        kick_server.deliver_to("https://example.com/hook")
    with pytest.raises(NotFoundError):
        kick_server.deliver_to("http://127.0.0.1:9/", client_id="nobody")
    assert kick_server.mock.apps()[0].webhook_url is None


def test_nobody_waits_for_nothing(kick_server: KickServer) -> None:
    """Without subscriptions `trigger` is over at once."""
    assert kick_server.trigger(FOLLOWED) == ()
    assert kick_server.report() == {
        "last requests": "none: no request has reached the mock",
        "triggered, and nobody had subscribed": FOLLOWED,
    }
    assert repr(kick_server).startswith("KickServer(id='http://127.0.0.1:")
