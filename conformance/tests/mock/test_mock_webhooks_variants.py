"""Payloads and bodies as they come on other days: every variant of the ledger, in every event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias, cast

import pytest
from kickwire_mock import Mock
from kickwire_mock.world.outbox import Delivery

from conformance.suite.spec import document, ledger
from conformance.tests.mock.mock_receiver import Receiver, genuine, headers_of

EVENTS = Mock().webhooks.events()
CHAT, GIFTS, BANNED = "chat.message.sent", "channel.subscription.gifts", "moderation.banned"
NEW, RENEWAL = "channel.subscription.new", "channel.subscription.renewal"
STATUS, KICKS = "livestream.status.updated", "kicks.gifted"
REDEMPTION = "channel.reward.redemption.updated"

RAW_BODY = "webhook_raw_body"
NULLS = "webhook_null_and_missing_fields"
EMOTES = "webhook_emotes_inline"
DATES = "webhook_wrong_dates"
TIMES = "webhook_timezone_mix"
VARIANTS = [
    (entry, value)
    for entry in (RAW_BODY, NULLS, EMOTES, DATES, TIMES)
    for value in ledger().entries[entry]["payloads"]
]
_TIMES = {"created_at", "expires_at", "redeemed_at", "started_at", "ended_at"}

Payload: TypeAlias = dict[str, Any]


@cache
def made(event: str, *settings: tuple[str, str]) -> Delivery:
    """A delivery of a mock that is set so, at a quarter past a full second."""
    mock = Mock(settings=dict(settings))
    mock.clock.advance(0.25)
    return mock.webhooks.signed_delivery(event)


def delivery(event: str, **settings: str) -> Delivery:
    """The same, by the names of the settings."""
    return made(event, *settings.items())


def payload(event: str, **settings: str) -> Payload:
    """What such a delivery tells."""
    return cast("Payload", json.loads(delivery(event, **settings).body))


def objects(value: object) -> Iterator[Payload]:
    """Every object inside a value."""
    if isinstance(value, dict):
        found = cast("Payload", value)
        yield found
        value = list(found.values())
    if isinstance(value, list):
        for each in cast("list[object]", value):
            yield from objects(each)


def users(content: Payload) -> list[Payload]:
    """Every user inside a payload."""
    return [each for each in objects(content) if "channel_slug" in each]


def times(content: Payload) -> dict[str, datetime]:
    """Every time inside a payload, by its name."""
    return {
        name: datetime.fromisoformat(each[name])
        for each in objects(content)
        for name in _TIMES & each.keys()
        if each[name] is not None
    }


@pytest.mark.quirk("webhook_raw_body")
@pytest.mark.quirk("webhook_null_and_missing_fields")
@pytest.mark.quirk("webhook_emotes_inline")
@pytest.mark.quirk("webhook_wrong_dates")
@pytest.mark.quirk("webhook_timezone_mix")
@pytest.mark.parametrize(("entry", "value"), VARIANTS)
def test_every_variant_of_every_event_is_documented_and_genuine(entry: str, value: str) -> None:
    """Whatever an entry of the ledger makes of an event, the document allows it; it is signed."""
    mock = Mock(settings={entry: value})
    for event in EVENTS:
        one = mock.webhooks.signed_delivery(event)

        document("api").event_validator(event).validate(json.loads(one.body))
        assert genuine(headers_of(one), one.body, mock.webhooks.public_key), event


@pytest.mark.parametrize(("entry", "value"), VARIANTS)
def test_a_delivery_names_what_shaped_it(entry: str, value: str) -> None:
    """The ledger's entry is on a delivery if it has changed the body, and only then."""
    for event in EVENTS:
        one, usual = delivery(event, **{entry: value}), delivery(event)

        assert one.quirks == ((entry,) if one.body != usual.body else ()), event


