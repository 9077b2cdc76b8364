"""Event subscriptions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from kickwire_mock import Fault, MockError

from conformance.tests.mock.mock_api import Api, error_of
from conformance.tests.mock.mock_client import json_of

EVENTS = "/public/v1/events/subscriptions"
CHAT = {"name": "chat.message.sent", "version": 1}
FOLLOW = {"name": "channel.followed", "version": 1}
FULL = (400, "event subscription limit reached", "Bad request")


@pytest.fixture
def api() -> Api:
    """A client of a fresh mock."""
    return Api()


def subscribe(api: Api, *events: object, token: str | None = None, **more: object) -> Any:
    """Subscribe to events; returns a result for each."""
    return api.data(f"POST {EVENTS}", {"events": list(events), **more}, token=token)


def listed(api: Api, query: str = "", token: str | None = None) -> list[tuple[int, str]]:
    """Channels and events of the subscriptions that a token sees."""
    found = api.data(f"GET {EVENTS}{query}", token=token)
    return [(each["broadcaster_user_id"], each["event"]) for each in found]


def test_a_subscription_is_listed(api: Api) -> None:
    """With its app, its channel and the time, under the id that was answered."""
    (result,) = subscribe(api, CHAT)
    (found,) = api.data(f"GET {EVENTS}")

    assert result == {**CHAT, "subscription_id": found["id"]}
    assert found == {
        "id": found["id"],
        "app_id": api.app.client_id,
        "broadcaster_user_id": 123,
        "event": "chat.message.sent",
        "version": 1,
        "method": "webhook",
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z",
    }


@pytest.mark.quirk("events_user_token_ignores_broadcaster")
def test_a_user_token_subscribes_to_its_own_channel(api: Api) -> None:
    """Whatever the body names; the answer says which entry of the ledger that is."""
    body = {"events": [CHAT], "broadcaster_user_id": 456}
    reply = api.call(f"POST {EVENTS}", body)

    assert listed(api) == [(123, "chat.message.sent")]
    assert reply.quirks == ("events_user_token_ignores_broadcaster",)
    nobody = {"events": [{**CHAT, "name": "channel.followed"}], "broadcaster_user_id": 0}
    assert (api.call(f"POST {EVENTS}", nobody).status, len(listed(api))) == (200, 2)


@pytest.mark.quirk("events_app_token_needs_broadcaster")
def test_an_app_token_names_the_channel(api: Api) -> None:
    """400 without it or with 0, Go's word for nothing; any channel will do, and nobody is asked."""
    token = api.app_token()
    for named in ({}, {"broadcaster_user_id": 0}):
        refused = api.call(f"POST {EVENTS}", {"events": [CHAT], **named}, token=token)

        assert error_of(refused) == (
            400,
            "broadcaster_user_id is required for app tokens",
            "Bad request",
        )
        assert refused.quirks == ("events_app_token_needs_broadcaster",)
    subscribe(api, CHAT, token=token, broadcaster_user_id=456)
    assert listed(api, token=token) == [(456, "chat.message.sent")]


def test_what_does_not_exist_fails_by_itself(api: Api) -> None:
    """Unknown names, versions and channels are errors of their entries, not of the whole."""
    known, name, version = subscribe(api, CHAT, {**CHAT, "name": "no"}, {**CHAT, "version": 2})
    (nobody,) = subscribe(api, CHAT, token=api.app_token(), broadcaster_user_id=999_999)

    assert "error" not in known
    assert all(each["error"] and "subscription_id" not in each for each in (name, version, nobody))
    assert listed(api) == [(123, "chat.message.sent")]


def test_who_sees_which_subscription(api: Api) -> None:
    """A user token those of its channel, an app token the app's, and nobody another app's."""
    app, bob, other = api.app_token(), api.login("bob"), api.another()
    subscribe(api, CHAT)
    subscribe(api, FOLLOW, token=app, broadcaster_user_id=456)
    alices, bobs = (123, "chat.message.sent"), (456, "channel.followed")

    assert listed(api) == [alices]
    assert listed(api, token=bob) == [bobs]
    assert listed(api, token=app) == [alices, bobs]
    assert listed(api, "?broadcaster_user_id=456", token=app) == [bobs]
    assert listed(api, "?broadcaster_user_id=456") == []
    assert listed(other, token=other.app_token()) == []


