"""Subscriptions to events."""

from __future__ import annotations

from typing import Any

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, case
from conformance.suite.probes import Answer
from conformance.suite.stage import Stage
from conformance.suite.suites.api_envelope import refused, told
from conformance.suite.suites.api_users import id_of

EVENTS = "/public/v1/events/subscriptions"
_CHAT = "chat.message.sent"
_MOST = 50
"""Subscriptions that are ended at a time."""
_ALL = (
    _CHAT,
    "channel.followed",
    "channel.subscription.new",
    "channel.subscription.renewal",
    "channel.subscription.gifts",
    "channel.reward.redemption.updated",
    "livestream.status.updated",
    "livestream.metadata.updated",
    "moderation.banned",
    "kicks.gifted",
)


def subscribed(stage: Stage, token: str, *names: str, **fields: Any) -> Answer:
    """Subscribe to events by their names."""
    events = [{"name": name, "version": 1} for name in names]
    return stage.api.post(EVENTS, json={"events": events, **fields}, token=token)


def results(stage: Stage, answer: Answer) -> list[dict[str, Any]]:
    """The entries of a subscription that as a whole was a success."""
    created = stage.setting("subscription_status_200_or_201") == "created_201"
    checks.status(answer, 201 if created else 200)
    found: list[dict[str, Any]] = checks.conforms(answer, "api", "subscribeToEvents", 200)["data"]
    return found


def listed(stage: Stage, token: str, **query: str) -> list[dict[str, Any]]:
    """The subscriptions that a token sees."""
    answer = stage.api.get(EVENTS, query=query, token=token)
    checks.status(answer, 200)
    found: list[dict[str, Any]] = checks.conforms(answer, "api", "listEventSubscriptions")["data"]
    return found


def cleared(stage: Stage, token: str) -> None:
    """End every subscription that a token sees, so that a case begins with none."""
    ids = [each["id"] for each in listed(stage, token)]
    for start in range(0, len(ids), _MOST):
        some = ids[start : start + _MOST]
        checks.status(stage.api.delete(EVENTS, query={"id": some}, token=token), 204)
    checks.same("subscriptions that are left", len(listed(stage, token)), 0)


@case("api/events/subscribe", MUST, evidence=("document api subscribeToEvents",))
def all_events(stage: Stage) -> None:
    """Each of Kick's ten events can be subscribed to, and then is listed for its channel."""
    token = stage.login().access_token
    cleared(stage, token)
    entries = results(stage, subscribed(stage, token, *_ALL))
    checks.same("names", [each["name"] for each in entries], list(_ALL))
    checks.holds("no entry has an error", not any(each.get("error") for each in entries))
    found = listed(stage, token)
    ids = sorted(each["subscription_id"] for each in entries)
    checks.same("listed ids", sorted(each["id"] for each in found), ids)
    channel = id_of(stage, token)
    checks.same("channels", {each["broadcaster_user_id"] for each in found}, {channel})


@case("api/events/own_channel", QUIRK, evidence=("quirk events_user_token_ignores_broadcaster",))
def a_user_subscribes_to_its_own_channel(stage: Stage) -> None:
    """Under a user's token the channel that is named does not count."""
    token = stage.login().access_token
    cleared(stage, token)
    other = id_of(stage, stage.login("bob").access_token)
    results(stage, subscribed(stage, token, _CHAT, broadcaster_user_id=other))
    found = [each["broadcaster_user_id"] for each in listed(stage, token)]
    checks.same("channels", found, [id_of(stage, token)])


@case("api/events/app", QUIRK, evidence=("quirk events_app_token_needs_broadcaster",))
def an_app_names_the_channel(stage: Stage) -> None:
    """Under an app's token the channel has to be named, and may be any."""
    token, bob = stage.app_token(), id_of(stage, stage.login("bob").access_token)
    answer = subscribed(stage, token, _CHAT)
    told(stage, answer, 400, "broadcaster_user_id is required for app tokens", "Bad request")
    (entry,) = results(stage, subscribed(stage, token, _CHAT, broadcaster_user_id=bob))
    found = listed(stage, token, broadcaster_user_id=str(bob))
    checks.has("ids", [each["id"] for each in found], [entry["subscription_id"]])


@case("api/events/unsubscribe", QUIRK, evidence=("quirk subscription_delete",))
def ended_subscriptions(stage: Stage) -> None:
    """The subscriptions of the ids in the query end, the others go on, and the answer is empty."""
    token = stage.login().access_token
    cleared(stage, token)
    entries = results(stage, subscribed(stage, token, *_ALL[:3]))
    ended = [each["subscription_id"] for each in entries[:2]]
    answer = stage.api.delete(EVENTS, query={"id": ended}, token=token)
    checks.status(answer, 204)
    checks.same("body", answer.text, "")
    left = [each["id"] for each in listed(stage, token)]
    checks.same("what is left", left, [entries[2]["subscription_id"]])


@case(
    "api/events/unsubscribe_others",
    MUST,
    evidence=("document api unsubscribeFromEvents",),
    needs=("control",),
)
def subscriptions_of_another_app(stage: Stage) -> None:
    """An app ends no subscription of another app."""
    token = stage.login().access_token
    cleared(stage, token)
    (entry,) = results(stage, subscribed(stage, token, _CHAT))
    other = stage.another_app().login().access_token
    stage.api.delete(EVENTS, query={"id": entry["subscription_id"]}, token=other)
    checks.same("number", len(listed(stage, token)), 1)