@pytest.mark.quirk("webhook_raw_body")
def test_a_body_is_compact_json_with_the_escapes_of_go() -> None:
    """Without spaces, with what HTML would read as markup escaped, and all else as it is."""
    mock = Mock()
    body = mock.webhooks.signed_delivery(CHAT, content="a < b && c > d, \u65e5").body

    assert b'"content":"a \\u003c b \\u0026\\u0026 c \\u003e d, \xe6\x97\xa5"' in body
    assert not body.endswith(b"\n")


@pytest.mark.quirk("webhook_raw_body")
@pytest.mark.parametrize(
    ("form", "beginning", "text", "end"),
    [
        ("compact", b'{"message_id":"', b'"content":"\xc3\xa9 \\u0026"', b'Z"}'),
        ("spaced", b'{"message_id": "', b'"content": "\xc3\xa9 &"', b'Z"}'),
        ("escaped", b'{"message_id":"', b'"content":"\\u00e9 &"', b'Z"}'),
        ("trailing_newline", b'{"message_id":"', b'"content":"\xc3\xa9 \\u0026"', b'Z"}\n'),
    ],
)
def test_a_body_can_be_written_otherwise(
    form: str, beginning: bytes, text: bytes, end: bytes
) -> None:
    """The same content in other bytes, which are those that the signature covers."""
    mock = Mock(settings={RAW_BODY: form})
    one = mock.webhooks.signed_delivery(CHAT, content="\u00e9 &")
    key = mock.webhooks.public_key

    assert (one.body.startswith(beginning), one.body.endswith(end)) == (True, True)
    assert text in one.body
    assert genuine(headers_of(one), one.body, key)
    assert not genuine(headers_of(one), one.body + b"\n", key)
    assert not genuine(headers_of(one), one.body[:-1], key)


@pytest.mark.quirk("webhook_null_and_missing_fields")
@pytest.mark.parametrize(
    ("value", "flag"), [("anonymous_gifter", True), ("anonymous_not_flagged", False)]
)
def test_a_giver_can_be_anonymous(value: str, flag: bool) -> None:
    """Everything about the giver is null, whatever the flag says; who received is named."""
    content = payload(GIFTS, **{NULLS: value})
    gifter = content["gifter"]

    assert gifter.pop("is_anonymous") is flag
    assert gifter.keys() == payload(GIFTS)["gifter"].keys() - {"is_anonymous"}
    assert set(gifter.values()) == {None}
    assert all(each["username"] for each in content["giftees"])


@pytest.mark.quirk("webhook_null_and_missing_fields")
@pytest.mark.parametrize("event", EVENTS)
def test_nobody_knows_who_is_verified(event: str) -> None:
    """is_verified is null in every user of every event, lists and replies included."""
    assert {
        each["is_verified"] for each in users(payload(event, **{NULLS: "unverified_null"}))
    } <= {None}
    assert None not in [each["is_verified"] for each in users(payload(event))]


@pytest.mark.quirk("webhook_null_and_missing_fields")
@pytest.mark.parametrize("event", EVENTS)
def test_identities_are_null_or_absent(event: str) -> None:
    """Where an event has the field identity it is null in each user, or in none there at all."""
    with_it = [each for each in users(payload(event)) if "identity" in each]
    null = payload(event, **{NULLS: "identity_null"})
    absent = payload(event, **{NULLS: "identity_absent"})

    found = [each["identity"] for each in users(null) if "identity" in each]
    assert found == [None] * len(with_it)
    assert not any("identity" in each for each in users(absent))


@pytest.mark.quirk("webhook_null_and_missing_fields")
def test_users_of_rewards_and_kicks_are_shorter() -> None:
    """They have neither is_anonymous nor identity."""
    for event in (REDEMPTION, KICKS):
        for user in users(payload(event)):
            assert not {"is_anonymous", "identity"} & user.keys(), event


