"""What happens through the API, or is told to the mock, reaches those who subscribed to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from kickwire_mock import Fault, Mock, MockError, NotFoundError

from conformance.tests.mock.mock_receiver import EVENTS, HOOK, Receiver

BAN = "/public/v1/moderation/bans"
CHAT = {"type": "user", "broadcaster_user_id": 123, "content": "Hi [emote:7:Kappa] <all>"}
ALL = Mock().webhooks.events()
TEN = [event for event in ALL if event != "drops.claim"]
REDEMPTION = "channel.reward.redemption.updated"


@pytest.fixture
def receiver() -> Receiver:
    """The app, subscribed to everything that happens on alice's channel."""
    found = Receiver()
    found.subscribe(*TEN)
    return found


@pytest.mark.quirk("chat_echo")
def test_a_message_comes_back_to_the_app_that_sent_it(receiver: Receiver) -> None:
    """With the id of the answer, who sent it, and where the emotes stand in the text."""
    sent = receiver.api.data("POST /public/v1/chat", CHAT)
    (got,) = receiver.payloads()

    assert (got["message_id"], got["content"]) == (sent["message_id"], CHAT["content"])
    assert got["emotes"] == [{"emote_id": "7", "positions": [{"s": 3, "e": 17}]}]
    assert (got["sender"]["user_id"], got["sender"]["identity"]["badges"][0]["type"]) == (
        123,
        "broadcaster",
    )
    assert got["broadcaster"]["identity"] is None
    assert got["replies_to"] is None


@pytest.mark.quirk("chat_echo")
def test_a_bots_message_names_the_bot(receiver: Receiver) -> None:
    """Its sender is neither the broadcaster nor another person; a reply holds what it answers."""
    first = receiver.api.data("POST /public/v1/chat", {"type": "bot", "content": "One"})
    reply = {"type": "bot", "content": "Two", "reply_to_message_id": first["message_id"]}
    receiver.api.data("POST /public/v1/chat", reply)
    one, two = receiver.payloads()

    people = {user.user_id for user in receiver.mock.users()}
    assert one["sender"]["user_id"] == two["sender"]["user_id"] not in people
    assert one["sender"]["username"] == "ExampleappBot"
    assert two["replies_to"]["message_id"] == first["message_id"]
    assert two["replies_to"]["content"] == "One"


def test_a_ban_and_a_timeout_are_told(receiver: Receiver) -> None:
    """With who, whom, why, and until when; a ban for good has no end."""
    for minutes in ({"duration": 10}, {}):
        body = {"broadcaster_user_id": 123, "user_id": 456, "reason": "spam", **minutes}
        receiver.api.data(f"POST {BAN}", body)
    timeout, ban = receiver.payloads()

    assert timeout["metadata"] == {
        "reason": "spam",
        "created_at": "2026-01-01T00:00:00Z",
        "expires_at": "2026-01-01T00:10:00Z",
    }
    assert ban["metadata"]["expires_at"] is None
    assert (ban["moderator"]["user_id"], ban["banned_user"]["user_id"]) == (123, 456)


def test_a_decision_on_redemptions_is_told(receiver: Receiver) -> None:
    """For each that was decided, with its new state; failures are not told."""
    groups = receiver.api.data("GET /public/v1/channels/rewards/redemptions")
    one, two = (each["id"] for each in groups[0]["redemptions"][:2])
    unknown = "01KEX000000000000000000999"
    decide = "POST /public/v1/channels/rewards/redemptions"
    receiver.api.data(f"{decide}/accept", {"ids": [one, unknown]})
    receiver.api.data(f"{decide}/reject", {"ids": [two, one]})
    got = [(each["id"], each["status"], each["reward"]["cost"]) for each in receiver.payloads()]

    assert got == [(one, "accepted", 100), (two, "rejected", 100)]


def test_a_changed_channel_is_told(receiver: Receiver) -> None:
    """All of its description, once for each change, and not where nothing changed."""
    for _ in range(2):
        receiver.api.call("PATCH /public/v1/channels", {"stream_title": "New", "category_id": 12})
    (got,) = receiver.payloads()

    assert got["metadata"]["title"] == "New"
    assert got["metadata"]["category"]["name"] == "Chess"
    assert got["metadata"]["Category"] == got["metadata"]["category"]


