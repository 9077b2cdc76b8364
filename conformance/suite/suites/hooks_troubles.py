"""Deliveries that are late, lost, out of order, stale, forged or repeated; and keys that change."""

from __future__ import annotations

from datetime import UTC, datetime

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK
from conformance.suite.listeners import Listener, hook_case
from conformance.suite.proofs import (
    DROPS,
    MESSAGE_ID,
    TIMESTAMP,
    TYPE,
    is_signed,
    payload,
    same_delivery,
    signed,
)
from conformance.suite.receiver import Arrival
from conformance.suite.suites.hooks_signed import said_by

_CHAT, _FOLLOWED = "chat.message.sent", "channel.followed"
_LOSS = ("quirk webhook_loss_and_delay",)
_ROTATION = ("quirk webhook_key_rotation",)
_HERE = ("docs/conformance.md Webhooks",)


@hook_case("hooks/loss/delayed", QUIRK, evidence=_LOSS)
def a_late_delivery(me: Listener) -> None:
    """A delayed delivery arrives once its time has come, with the time at which it happened."""
    me.subscribe(_CHAT)
    me.stage.control.arm(quirk="webhook_loss_and_delay", variant="delayed", trouble={"delay": 300})
    happened = _now(me)
    me.trigger(_CHAT)
    me.stage.wait(299)
    me.heard_nothing()
    me.stage.wait(1)
    arrival = me.heard_one()
    checks.same("timestamp", arrival.header(TIMESTAMP), f"{happened:%Y-%m-%dT%H:%M:%SZ}")
    signed(arrival, me.key(), _CHAT)
    me.trigger(_CHAT)
    me.heard_one()


@hook_case("hooks/loss/dropped", QUIRK, evidence=_LOSS)
def a_lost_delivery(me: Listener) -> None:
    """A delivery that is lost never comes, and of others only those of the chosen event are."""
    me.subscribe(_CHAT, _FOLLOWED)
    me.stage.control.arm(quirk="webhook_loss_and_delay", variant="dropped", event=_CHAT)
    me.trigger(_FOLLOWED)
    checks.same("event", me.heard_one().header(TYPE), _FOLLOWED)
    me.trigger(_CHAT)
    me.stage.wait(3600)
    me.heard_nothing()
    me.trigger(_CHAT)
    me.heard_one()


@hook_case("hooks/loss/burst", QUIRK, evidence=_LOSS)
def a_burst(me: Listener) -> None:
    """What is held back arrives all at once with the last of it, each in its own right."""
    me.subscribe(_CHAT)
    me.stage.control.arm(quirk="webhook_loss_and_delay", variant="burst", count=3)
    sent = _three(me)
    arrivals = me.inbox.wait(3)
    checks.same("messages", _messages(arrivals), sent)
    checks.same("message ids", len({each.header(MESSAGE_ID) for each in arrivals}), 3)


@hook_case("hooks/loss/reordered", QUIRK, evidence=_LOSS)
def the_last_comes_first(me: Listener) -> None:
    """What is reordered arrives last first, and each is what it was."""
    me.subscribe(_CHAT)
    me.stage.control.arm(quirk="webhook_loss_and_delay", variant="reordered", count=3)
    sent = _three(me)
    arrivals = me.inbox.wait(3)
    checks.same("messages", _messages(arrivals), sent[::-1])
    for each in arrivals:
        signed(each, me.key(), _CHAT)


def _three(me: Listener) -> list[str]:
    """Three messages, of which none may arrive before the last; their ids."""
    ids = [said_by(me, "One")["message_id"], said_by(me, "Two")["message_id"]]
    me.heard_nothing()
    return [*ids, said_by(me, "Three")["message_id"]]


def _messages(arrivals: list[Arrival]) -> list[str]:
    return [payload(each, _CHAT)["message_id"] for each in arrivals]


@hook_case("hooks/loss/stale", QUIRK, evidence=("quirk webhook_freshness_vs_delay",))
def a_stale_delivery(me: Listener) -> None:
    """A stale delivery has a timestamp of twenty minutes ago, and a signature that proves it."""
    me.subscribe(_CHAT)
    me.stage.control.arm(quirk="webhook_freshness_vs_delay", trouble={"age": 1200})
    now = _now(me)
    me.trigger(_CHAT)
    arrival = me.heard_one()
    sent = datetime.fromisoformat(arrival.header(TIMESTAMP))
    checks.same("seconds", (now - sent).total_seconds(), 1200)
    signed(arrival, me.key(), _CHAT)


