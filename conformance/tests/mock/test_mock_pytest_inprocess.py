"""What ``kick_mock`` can do: a client, logins, webhooks, without a socket and without waiting."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

import httpx
import pytest
from kickwire import AsyncKick, Kick, MemoryStore, errors
from kickwire_api.models import EventToSubscribe
from kickwire_mock import ConsentError, Effects, Fault, MockError, NotFoundError, Trouble
from kickwire_mock.testing import KickMock, Receiver

from conformance.tests.mock.mock_receiver import genuine

CHAT = "chat.message.sent"
TO_CHAT = [EventToSubscribe(name=CHAT, version=1)]
HOUR = 3600


@pytest.fixture
def kick_mock() -> KickMock:
    """One made by hand, as tests without pytest's fixtures would."""
    return KickMock()


def client(kick_mock: KickMock) -> Kick:
    """A client of the mock's first app."""
    return Kick.from_settings(**kick_mock.client_settings(), store=MemoryStore())


def async_client(kick_mock: KickMock) -> AsyncKick:
    """The same for asyncio."""
    return AsyncKick.from_settings(**kick_mock.client_settings(), store=MemoryStore())


def test_somebody_is_logged_in_with_one_call(kick_mock: KickMock) -> None:
    """The whole way of a login, and the client acts as its user."""
    with client(kick_mock) as kick:
        alice = kick.as_user(kick_mock.log_in(kick, "alice"))

        assert alice.users.get()[0].name == "alice"
        assert [each.operation for each in kick_mock.journal.entries()][:3] == [
            "authorize",
            "consent",
            "exchangeToken",
        ]


def test_an_asynchronous_client_is_logged_in_alike(kick_mock: KickMock) -> None:
    """The same, awaited; one mock serves both faces."""

    async def named() -> str | None:
        """Who it is."""
        async with async_client(kick_mock) as kick:
            bob = kick.as_user(await kick_mock.alog_in(kick, "bob", ["user:read"], account="b"))
            assert (await kick.tokens("b")).scopes == ("user:read",)
            return (await bob.users.get())[0].name

    assert asyncio.run(named()) == "bob"


def test_a_login_asks_for_what_it_is_told(kick_mock: KickMock) -> None:
    """Scopes and the name of the account can be chosen; what is missing is refused as ever."""
    with client(kick_mock) as kick:
        account = kick_mock.log_in(kick, "bob", ["user:read"], account="somebody")

        assert account == "somebody"
        assert kick.tokens("somebody").scopes == ("user:read",)
        with pytest.raises(errors.MissingScope):
            kick.as_user("somebody").chat.send(
                content="Hello", type="user", broadcaster_user_id=123
            )


def test_nobody_logs_in_who_is_not_there(kick_mock: KickMock) -> None:
    """A name that is misspelt is named, with the one that is close to it."""
    with client(kick_mock) as kick, pytest.raises(NotFoundError, match="'mallory'; possible: al"):
        kick_mock.log_in(kick, "mallory")
    with pytest.raises(NotFoundError, match=r"'bobb'; did you mean bob\?"):
        kick_mock.tokens("bobb")


def test_tokens_are_given_without_a_client(kick_mock: KickMock) -> None:
    """For clients of any make: a pair with the scopes that were asked for, which stays hidden."""
    tokens = kick_mock.tokens("bob", ["user:read"])
    headers = {"Authorization": f"Bearer {tokens.access_token}"}

    with httpx.Client(transport=kick_mock.transport, headers=headers) as http:
        user = http.get(f"{kick_mock.api_url}/public/v1/users").json()["data"][0]
        refused = http.post(f"{kick_mock.api_url}/public/v1/chat", json={"content": "Hello"})

    assert (user["name"], refused.status_code) == ("bob", 401)
    assert repr(tokens) == "Tokens(scopes=('user:read',))"


def test_tokens_are_those_of_an_app(kick_mock: KickMock) -> None:
    """Another app gets its own, with the scopes that it has."""
    app = kick_mock.mock.add_app(
        "Another", redirect_uris=["http://localhost/other"], scopes=["user:read"]
    )

    assert kick_mock.tokens("carol", client_id=app.client_id).scopes == ("user:read",)
    with pytest.raises(NotFoundError, match="no app has this client id"):
        kick_mock.tokens("carol", client_id="01JEXAMP0E000000000000000X")


