"""Webhook deliveries within the process, into an app under test."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

import httpx
import pytest
from kickwire_mock import InProcessTransport, Mock

HOOK = "http://localhost/kick"
CHAT = {"type": "bot", "content": "Hello"}
SUBSCRIBE = {"events": [{"name": "chat.message.sent", "version": 1}]}


class Wsgi:
    """A synchronous app that keeps what it is told."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., object]
    ) -> Iterable[bytes]:
        """Take a delivery."""
        assert environ["HTTP_KICK_EVENT_VERSION"] == "1"
        self.heard.append(json.loads(environ["wsgi.input"].read()))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"ok"]


class Asgi:
    """An asynchronous app that keeps what it is told."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:
        """Take a delivery."""
        assert scope["method"] == "POST"
        self.heard.append(json.loads((await receive())["body"]))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
def mock() -> Mock:
    """A mock whose app has a URL."""
    made = Mock()
    made.change_app(made.apps()[0].client_id, webhook_url=HOOK)
    return made


def headers(mock: Mock) -> dict[str, str]:
    """A token."""
    return {"Authorization": f"Bearer {mock.token}"}


def who(mock: Mock, transport: httpx.BaseTransport) -> list[str]:
    """Ask whose token it is."""
    with httpx.Client(transport=transport, headers=headers(mock)) as client:
        answer = client.get("https://api.kick.com/public/v1/users").json()
    return [each["name"] for each in answer["data"]]


def test_a_wsgi_app_is_told_with_the_request_that_made_the_news(mock: Mock) -> None:
    """When the client has its answer, the app has heard."""
    app = Wsgi()
    transport = InProcessTransport(mock, webhooks=httpx.WSGITransport(app))
    with httpx.Client(transport=transport, headers=headers(mock)) as client:
        client.post("https://api.kick.com/public/v1/events/subscriptions", json=SUBSCRIBE)
        client.post("https://api.kick.com/public/v1/chat", json=CHAT)

    assert [each["content"] for each in app.heard] == ["Hello"]
    assert mock.webhooks.deliveries()[0].attempts[0].answer == "ok"


@pytest.mark.parametrize(
    ("app", "carry"),
    [(Asgi(), httpx.ASGITransport), (Wsgi(), httpx.WSGITransport)],
    ids=["asgi", "wsgi"],
)
def test_apps_of_both_kinds_are_told_by_an_asynchronous_client(
    mock: Mock,
    app: Asgi | Wsgi,
    carry: Callable[[Any], httpx.BaseTransport | httpx.AsyncBaseTransport],
) -> None:
    """Within the event loop of the client."""
    transport = InProcessTransport(mock, webhooks=carry(app))

    async def talk() -> None:
        """Subscribe and write."""
        async with httpx.AsyncClient(transport=transport, headers=headers(mock)) as client:
            await client.post("https://api.kick.com/public/v1/events/subscriptions", json=SUBSCRIBE)
            await client.post("https://api.kick.com/public/v1/chat", json=CHAT)

    asyncio.run(talk())
    assert [each["content"] for each in app.heard] == ["Hello"]


def test_an_asynchronous_app_is_told_by_a_synchronous_client_too(mock: Mock) -> None:
    """It runs in an event loop of its own, of which nothing stays."""
    app = Asgi()
    transport = InProcessTransport(mock, webhooks=httpx.ASGITransport(app))
    with httpx.Client(transport=transport, headers=headers(mock)) as client:
        client.post("https://api.kick.com/public/v1/events/subscriptions", json=SUBSCRIBE)
        client.post("https://api.kick.com/public/v1/chat", json=CHAT)

    assert [each["content"] for each in app.heard] == ["Hello"]
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()


def test_where_an_event_loop_runs_an_asynchronous_app_has_to_be_awaited(mock: Mock) -> None:
    """A synchronous request there leaves it alone, `deliver` says so, and `adeliver` reaches it."""
    transport = InProcessTransport(mock, webhooks=httpx.ASGITransport(Asgi()))
    (delivery,) = mock.webhooks.trigger("channel.followed", to=HOOK).deliveries

    async def talk() -> None:
        """As an asynchronous test with a synchronous client would."""
        assert who(mock, transport) == ["alice"]
        with pytest.raises(TypeError, match="await adeliver"):
            transport.deliver()
        assert delivery.status == "waiting"
        await transport.adeliver()

    asyncio.run(talk())
    assert delivery.status == "delivered"


def test_the_identity_host_tells_nobody(mock: Mock) -> None:
    """No news comes of it, and clients ask it from threads where no app expects to run."""
    app = Wsgi()
    transport = InProcessTransport(mock, webhooks=httpx.WSGITransport(app))
    mock.webhooks.trigger("channel.followed", to=HOOK)
    with httpx.Client(transport=transport) as client:
        client.get("https://id.kick.com/")
        assert app.heard == []

    assert who(mock, transport) == ["alice"]
    assert len(app.heard) == 1


@pytest.mark.parametrize("asynchronous", [False, True])
def test_what_a_receiver_raises_comes_out_once_everything_is_carried(
    mock: Mock, asynchronous: bool
) -> None:
    """A mistake of the app is the test's to see; Kick notes that there was no answer."""
    outcomes: list[Exception | httpx.Response] = [
        KeyError("slug"),
        ValueError("two"),
        httpx.Response(200),
    ]

    def answer(_request: httpx.Request) -> httpx.Response:
        """The next outcome."""
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    transport = InProcessTransport(mock, webhooks=httpx.MockTransport(answer))
    told = [mock.webhooks.trigger("channel.followed", to=HOOK).deliveries[0] for _ in range(3)]

    def deliver() -> None:
        """In an event loop, or without one."""
        if asynchronous:
            asyncio.run(transport.adeliver())
        else:
            transport.deliver()

    with pytest.raises(ExceptionGroup) as caught:
        deliver()

    assert [type(each) for each in caught.value.exceptions] == [KeyError, ValueError]
    assert [each.attempts[0].error or each.status for each in told] == [
        "the receiver raised KeyError",
        "the receiver raised ValueError",
        "delivered",
    ]


