"""An app hears of what happens: it subscribes, and is told with a signature that it can prove."""

from __future__ import annotations

import json
from collections.abc import Callable

from kickwire import BearerCaller
from kickwire_api.facade import PublicApi
from kickwire_api.models import EventToSubscribe

from conformance.suite.control import Control
from conformance.suite.proofs import SIGNATURE, is_signed
from conformance.suite.receiver import Arrival, Receiver
from conformance.suite.target import Target
from scripts.demo.told import expect

CHAT, GIFTS = "chat.message.sent", "channel.subscription.gifts"


def hear(target: Target, tell: Callable[[str], None]) -> None:
    """Do it all, with a receiver on a socket of its own.

    Raises:
        NotAsToldError: a step did not come true.
    """
    receiver = Receiver()
    with (
        Control(target.control_url or "") as control,
        BearerCaller(target.token, api_url=target.api_url) as caller,
    ):
        try:
            _hear(PublicApi(caller), receiver, control, target.client_id or "", tell)
        finally:
            control.reset()
            receiver.close()


def _hear(
    kick: PublicApi,
    receiver: Receiver,
    control: Control,
    client_id: str,
    tell: Callable[[str], None],
) -> None:
    inbox = receiver.inbox()
    control.change_app(client_id, webhook_url=inbox.url)
    events = [EventToSubscribe(name=name, version=1) for name in (CHAT, GIFTS)]
    made = kick.events.subscribe(events=events)
    expect(all(each.subscription_id for each in made), "both events should be subscribed to")
    tell(f"events.subscribe: {CHAT} and {GIFTS}")
    sent = kick.chat.send(content="Thank you all <3", type="bot")
    (chat,) = inbox.wait(1)
    _genuine(kick, chat, CHAT)
    expect(
        json.loads(chat.body)["message_id"] == str(sent.message_id), "the message should come back"
    )
    expect(b"\\u003c3" in chat.body, "the body should be written as Go writes JSON")
    tell(f"chat.send, and the app is told of its own message: {_short(chat)}")
    control.trigger(GIFTS, user="bob")
    (gift,) = inbox.wait(1)
    _genuine(kick, gift, GIFTS)
    giver = json.loads(gift.body)["gifter"]["username"]
    tell(f"{giver} gives subscriptions; signed over id.timestamp.body: {_short(gift)}")
    forged = Arrival(gift.number, gift.method, gift.headers, gift.body.replace(b"bob", b"eve"))
    expect(not is_signed(forged, _key(kick), GIFTS), "a changed body should not verify")
    tell("with one name in it changed, the same signature proves nothing")


def _genuine(kick: PublicApi, arrival: Arrival, event: str) -> None:
    expect(is_signed(arrival, _key(kick), event), f"{event} should verify with Kick's key")


def _key(kick: PublicApi) -> str:
    return kick.public_key.get().public_key


def _short(arrival: Arrival) -> str:
    return f"{len(arrival.body)} bytes, signature {arrival.header(SIGNATURE)[:12]}..."
