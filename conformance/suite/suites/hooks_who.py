"""Who hears of what: subscriptions, addresses, and what ends them."""

from __future__ import annotations

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, Failed
from conformance.suite.control import ControlError
from conformance.suite.listeners import Listener, hook_case
from conformance.suite.proofs import MESSAGE_ID, SUBSCRIPTION_ID, TYPE, payload
from conformance.suite.suites.api_events import EVENTS, results, subscribed
from conformance.suite.suites.api_users import id_of

_CHAT, _FOLLOWED = "chat.message.sent", "channel.followed"


@hook_case("hooks/who/subscribed", MUST, evidence=("document api subscribeToEvents",))
def only_what_was_subscribed_to(me: Listener) -> None:
    """An app hears of the events and channels that it subscribed to, and of no others."""
    me.subscribe(_CHAT)
    me.trigger(_FOLLOWED, channel="alice", user="bob")
    me.trigger(_CHAT, channel="bob", user="alice")
    me.heard_nothing()
    me.trigger(_CHAT, channel="alice", user="bob")
    checks.same("event", me.heard_one().header(TYPE), _CHAT)


@hook_case("hooks/who/apps", MUST, evidence=("document api subscribeToEvents",))
def each_app_for_itself(me: Listener) -> None:
    """Each app hears of its own subscriptions at its own address, under ids of its own."""
    other = me.another()
    mine, theirs = me.subscribe(_CHAT, _FOLLOWED), other.subscribe(_CHAT)
    me.trigger(_FOLLOWED)
    me.heard_one()
    other.heard_nothing()
    me.trigger(_CHAT)
    here, there = me.heard_one(), other.heard_one()
    checks.same("subscription here", here.header(SUBSCRIPTION_ID), mine[0])
    checks.same("subscription there", there.header(SUBSCRIPTION_ID), theirs[0])
    checks.different("message ids", here.header(MESSAGE_ID), there.header(MESSAGE_ID))


@hook_case("hooks/who/channels", MUST, evidence=("document api subscribeToEvents",))
def an_app_listens_on_many_channels(me: Listener) -> None:
    """An app hears of each channel under the subscription to it."""
    token = me.app.app_token()
    ids: dict[int, str] = {}
    for name in ("alice", "bob"):
        channel = id_of(me.stage, me.stage.login(name).access_token)
        ids[channel] = subscribed_by_app(me, token, channel)
        me.trigger(_FOLLOWED, channel=name, user="carol")
    found = {
        payload(each, _FOLLOWED)["broadcaster"]["user_id"]: each.header(SUBSCRIPTION_ID)
        for each in me.heard()
    }
    checks.same("subscriptions by channel", found, ids)


def subscribed_by_app(me: Listener, token: str, channel: int, event: str = _FOLLOWED) -> str:
    """Subscribe to an event of a channel as the app itself; the id."""
    answer = subscribed(me.stage, token, event, broadcaster_user_id=channel)
    (entry,) = results(me.stage, answer)
    return str(entry["subscription_id"])


@hook_case("hooks/who/twice", QUIRK, evidence=("quirk subscription_duplicates",))
def two_subscriptions_to_the_same(me: Listener) -> None:
    """Of two subscriptions to the same each delivers, with the same body under its own ids."""
    me.stage.set(subscription_duplicates="allowed")
    ids = [*me.subscribe(_CHAT), *me.subscribe(_CHAT)]
    me.trigger(_CHAT)
    arrivals = me.heard()
    found = [each.header(SUBSCRIPTION_ID) for each in arrivals]
    checks.same("subscriptions", sorted(found), sorted(ids))
    checks.same("message ids", len({each.header(MESSAGE_ID) for each in arrivals}), 2)
    checks.same("bodies", len({each.body for each in arrivals}), 1)


@hook_case("hooks/who/ended", MUST, evidence=("document api unsubscribeFromEvents",))
def an_ended_subscription_is_silent(me: Listener) -> None:
    """Nothing comes of a subscription that was ended, and the others go on."""
    ended, kept = me.subscribe(_CHAT, _FOLLOWED)
    answer = me.stage.api.delete(EVENTS, query={"id": ended}, token=me.token)
    checks.status(answer, 204)
    me.trigger(_CHAT)
    me.trigger(_FOLLOWED)
    checks.same("subscription", me.heard_one().header(SUBSCRIPTION_ID), kept)


@hook_case("hooks/who/vanished", QUIRK, evidence=("quirk subscription_vanishes",))
def a_vanished_subscription_is_silent(me: Listener) -> None:
    """Nothing comes of a subscription that was answered with an id and has vanished."""
    me.stage.control.arm(quirk="subscription_vanishes")
    me.subscribe(_CHAT)
    me.trigger(_CHAT)
    me.heard_nothing()