@pytest.mark.parametrize(
    "fault",
    [
        Fault(operation="exchangeToken", status=500),
        Fault(operation="exchangeToken", effects=Effects(reset=True)),
        Fault(operation="exchangeToken", effects=Effects(cut=3)),
        Fault(operation="exchangeToken", hold=True),
        Fault(operation="exchangeToken", hold=True, after_commit=True),
    ],
    ids=["status", "reset", "cut", "hold", "hold-after"],
)
def test_a_fault_strikes_those_who_want_tokens(kick_mock: KickMock, fault: Fault) -> None:
    """What keeps an answer from a client keeps it from a test, and leaves nothing held."""
    kick_mock.mock.faults.arm(fault)

    with pytest.raises(ConsentError, match="fault"):
        kick_mock.tokens("alice")
    assert kick_mock.mock.holds.waiting() == []
    assert kick_mock.tokens("alice").access_token


def test_a_client_is_that_of_another_app(kick_mock: KickMock) -> None:
    """Settings name any app of the mock."""
    app = kick_mock.mock.add_app("Another", redirect_uris=["http://localhost/other"])

    settings = kick_mock.client_settings(app.client_id)

    assert settings["client_id"] == app.client_id
    assert settings["client_secret"] == app.client_secret
    assert settings["redirect_uri"] == "http://localhost/other"
    with pytest.raises(NotFoundError, match="no app has this client id"):
        kick_mock.client_settings("nobody")


def test_tokens_expire_when_the_clock_is_moved(kick_mock: KickMock) -> None:
    """Client and mock go by one clock, so a day takes no time."""
    with client(kick_mock) as kick:
        alice = kick.as_user(kick_mock.log_in(kick, "alice"))
        kick_mock.clock.advance(24 * HOUR)

        assert alice.users.get()[0].name == "alice"
    grants = [each.grant_type for each in kick_mock.journal.entries() if each.grant_type]
    assert grants == ["authorization_code", "refresh_token"]


LIMITED = Fault(host="api", status=429, worded=True, headers=(("Retry-After", "20"),))


def test_retries_do_not_wait(kick_mock: KickMock) -> None:
    """Twenty seconds that Kick asks for pass on the mock's clock alone, and always the same."""
    with client(kick_mock) as kick:
        kick.tokens()
        kick_mock.mock.faults.arm(LIMITED)
        before, began = kick_mock.clock.now(), time.monotonic()
        kick.livestreams.list()

        assert kick_mock.clock.now() - before == 20.5
        assert time.monotonic() - began < 20


def test_retries_of_an_asynchronous_client_do_not_wait_either(kick_mock: KickMock) -> None:
    """The same function is awaited; other tasks of the loop get their turn."""
    turns: list[str] = []

    async def other() -> None:
        """Has its turn while the client sleeps."""
        turns.append("other")

    async def called() -> None:
        """One call that is limited once."""
        async with async_client(kick_mock) as kick:
            await kick.tokens()
            kick_mock.mock.faults.arm(LIMITED)
            task = asyncio.create_task(other())
            await kick.livestreams.list()
            assert task.done()

    before = kick_mock.clock.now()
    asyncio.run(called())
    assert (turns, kick_mock.clock.now() - before) == (["other"], 20.5)