@pytest.mark.quirk("subscription_delete")
def test_subscriptions_are_ended_by_repeated_ids(api: Api) -> None:
    """204 without a body; the ids of others do nothing."""
    app, bob = api.app_token(), api.login("bob")
    first, second, third = (each["subscription_id"] for each in subscribe(api, CHAT, FOLLOW, CHAT))

    assert api.call(f"DELETE {EVENTS}?id={first}", token=bob).status == 204
    assert len(listed(api)) == 3
    reply = api.call(f"DELETE {EVENTS}?id={first}&id={second}&id=unknown&id={first}")
    assert (reply.status, reply.body) == (204, b"")
    assert listed(api) == [(123, "chat.message.sent")]
    assert api.call(f"DELETE {EVENTS}?id={third}", token=app).status == 204
    assert listed(api) == []


@pytest.mark.quirk("subscription_delete")
@pytest.mark.parametrize(("count", "status"), [(0, 400), (50, 204), (51, 400)])
def test_how_many_ids_end_subscriptions(api: Api, count: int, status: int) -> None:
    """1 to 50."""
    ids = "&".join(f"id={number}" for number in range(count))
    reply = api.call(f"DELETE {EVENTS}?{ids}")

    assert reply.status == status
    assert ("subscription_delete" in reply.quirks) is (status == 400)


@pytest.mark.quirk("subscription_duplicates")
def test_a_duplicate_is_made_like_the_first(api: Api) -> None:
    """Each has an id of its own, and the answer names the entry of the ledger."""
    first = api.call(f"POST {EVENTS}", {"events": [CHAT]})
    second = api.call(f"POST {EVENTS}", {"events": [CHAT]})

    assert len(listed(api)) == 2
    assert (first.quirks, second.quirks) == ((), ("subscription_duplicates",))


@pytest.mark.quirk("subscription_duplicates")
def test_what_does_not_exist_has_no_duplicate(api: Api) -> None:
    """Asked for twice, it fails twice, and what is named is that there is no such event."""
    unknown = {"name": "no.such.event", "version": 1}

    assert api.call(f"POST {EVENTS}", {"events": [unknown, unknown]}).quirks == (
        "webhook_event_names",
    )


@pytest.mark.quirk("subscription_duplicates")
def test_a_duplicate_can_be_refused(api: Api) -> None:
    """In its entry, as the setting has it; once ended, it can be made again."""
    api.mock.settings.change({"subscription_duplicates": "refused"})
    made, twice = subscribe(api, CHAT, CHAT)

    assert twice == {**CHAT, "error": "already exists"}
    assert len(listed(api)) == 1
    api.call(f"DELETE {EVENTS}?id={made['subscription_id']}")
    assert "error" not in subscribe(api, CHAT)[0]


@pytest.mark.quirk("subscription_status_200_or_201")
@pytest.mark.parametrize(("setting", "status"), [("ok_200", 200), ("created_201", 201)])
def test_the_status_of_a_new_subscription(api: Api, setting: str, status: int) -> None:
    """200 or 201, with the same body."""
    api.mock.settings.change({"subscription_status_200_or_201": setting})
    reply = api.call(f"POST {EVENTS}", {"events": [CHAT]}, documented=status == 200)

    assert reply.status == status
    assert json_of(reply)["data"][0]["subscription_id"]


@pytest.mark.quirk("subscription_limit")
def test_subscriptions_are_capped_per_type_and_app(api: Api) -> None:
    """Above the cap nothing of the request is made; other types and apps have room."""
    api.mock.settings.change({"subscription_limit": "2"})
    other = api.another()
    subscribe(api, FOLLOW, FOLLOW)
    refused = api.call(f"POST {EVENTS}", {"events": [CHAT, FOLLOW]})

    assert error_of(refused) == FULL
    assert refused.quirks == ("subscription_limit",)
    assert len(listed(api)) == 2
    subscribe(api, CHAT, CHAT)
    subscribe(other, FOLLOW, FOLLOW, token=other.login())