def test_a_single_mistake_of_a_receiver_comes_out_as_it_is(mock: Mock) -> None:
    """Out of the request that led to the delivery."""

    def answer(_request: httpx.Request) -> httpx.Response:
        """Fail."""
        raise KeyError("slug")

    transport = InProcessTransport(mock, webhooks=httpx.MockTransport(answer))
    with httpx.Client(transport=transport, headers=headers(mock)) as client:
        client.post("https://api.kick.com/public/v1/events/subscriptions", json=SUBSCRIBE)
        with pytest.raises(KeyError, match="slug"):
            client.post("https://api.kick.com/public/v1/chat", json=CHAT)


def test_the_receiver_can_be_another_one(mock: Mock) -> None:
    """Deliveries go where they were sent last; to nobody, and they wait."""
    first, second = Wsgi(), Wsgi()
    transport = InProcessTransport(mock, webhooks=httpx.WSGITransport(first))
    transport.deliver_to(httpx.WSGITransport(second))
    mock.webhooks.trigger("channel.followed", to=HOOK)
    transport.deliver()
    transport.deliver_to(None)
    mock.webhooks.trigger("channel.followed", to=HOOK)
    transport.deliver()

    assert (len(first.heard), len(second.heard)) == (0, 1)
    assert [each.status for each in mock.webhooks.deliveries()] == ["delivered", "waiting"]


def test_a_receiver_that_fails_is_told_again_when_its_time_has_come(mock: Mock) -> None:
    """Nobody waits: the clock is moved, and deliver carries what is due then."""
    outcomes: list[int | Exception] = [httpx.ConnectError("nobody there"), 500, 200]

    def answer(request: httpx.Request) -> httpx.Response:
        """The next outcome."""
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return httpx.Response(outcome, request=request)

    transport = InProcessTransport(mock, webhooks=httpx.MockTransport(answer))
    (delivery,) = mock.webhooks.trigger("channel.followed", to=HOOK).deliveries
    for seconds in (0, 1, 5):
        mock.clock.advance(seconds)
        transport.deliver()

    assert [each.error or each.status for each in delivery.attempts] == [
        "no connection: nobody there",
        500,
        200,
    ]
    assert delivery.status == "delivered"


def test_without_a_receiver_deliveries_wait(mock: Mock) -> None:
    """They are there to be looked at."""
    transport = InProcessTransport(mock)
    mock.webhooks.trigger("channel.followed", to=HOOK)
    transport.deliver()

    assert [each.status for each in mock.webhooks.deliveries()] == ["waiting"]
