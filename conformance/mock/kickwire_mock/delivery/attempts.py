"""When a delivery is sent, what acknowledges it, and when Kick gives up on an app.

All times are those of the mock's clock.
"""

from __future__ import annotations

from collections.abc import Mapping

from kickwire_mock.ledger import quirk, setting
from kickwire_mock.world.outbox import Attempt, Delivery, Failing
from kickwire_mock.world.state import World

RETRIES = setting("webhook_retry_policy")
UNSUBSCRIBES = setting("webhook_auto_unsubscribe")
ACKNOWLEDGES = setting("webhook_2xx_meaning")
NO_CHALLENGE = quirk("webhook_no_challenge")  # the first thing that is ever sent is an event

ANSWER_KEPT = 64 * 1024
"""Bytes of an answer that are read; who says more is not listened to."""
PATIENCE = 5.0
"""Real seconds that a receiver has for its answer. Ours; Kick's are unknown."""

_DAY = 24 * 3600
_PAUSES: Mapping[str, tuple[float, ...]] = {
    "three_short": (1.0, 5.0),
    "three_overlapping": (),
    "single": (),
}
"""Seconds from a failure to the next attempt."""
_AT_ONCE: Mapping[str, tuple[float, ...]] = {"three_overlapping": (0.1, 0.2)}
"""Seconds from the first attempt to others that wait for no answer."""


def begin(world: World, delivery: Delivery, *, delay: float = 0.0, copies: int = 0) -> None:
    """Have a delivery sent, as often as the settings of its app say.

    Args:
        world: whose outbox has it.
        delivery: a new one, which has somewhere to go.
        delay: seconds before the first attempt.
        copies: how often it is sent besides, whatever is answered.
    """
    due, outbox = world.clock.now() + delay, world.outbox
    outbox.schedule(delivery, due)
    for pause in _AT_ONCE.get(world.settings.get(RETRIES, delivery.app), ()):
        outbox.schedule(delivery, due + pause)
    for _ in range(copies):
        outbox.schedule(delivery, due, copy=True)


def end(
    world: World,
    delivery: Delivery,
    attempt: Attempt,
    *,
    status: int | None = None,
    error: str = "",
    answer: str = "",
) -> None:
    """Note what became of an attempt; failures lead to the next one, or to none any more.

    Args:
        world: whose outbox has it.
        delivery: what was sent.
        attempt: which time.
        status: of the answer; None: there was none.
        error: why there was none.
        answer: the beginning of its body.
    """
    if world.outbox.get(delivery.id) is not delivery:
        return  # it has given way to newer ones, or the mock began anew
    attempt.ended, attempt.status, attempt.error = True, status, error
    if answer:
        world.outbox.keep_answer(attempt, answer)
    if _acknowledged(world, delivery, status):
        delivery.status, delivery.reason = "delivered", ""
        if _belongs_to_a_subscription(world, delivery):
            world.outbox.failing.pop((delivery.app, delivery.event), None)
        return
    if _belongs_to_a_subscription(world, delivery):
        _count_failure(world, delivery)
    if delivery.status == "waiting" and not attempt.copy:
        _go_on(world, delivery, why=error or f"the receiver answered {status}")


def _acknowledged(world: World, delivery: Delivery, status: int | None) -> bool:
    if status is None:
        return False
    if world.settings.get(ACKNOWLEDGES, delivery.app) == "only_200":
        return status == 200
    return 200 <= status < 300


def _go_on(world: World, delivery: Delivery, why: str) -> None:
    pauses = _PAUSES[world.settings.get(RETRIES, delivery.app)]
    failed = sum(1 for each in delivery.attempts if each.ended and not each.copy)
    if failed <= len(pauses):
        world.outbox.schedule(delivery, world.clock.now() + pauses[failed - 1])
    elif all(each.ended for each in delivery.attempts if not each.copy):
        delivery.status = "failed"
        delivery.reason = delivery.reason or why


def _belongs_to_a_subscription(world: World, delivery: Delivery) -> bool:
    return world.subscriptions.get(delivery.app, delivery.subscription) is not None


def _was_subscribed(world: World, delivery: Delivery, since: float) -> bool:
    """Whether a subscription to the event is as old as a row of failures.

    A row that began under others, which have ended meanwhile, says nothing of those of today.
    """
    held = world.subscriptions.of_app(delivery.app)
    return any(each.event == delivery.event and each.since <= since for each in held)


def _count_failure(world: World, delivery: Delivery) -> None:
    key, now = (delivery.app, delivery.event), world.clock.now()
    row = world.outbox.failing.setdefault(key, Failing(since=now))
    row.attempts += 1
    rule = world.settings.get(UNSUBSCRIBES, delivery.app)
    over = row.attempts >= 3 if rule == "after_three_failures" else now - row.since > _DAY
    if over and not _was_subscribed(world, delivery, row.since):
        world.outbox.failing[key] = Failing(since=now, attempts=1)
    elif over:
        del world.outbox.failing[key]
        ended = world.subscriptions.end(delivery.app, delivery.event)
        delivery.quirks = (*delivery.quirks, UNSUBSCRIBES)
        delivery.reason = f"it kept failing, so the app was unsubscribed from the event ({ended})"
