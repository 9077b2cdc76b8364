"""How often a delivery is sent, what acknowledges it, and when an app is given up."""

from __future__ import annotations

from conformance.suite import checks
from conformance.suite.cases import QUIRK
from conformance.suite.listeners import ONCE, Listener, hook_case
from conformance.suite.proofs import MESSAGE_ID, same_delivery
from conformance.suite.receiver import FAILING, OK, held, reply

_CHAT, _FOLLOWED = "chat.message.sent", "channel.followed"
_DAY = 24 * 3600
_ATTEMPTS = {"three_short": 3, "three_overlapping": 3, "single": 1}
"""How often what nobody acknowledges is sent, by value of `webhook_retry_policy`."""
_POLICY = ("quirk webhook_retry_policy",)
_ACKS = ("quirk webhook_2xx_meaning",)
_GIVING_UP = ("quirk webhook_auto_unsubscribe",)


@hook_case("hooks/retries/short", QUIRK, evidence=_POLICY, profiles=ONCE)
def three_attempts(me: Listener) -> None:
    """A delivery that fails is sent again after one second, after five more, and then no more."""
    me.stage.set(webhook_retry_policy="three_short")
    me.inbox.always(FAILING)
    me.subscribe(_CHAT)
    me.trigger(_CHAT)
    first = me.heard_one()
    for pause in (1, 5):
        me.stage.wait(pause - 0.25)
        me.heard_nothing()
        me.stage.wait(0.25)
        same_delivery(first, me.heard_one())
    me.stage.wait(_DAY)
    me.heard_nothing()


@hook_case("hooks/retries/overlapping", QUIRK, evidence=_POLICY, profiles=ONCE)
def three_attempts_at_once(me: Listener) -> None:
    """Where attempts overlap, two more follow a tenth of a second apart, and wait for no answer."""
    me.stage.set(webhook_retry_policy="three_overlapping")
    answers = [held(FAILING) for _ in range(3)]
    me.inbox.answers(*answers)
    me.subscribe(_CHAT)
    me.trigger(_CHAT)
    first = me.heard_one()
    for _ in range(2):
        me.stage.wait(0.125)
        same_delivery(first, me.heard_one())
    for each in answers:
        each.release()
    me.stage.wait(_DAY)
    me.heard_nothing()


@hook_case("hooks/retries/single", QUIRK, evidence=_POLICY, profiles=ONCE)
def one_attempt(me: Listener) -> None:
    """Where there is a single attempt, a delivery that failed does not come again."""
    me.stage.set(webhook_retry_policy="single")
    me.inbox.always(FAILING)
    me.subscribe(_CHAT)
    me.trigger(_CHAT)
    me.heard_one()
    me.stage.wait(_DAY)
    me.heard_nothing()


@hook_case("hooks/retries/acknowledged", QUIRK, evidence=_POLICY, profiles=ONCE)
def what_was_acknowledged(me: Listener) -> None:
    """What was acknowledged is not sent again, whether at the first attempt or at the second."""
    me.stage.set(webhook_retry_policy="three_short")
    me.subscribe(_CHAT)
    for failures in (0, 1):
        me.inbox.answers(*[FAILING] * failures)
        me.trigger(_CHAT)
        arrivals = me.heard()
        for _ in range(2):
            me.stage.wait(_DAY)
            arrivals += me.heard()
        checks.same("attempts", len(arrivals), failures + 1)


@hook_case("hooks/retries/number", QUIRK, evidence=_POLICY)
def as_many_as_the_profile_says(me: Listener) -> None:
    """A delivery that nobody acknowledges is sent as often as the profile has it, as the same."""
    me.inbox.always(FAILING)
    me.subscribe(_CHAT)
    me.trigger(_CHAT)
    arrivals = me.heard()
    for _ in range(4):
        me.stage.wait(3600)
        arrivals += me.heard()
    number = _ATTEMPTS[me.stage.setting("webhook_retry_policy")]
    checks.same("attempts", len(arrivals), number)
    checks.same("message ids", len({each.header(MESSAGE_ID) for each in arrivals}), 1)


@hook_case("hooks/acks/profile", QUIRK, evidence=_ACKS)
def what_acknowledges(me: Listener) -> None:
    """200 acknowledges a delivery, and another 2xx does or does not, as the profile has it."""
    others = me.stage.setting("webhook_2xx_meaning") == "any_2xx"
    me.subscribe(_CHAT)
    _acknowledge(me, {200: True, 201: others, 202: others, 204: others})