@pytest.mark.quirk("subscription_limit")
def test_the_chats_of_an_unverified_app_have_a_lower_cap(api: Api) -> None:
    """1,000, until Kick has verified the app."""
    for _ in range(10):
        subscribe(api, *[CHAT] * 100)
    refused = api.call(f"POST {EVENTS}", {"events": [CHAT]})
    api.mock.change_app(api.app.client_id, verified=True)

    assert error_of(refused) == FULL
    assert "error" not in subscribe(api, CHAT)[0]


@pytest.mark.quirk("subscription_partial_errors")
@pytest.mark.parametrize(
    ("variant", "words"), [("quota", "retry quota exceeded"), ("webhooks_off", "not enabled")]
)
def test_a_subscription_can_fail_inside_a_success(api: Api, variant: str, words: str) -> None:
    """Once, with the words that were seen, and the answer as a whole is 200."""
    api.arm("subscription_partial_errors", variant)
    reply = api.call(f"POST {EVENTS}", {"events": [CHAT, FOLLOW]})

    assert reply.quirks == ("subscription_partial_errors",)
    assert all(words in each["error"] for each in json_of(reply)["data"])
    assert listed(api) == []
    assert "error" not in subscribe(api, CHAT)[0]


@pytest.mark.quirk("subscription_partial_errors")
def test_a_fault_can_mean_one_event(api: Api) -> None:
    """It waits for a request that asks for the event, and spares the others of that request."""
    preset = api.mock.faults.preset("subscription_partial_errors")
    api.mock.faults.arm(replace(preset, event="channel.followed", entry_error="Not today"))
    api.call(f"POST {EVENTS}", {"events": []})

    assert "error" not in subscribe(api, CHAT)[0]
    chat, follow = subscribe(api, CHAT, FOLLOW)
    assert ("error" in chat, follow["error"]) == (False, "Not today")
    assert api.mock.faults.armed() == []


def test_the_journal_says_what_was_not_done(api: Api) -> None:
    """Which entries failed inside a success, and ids that ended nothing."""
    wrong = [CHAT, {**CHAT, "version": 2}, {"name": "no.such", "version": 1}]
    (made, *failed) = json_of(api.call(f"POST {EVENTS}", {"events": wrong}))["data"]
    subscribed = api.mock.journal.entries()[-1]
    api.call(f"DELETE {EVENTS}?id={made['subscription_id']}&id=unknown")
    ended = api.mock.journal.entries()[-1]

    assert [each["error"] for each in failed] == ["no such version", "no such event"]
    assert subscribed.reason == (
        "2 of 3 events were not subscribed to: no such version, no such event"
    )
    assert (ended.status, ended.reason) == (
        204,
        "1 of 2 ids belong to no subscription of this token",
    )


@pytest.mark.quirk("webhook_toggle_unsubscribes")
def test_an_app_without_webhooks_hears_so(api: Api) -> None:
    """Entry by entry, and the answer names the entry of the ledger."""
    api.mock.change_app(api.app.client_id, webhooks=False)
    reply = api.call(f"POST {EVENTS}", {"events": [CHAT]})

    assert reply.quirks == ("webhook_toggle_unsubscribes",)
    assert json_of(reply)["data"][0]["error"] == "webhooks are not enabled for app"


@pytest.mark.quirk("subscription_vanishes")
def test_a_subscription_can_vanish(api: Api) -> None:
    """The answer is a success with an id, and the list lacks it."""
    api.arm("subscription_vanishes")
    reply = api.call(f"POST {EVENTS}", {"events": [CHAT]})

    assert json_of(reply)["data"][0]["subscription_id"]
    assert reply.quirks == ("subscription_vanishes",)
    assert listed(api) == []
    subscribe(api, CHAT)
    assert listed(api) == [(123, "chat.message.sent")]


@pytest.mark.parametrize("fault", [Fault(vanishes=True), Fault(entry_error="x", host="api")])
def test_only_a_subscription_can_fail_so(api: Api, fault: Fault) -> None:
    """A fault for entries that does not name the operation is refused."""
    with pytest.raises(MockError, match="subscribeToEvents"):
        api.mock.faults.arm(fault)
