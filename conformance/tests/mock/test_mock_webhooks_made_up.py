"""Events, troubles and addresses that are made up: what agrees is told, the rest is refused."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from kickwire_mock import Fault, Mock, MockError
from kickwire_mock.faults import Trouble

from conformance.tests.mock.mock_receiver import Receiver

CHAT, STATUS, NEW = "chat.message.sent", "livestream.status.updated", "channel.subscription.new"
FOLLOW, BANNED = "channel.followed", "moderation.banned"
METADATA, GIFTS = "livestream.metadata.updated", "channel.subscription.gifts"
OTHER = "http://127.0.0.1:9/other"
DAY = 24 * 3600


def made_up(event: str, *, settings: dict[str, str] | None = None, **fields: Any) -> Any:
    """The payload of an event with these fields, as an app is told."""
    body = Mock(settings=settings).webhooks.signed_delivery(event, **fields).body
    return json.loads(body)


@pytest.mark.parametrize("event", Mock().webhooks.events())
def test_every_documented_field_can_be_said(event: str) -> None:
    """The example that the document has of an event can be made up as a whole."""
    example = Mock().webhooks.example(event)

    assert made_up(event, **example).keys() >= example.keys()


def test_the_emotes_of_a_message_are_those_of_its_text() -> None:
    """Unless they were said as well: then they are what was said."""
    said = [{"emote_id": "9", "positions": [{"s": 0, "e": 1}]}]

    assert made_up(CHAT, content="Plain words")["emotes"] is None
    assert made_up(CHAT, content="[emote:5:A]")["emotes"] == [
        {"emote_id": "5", "positions": [{"s": 0, "e": 10}]}
    ]
    assert made_up(CHAT, content="Plain words", emotes=said)["emotes"] == said


def test_the_end_of_a_stream_is_that_of_one_that_ended() -> None:
    """What is live has no end, what is not has one, unless it was said."""
    later = "2026-01-02T00:00:00Z"

    assert made_up(STATUS, is_live=True)["ended_at"] is None
    assert made_up(STATUS, is_live=False)["ended_at"] == "2026-01-01T00:00:00Z"
    assert made_up(STATUS, is_live=False, ended_at=later)["ended_at"] == later


def test_a_category_is_told_twice_and_as_its_id_says() -> None:
    """Kick's deliveries have it under two names, with one value; what was said stays as it is."""
    chess = made_up(METADATA, metadata={"category": {"id": 12}})["metadata"]
    none = made_up(METADATA, metadata={"category": {"id": 0}})["metadata"]
    said = made_up(METADATA, metadata={"category": {"id": 12, "name": "Go"}})["metadata"]
    odd = made_up(METADATA, metadata={"category": {"id": 12}, "Category": {"id": 13}})["metadata"]

    assert (chess["category"]["name"], none["category"]["thumbnail"]) == ("Chess", "")
    assert chess["category"]["thumbnail"].endswith("/12/banner/chess.webp")
    assert (said["category"]["id"], said["category"]["name"]) == (12, "Go")
    for each in (chess, none, said):
        assert each["Category"] == each["category"]
    assert odd["Category"]["id"] == 13


@pytest.mark.quirk("webhook_null_and_missing_fields")
def test_an_anonymous_giver_has_no_name() -> None:
    """Nor an id or a picture, unless they were said; one who is not anonymous keeps them."""
    hidden = made_up(GIFTS, gifter={"is_anonymous": True})["gifter"]
    usual = made_up(GIFTS, gifter={"is_anonymous": False})["gifter"]
    partly = made_up(GIFTS, gifter={"is_anonymous": True, "username": "Anonymous"})["gifter"]

    assert hidden.pop("is_anonymous") is True
    assert set(hidden) == {*usual} - {"is_anonymous"}
    assert set(hidden.values()) == {None}
    assert (usual["user_id"], usual["username"]) == (456, "bob")
    assert (partly["user_id"], partly["username"]) == (None, "Anonymous")


@pytest.mark.parametrize("text", ["2026-06-30T23:59:60Z", "0000-01-01T00:00:00Z"])
@pytest.mark.parametrize(
    ("event", "fields"),
    [(CHAT, ["created_at"]), (NEW, ["expires_at"]), (BANNED, ["metadata", "created_at"])],
)
def test_a_time_that_nobody_can_read_is_refused(text: str, event: str, fields: list[str]) -> None:
    """The document allows leap seconds and a year 0; a refusal names the field."""
    mock, value = Mock(), text
    said: Any = value
    for name in reversed(fields):
        said = {name: said}
    with pytest.raises(MockError, match=f"{fields[-1]} is a time of which nobody can tell"):
        mock.webhooks.trigger(event, fields=said)

    assert mock.webhooks.deliveries() == []


def test_times_are_read_in_every_form_of_the_rfc() -> None:
    """Small letters, offsets and nine digits are as good as Kick's own form."""
    mock = Mock()
    for text in (
        "2026-01-01t00:00:00z",
        "2026-01-01T11:00:00+11:00",
        "2026-01-01T00:00:00.123456789Z",
    ):
        told = mock.webhooks.trigger(CHAT, fields={"created_at": text}).payload
        assert told["created_at"] == text


def test_a_wrong_date_is_off_by_whole_days_whatever_its_offset() -> None:
    """An end that was said with an offset is moved by days, and by nothing else."""
    settings = {"webhook_wrong_dates": "new_days_late"}
    said = {
        "2026-02-01T05:00:00+11:00": "2026-02-03T18:00:00Z",
        "0001-01-01T00:00:00Z": "0001-01-04T00:00:00Z",
    }
    for text, told in said.items():
        assert made_up(NEW, settings=settings, expires_at=text)["expires_at"] == told