@pytest.mark.quirk("webhook_null_and_missing_fields")
@pytest.mark.parametrize(
    ("value", "event", "path"),
    [
        ("emotes_null", CHAT, ["emotes"]),
        ("replies_to_null", CHAT, ["replies_to"]),
        ("ban_permanent", BANNED, ["metadata", "expires_at"]),
        ("still_live", STATUS, ["ended_at"]),
    ],
)
def test_a_field_is_null(value: str, event: str, path: list[str]) -> None:
    """The one field of its event is there and null, and nothing else of the event has changed."""
    content, usual = payload(event, **{NULLS: value}), payload(event)
    place, before = content, usual
    for step in path[:-1]:
        place, before = place[step], before[step]

    assert place[path[-1]] is None
    place[path[-1]] = before[path[-1]]
    assert content == usual


@pytest.mark.quirk("webhook_null_and_missing_fields")
def test_a_reply_can_lose_what_it_answers() -> None:
    """Null, or not there: also of a message that does answer another one."""

    def told(value: str) -> Payload:
        mock = Mock(settings={NULLS: value})
        answered = payload(CHAT)
        quoted = {name: answered[name] for name in ("message_id", "content", "sender")}
        one = mock.webhooks.signed_delivery(CHAT, replies_to=quoted)
        return cast("Payload", json.loads(one.body))

    assert told("as_usual")["replies_to"]["content"]
    assert told("replies_to_null")["replies_to"] is None
    assert "replies_to" not in told("replies_to_absent")


@pytest.mark.quirk("webhook_emotes_inline")
def test_emotes_stand_in_the_text_and_perhaps_in_a_list() -> None:
    """Each position is that of its token, from the first character to the last; or all is null."""
    text = "\U0001f600 [emote:1:A] twice [emote:1:A], once [emote:22:B]"

    def told(value: str) -> Payload:
        receiver = Receiver(Mock(settings={EMOTES: value}))
        receiver.subscribe(CHAT)
        body = {"type": "user", "broadcaster_user_id": 123, "content": text}
        receiver.api.data("POST /public/v1/chat", body)
        (got,) = receiver.payloads()
        return cast("Payload", got)

    with_positions, inline = told("with_positions"), told("inline_only")
    tokens = {
        each["emote_id"]: [text[place["s"] : place["e"] + 1] for place in each["positions"]]
        for each in with_positions["emotes"]
    }
    assert tokens == {"1": ["[emote:1:A]", "[emote:1:A]"], "22": ["[emote:22:B]"]}
    assert (inline["content"], inline["emotes"]) == (text, None)


@pytest.mark.quirk("webhook_emotes_inline")
def test_a_message_without_emotes_has_no_list_of_them() -> None:
    """A message that is sent through the API tells the emotes of its own text."""
    receiver = Receiver(Mock(settings={EMOTES: "with_positions"}))
    receiver.subscribe(CHAT)
    for text in ("Hello", "[emote:7:Kappa]", "[emote:x:Kappa] [emote:7]"):
        body = {"type": "user", "broadcaster_user_id": 123, "content": text}
        receiver.api.data("POST /public/v1/chat", body)
    found = [each["emotes"] for each in receiver.payloads()]

    assert found == [None, [{"emote_id": "7", "positions": [{"s": 0, "e": 14}]}], None]


@pytest.mark.quirk("webhook_wrong_dates")
@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("as_usual", {NEW: 0, RENEWAL: 0, GIFTS: 0}),
        ("gift_day_early", {NEW: 0, RENEWAL: 0, GIFTS: -1}),
        ("new_days_late", {NEW: 3, RENEWAL: 0, GIFTS: 0}),
    ],
)
def test_the_end_of_a_subscription_is_off_by_days(value: str, days: dict[str, int]) -> None:
    """Only its own kind, only the end, and by whole days."""
    for event, off in days.items():
        content, usual = payload(event, **{DATES: value}), payload(event)
        moved = times(content)["expires_at"] - times(usual)["expires_at"]

        assert (moved.days, moved.seconds) == (off, 0), event
        assert {**content, "expires_at": None} == {**usual, "expires_at": None}, event