@hook_case("hooks/url/no_challenge", QUIRK, evidence=("quirk webhook_no_challenge",))
def nothing_is_sent_before_an_event(me: Listener) -> None:
    """Neither a new address nor a new subscription sends anything; what comes first is an event."""
    me.heard_nothing()
    me.subscribe(_CHAT)
    me.heard_nothing()
    me.trigger(_CHAT)
    checks.same("what comes first", me.heard_one().header(TYPE), _CHAT)


@hook_case("hooks/url/one", QUIRK, evidence=("quirk webhook_url_rules",))
def one_address_for_an_app(me: Listener) -> None:
    """All events of an app go to the one address that was set last."""
    me.subscribe(_CHAT, _FOLLOWED)
    before, me.inbox = me.inbox, me.stage.receiver.inbox()
    me.change(webhook_url=me.inbox.url)
    me.trigger(_CHAT)
    me.trigger(_FOLLOWED)
    names = sorted(each.header(TYPE) for each in me.heard())
    checks.same("events at the new address", names, [_FOLLOWED, _CHAT])
    checks.same("events at the old one", len(before.taken()), 0)


@hook_case("hooks/url/off", QUIRK, evidence=("quirk webhook_url_rules",))
def no_address_while_webhooks_are_off(me: Listener) -> None:
    """While webhooks are switched off an address is refused, and afterwards it can be set."""
    me.change(webhooks=False)
    _refused(me, webhook_url=me.inbox.url)
    me.change(webhooks=True)
    me.change(webhook_url=me.inbox.url)


@hook_case("hooks/url/elsewhere", QUIRK, evidence=("quirk webhook_url_rules",))
def no_address_elsewhere(me: Listener) -> None:
    """An address that leads to another computer, or to none, is refused, and the old one stays."""
    for url in ("https://example.com/hook", "http://192.0.2.1/", "http://127.0.0.1.example.com/"):
        _refused(me, webhook_url=url)
    _refused(me, webhook_url="file:///etc/hosts")
    me.subscribe(_CHAT)
    me.trigger(_CHAT)
    me.heard_one()


def _refused(me: Listener, **changes: object) -> None:
    try:
        me.change(**changes)
    except ControlError:
        return
    raise Failed(f"{', '.join(changes)}: expected a refusal, got none")


@hook_case("hooks/toggle/ends", QUIRK, evidence=("quirk webhook_toggle_unsubscribes",))
def webhooks_that_are_switched_off(me: Listener) -> None:
    """Switching webhooks off ends every subscription of the app, and on again brings none back."""
    me.subscribe(_CHAT, _FOLLOWED)
    me.change(webhooks=False)
    checks.same("subscriptions while off", me.listed(), [])
    me.change(webhooks=True)
    checks.same("subscriptions afterwards", me.listed(), [])
    me.trigger(_CHAT)
    me.heard_nothing()
    me.subscribe(_CHAT)
    me.trigger(_CHAT)
    me.heard_one()


@hook_case("hooks/toggle/refuses", QUIRK, evidence=("quirk subscription_partial_errors",))
def no_subscription_while_webhooks_are_off(me: Listener) -> None:
    """While webhooks are off a subscription fails in its entry, in Kick's words."""
    me.change(webhooks=False)
    (entry,) = results(me.stage, subscribed(me.stage, me.token, _CHAT))
    checks.same("error", entry.get("error"), "webhooks are not enabled for app")
    checks.holds("there is no id", not entry.get("subscription_id"))


@hook_case("hooks/names/unknown", QUIRK, evidence=("quirk webhook_event_names",))
def names_that_do_not_exist(me: Listener) -> None:
    """A name that is none of the ten gets an error in its entry, and the rest is subscribed to."""
    answer = subscribed(me.stage, me.token, _CHAT, "livestream.metadata", "Chat.Message.Sent")
    good, *bad = results(me.stage, answer)
    checks.same("listed", me.listed(), [good.get("subscription_id")])
    for entry in bad:
        checks.holds(f"{entry['name']} has an error", entry.get("error"))
        checks.holds(f"{entry['name']} has no id", not entry.get("subscription_id"))


@hook_case("hooks/bot/needed", QUIRK, evidence=("quirk webhook_needs_bot",))
def whether_a_bot_is_needed(me: Listener) -> None:
    """Where a bot is required an app without one gets nothing, and events from then on with one."""
    me.change(bot=False)
    me.subscribe(_CHAT)
    for value, number in (("ignored", 1), ("required", 0)):
        me.stage.set(webhook_needs_bot=value)
        me.trigger(_CHAT)
        checks.same(f"deliveries where it is {value}", len(me.heard()), number)
    me.change(bot=True)
    me.trigger(_CHAT)
    me.heard_one()