class Heard:
    """What receivers were told."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.paths: list[str] = []

    def hear(self, body: bytes, path: str) -> None:
        """Keep it."""
        self.said.append(json.loads(body)["content"])
        self.paths.append(path)

    def wsgi(
        self, environ: dict[str, Any], start_response: Callable[..., object]
    ) -> Iterable[bytes]:
        """A WSGI app."""
        self.hear(environ["wsgi.input"].read(), f"{environ['HTTP_HOST']}{environ['PATH_INFO']}")
        start_response("200 OK", [])
        return [b""]

    async def asgi(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:
        """An ASGI app."""
        host = dict(scope["headers"])[b"host"].decode()
        self.hear((await receive())["body"], f"{host}{scope['path']}")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def function(self, request: httpx.Request) -> httpx.Response:
        """A function."""
        self.hear(request.content, f"{request.url.host}{request.url.path}")
        return httpx.Response(200)

    async def awaited(self, request: httpx.Request) -> httpx.Response:
        """An asynchronous function."""
        return self.function(request)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """An object that is called like an asynchronous function."""
        return self.function(request)


def receivers(heard: Heard) -> dict[str, Receiver]:
    """Every kind of receiver."""
    return {
        "wsgi": heard.wsgi,
        "asgi": heard.asgi,
        "function": heard.function,
        "async function": heard.awaited,
        "async object": heard,
        "transport": httpx.MockTransport(heard.function),
        "send": httpx.Client(transport=httpx.WSGITransport(heard.wsgi)).send,
    }


KINDS = pytest.mark.parametrize("kind", receivers(Heard()))


@KINDS
def test_webhooks_arrive_in_an_app_of_the_test(kick_mock: KickMock, kind: str) -> None:
    """With the request that made the news, at the chosen path, in whatever kind of app."""
    heard = Heard()
    kick_mock.deliver_to(receivers(heard)[kind], "/kick/webhooks")
    with client(kick_mock) as kick:
        alice = kick.as_user(kick_mock.log_in(kick, "alice"))
        kick.events.subscribe(broadcaster_user_id=123, events=TO_CHAT)
        alice.chat.send(content="Hello", type="user", broadcaster_user_id=123)
        told = kick_mock.trigger(CHAT, content="Triggered")

    assert heard.said == ["Hello", "Triggered"]
    assert set(heard.paths) == {"testserver/kick/webhooks"}
    assert [each.status for each in told] == ["delivered"]


@KINDS
def test_webhooks_arrive_in_an_event_loop(kick_mock: KickMock, kind: str) -> None:
    """The same with an asynchronous client: the app runs in the loop of the test."""
    heard = Heard()
    kick_mock.deliver_to(receivers(heard)[kind])

    async def talk() -> None:
        """Subscribe, write, trigger, and let a retry come."""
        async with async_client(kick_mock) as kick:
            alice = kick.as_user(await kick_mock.alog_in(kick, "alice"))
            await kick.events.subscribe(broadcaster_user_id=123, events=TO_CHAT)
            await alice.chat.send(content="Hello", type="user", broadcaster_user_id=123)
            await kick_mock.atrigger(CHAT, content="Triggered")
            await kick_mock.atrigger(CHAT, content="Late", trouble=Trouble(delay=60))
            assert len(heard.said) == 2
            kick_mock.clock.advance(60)
            await kick_mock.adeliver()

    asyncio.run(talk())
    assert heard.said == ["Hello", "Triggered", "Late"]
    assert set(heard.paths) == {"testserver/"}


def test_a_bot_answers_from_within_its_handler(kick_mock: KickMock) -> None:
    """A receiver may call Kick: what comes of that is delivered too, before anything else."""
    heard: list[str] = []
    with client(kick_mock) as kick:
        alice = kick.as_user(kick_mock.log_in(kick, "alice"))

        def handle(request: httpx.Request) -> httpx.Response:
            """Answer a question."""
            heard.append(json.loads(request.content)["content"])
            if heard[-1].endswith("?"):
                alice.chat.send(content="No.", type="user", broadcaster_user_id=123)
            return httpx.Response(200)

        kick_mock.deliver_to(handle)
        kick.events.subscribe(broadcaster_user_id=123, events=TO_CHAT)
        kick_mock.trigger(CHAT, content="Is it late?")

    assert heard == ["Is it late?", "No."]


def test_a_late_retry_arrives_with_deliver(kick_mock: KickMock) -> None:
    """A receiver that fails is called again when the clock says so."""
    statuses = [500, 200]
    kick_mock.deliver_to(lambda _request: httpx.Response(statuses.pop(0)))
    with client(kick_mock) as kick:
        kick.events.subscribe(broadcaster_user_id=123, events=TO_CHAT)
    (delivery,) = kick_mock.trigger(CHAT)
    kick_mock.clock.advance(1)
    assert delivery.status == "waiting"
    kick_mock.deliver()

    assert (delivery.status, statuses) == ("delivered", [])


def test_without_a_subscription_nobody_is_told(kick_mock: KickMock) -> None:
    """As at Kick; the world has changed all the same."""
    heard = Heard()
    kick_mock.deliver_to(heard.function)

    assert kick_mock.trigger(CHAT, content="Hello") == ()
    assert heard.said == []


def nothing() -> None:
    """Takes no argument."""


def too_much(a: object, b: object, c: object, d: object) -> None:
    """Takes more than any app."""


NO_RECEIVERS: list[Any] = [5, "http://localhost/", print, nothing, too_much, int]


@pytest.mark.parametrize("receiver", NO_RECEIVERS)
def test_what_receives_nothing_is_refused(kick_mock: KickMock, receiver: Any) -> None:
    """The line says what can be delivered to; the app keeps the address that it had."""
    with pytest.raises(TypeError, match=r"WSGI or ASGI app, to a function from httpx\.Request"):
        kick_mock.deliver_to(receiver)
    assert kick_mock.mock.apps()[0].webhook_url is None


def test_webhooks_of_another_app_are_delivered(kick_mock: KickMock) -> None:
    """Each app of Kick has an address of its own; an unknown one is named."""
    app = kick_mock.mock.add_app("Another", redirect_uris=["http://localhost/other"])
    kick_mock.deliver_to(Heard().function, "/other", client_id=app.client_id)

    assert [each.webhook_url for each in kick_mock.mock.apps()] == [
        None,
        "http://testserver/other",
    ]
    with pytest.raises(NotFoundError):
        kick_mock.deliver_to(Heard().function, client_id="nobody")
    with pytest.raises(MockError, match="ASCII without spaces"):
        kick_mock.deliver_to(Heard().function, "/a b")


@pytest.mark.parametrize("event", KickMock().mock.webhooks.events())
def test_a_delivery_for_a_handler_is_genuine(kick_mock: KickMock, event: str) -> None:
    """Every event: headers as a dictionary, the body as signed, and the key that proves it."""
    delivery = kick_mock.signed_delivery(event)

    assert genuine(httpx.Headers(delivery.headers), delivery.body, delivery.public_key)
    assert delivery.event == event
    assert delivery.id in delivery.headers.values()
    assert delivery.payload == json.loads(delivery.body)
    assert delivery.public_key not in repr(delivery)


def test_the_key_is_that_of_the_endpoint(kick_mock: KickMock) -> None:
    """A handler that asks Kick for the key gets the one that proves the delivery."""
    with client(kick_mock) as kick:
        shown = kick.public_key.get().public_key

    assert kick_mock.signed_delivery(CHAT).public_key == shown


def test_a_delivery_says_what_it_is_told(kick_mock: KickMock) -> None:
    """Fields, people and troubles are chosen; what cannot be is refused."""
    delivery = kick_mock.signed_delivery(CHAT, channel="bob", user="carol", content="Hello")
    forged = kick_mock.signed_delivery(CHAT, trouble=Trouble(bad_signature=True))

    assert delivery.payload["content"] == "Hello"
    assert delivery.payload["broadcaster"]["username"] == "bob"
    assert delivery.payload["sender"]["username"] == "carol"
    assert not genuine(httpx.Headers(forged.headers), forged.body, forged.public_key)
    with pytest.raises(NotFoundError, match="possible"):
        kick_mock.signed_delivery("chat.message")
    with pytest.raises(MockError):
        kick_mock.signed_delivery(CHAT, colour="red")


def test_nothing_leads_to_kick_itself(kick_mock: KickMock) -> None:
    """Both origins are Kick's own, and answered by the mock; any other one is not reached."""
    assert (kick_mock.id_url, kick_mock.api_url) == ("https://id.kick.com", "https://api.kick.com")
    with (
        httpx.Client(transport=kick_mock.transport) as http,
        pytest.raises(httpx.ConnectError, match="does not answer for"),
    ):
        http.get("https://kick.com/")


def test_a_repr_shows_what_it_is(kick_mock: KickMock) -> None:
    """And no token."""
    kick_mock.tokens("alice")

    assert repr(kick_mock).startswith("KickMock(Mock(seed=0")
    assert kick_mock.mock.token not in repr(kick_mock)