@case("api/events/unsubscribe_nothing", MUST, evidence=("document api unsubscribeFromEvents",))
def an_id_is_needed(stage: Stage) -> None:
    """To end subscriptions without an id is refused."""
    refused(stage.api.delete(EVENTS, token=stage.login().access_token))


@case(
    "api/events/duplicates", QUIRK, evidence=("quirk subscription_duplicates",), needs=("control",)
)
def the_same_twice(stage: Stage) -> None:
    """A second subscription to the same is created like the first, or refused in its entry."""
    token = stage.login().access_token
    for value, number in (("allowed", 2), ("refused", 1)):
        cleared(stage, token)
        stage.set(subscription_duplicates=value)
        results(stage, subscribed(stage, token, _CHAT))
        (entry,) = results(stage, subscribed(stage, token, _CHAT))
        checks.same("the entry has an error", bool(entry.get("error")), value == "refused")
        checks.same("subscriptions", len(listed(stage, token)), number)


@case(
    "api/events/partial", QUIRK, evidence=("quirk subscription_partial_errors",), needs=("control",)
)
def one_entry_fails(stage: Stage) -> None:
    """One entry can fail inside a success: it has an error and no id, and is not listed."""
    token = stage.login().access_token
    cleared(stage, token)
    stage.control.arm(quirk="subscription_partial_errors", event=_CHAT)
    good, bad = results(stage, subscribed(stage, token, "channel.followed", _CHAT))
    checks.holds("the other entry is good", good.get("subscription_id"))
    checks.holds("the entry has an error", bad.get("error"))
    checks.holds("the entry has no id", not bad.get("subscription_id"))
    checks.same("listed", [each["event"] for each in listed(stage, token)], ["channel.followed"])


@case("api/events/vanishing", QUIRK, evidence=("quirk subscription_vanishes",), needs=("control",))
def a_subscription_vanishes(stage: Stage) -> None:
    """Armed, a subscription is answered with an id and is not there afterwards."""
    token = stage.login().access_token
    cleared(stage, token)
    stage.control.arm(quirk="subscription_vanishes")
    (entry,) = results(stage, subscribed(stage, token, _CHAT))
    checks.holds("there is an id", entry["subscription_id"])
    checks.same("listed", listed(stage, token), [])


@case(
    "api/events/created",
    QUIRK,
    evidence=("quirk subscription_status_200_or_201",),
    needs=("control",),
)
def the_status_of_a_subscription(stage: Stage) -> None:
    """A subscription is answered with 200, or with 201 and the same body."""
    token = stage.login().access_token
    for value, status, event in (("ok_200", 200, _ALL[0]), ("created_201", 201, _ALL[1])):
        stage.set(subscription_status_200_or_201=value)
        answer = subscribed(stage, token, event)
        checks.status(answer, status)
        checks.holds("there is an id", answer.data[0]["subscription_id"])


@case("api/events/limit", QUIRK, evidence=("quirk subscription_limit",), needs=("control",))
def as_many_as_there_may_be(stage: Stage) -> None:
    """At the cap of an event type the next subscription to it is refused, and other types pass."""
    token = stage.app_token()
    cleared(stage, token)
    stage.set(subscription_limit="2")
    channels = [id_of(stage, stage.login(name).access_token) for name in ("alice", "bob", "carol")]
    for channel in channels[:2]:
        results(stage, subscribed(stage, token, _CHAT, broadcaster_user_id=channel))
    answer = subscribed(stage, token, _CHAT, broadcaster_user_id=channels[2])
    told(stage, answer, 400, "event subscription limit reached", "Bad request")
    results(stage, subscribed(stage, token, "channel.followed", broadcaster_user_id=channels[2]))


@case("api/events/chat_limit", QUIRK, evidence=("quirk subscription_limit",), needs=("control",))
def chats_of_an_unverified_app(stage: Stage) -> None:
    """An app that Kick has not verified has room for 1,000 chats, one that it has for the cap."""
    app = stage.another_app()
    stage.set(subscription_duplicates="allowed", subscription_limit="10000")
    token, alice = app.app_token(), id_of(stage, stage.login().access_token)
    results(stage, subscribed(stage, token, *[_CHAT] * 1000, broadcaster_user_id=alice))
    answer = subscribed(stage, token, _CHAT, broadcaster_user_id=alice)
    told(stage, answer, 400, "event subscription limit reached", "Bad request")
    stage.control.change_app(app.client_id, verified=True)
    results(stage, subscribed(stage, token, _CHAT, broadcaster_user_id=alice))


@case("api/events/unknown", MUST, evidence=("document api subscribeToEvents",))
def an_unknown_event(stage: Stage) -> None:
    """An event that does not exist gives no subscription."""
    token = stage.login().access_token
    cleared(stage, token)
    answer = subscribed(stage, token, "channel.exploded")
    if answer.status != 400:
        checks.holds("the entry has an error", results(stage, answer)[0].get("error"))
    checks.same("listed", listed(stage, token), [])