def test_going_live_and_off_is_told(receiver: Receiver) -> None:
    """With the start that the API shows too, and an end only when it is over."""
    mock = receiver.mock
    mock.set_channel("alice", live=False)
    mock.set_channel("alice", live=False)
    mock.clock.advance(60)
    mock.set_channel("alice", live=True)
    shown = receiver.api.data("GET /public/v1/channels")[0]["stream"]["start_time"]
    over, live = receiver.payloads()

    assert (over["is_live"], over["ended_at"]) == (False, "2026-01-01T00:00:00Z")
    assert (live["is_live"], live["ended_at"], live["started_at"]) == (True, None, shown)


@pytest.mark.parametrize(
    "line",
    [
        ("POST /public/v1/chat", {**CHAT, "content": ""}),
        (f"POST {BAN}", {"broadcaster_user_id": 456, "user_id": 789}),
        ("PATCH /public/v1/channels", {"category_id": 999_999}),
    ],
)
def test_what_is_refused_is_not_told(receiver: Receiver, line: tuple[str, object]) -> None:
    """Nothing happened, so nobody hears of it."""
    assert receiver.api.call(*line).status >= 400
    assert receiver.receive() == []


def test_what_took_effect_is_told_though_its_answer_was_lost(receiver: Receiver) -> None:
    """A message that was posted is heard even if the one who posted it sees a broken connection."""
    receiver.mock.faults.arm(
        Fault(operation="sendChatMessage", after_commit=True, status=500, worded=True)
    )
    receiver.api.call("POST /public/v1/chat", CHAT, documented=False)

    assert [each["content"] for each in receiver.payloads()] == [CHAT["content"]]


@pytest.mark.parametrize("event", ALL)
def test_an_event_that_is_made_up_fits_the_document(event: str) -> None:
    """Each of them, on the channel and by the person that are named."""
    mock = Mock()
    done = mock.webhooks.trigger(event, channel="carol", user="alice")
    text = json.dumps(done.payload)

    assert done.deliveries == ()
    assert event == "drops.claim" or '"user_id": 789' in text
    assert '"user_id": 123' in text or event.startswith("livestream.")


@pytest.mark.parametrize("event", TEN)
def test_an_event_reaches_who_subscribed_to_it_on_that_channel(event: str) -> None:
    """And nobody else: no other event, channel or app."""
    receiver = Receiver()
    app = receiver.api.app_token()
    (subscription,) = receiver.subscribe(event, token=app, broadcaster_user_id=789)
    others = [each for each in TEN if each != event]
    receiver.subscribe(*others, token=app, broadcaster_user_id=789)
    receiver.subscribe(*TEN, token=app, broadcaster_user_id=456)
    done = receiver.mock.webhooks.trigger(event, channel="carol")
    (got,) = receiver.receive()

    assert got.headers["kick-event-subscription-id"] == subscription
    assert [each.id for each in done.deliveries] == [got.headers["kick-event-message-id"]]
    assert json.loads(got.content) == done.payload


def _answered(receiver: Receiver, payload: Any) -> bool:
    reply = {**CHAT, "content": "To you", "reply_to_message_id": payload["message_id"]}
    return receiver.api.call("POST /public/v1/chat", reply).status == 200


def _accepted(receiver: Receiver, payload: Any) -> bool:
    accept = "POST /public/v1/channels/rewards/redemptions/accept"
    return receiver.api.call(accept, {"ids": [payload["id"]]}).body.startswith(b'{"data":[],')


def _off(receiver: Receiver, _payload: Any) -> bool:
    return receiver.api.data("GET /public/v1/channels")[0]["stream"]["is_live"] is False


def _banned(receiver: Receiver, _payload: Any) -> bool:
    return (
        receiver.api.call("POST /public/v1/chat", CHAT, token=receiver.api.login("bob")).status
        == 403
    )


def _leads(receiver: Receiver, _payload: Any) -> bool:
    board = receiver.api.data("GET /public/v1/kicks/leaderboard")
    first = {"user_id": 456, "username": "bob", "gifted_amount": 500, "rank": 1}
    return first in list(board["month"])


