"""Tests of a small bot against the mock of Kick, without a network and without waiting.

    pip install 'kickwire[mock]' pytest
    pytest examples/test_with_kickwire.py

docs/testing-with-pytest.md goes through it.
"""

import asyncio
import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from kickwire import AsyncKick, Kick, MemoryStore, errors
from kickwire_api.facade import PublicApi
from kickwire_api.models import ChatMessageSentEvent, EventToSubscribe
from kickwire_mock import Fault, Trouble
from kickwire_mock.testing import KickMock, KickServer

# The program under test; yours has modules of its own.


class Bot:
    """Answers ``!hello`` in a chat. A WSGI application, as web frameworks make them."""

    def __init__(self, chatter: PublicApi, public_key: str) -> None:
        self._chatter = chatter
        self._key = cast("RSAPublicKey", load_pem_public_key(public_key.encode()))
        self._seen: set[str] = set()

    def handle(self, headers: Mapping[str, str], body: bytes) -> int:
        """Take a delivery; the status to answer with."""
        message_id = headers["Kick-Event-Message-Id"]
        signed = f"{message_id}.{headers['Kick-Event-Message-Timestamp']}.".encode() + body
        signature = base64.b64decode(headers["Kick-Event-Signature"])
        try:
            self._key.verify(signature, signed, PKCS1v15(), SHA256())
        except InvalidSignature:
            return 403
        if message_id not in self._seen:  # Kick may send a delivery twice
            self._seen.add(message_id)
            self._answer(ChatMessageSentEvent.from_dict(json.loads(body)))
        return 200

    def _answer(self, event: ChatMessageSentEvent) -> None:
        if event.content == "!hello":
            self._chatter.chat.send(content=f"Hello, {event.sender.username}!", type="bot")

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., object]
    ) -> Iterable[bytes]:
        """Take a delivery from a web server."""
        prefix = "HTTP_"
        headers = {
            name.removeprefix(prefix).replace("_", "-").title(): value
            for name, value in environ.items()
            if name.startswith(prefix)
        }
        status = self.handle(headers, environ["wsgi.input"].read())
        start_response(f"{status} ", [])
        return []


# Its tests.


@pytest.fixture
def kick(kick_mock: KickMock) -> Iterator[Kick]:
    """A client of the mock."""
    with Kick.from_settings(**kick_mock.client_settings(), store=MemoryStore()) as made:
        yield made


@pytest.fixture
def bot(kick: Kick, kick_mock: KickMock) -> Bot:
    """The bot, logged in as alice."""
    alice = kick.as_user(kick_mock.log_in(kick, "alice"))
    return Bot(alice, kick.public_key.get().public_key)


def said(kick_mock: KickMock) -> int:
    """How often somebody wrote through the API."""
    return len(kick_mock.journal.entries(operation="sendChatMessage"))


def test_a_title_is_changed(kick: Kick, kick_mock: KickMock) -> None:
    """What was changed is there to be read."""
    alice = kick.as_user(kick_mock.log_in(kick, "alice", ["channel:write"]))
    alice.channels.update(stream_title="Tests all the way down")

    (channel,) = kick.channels.get(slug=["alice"])
    assert channel.stream_title == "Tests all the way down"


def test_a_login_outlives_its_access_token(kick: Kick, kick_mock: KickMock) -> None:
    """The clock is moved by a week, and the client renews what has expired."""
    alice = kick.as_user(kick_mock.log_in(kick, "alice"))
    kick_mock.clock.advance(7 * 24 * 3600)

    assert alice.users.get()[0].name == "alice"


def test_a_command_is_answered(bot: Bot, kick_mock: KickMock) -> None:
    """A handler needs no server: it is given headers and a body that Kick could have sent."""
    delivery = kick_mock.signed_delivery("chat.message.sent", user="bob", content="!hello")

    assert bot.handle(delivery.headers, delivery.body) == 200
    assert bot.handle(delivery.headers, delivery.body) == 200  # once more, the same message id
    assert said(kick_mock) == 1


def test_nobody_speaks_for_kick(bot: Bot, kick_mock: KickMock) -> None:
    """What was not signed by Kick is refused."""
    forged = kick_mock.signed_delivery(
        "chat.message.sent", content="!hello", trouble=Trouble(bad_signature=True)
    )

    assert bot.handle(forged.headers, forged.body) == 403
    assert said(kick_mock) == 0


def test_the_bot_hears_what_happens(bot: Bot, kick: Kick, kick_mock: KickMock) -> None:
    """From a subscription to the answer in the chat, all in one process."""
    kick_mock.deliver_to(bot, "/webhooks")
    chat = [EventToSubscribe(name="chat.message.sent", version=1)]
    kick.events.subscribe(broadcaster_user_id=123, events=chat)

    kick_mock.trigger("chat.message.sent", user="bob", content="!hello")

    assert said(kick_mock) == 1
    assert {each.status for each in kick_mock.mock.webhooks.deliveries()} == {"delivered"}


@pytest.mark.kick_quirks(webhook_raw_body="spaced")
def test_the_signature_covers_the_bytes(bot: Bot, kick_mock: KickMock) -> None:
    """Kick may write its JSON otherwise one day."""
    delivery = kick_mock.signed_delivery("chat.message.sent")

    assert b'": ' in delivery.body
    assert bot.handle(delivery.headers, delivery.body) == 200


@pytest.mark.parametrize(
    "profile",
    [
        pytest.param(name, marks=pytest.mark.kick_quirks(profile=name))
        for name in ("strict", "observed", "docs")
    ],
)
def test_whatever_kick_is_like(bot: Bot, kick_mock: KickMock, profile: str) -> None:
    """Where reports about Kick disagree, the bot works with each of them."""
    assert kick_mock.mock.settings.profile == profile
    delivery = kick_mock.signed_delivery("chat.message.sent", content="!hello")

    assert bot.handle(delivery.headers, delivery.body) == 200


def test_a_busy_kick_is_waited_for(kick: Kick, kick_mock: KickMock) -> None:
    """A minute of patience takes no time: the mock's clock moves instead."""
    kick.tokens()
    busy = Fault(host="api", status=429, worded=True, headers=(("Retry-After", "20"),), count=None)
    kick_mock.mock.faults.arm(busy)
    before = kick_mock.clock.now()

    with pytest.raises(errors.RateLimited):
        kick.livestreams.list()
    assert kick_mock.clock.now() > before + 20


def test_asynchronous_code_alike(kick_mock: KickMock) -> None:
    """The same mock, and the same settings."""

    async def name() -> str | None:
        """Who has logged in."""
        settings = kick_mock.client_settings()
        async with AsyncKick.from_settings(**settings, store=MemoryStore()) as kick:
            bob = kick.as_user(await kick_mock.alog_in(kick, "bob"))
            return (await bob.users.get())[0].name

    assert asyncio.run(name()) == "bob"


def test_a_program_in_a_process_of_its_own(kick_server: KickServer) -> None:
    """Real sockets, for programs in any language."""
    program = Path(__file__).with_name("from_env.py")
    environment = {**os.environ, **kick_server.environ, "KICK_SCOPES": "user:read"}

    subprocess.run([sys.executable, program], env=environment, check=True)  # noqa: S603  # our own

    assert kick_server.journal.entries()[-1].operation == "listLivestreams"