@hook_case("hooks/loss/forged", MUST, evidence=_HERE)
def a_forged_delivery(me: Listener) -> None:
    """On request a signature proves nothing, of one delivery, and the next one is good again."""
    me.subscribe(_CHAT)
    me.hear_drops()
    key = me.key()
    for event in (_CHAT, DROPS):
        me.trigger(event, trouble={"bad_signature": True})
        checks.holds(f"{event} is not signed", not is_signed(me.heard_one(), key, event))
        me.trigger(event)
        signed(me.heard_one(), key, event)


@hook_case("hooks/loss/copies", MUST, evidence=_HERE)
def copies_of_a_delivery(me: Listener) -> None:
    """On request a delivery comes several times under one id, although it is acknowledged."""
    me.subscribe(_CHAT)
    me.trigger(_CHAT, trouble={"copies": 2})
    first, *more = me.heard()
    checks.same("copies", len(more), 2)
    for each in more:
        same_delivery(first, each)
    me.stage.wait(3600)
    me.heard_nothing()


@hook_case("hooks/repeat/same", MUST, evidence=_HERE)
def a_repeated_delivery(me: Listener) -> None:
    """A delivery that is sent once more has every byte of the first time, however much later."""
    me.subscribe(_CHAT)
    me.trigger(_CHAT)
    first = me.heard_one()
    me.stage.wait(3600)
    me.stage.control.repeat(first.header(MESSAGE_ID))
    same_delivery(first, me.heard_one())


@hook_case("hooks/rotation/keys", QUIRK, evidence=_ROTATION)
def a_new_key(me: Listener) -> None:
    """A new key is published and signs from then on; the old one proves what came before it."""
    me.subscribe(_CHAT)
    old = me.key()
    me.trigger(_CHAT)
    before = me.heard_one()
    me.stage.control.rotate_key()
    new = me.key()
    me.trigger(_CHAT)
    after = me.heard_one()
    checks.different("keys", new, old)
    signed(before, old, _CHAT)
    signed(after, new, _CHAT)
    checks.holds("the old key proves nothing new", not is_signed(after, old, _CHAT))
    checks.holds("the new key proves nothing old", not is_signed(before, new, _CHAT))


@hook_case("hooks/rotation/armed", QUIRK, evidence=_ROTATION)
def a_key_rotates_as_a_fault(me: Listener) -> None:
    """Armed as a fault the key rotates at once, and a delivery under way keeps its signature."""
    me.subscribe(_CHAT)
    old = me.key()
    me.trigger(_CHAT, trouble={"delay": 60})
    me.stage.control.arm(quirk="webhook_key_rotation")
    checks.different("keys", me.key(), old)
    me.stage.wait(60)
    signed(me.heard_one(), old, _CHAT)
    me.trigger(_CHAT)
    signed(me.heard_one(), me.key(), _CHAT)


@hook_case("hooks/again/bytes", MUST, evidence=_HERE)
def the_same_bytes_again(me: Listener) -> None:
    """After a reset the same steps are told in the same bytes, and nothing is left from before."""
    found: list[list[Arrival]] = []
    for _ in range(2):
        me.stage.control.reset()
        me.change(webhook_url=me.inbox.url)
        me.hear_drops()
        me.subscribe(_CHAT, _FOLLOWED)
        for event in (_CHAT, _FOLLOWED, DROPS):
            me.trigger(event)
        found.append(sorted(me.heard(), key=lambda each: each.body))
        me.trigger(_CHAT, trouble={"delay": 60})
    first, second = found
    checks.same("deliveries", len(second), len(first))
    for before, after in zip(first, second, strict=True):
        same_delivery(before, after)
    me.stage.control.reset()
    me.stage.wait(3600)
    me.heard_nothing()


def _now(me: Listener) -> datetime:
    return datetime.fromtimestamp(int(me.stage.control.now()), UTC)