def _claimed(receiver: Receiver, payload: Any) -> bool:
    line = f"GET /public/v1/drops/claims?claim_id={payload['claim_id']}"
    found = receiver.api.data(line, token=receiver.api.app_token())
    return len(found["claims"]) == 1


@pytest.mark.parametrize(
    ("event", "check"),
    [
        ("chat.message.sent", _answered),
        (REDEMPTION, _accepted),
        ("livestream.status.updated", _off),
        ("moderation.banned", _banned),
        ("kicks.gifted", _leads),
        ("drops.claim", _claimed),
    ],
)
def test_the_world_follows_an_event_that_is_made_up(
    receiver: Receiver, event: str, check: Callable[[Receiver, Any], bool]
) -> None:
    """The API tells afterwards what the event told."""
    assert check(receiver, receiver.mock.webhooks.trigger(event).payload)


def test_a_title_that_is_made_up_is_read_afterwards(receiver: Receiver) -> None:
    """Fields go into the payload, objects into objects, and the channel has them then."""
    fields = {"metadata": {"title": "Made up", "category": {"id": 12, "name": "Chess"}}}
    done = receiver.mock.webhooks.trigger("livestream.metadata.updated", fields=fields)

    channel = receiver.api.data("GET /public/v1/channels")[0]
    assert (channel["stream_title"], channel["category"]["id"]) == ("Made up", 12)
    assert done.payload["metadata"]["language"] == "en"


def test_a_start_that_is_made_up_is_read_afterwards(receiver: Receiver) -> None:
    """Of a stream that begins and of one that is on, in every list that has it."""
    for start in ("2026-01-01T00:10:00Z", "2025-12-31T09:08:07Z"):
        fields = {"is_live": True, "started_at": start}
        told = receiver.mock.webhooks.trigger(
            "livestream.status.updated", user="bob", fields=fields
        )

        channel = receiver.api.data("GET /public/v1/channels")[0]
        (stream,) = receiver.api.data("GET /public/v1/livestreams?broadcaster_user_id=123")
        assert told.payload["started_at"] == start
        assert channel["stream"]["start_time"] == stream["started_at"] == start
        receiver.mock.set_channel("alice", live=False)


def test_a_redemption_that_is_named_is_told_as_the_api_has_it(receiver: Receiver) -> None:
    """With its own time and input, whatever is made up of it."""
    waits = "01KCTMJ2X3DXT814CVX8FR9T1D"
    fields = {"id": waits, "status": "rejected"}
    told = receiver.mock.webhooks.trigger(REDEMPTION, user="carol", fields=fields).payload
    (group,) = receiver.api.data(f"GET /public/v1/channels/rewards/redemptions?id={waits}")
    (known,) = group["redemptions"]

    assert told["status"] == known["status"] == "rejected"
    assert told["user_input"] == known["user_input"] == "Song 1"
    assert told["redeemed_at"].replace(".000Z", "Z") == known["redeemed_at"]
    assert told["redeemer"]["user_id"] == known["redeemer"]["user_id"]


def test_a_reward_that_is_named_is_told_as_the_api_has_it(receiver: Receiver) -> None:
    """With its own title and cost; a field that was said as well stays as it is."""
    new = receiver.api.data("POST /public/v1/channels/rewards", {"title": "Hydrate", "cost": 7})
    for reward, title in (({}, "Hydrate"), ({"title": "Drink"}, "Drink")):
        fields = {"reward": {"id": new["id"], **reward}}
        told = receiver.mock.webhooks.trigger(REDEMPTION, fields=fields).payload["reward"]

        assert (told["id"], told["title"], told["cost"]) == (new["id"], title, 7)
    for strange in ({"id": "01HZ8X9K2M4N6P8Q0R2S4T6V9Z"}, {}):
        fields = {"reward": strange}
        told = receiver.mock.webhooks.trigger(REDEMPTION, fields=fields).payload["reward"]

        assert (told["title"], told["cost"]) == ("Song Request", 100)


