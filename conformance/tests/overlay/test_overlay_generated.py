"""`kick.generated`: the generated client with our tokens, over our connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from kickwire import App, AsyncKick, Connection, Kick, MemoryStore, errors
from kickwire_api import Client
from kickwire_api.api.channels import get_channels
from kickwire_api.api.users import get_users
from kickwire_api.errors import InvalidData, StatusError

APP = App("01HZY3QJ5M8W0RTH1ESS000000", "worthless-client-secret", "http://localhost/callback")
TOKEN = {"expires_in": 7200, "token_type": "Bearer"}
NOTHING: dict[str, object] = {"data": [], "message": "OK"}


class Both(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Both hosts: tokens that tell whose they are, and what the API says to everything.

    Args:
        status: of the API.
        value: what it answers.
    """

    def __init__(self, status: int = 200, value: object = None) -> None:
        self.status = status
        self.value = NOTHING if value is None else value
        self.headers: dict[str, str] = {}
        self.seen: list[httpx.Headers] = []
        self.closed = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        if request.url.path == "/oauth/token":
            return httpx.Response(200, json={**TOKEN, "access_token": "token-of-the-app"})
        self.seen.append(request.headers)
        return httpx.Response(self.status, headers=self.headers, json=self.value)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        return self.handle_request(request)

    def close(self) -> None:
        """Count it."""
        self.closed += 1


def asked(client: Client) -> Any:
    """A call of an endpoint module."""
    return get_channels.sync(client=client, slug=["somebody"])


async def asked_async(client: Client) -> Any:
    """The same, awaited."""
    return await get_channels.asyncio(client=client, slug=["somebody"])


def test_it_signs_as_the_app_and_bears_our_name() -> None:
    """Endpoint modules work with it; the token is the app's, renewed by us."""
    both = Both()
    with Kick(APP, MemoryStore(), transport=both) as kick:
        answer = asked(kick.generated)

    assert answer.message == "OK"
    assert [headers["Authorization"] for headers in both.seen] == ["Bearer token-of-the-app"]
    assert both.seen[0]["User-Agent"].startswith("kickwire/")


def test_it_signs_as_the_app_asynchronously() -> None:
    """`AsyncKick.generated` is for the functions called ``asyncio``."""
    both = Both()

    async def calls() -> Any:
        """In one loop."""
        async with AsyncKick(APP, MemoryStore(), transport=both) as kick:
            return await asked_async(kick.generated)

    assert asyncio.run(calls()).message == "OK"
    assert both.seen[0]["Authorization"] == "Bearer token-of-the-app"


def test_an_account_has_one_of_its_own() -> None:
    """What `as_user` gives signs as this user: without a login of theirs nothing is sent."""
    both = Both()
    with Kick(APP, MemoryStore(), transport=both) as kick:
        alice = kick.as_user("alice").generated

        with pytest.raises(errors.LoginRequired):
            get_users.sync(client=alice)

        assert alice is not kick.generated
    assert both.seen == []


def test_an_account_has_one_of_its_own_asynchronously() -> None:
    """The same for `AsyncKick`."""

    async def calls() -> None:
        """In one loop."""
        async with AsyncKick(APP, MemoryStore(), transport=Both()) as kick:
            await get_users.asyncio(client=kick.as_user("alice").generated)

    with pytest.raises(errors.LoginRequired):
        asyncio.run(calls())


def test_its_errors_are_those_of_the_generated_package() -> None:
    """A refusal is a `StatusError`, a wrong answer `InvalidData`: nothing is translated."""
    with Kick(APP, MemoryStore(), transport=Both(404)) as kick, pytest.raises(StatusError):
        asked(kick.generated)
    wrong = Both(value={"data": [{"slug": 5}], "message": "OK"})
    with Kick(APP, MemoryStore(), transport=wrong) as kick, pytest.raises(InvalidData):
        asked(kick.generated)


def test_it_ends_with_its_kick() -> None:
    """After `close` nothing is sent any more, although the token is still good."""
    both = Both()
    kick = Kick(APP, MemoryStore(), transport=both)
    generated = kick.generated
    asked(generated)
    kick.close()

    with pytest.raises(errors.FixTheCall, match="closed"):
        asked(generated)

    assert len(both.seen) == 1


def test_who_closes_it_early_closes_nothing_of_ours() -> None:
    """Its connections are lent: the client itself goes on."""
    both = Both()
    with Kick(APP, MemoryStore(), transport=both) as kick:
        asked(kick.generated)
        kick.generated.close()

        assert kick.channels.get(slug=["somebody"]) == []
        assert both.closed == 0


class Counted(httpx.AsyncByteStream):
    """A body that takes its time, and counts how many are read at once."""

    reading = most = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        Counted.reading += 1
        Counted.most = max(Counted.most, Counted.reading)
        yield b'{"data": [], '
        await asyncio.sleep(0)
        yield b'"message": "OK"}'
        Counted.reading -= 1


class Slow(Both):
    """Answers with such bodies."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        return httpx.Response(200, stream=Counted())


def test_it_waits_for_its_turn_until_all_is_read() -> None:
    """It keeps to `max_connections` like the calls of its client, so that none fails for it."""

    async def calls() -> None:
        """Ten at once."""
        how = Connection(max_connections=2)
        async with AsyncKick(APP, MemoryStore(), transport=Slow(), connection=how) as kick:
            await asyncio.gather(*(asked_async(kick.generated) for _ in range(10)))

    asyncio.run(calls())

    assert Counted.most == 2


@pytest.mark.parametrize("where", ["https://xn--/", "\0"])
def test_a_redirect_is_a_status_like_any_other(where: str) -> None:
    """Where a redirect leads is not looked at, so no address there can crash the call."""
    moved = Both(302)
    moved.headers = {"Location": where}

    async def called() -> None:
        """In a loop of its own."""
        async with AsyncKick(APP, MemoryStore(), transport=moved) as kick:
            with pytest.raises(StatusError, match="302"):
                await asked_async(kick.generated)

    with (
        Kick(APP, MemoryStore(), transport=moved) as kick,
        pytest.raises(StatusError, match="302"),
    ):
        asked(kick.generated)
    asyncio.run(called())


def test_the_other_way_of_sending_is_refused() -> None:
    """No request leaves on connections that are not set up as the client's own are."""
    both = Both()

    async def calls() -> None:
        """Both mistakes."""
        with (
            Kick(APP, MemoryStore(), transport=both) as kick,
            pytest.raises(errors.FixTheCall, match="that of AsyncKick can"),
        ):
            await asked_async(kick.generated)
        async with AsyncKick(APP, MemoryStore(), transport=both) as other:
            with pytest.raises(errors.FixTheCall, match="that of Kick can"):
                await asyncio.to_thread(asked, other.generated)

    asyncio.run(calls())

    assert both.seen == []


def test_it_belongs_to_the_loop_of_its_kick() -> None:
    """In a second event loop it refuses, like everything of `AsyncKick`."""
    kick = AsyncKick(APP, MemoryStore(), transport=Both())
    asyncio.run(asked_async(kick.generated))

    with pytest.raises(errors.FixTheCall, match="one for each loop"):
        asyncio.run(asked_async(kick.generated))