@hook_case("hooks/acks/values", QUIRK, evidence=_ACKS, profiles=ONCE)
def what_acknowledges_where(me: Listener) -> None:
    """Each value of the setting has its own statuses for success, and no status above is one."""
    me.subscribe(_CHAT)
    for value, others in (("any_2xx", True), ("only_200", False)):
        me.stage.set(webhook_2xx_meaning=value)
        _acknowledge(me, {200: True, 202: others, 302: False, 404: False, 410: False, 503: False})


def _acknowledge(me: Listener, statuses: dict[int, bool]) -> None:
    """Demand that a delivery comes again where its status does not acknowledge it."""
    me.stage.set(webhook_retry_policy="three_short")
    for status, acknowledges in statuses.items():
        me.inbox.answers(reply(status))
        me.trigger(_CHAT)
        arrivals = me.heard()
        me.stage.wait(1)
        arrivals += me.heard()
        checks.same(f"attempts after {status}", len(arrivals), 1 if acknowledges else 2)


def _failing(me: Listener, event: str = _CHAT, *, times: int = 1) -> None:
    """Let deliveries fail."""
    me.inbox.answers(*[FAILING] * times)
    for _ in range(times):
        me.trigger(event)
        me.heard_one()


@hook_case("hooks/unsubscribes/after_a_day", QUIRK, evidence=_GIVING_UP, profiles=ONCE)
def a_day_of_failures(me: Listener) -> None:
    """A failure more than a day into a row of them ends the subscriptions to that event alone."""
    me.stage.set(webhook_auto_unsubscribe="after_a_day", webhook_retry_policy="single")
    other = me.another()
    chat, followed = me.subscribe(_CHAT, _FOLLOWED)
    others = other.subscribe(_CHAT)
    _failing(me, times=4)
    me.stage.wait(_DAY)
    _failing(me)
    checks.same("after a day", sorted(me.listed()), sorted([chat, followed]))
    me.stage.wait(1)
    _failing(me)
    checks.same("after a day and a second", me.listed(), [followed])
    me.trigger(_CHAT)
    me.heard_nothing()
    _subscriptions_of_another(other, others)


def _subscriptions_of_another(other: Listener, expected: list[str]) -> None:
    token = other.app.app_token()
    answer = other.stage.api.get("/public/v1/events/subscriptions", token=token)
    checks.status(answer, 200)
    checks.same("those of another app", [each["id"] for each in answer.data], expected)


@hook_case("hooks/unsubscribes/success", QUIRK, evidence=_GIVING_UP, profiles=ONCE)
def a_success_between(me: Listener) -> None:
    """One success between begins a new row, and the day is counted from its first failure."""
    me.stage.set(webhook_auto_unsubscribe="after_a_day", webhook_retry_policy="single")
    ids = me.subscribe(_CHAT)
    _failing(me)
    me.stage.wait(_DAY)
    me.trigger(_CHAT)
    me.heard_one()
    me.stage.wait(1)
    _failing(me)
    me.stage.wait(_DAY)
    _failing(me)
    checks.same("a day after the success", me.listed(), ids)
    me.stage.wait(1)
    _failing(me)
    checks.same("a day and a second later", me.listed(), [])


@hook_case("hooks/unsubscribes/after_three", QUIRK, evidence=_GIVING_UP, profiles=ONCE)
def three_failures_in_a_row(me: Listener) -> None:
    """Where three failed attempts in a row are enough, the third ends it, and a success resets."""
    me.stage.set(webhook_auto_unsubscribe="after_three_failures", webhook_retry_policy="single")
    ids = me.subscribe(_CHAT)
    _failing(me, times=2)
    me.inbox.answers(OK)
    me.trigger(_CHAT)
    me.heard_one()
    _failing(me, times=2)
    checks.same("after two", me.listed(), ids)
    _failing(me)
    checks.same("after three", me.listed(), [])


@hook_case("hooks/unsubscribes/retries", QUIRK, evidence=_GIVING_UP, profiles=ONCE)
def failures_of_one_delivery(me: Listener) -> None:
    """The attempts of one delivery count each, so that three of them can end a subscription."""
    me.stage.set(
        webhook_auto_unsubscribe="after_three_failures", webhook_retry_policy="three_short"
    )
    ids = me.subscribe(_CHAT)
    me.inbox.always(FAILING)
    me.trigger(_CHAT)
    for pause in (1, 5):
        me.heard_one()
        checks.same("subscriptions", me.listed(), ids)
        me.stage.wait(pause)
    me.heard_one()
    checks.same("after the third attempt", me.listed(), [])