@pytest.mark.parametrize(
    "fields",
    [
        {"content": "\ud800"},
        {"content": b"bytes"},
        {"created_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"sender": {"user_id": math.nan}},
    ],
)
def test_what_json_cannot_hold_is_refused(fields: dict[str, Any]) -> None:
    """A program may say what no request can; nothing has happened then."""
    mock = Mock()
    with pytest.raises(MockError, match="something that JSON cannot"):
        mock.webhooks.trigger(CHAT, fields=fields)

    assert mock.webhooks.deliveries() == []


@pytest.mark.parametrize("trouble", [Trouble(gather=True), Trouble(reverse=True)])
def test_one_event_is_not_held_back(trouble: Trouble) -> None:
    """Nothing would let it go, so it is refused and not silently sent at once."""
    with pytest.raises(MockError, match="arm a fault with gather and a count"):
        Mock().webhooks.trigger(FOLLOW, trouble=trouble)


@pytest.mark.parametrize(
    ("trouble", "complaint"),
    [
        (Trouble(form="pretty"), "no such form; possible: compact, spaced"),
        (Trouble(delay=math.inf), "finite and not negative"),
        (Trouble(age=-1), "finite and not negative"),
        (Trouble(age=math.nan), "finite and not negative"),
        (Trouble(delay=1, copies=-1), "finite and not negative"),
    ],
)
def test_a_trouble_that_cannot_be_is_refused_before_it_strikes(
    trouble: Trouble, complaint: str
) -> None:
    """When it is armed and when it is asked for, so that no request fails of it."""
    mock = Mock()
    with pytest.raises(MockError, match=complaint):
        mock.faults.arm(Fault(trouble=trouble))
    with pytest.raises(MockError, match=complaint):
        mock.webhooks.trigger(FOLLOW, trouble=trouble)


@pytest.mark.quirk("webhook_url_rules")
@pytest.mark.parametrize(
    "url",
    [
        "http://[::1]junk/",
        "http://x[::1]/",
        "http://[::1%25lo]/",
        "http://127.0.0.1/" + "x" * 2000,
    ],
)
def test_an_address_that_no_client_can_send_to_is_refused(url: str) -> None:
    """When it is set or named, and not when the first event is on its way."""
    mock = Mock()
    client_id = mock.apps()[0].client_id
    with pytest.raises(MockError, match="plain host, and at most 2000 characters"):
        mock.change_app(client_id, webhook_url=url)
    with pytest.raises(MockError, match="plain host"):
        mock.webhooks.trigger(FOLLOW, to=url)


def failing(**settings: str) -> Receiver:
    """An app that subscribed to follows, whose address answers 500."""
    receiver = Receiver(Mock(settings={"webhook_retry_policy": "single", **settings}))
    receiver.answer = lambda _: httpx.Response(500)
    return receiver


def fail(receiver: Receiver, after: float = 0) -> list[str]:
    """Let time pass and a delivery fail; the ids of the subscriptions that are left."""
    receiver.mock.clock.advance(after)
    receiver.mock.webhooks.trigger(FOLLOW)
    receiver.receive()
    return [each.id for each in receiver.mock.subscriptions()]


@pytest.mark.quirk("webhook_auto_unsubscribe")
@pytest.mark.parametrize(
    ("rule", "failures", "pause"),
    [("after_a_day", 1, 2 * DAY), ("after_three_failures", 2, 1)],
)
def test_failures_of_ended_subscriptions_are_forgotten(
    rule: str, failures: int, pause: float
) -> None:
    """Who unsubscribes and subscribes anew begins a new row, whenever the old one began."""
    receiver = failing(webhook_auto_unsubscribe=rule)
    receiver.subscribe(FOLLOW)
    for _ in range(failures):
        fail(receiver)
    receiver.mock.change_app(receiver.api.app.client_id, webhooks=False)
    receiver.mock.change_app(receiver.api.app.client_id, webhooks=True)
    receiver.mock.clock.advance(pause)
    new = receiver.subscribe(FOLLOW)

    assert fail(receiver) == new
    if rule == "after_a_day":
        assert fail(receiver, DAY) == new
        assert fail(receiver, 1) == []
    else:
        assert fail(receiver) == new
        assert fail(receiver) == []


@pytest.mark.quirk("webhook_auto_unsubscribe")
def test_a_new_subscription_does_not_save_an_old_one() -> None:
    """A row that began under a subscription that is still there goes on, and ends both."""
    receiver = failing()
    old = receiver.subscribe(FOLLOW)
    fail(receiver)
    receiver.mock.clock.advance(DAY)
    new = receiver.subscribe(FOLLOW)

    assert fail(receiver) == [*old, *new]
    assert fail(receiver, 1) == []


@pytest.mark.quirk("webhook_auto_unsubscribe")
def test_a_success_at_another_address_does_not_save_a_subscription() -> None:
    """What goes elsewhere without a subscription is neither a failure nor a success."""
    receiver = failing()
    old = receiver.subscribe(FOLLOW)
    fail(receiver)
    receiver.answer = lambda request: httpx.Response(200 if request.url == OTHER else 500)
    receiver.mock.webhooks.trigger(FOLLOW, to=OTHER)
    receiver.receive()

    assert receiver.last().status == "delivered"
    assert fail(receiver, DAY) == old
    assert fail(receiver, 1) == []
