"""What Kick's payloads look like on other days: the variants of the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias, cast

from conformance.suite import checks
from conformance.suite.cases import QUIRK
from conformance.suite.listeners import ONCE, Listener, hook_case
from conformance.suite.proofs import SUBSCRIBED, payload, signed

_CHAT = "chat.message.sent"
_FOLLOWED = "channel.followed"
_NEW, _RENEWAL = "channel.subscription.new", "channel.subscription.renewal"
_GIFTS = "channel.subscription.gifts"
_REDEMPTION = "channel.reward.redemption.updated"
_STATUS = "livestream.status.updated"
_BANNED, _KICKS = "moderation.banned", "kicks.gifted"

_Payload: TypeAlias = Mapping[str, Any]
_NOBODY = ("user_id", "username", "is_verified", "profile_picture", "channel_slug", "identity")
_TIMES = ("created_at", "expires_at", "redeemed_at", "started_at", "ended_at")


def objects(value: object) -> Iterator[dict[str, Any]]:
    """Every object of a payload, itself included."""
    if isinstance(value, dict):
        found = cast("dict[str, Any]", value)
        yield found
        for each in found.values():
            yield from objects(each)
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            yield from objects(each)


def users(content: _Payload) -> list[dict[str, Any]]:
    """Every user of a payload."""
    return [each for each in objects(content) if "channel_slug" in each]


def told(me: Listener, event: str) -> dict[str, Any]:
    """Let an event happen; its payload, which is signed and as documented."""
    me.trigger(event)
    arrival = me.heard_one()
    signed(arrival, me.key(), event)
    return payload(arrival, event)


def _anonymous(flag: bool) -> Callable[[_Payload], bool]:
    expected = {"is_anonymous": flag, **dict.fromkeys(_NOBODY)}
    return lambda content: content["gifter"] == expected


def _no_identity(content: _Payload) -> bool:
    return all(each.get("identity", "absent") is None for each in users(content))


_NULLS: Mapping[str, tuple[tuple[str, ...], Callable[[_Payload], bool]]] = {
    "anonymous_gifter": ((_GIFTS,), _anonymous(True)),
    "anonymous_not_flagged": ((_GIFTS,), _anonymous(False)),
    "unverified_null": (
        (_CHAT, _GIFTS, _REDEMPTION),
        lambda content: all(each["is_verified"] is None for each in users(content)),
    ),
    "identity_null": ((_CHAT, _FOLLOWED), _no_identity),
    "identity_absent": (
        (_CHAT, _GIFTS),
        lambda content: not any("identity" in each for each in users(content)),
    ),
    "emotes_null": ((_CHAT,), lambda content: content["emotes"] is None),
    "replies_to_null": ((_CHAT,), lambda content: content["replies_to"] is None),
    "replies_to_absent": ((_CHAT,), lambda content: "replies_to" not in content),
    "ban_permanent": ((_BANNED,), lambda content: content["metadata"]["expires_at"] is None),
    "still_live": ((_STATUS,), lambda content: content["ended_at"] is None),
}
"""By value of the setting: events that it is about, and what holds for them."""


@hook_case(
    "hooks/payload/nulls", QUIRK, evidence=("quirk webhook_null_and_missing_fields",), profiles=ONCE
)
def nulls_and_missing_fields(me: Listener) -> None:
    """Each variant of null and missing fields arrives as it says, and as the document allows."""
    me.subscribe(*SUBSCRIBED)
    for value, (events, holds) in _NULLS.items():
        me.stage.set(webhook_null_and_missing_fields=value)
        for event in events:
            checks.holds(f"{event} is {value}", holds(told(me, event)))


@hook_case(
    "hooks/payload/usual", QUIRK, evidence=("quirk webhook_null_and_missing_fields",), profiles=ONCE
)
def nothing_is_null(me: Listener) -> None:
    """As usual, users are named, senders have an identity, and messages their reply and emotes."""
    me.stage.set(webhook_null_and_missing_fields="as_usual", webhook_emotes_inline="with_positions")
    me.subscribe(_CHAT, _GIFTS, _BANNED)
    chat = told(me, _CHAT)
    checks.has("fields of a message", chat, ["replies_to", "emotes"])
    checks.has("fields of an identity", chat["sender"]["identity"], ["username_color", "badges"])
    checks.holds("the giver is named", told(me, _GIFTS)["gifter"]["username"])
    checks.holds("the timeout ends", told(me, _BANNED)["metadata"]["expires_at"])


@hook_case("hooks/payload/emotes", QUIRK, evidence=("quirk webhook_emotes_inline",), profiles=ONCE)
def emotes_in_the_text(me: Listener) -> None:
    """Emotes stand in the text; their positions are listed, or the list is null, as it is set."""
    me.subscribe(_CHAT)
    for value in ("with_positions", "inline_only"):
        me.stage.set(webhook_null_and_missing_fields="as_usual", webhook_emotes_inline=value)
        chat = told(me, _CHAT)
        content = chat["content"]
        tokens = list(re.finditer(r"\[emote:(\d+):[^\]]*\]", content))
        checks.holds("there is an emote in the text", tokens)
        places = {(each[1], each.start(), each.end() - 1) for each in tokens}
        checks.same("emotes", _places(chat["emotes"]), None if value == "inline_only" else places)


def _places(emotes: list[dict[str, Any]] | None) -> set[tuple[str, int, int]] | None:
    if emotes is None:
        return None
    return {
        (emote["emote_id"], place["s"], place["e"])
        for emote in emotes
        for place in emote["positions"]
    }


@hook_case("hooks/payload/dates", QUIRK, evidence=("quirk webhook_wrong_dates",), profiles=ONCE)
def dates_that_are_off(me: Listener) -> None:
    """Each variant of wrong dates moves the end of its own kind of subscription, and no other."""
    me.subscribe(_NEW, _RENEWAL, _GIFTS)
    usual = _ends(me, "as_usual")
    early, late = _ends(me, "gift_day_early"), _ends(me, "new_days_late")
    checks.same("gifts", early, {**usual, _GIFTS: usual[_GIFTS] - timedelta(days=1)})
    checks.same("new ones", late, {**usual, _NEW: usual[_NEW] + timedelta(days=3)})


def _ends(me: Listener, value: str) -> dict[str, datetime]:
    me.stage.set(webhook_wrong_dates=value)
    return {
        event: datetime.fromisoformat(told(me, event)["expires_at"])
        for event in (_NEW, _RENEWAL, _GIFTS)
    }


_SECONDS = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
_FORMS: Mapping[str, str] = {
    "utc_seconds": f"{_SECONDS}Z",
    "offset": rf"{_SECONDS}[+-](?!00:00)\d\d:\d\d",
    "milliseconds": rf"{_SECONDS}\.\d{{3}}Z",
    "nanoseconds": rf"{_SECONDS}\.\d{{9}}Z",
}
"""By value of the setting: what every time looks like."""


@hook_case("hooks/payload/times", QUIRK, evidence=("quirk webhook_timezone_mix",), profiles=ONCE)
def forms_of_times(me: Listener) -> None:
    """Each variant of times is the form of every time in an event, and tells the same moment."""
    events = (_CHAT, _NEW, _REDEMPTION, _BANNED, _KICKS)
    me.subscribe(*events)
    moment = int(me.stage.control.now())
    for value, form in _FORMS.items():
        me.stage.set(webhook_timezone_mix=value)
        for event in events:
            content = told(me, event)
            for name, text in _times(content):
                checks.matches(f"{event}: {name}", text, form)
            began = content.get("created_at") or content.get("redeemed_at")
            if began is not None:
                checks.same(f"{event}: moment", int(_unix(began)), moment)


@hook_case(
    "hooks/payload/times_as_usual", QUIRK, evidence=("quirk webhook_timezone_mix",), profiles=ONCE
)
def usual_forms_of_times(me: Listener) -> None:
    """As usual, times are as fine as Kick's: nanoseconds in chat, milliseconds in redemptions."""
    me.stage.set(webhook_timezone_mix="as_usual")
    usual = {
        _CHAT: "nanoseconds",
        _REDEMPTION: "milliseconds",
        _KICKS: "milliseconds",
        _NEW: "utc_seconds",
        _BANNED: "utc_seconds",
    }
    me.subscribe(*usual)
    for event, fineness in usual.items():
        form = _FORMS[fineness]
        for name, text in _times(told(me, event)):
            checks.matches(f"{event}: {name}", text, form)


def _times(content: _Payload) -> list[tuple[str, Any]]:
    return [
        (name, each[name])
        for each in objects(content)
        for name in _TIMES
        if each.get(name) is not None
    ]


def _unix(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
