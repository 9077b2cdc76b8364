"""What happens is told, as it happened; and what was refused is not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK
from conformance.suite.listeners import Listener, hook_case
from conformance.suite.proofs import payload
from conformance.suite.suites.api_channels import CHANNELS
from conformance.suite.suites.api_chat import barred, pardoned, posted, two
from conformance.suite.suites.api_envelope import refused
from conformance.suite.suites.api_rewards import decided, pending
from conformance.suite.suites.api_users import id_of
from conformance.suite.suites.hooks_signed import said_by
from conformance.suite.suites.hooks_who import subscribed_by_app

_CHAT, _BANNED = "chat.message.sent", "moderation.banned"
_REDEMPTION = "channel.reward.redemption.updated"
_STATUS, _METADATA = "livestream.status.updated", "livestream.metadata.updated"
_NOBODY = 9_007_199_254_740_991
_UNKNOWN = "01KEXAMP1E0000000000000000"
_WITH_EVERY_FIELD = {"webhook_null_and_missing_fields": "as_usual"}


@hook_case("hooks/chat/echo", QUIRK, evidence=("quirk chat_echo",))
def messages_come_back(me: Listener) -> None:
    """A message that an app sends comes back to it, and to every other app that subscribed."""
    other = me.another("bob")
    channel = id_of(me.stage, me.token)
    me.subscribe(_CHAT)
    subscribed_by_app(other, other.app.app_token(), channel, _CHAT)
    said = said_by(me, "Hello from one of them")
    for each in (me, other):
        content = payload(each.heard_one(), _CHAT)
        checks.same("message", {name: content[name] for name in said}, said)
        checks.same("sender", content["sender"]["user_id"], channel)
        checks.same("channel", content["broadcaster"]["user_id"], channel)


@hook_case("hooks/chat/reply", MUST, evidence=("document api onChatMessageSent",))
def a_reply_is_told(me: Listener) -> None:
    """A reply tells which message it answers, and any other message that it answers none."""
    me.stage.set(**_WITH_EVERY_FIELD)
    me.subscribe(_CHAT)
    said = said_by(me, "A question")
    checks.same("of a message", payload(me.heard_one(), _CHAT)["replies_to"], None)
    channel = id_of(me.stage, me.token)
    answer = posted(me.stage, me.token, channel, reply_to_message_id=said["message_id"])
    checks.status(answer, 200)
    answered = payload(me.heard_one(), _CHAT)["replies_to"]
    checks.same("of a reply", {name: answered[name] for name in said}, said)


@hook_case("hooks/chat/refused", MUST, evidence=("document api onChatMessageSent",))
def a_refused_message_is_not_told(me: Listener) -> None:
    """Of a message that was refused nobody hears."""
    alice, channel, bob, other = two(me.stage)
    me.subscribe(_CHAT)
    checks.status(barred(me.stage, alice, channel, other), 200)
    refused(posted(me.stage, bob, channel), 403)
    refused(posted(me.stage, alice, _NOBODY), 404)
    refused(posted(me.stage, alice, channel, content=""))
    me.heard_nothing()


@hook_case(
    "hooks/moderation/banned",
    MUST,
    evidence=("document api onModerationBanned", "quirk moderation_duration_minutes"),
)
def bans_are_told(me: Listener) -> None:
    """A ban and a timeout are told with who, by whom and why; the one has no end, the other has."""
    me.stage.set(**_WITH_EVERY_FIELD)
    alice, channel, _, other = two(me.stage)
    me.subscribe(_BANNED)
    for minutes in (None, 10):
        fields = {"reason": "Spam"} if minutes is None else {"reason": "Spam", "duration": minutes}
        checks.status(barred(me.stage, alice, channel, other, **fields), 200)
        content = payload(me.heard_one(), _BANNED)
        who = [content[each]["user_id"] for each in ("broadcaster", "moderator", "banned_user")]
        checks.same("who", who, [channel, channel, other])
        checks.same("reason", content["metadata"]["reason"], "Spam")
        checks.same("minutes", _minutes(content["metadata"]), minutes)


def _minutes(ban: dict[str, Any]) -> float | None:
    if ban["expires_at"] is None:
        return None
    lasts = datetime.fromisoformat(ban["expires_at"]) - datetime.fromisoformat(ban["created_at"])
    return lasts / timedelta(minutes=1)


@hook_case("hooks/moderation/refused", MUST, evidence=("document api onModerationBanned",))
def a_refused_ban_is_not_told(me: Listener) -> None:
    """Of a ban that was refused nobody hears, nor of a pardon."""
    alice, channel, bob, other = two(me.stage)
    me.subscribe(_BANNED)
    checks.among("status", barred(me.stage, bob, channel, other).status, (401, 403))
    refused(barred(me.stage, alice, channel, _NOBODY), 404)
    refused(barred(me.stage, alice, channel, other, duration=10_081))
    checks.status(pardoned(me.stage, alice, channel, other), 200)
    me.heard_nothing()


@hook_case(
    "hooks/redemptions/decided", MUST, evidence=("document api onChannelRewardRedemptionUpdated",)
)
def decisions_are_told(me: Listener) -> None:
    """A redemption that is accepted or rejected is told with what it has become."""
    first, second = pending(me.stage, me.token)[:2]
    me.subscribe(_REDEMPTION)
    for one, decision, status in ((first, "accept", "accepted"), (second, "reject", "rejected")):
        decided(me.stage, me.token, decision, one)
        content = payload(me.heard_one(), _REDEMPTION)
        checks.same("redemption", (content["id"], content["status"]), (one, status))
        channel = content["broadcaster"]["user_id"]
        checks.same("channel", channel, id_of(me.stage, me.token))


@hook_case(
    "hooks/redemptions/refused", MUST, evidence=("document api onChannelRewardRedemptionUpdated",)
)
def what_was_not_decided_is_not_told(me: Listener) -> None:
    """Of several redemptions those are told that were decided on now, and no others."""
    first, second = pending(me.stage, me.token)[:2]
    decided(me.stage, me.token, "accept", first)
    me.subscribe(_REDEMPTION)
    decided(me.stage, me.token, "reject", first, second, _UNKNOWN)
    checks.same("redemption", payload(me.heard_one(), _REDEMPTION)["id"], second)


@hook_case("hooks/channel/updated", MUST, evidence=("document api onLivestreamMetadataUpdated",))
def a_changed_channel_is_told(me: Listener) -> None:
    """A new title or category is told, together with all else that describes the stream."""
    me.subscribe(_METADATA)
    change = {"stream_title": "A new title", "category_id": 101}
    checks.status(me.stage.api.patch(CHANNELS, json=change, token=me.token), 204)
    content = payload(me.heard_one(), _METADATA)
    (channel,) = me.stage.api.get(CHANNELS, token=me.token).data
    told = content["metadata"]
    checks.same("title", told["title"], "A new title")
    checks.same("category", told["category"]["id"], 101)
    checks.same("language", told["language"], channel["stream"]["language"])
    checks.same("channel", content["broadcaster"]["channel_slug"], channel["slug"])


@hook_case("hooks/channel/refused", MUST, evidence=("document api onLivestreamMetadataUpdated",))
def a_refused_change_is_not_told(me: Listener) -> None:
    """Of a change of a channel that was refused nobody hears."""
    me.subscribe(_METADATA, _STATUS)
    for change in ({"stream_title": "No", "category_id": _NOBODY}, {"stream_title": 1}):
        refused(me.stage.api.patch(CHANNELS, json=change, token=me.token))
    me.heard_nothing()


@hook_case("hooks/live/turns", MUST, evidence=("document api onLivestreamStatusUpdated",))
def streams_that_begin_and_end(me: Listener) -> None:
    """A stream that begins is told without an end, and one that ends with the same beginning."""
    me.stage.set(**_WITH_EVERY_FIELD)
    me.subscribe(_STATUS)
    me.stage.control.set_channel("alice", live=False)
    ended = payload(me.heard_one(), _STATUS)
    me.stage.wait(60)
    me.stage.control.set_channel("alice", live=True, title="On again")
    begun = payload(me.heard_one(), _STATUS)
    me.stage.wait(60)
    me.stage.control.set_channel("alice", live=False)
    over = payload(me.heard_one(), _STATUS)
    checks.same("live", [each["is_live"] for each in (ended, begun, over)], [False, True, False])
    checks.same("title", begun["title"], "On again")
    checks.same("end of what is live", begun["ended_at"], None)
    checks.same("beginning", over["started_at"], begun["started_at"])
    lasts = datetime.fromisoformat(over["ended_at"]) - datetime.fromisoformat(over["started_at"])
    checks.same("seconds", lasts.total_seconds(), 60)


@hook_case("hooks/trigger/world", MUST, evidence=("docs/conformance.md Webhooks",))
def what_was_triggered_has_happened(me: Listener) -> None:
    """What control lets happen has happened: a message can be answered, a purchase accepted."""
    me.stage.set(**_WITH_EVERY_FIELD)
    channel = id_of(me.stage, me.token)
    me.subscribe(_CHAT, _REDEMPTION, _BANNED)
    me.trigger(_CHAT, user="bob", fields={"content": "Made up"})
    chat = payload(me.heard_one(), _CHAT)
    checks.same("content", chat["content"], "Made up")
    answer = posted(me.stage, me.token, channel, reply_to_message_id=chat["message_id"])
    checks.status(answer, 200)
    checks.same("answered", payload(me.heard_one(), _CHAT)["replies_to"]["content"], "Made up")
    me.trigger(_REDEMPTION)
    bought = payload(me.heard_one(), _REDEMPTION)
    checks.same("failures", decided(me.stage, me.token, "accept", bought["id"]).data, [])
    checks.same("status", payload(me.heard_one(), _REDEMPTION)["status"], "accepted")
    me.trigger(_BANNED, user="bob")
    refused(posted(me.stage, me.stage.login("bob").access_token, channel), 403)