@pytest.mark.quirk("webhook_wrong_dates")
def test_a_subscription_lasts_a_month() -> None:
    """As usual it ends on the same day of the next month, or on the 28th where there is none."""
    for days, end in ((0, "2026-02-01"), (30, "2026-02-28"), (364, "2027-01-31")):
        mock = Mock()
        mock.clock.advance(days * 86_400)
        content = json.loads(mock.webhooks.signed_delivery(NEW).body)

        assert content["expires_at"] == f"{end}T00:00:00Z"


@pytest.mark.quirk("webhook_timezone_mix")
@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("utc_seconds", "2026-01-01T00:00:00Z"),
        ("offset", "2026-01-01T11:00:00+11:00"),
        ("milliseconds", "2026-01-01T00:00:00.250Z"),
        ("nanoseconds", "2026-01-01T00:00:00.250000909Z"),
    ],
)
def test_times_come_in_other_forms(value: str, text: str) -> None:
    """A form holds for every time of every event, and tells the moment as exactly as it can."""
    assert payload(KICKS, **{TIMES: value})["created_at"] == text
    length = len(text)
    for event in EVENTS:
        content, usual = payload(event, **{TIMES: value}), times(payload(event))
        texts = [
            each[name]
            for each in objects(content)
            for name in _TIMES & each.keys()
            if each[name] is not None
        ]

        assert {len(each) for each in texts} <= {length}, event
        for name, moment in times(content).items():
            assert abs((moment - usual[name]).total_seconds()) < 1, (event, name)


@pytest.mark.quirk("webhook_timezone_mix")
def test_no_time_is_too_old_for_a_form() -> None:
    """Go's zero time stays what it is, with nine digits more."""
    mock = Mock(settings={TIMES: "nanoseconds"})
    content = json.loads(mock.webhooks.signed_delivery(NEW, expires_at="0001-01-01T00:00:00Z").body)

    assert content["expires_at"] == "0001-01-01T00:00:00.000000909Z"


@pytest.mark.quirk("webhook_timezone_mix")
def test_usual_times_are_as_kicks_pages_have_them() -> None:
    """Nine digits in chat, milliseconds in redemptions and KICKs, whole seconds elsewhere."""
    fine = {
        event: len(str(each[name]).partition(".")[2]) - 1
        for event in EVENTS
        for each in objects(payload(event))
        for name in _TIMES & each.keys()
        if "." in str(each[name])
    }
    assert fine == {CHAT: 9, REDEMPTION: 3, KICKS: 3}


@pytest.mark.quirk("webhook_null_and_missing_fields")
@pytest.mark.quirk("webhook_raw_body")
def test_variants_are_chosen_for_each_app() -> None:
    """Two apps that hear of one event can be sent different payloads in different bytes."""
    receiver = Receiver()
    mock, other = receiver.mock, receiver.api.another()
    mock.change_app(other.app.client_id, webhook_url="http://127.0.0.1:9/other")
    mock.settings.change_for_app(
        other.app.client_id, {NULLS: "identity_absent", RAW_BODY: "trailing_newline"}
    )
    receiver.subscribe(CHAT)
    receiver.subscribe(CHAT, token=other.login())
    mock.webhooks.trigger(CHAT)
    got = {each.url.path: each.content for each in receiver.receive()}

    assert b'"identity"' in got["/kick"]
    assert b'"identity"' not in got["/other"]
    assert (got["/kick"][-1:], got["/other"][-1:]) == (b"}", b"\n")


def test_a_variant_changes_no_other_delivery() -> None:
    """What one app is told is made from what happened, and leaves that as it was."""
    receiver = Receiver(Mock(settings={NULLS: "unverified_null"}))
    receiver.subscribe(CHAT)
    done = receiver.mock.webhooks.trigger(CHAT)

    (got,) = receiver.payloads()
    assert {each["is_verified"] for each in users(got)} == {None}
    assert {each["is_verified"] for each in users(done.payload)} == {False}
