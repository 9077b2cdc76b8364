"""Faults of the connection, as an httpx client meets them in process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeAlias

import httpx
import pytest
from kickwire_mock import InProcessTransport, Mock
from kickwire_mock.errors import ServerNeededError
from kickwire_mock.faults import Fault
from kickwire_mock.messages import Effects

URL = "https://api.kick.com/public/v1/public-key"
Ask: TypeAlias = Callable[..., httpx.Response]


@pytest.fixture
def own() -> Mock:
    """A mock that the test may change."""
    return Mock()


@pytest.fixture(params=["sync", "async"])
def ask(own: Mock, request: pytest.FixtureRequest) -> Ask:
    """One request, by a synchronous and by an asynchronous client."""
    transport = InProcessTransport(own)

    def asked(
        method: str = "GET", url: str = URL, timeout: float | httpx.Timeout | None = 5.0
    ) -> httpx.Response:
        with httpx.Client(transport=transport, timeout=timeout) as client:
            return client.request(method, url)

    def asked_later(
        method: str = "GET", url: str = URL, timeout: float | httpx.Timeout | None = 5.0
    ) -> httpx.Response:
        async def once() -> httpx.Response:
            """The request."""
            async with httpx.AsyncClient(transport=transport, timeout=timeout) as client:
                return await client.request(method, url)

        return asyncio.run(once())

    return asked if request.param == "sync" else asked_later


def arm(mock: Mock, effects: Effects) -> None:
    """Let the next request to the public key suffer this."""
    mock.faults.arm(Fault(effects=effects))


def good(response: httpx.Response) -> bool:
    """Whether it is the whole answer."""
    return response.status_code == 200 and response.json()["message"] == "OK"


def test_a_delay_moves_the_clock_and_answers_at_once(own: Mock, ask: Ask) -> None:
    """A delay that the client would sit out costs the test no time, but the mock."""
    arm(own, Effects(delay=4.5))
    before = own.clock.now()
    assert good(ask())
    assert own.clock.now() == before + 4.5


@pytest.mark.parametrize(("timeout", "passed"), [(5.0, 5.0), (httpx.Timeout(60.0, read=2.0), 2.0)])
def test_a_longer_delay_is_a_read_timeout(
    own: Mock, ask: Ask, timeout: float | httpx.Timeout, passed: float
) -> None:
    """The read timeout counts, passes on the mock's clock, and the next request is answered."""
    arm(own, Effects(delay=5.5))
    before = own.clock.now()
    with pytest.raises(httpx.ReadTimeout) as caught:
        ask(timeout=timeout)
    assert caught.value.request.url == URL
    assert own.clock.now() == before + passed
    assert good(ask())


def test_without_a_timeout_any_delay_is_sat_out(own: Mock, ask: Ask) -> None:
    """A client that waits for ever gets its answer."""
    arm(own, Effects(delay=3600.0))
    assert good(ask(timeout=None))


@pytest.mark.parametrize("timeout", [5.0, None])
def test_no_answer_is_a_read_timeout(own: Mock, ask: Ask, timeout: float | None) -> None:
    """Even a client without a timeout gets one, since nobody could wait for ever."""
    arm(own, Effects(never=True))
    with pytest.raises(httpx.ReadTimeout) as caught:
        ask(timeout=timeout)
    assert caught.value.request.url == URL


def test_a_reset_is_a_read_error(own: Mock, ask: Ask) -> None:
    """The error is the one httpx raises for a reset connection, with the request."""
    arm(own, Effects(reset=True))
    with pytest.raises(httpx.ReadError) as caught:
        ask()
    assert caught.value.request.url == URL


@pytest.mark.parametrize("size", [0, 5, 1_000_000])
def test_a_cut_answer_is_a_protocol_error(own: Mock, ask: Ask, size: int) -> None:
    """However much of the body arrives, httpx sees that it was not all."""
    arm(own, Effects(cut=size))
    with pytest.raises(httpx.RemoteProtocolError) as caught:
        ask()
    assert caught.value.request.url == URL


def test_the_head_of_a_cut_answer_arrives(own: Mock) -> None:
    """Who streams gets status, headers and the part, and then the error."""
    arm(own, Effects(cut=5))
    parts: list[bytes] = []
    with (
        httpx.Client(transport=InProcessTransport(own)) as client,
        client.stream("GET", URL) as response,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        parts.extend(response.iter_raw())
    assert (response.status_code, [len(part) for part in parts]) == (200, [5])
    assert int(response.headers["content-length"]) > 5


def test_an_answer_without_a_body_is_cut_before_it_begins(own: Mock, ask: Ask) -> None:
    """Where there is no body to cut, no answer arrives at all."""
    arm(own, Effects(cut=3))
    with pytest.raises(httpx.RemoteProtocolError, match="without an answer"):
        ask("HEAD")


def test_a_hold_says_that_it_needs_the_server(own: Mock, ask: Ask) -> None:
    """Instead of hanging, one clear error names the way out, and nothing stays held."""
    own.faults.arm(Fault(hold=True))
    with pytest.raises(ServerNeededError, match=r"use start_server\(\) or kickwire-mock serve"):
        ask()
    assert own.holds.waiting() == []
    assert good(ask())


def test_replies_have_their_length(ask: Ask) -> None:
    """`Content-Length` is there, as over sockets."""
    response = ask()
    assert response.headers["content-length"] == str(len(response.content))
