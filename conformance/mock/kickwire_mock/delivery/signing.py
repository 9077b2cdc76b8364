"""A delivery as it leaves Kick: headers, timestamp, signature.

Source: Kick's page on webhook security; a genuine delivery verifies this way.
"""

from __future__ import annotations

from kickwire_mock.clock import rfc3339
from kickwire_mock.delivery import bodies
from kickwire_mock.events.variants import varied
from kickwire_mock.faults import Trouble
from kickwire_mock.ledger import quirk
from kickwire_mock.world.news import DROPS, News
from kickwire_mock.world.outbox import Delivery
from kickwire_mock.world.people import App
from kickwire_mock.world.state import World

RSA = quirk("webhook_rsa_not_hmac")
HEADERS = quirk("webhook_headers")
STALE = quirk("webhook_freshness_vs_delay")

_VERSION = "1"
_USUAL = (
    ("User-Agent", "Go-http-client/1.1"),
    ("Content-Type", "application/json"),
)


def signed(
    world: World, news: News, app: App, subscription: str, url: str | None, trouble: Trouble
) -> Delivery:
    """Make a delivery.

    Args:
        world: whose clock, ids and key it gets.
        news: what it tells.
        app: whom it is for; its settings shape the payload.
        subscription: id of the subscription.
        url: where it goes.
        trouble: what is wrong with it from the start.
    """

    def choose(id: str) -> str:
        return world.settings.get(id, app.client_id)

    payload, quirks = varied(news, choose)
    form = trouble.form or choose(bodies.FORM)
    body = bodies.written(payload, form)
    message_id, now = world.ids.ulid(), world.clock.now()
    sent_at = rfc3339(max(now - trouble.age, 0.0))
    message = b".".join((message_id.encode("ascii"), sent_at.encode("ascii"), body))
    if trouble.bad_signature:
        message += b"?"
    signature = world.keys.sign(world.signing_key, message)
    unusual = form != "compact" and body != bodies.written(payload, "compact")
    shaped = (*quirks, *((bodies.FORM,) if unusual else ()))
    return Delivery(
        id=message_id,
        event=news.event,
        app=app.client_id,
        subscription=subscription,
        channel=news.channel,
        url=url,
        headers=(*_USUAL, *_headers(news.event, message_id, subscription, sent_at, signature)),
        body=body,
        created=now,
        quirks=(*shaped, *((STALE,) if trouble.age else ())),
    )


def _headers(
    event: str, message_id: str, subscription: str, sent_at: str, signature: str
) -> tuple[tuple[str, str], ...]:
    if event == DROPS:
        return (
            ("Kick-Event-Signature", signature),
            ("Kick-Event-Message-ID", message_id),
            ("Kick-Event-Timestamp", sent_at),
        )
    return (
        ("Kick-Event-Message-Id", message_id),
        ("Kick-Event-Subscription-Id", subscription),
        ("Kick-Event-Signature", signature),
        ("Kick-Event-Message-Timestamp", sent_at),
        ("Kick-Event-Type", event),
        ("Kick-Event-Version", _VERSION),
    )
