"""Receivers that answer badly, elsewhere, too much or not at all."""

from __future__ import annotations

import socket

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK
from conformance.suite.listeners import ONCE, Listener, hook_case, settle
from conformance.suite.proofs import same_delivery
from conformance.suite.receiver import FAILING, GARBAGE, OK, SILENT, Reply, held, reply

_CHAT = "chat.message.sent"
_POLICY = ("quirk webhook_retry_policy",)
_HERE = ("docs/conformance.md Webhooks",)
_HUGE = 8 * 1024 * 1024


def _comes_again(me: Listener, answer: Reply) -> None:
    """Demand that an answer is a failure, after which the delivery comes again."""
    me.inbox.answers(answer)
    me.trigger(_CHAT)
    first = me.heard_one()
    me.stage.wait(1)
    same_delivery(first, me.heard_one())


@hook_case("hooks/answers/redirects", MUST, evidence=_HERE, profiles=ONCE)
def redirects_are_not_followed(me: Listener) -> None:
    """A redirect is a failure like another: nothing goes to where it points."""
    me.stage.set(webhook_retry_policy="three_short")
    me.subscribe(_CHAT)
    elsewhere = me.stage.receiver.inbox()
    for status in (301, 302, 303, 307, 308):
        _comes_again(me, reply(status, Location=elsewhere.url))
        checks.same(f"what {status} has sent there", len(elsewhere.taken()), 0)


@hook_case("hooks/answers/broken", QUIRK, evidence=_POLICY, profiles=ONCE)
def broken_answers(me: Listener) -> None:
    """No answer, half of one, and something else than HTTP are failures."""
    me.stage.set(webhook_retry_policy="three_short")
    me.subscribe(_CHAT)
    half = Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
    for answer in (SILENT, GARBAGE, half):
        _comes_again(me, answer)


@hook_case("hooks/answers/nobody", QUIRK, evidence=_POLICY, profiles=ONCE)
def nobody_is_there(me: Listener) -> None:
    """Where nobody listens an attempt has failed, and the next one is due like any other."""
    me.stage.set(webhook_retry_policy="three_short")
    me.subscribe(_CHAT)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    me.change(webhook_url=f"http://127.0.0.1:{port}/")
    me.trigger(_CHAT)
    settle(me.stage)
    (delivery,) = me.stage.control.deliveries()
    checks.same("status of the answer", delivery["attempts"][0]["status"], None)
    checks.same("attempts so far", len(delivery["attempts"]), 2)


@hook_case("hooks/answers/huge", MUST, evidence=_HERE, profiles=ONCE)
def an_answer_of_megabytes(me: Listener) -> None:
    """An answer that is far too long counts by its status, and only its beginning is kept."""
    me.stage.set(webhook_retry_policy="three_short")
    me.subscribe(_CHAT)
    me.inbox.answers(reply(200, b"x" * _HUGE))
    me.trigger(_CHAT)
    me.heard_one()
    (delivery,) = me.stage.control.deliveries()
    kept = len(delivery["attempts"][0]["answer"])
    checks.holds("some of it is kept", 0 < kept < _HUGE // 8)
    me.stage.wait(1)
    me.heard_nothing()


@hook_case("hooks/answers/beside", MUST, evidence=_HERE)
def a_slow_receiver_stops_no_other(me: Listener) -> None:
    """While one receiver lets its answer wait, other deliveries arrive, there and elsewhere."""
    other = me.another()
    me.subscribe(_CHAT)
    other.subscribe(_CHAT)
    slow = held(OK)
    me.inbox.answers(slow)
    me.trigger(_CHAT)
    me.inbox.wait(1)
    other.heard_one()
    me.trigger(_CHAT)
    me.heard_one()
    other.heard_one()
    checks.same("answers that wait", me.stage.receiver.holding, 1)
    slow.release()
    settle(me.stage)


@hook_case("hooks/answers/never", QUIRK, evidence=_POLICY, profiles=ONCE)
def a_receiver_that_hangs(me: Listener) -> None:
    """A receiver that never answers is given up, which is a failure: the delivery comes again."""
    me.stage.set(webhook_retry_policy="three_short")
    me.subscribe(_CHAT)
    me.inbox.answers(held(FAILING))
    me.trigger(_CHAT)
    (first,) = me.inbox.wait(1)
    settle(me.stage, held=True)
    me.stage.wait(1)
    same_delivery(first, me.heard_one())