def test_a_claim_that_is_named_is_told_as_the_api_has_it(receiver: Receiver) -> None:
    """Whoever is said to have made it; telling it again changes nothing."""
    line, token = "GET /public/v1/drops/claims", receiver.api.app_token()
    for known in receiver.api.data(line, token=token)["claims"][:2]:
        fields = {"claim_id": known["claim_id"]}
        told = receiver.mock.webhooks.trigger("drops.claim", user="carol", fields=fields).payload
        listed = receiver.api.data(f"{line}?claim_id={known['claim_id']}", token=token)

        assert listed["claims"] == [known]
        assert known.keys() - told.keys() == {"external_status", "created_at", "updated_at"}
        assert {**known, **told} == known


def test_kicks_of_nobody_take_no_place(receiver: Receiver) -> None:
    """Whom the mock does not know the leaderboard cannot name; its first place is taken still."""
    line = "GET /public/v1/kicks/leaderboard?top=1"
    before = receiver.api.data(line)
    sent = {"sender": {"user_id": 999_999, "username": "ghost"}, "gift": {"amount": 1_000_000}}
    receiver.mock.webhooks.trigger("kicks.gifted", fields=sent)

    assert [each["rank"] for each in before["lifetime"]] == [1]
    assert receiver.api.data(line) == before


@pytest.mark.parametrize(
    ("event", "arguments", "complaint"),
    [
        ("chat.exploded", {}, "no such event; possible: chat.message.sent, "),
        ("chat.message.sent", {"user": "nobody"}, "no user of this name"),
        ("chat.message.sent", {"channel": "nobody"}, "no user of this name"),
        ("chat.message.sent", {"client_id": "nobody"}, "no app has this client id"),
        ("chat.message.sent", {"fields": {"contnet": "x"}}, "has no field 'contnet'; known: "),
        ("kicks.gifted", {"fields": {"gift": {"amout": 1}}}, "'gift.amout'; known: amount, name"),
        ("chat.message.sent", {"fields": {"content": 5}}, "at /content: "),
        ("kicks.gifted", {"fields": {"gift": {"amount": -1}}}, "at /gift/amount: "),
        ("chat.message.sent", {"to": "http://example.com/"}, "loopback addresses only"),
        ("chat.message.sent", {"to": "file:///etc/passwd"}, "starts with http:// or https://"),
    ],
)
def test_what_cannot_be_made_up_changes_nothing(
    event: str, arguments: dict[str, Any], complaint: str
) -> None:
    """One line says what is wrong; no message was posted and nothing will be sent."""
    mock = Mock()
    with pytest.raises(MockError, match=complaint) as caught:
        mock.webhooks.trigger(event, **arguments)

    assert "\n" not in str(caught.value)
    assert mock.webhooks.deliveries() == []


def test_an_address_can_be_told_without_any_subscription() -> None:
    """As the seed's app, or the one that is named; the app's own URL hears nothing."""
    receiver = Receiver()
    done = receiver.mock.webhooks.trigger("channel.followed", to="http://[::1]:9/test")
    (got,) = receiver.receive()

    assert got.url == "http://[::1]:9/test"
    assert done.deliveries[0].app == receiver.api.app.client_id
    assert done.deliveries[0].subscription == got.headers["kick-event-subscription-id"]


def test_one_app_alone_can_be_told() -> None:
    """Of two that subscribed to the same."""
    receiver = Receiver()
    receiver.subscribe("channel.followed")
    other = receiver.api.another()
    receiver.mock.change_app(other.app.client_id, webhook_url=HOOK)
    other.data(
        f"POST {EVENTS}",
        {"events": [{"name": "channel.followed", "version": 1}]},
        token=other.login(),
    )
    one = receiver.mock.webhooks.trigger("channel.followed", client_id=other.app.client_id)
    both = receiver.mock.webhooks.trigger("channel.followed")

    assert [each.app for each in one.deliveries] == [other.app.client_id]
    assert [each.app for each in both.deliveries] == [
        receiver.api.app.client_id,
        other.app.client_id,
    ]


def test_the_end_of_time_breaks_no_event() -> None:
    """In the year 9999, where the clock ends, every event can still be made."""
    mock = Mock(settings={"webhook_timezone_mix": "offset", "webhook_wrong_dates": "new_days_late"})
    mock.clock.set(253_402_300_799)

    for event in ALL:
        assert mock.webhooks.signed_delivery(event).body
    with pytest.raises(NotFoundError):
        mock.webhooks.delivery("01KDVDNA00CQ9TQ167XSF79C15")
