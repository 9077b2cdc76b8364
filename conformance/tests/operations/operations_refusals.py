"""Calls that Kick refuses for what it knows: nothing is armed, the state of the world says no.

Whoever calls is alice if nothing else is said. She is live; bob is a viewer, carol a moderator.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kickwire import KickError, errors

from conformance.tests.operations.operations_world import Call, Face
from scripts.demo.calls import FOLLOWED, MESSAGE, REWARD

NOBODY = 999_999
NO_ID = "00000000-0000-4000-8000-000000000000"
NO_ULID = "0" * 26
BAD_CURSOR = "bm90IG91cnM="
OWNED = {"broadcaster_user_id": 123, "user_id": 456}


@dataclass(frozen=True)
class Refusal:
    """A call that has to fail, and why."""

    operation: str
    call: Call
    kind: type[KickError]
    status: int
    reason: str = "Bad request"
    code: str = ""
    account: str | None = "alice"
    wait: float | None = None
    before: Callable[[Face], object] = lambda _: None


def not_found(operation: str, call: Call) -> Refusal:
    """What the call names does not exist."""
    return Refusal(operation, call, errors.NotFound, 404, "Not found")


def bad_cursor(operation: str, call: Call) -> Refusal:
    """The call sends a cursor of its own making."""
    reason = "the cursor is none that was handed out here"
    return Refusal(operation, call, errors.BadRequest, 400, reason)


def settings(**changes: str) -> Callable[[Face], object]:
    """Settings of the mock."""
    return lambda face: face.world.control.set(**changes)


def calls(call: Call, times: int = 1, account: str | None = "alice") -> Callable[[Face], object]:
    """The same call or another one, before."""
    return lambda face: [face.ask(call, account) for _ in range(times)]


def barred(api: Any) -> Any:
    """Alice bans bob."""
    return api.moderation.ban(**OWNED)


def start(number: int) -> Call:
    """An ad break."""
    return lambda api: api.ads.start(id=f"{MESSAGE[:-1]}{number}", break_duration_seconds=60)


def two_ad_breaks(face: Face) -> None:
    """All that are left of this hour."""
    for number in (1, 2):
        face.ask(start(number))
        face.world.advance(60)


def write(channel: int, **more: object) -> Call:
    """A chat message as a user."""
    return lambda api: api.chat.send(
        content="Hello", type="user", broadcaster_user_id=channel, **more
    )


REFUSALS = {
    "bad_cursor_of_categories": bad_cursor(
        "categories.list", lambda api: api.categories.list(cursor=BAD_CURSOR)
    ),
    "bad_cursor_of_livestreams": bad_cursor(
        "livestreams.list", lambda api: api.livestreams.list(cursor=BAD_CURSOR)
    ),
    "bad_cursor_of_redemptions": bad_cursor(
        "redemptions.list", lambda api: api.redemptions.list(cursor=BAD_CURSOR)
    ),
    "unknown_category": not_found("categories.get", lambda api: api.categories.get(999)),
    "page_above_the_ceiling_of_the_day": Refusal(
        "categories.list",
        lambda api: api.categories.list(limit=1000),
        errors.BadRequest,
        400,
        "limit is above 100",
        before=settings(paging_and_limits_drift="100"),
    ),
    "livestreams_too_often": Refusal(
        "livestreams.list_v1",
        lambda api: api.livestreams.list_v1(),
        errors.RateLimited,
        429,
        "Too many requests",
        wait=60.0,
        before=lambda face: (
            settings(ratelimit_livestreams="1")(face),
            face.ask(lambda api: api.livestreams.list()),
        ),
    ),
    "anything_too_often": Refusal(
        "users.get",
        lambda api: api.users.get(),
        errors.RateLimited,
        429,
        "Too many requests",
        wait=1.0,
        before=lambda face: (
            settings(ratelimit_unpublished="per_second_10")(face),
            calls(lambda api: api.users.get(), 10)(face),
        ),
    ),
    "users_of_nobody_in_particular": Refusal(
        "users.get",
        lambda api: api.users.get(),
        errors.Forbidden,
        401,
        "Unauthorized",
        account=None,
    ),
    "channels_of_nobody_in_particular": Refusal(
        "channels.get",
        lambda api: api.channels.get(),
        errors.BadRequest,
        400,
        "broadcaster_user_id is required for app tokens",
        account=None,
    ),
    "category_of_a_channel": Refusal(
        "channels.update",
        lambda api: api.channels.update(category_id=NOBODY),
        errors.BadRequest,
        400,
        "no category has this id",
    ),
    "sixteenth_reward": Refusal(
        "rewards.create",
        lambda api: api.rewards.create(title="One more", cost=1),
        errors.BadRequest,
        400,
        "the channel has 15 rewards, and may not have more",
        before=calls(lambda api: api.rewards.create(title="Hydrate", cost=1), 14),
    ),
    "unknown_reward_changed": not_found(
        "rewards.update", lambda api: api.rewards.update(NO_ULID, cost=2)
    ),
    "unknown_reward_deleted": not_found("rewards.delete", lambda api: api.rewards.delete(NO_ULID)),
    "unknown_channel_to_write_in": not_found("chat.send", write(NOBODY)),
    "unknown_message_to_answer": Refusal(
        "chat.send",
        write(123, reply_to_message_id=NO_ID),
        errors.BadRequest,
        400,
        "ORIGINAL_MESSAGE_NOT_FOUND_ERROR",
    ),
    "banned_writer": Refusal(
        "chat.send",
        write(123),
        errors.Forbidden,
        403,
        "Forbidden",
        account="bob",
        before=calls(barred),
    ),
    "unknown_message": not_found("chat.delete", lambda api: api.chat.delete(NO_ID)),
    "message_in_the_channel_of_another": Refusal(
        "chat.delete",
        lambda api: api.chat.delete(MESSAGE),
        errors.Forbidden,
        401,
        "Unauthorized",
        account="bob",
    ),
    "unknown_user_to_ban": not_found(
        "moderation.ban", lambda api: api.moderation.ban(broadcaster_user_id=123, user_id=NOBODY)
    ),
    "ban_in_the_channel_of_another": Refusal(
        "moderation.ban",
        lambda api: api.moderation.ban(broadcaster_user_id=123, user_id=789),
        errors.Forbidden,
        401,
        "Unauthorized",
        account="bob",
    ),
    "unknown_user_to_let_in": not_found(
        "moderation.unban",
        lambda api: api.moderation.unban(broadcaster_user_id=NOBODY, user_id=456),
    ),
    "subscription_of_nobody_in_particular": Refusal(
        "events.subscribe",
        lambda api: api.events.subscribe(events=[FOLLOWED]),
        errors.BadRequest,
        400,
        "broadcaster_user_id is required for app tokens",
        account=None,
    ),
    "subscription_above_the_limit": Refusal(
        "events.subscribe",
        lambda api: api.events.subscribe(events=[FOLLOWED, FOLLOWED]),
        errors.BadRequest,
        400,
        "event subscription limit reached",
        before=settings(subscription_limit="1"),
    ),
    "ads_offline": Refusal(
        "ads.start", start(1), errors.BadRequest, 400, code="CHANNEL_IS_NOT_LIVE", account="bob"
    ),
    "ads_at_once": Refusal(
        "ads.start",
        start(2),
        errors.BadRequest,
        409,
        "Conflict",
        "AD_BREAK_ACTIVE",
        before=calls(start(1)),
    ),
    "ads_too_often": Refusal(
        "ads.start",
        start(3),
        errors.RateLimited,
        429,
        "Too many requests",
        "MAX_AD_BREAKS_REACHED",
        before=two_ad_breaks,
    ),
    "enrolling_live": Refusal(
        "ads.enroll",
        lambda api: api.ads.enroll(),
        errors.BadRequest,
        400,
        code="CHANNEL_IS_LIVE",
    ),
    "enrolling_without_a_stream": Refusal(
        "ads.enroll",
        lambda api: api.ads.enroll(),
        errors.BadRequest,
        400,
        code="CHANNEL_NEVER_STREAMED",
        account="carol",
    ),
}


OF_ANOTHER_APP = {
    "rewards.update": Refusal(
        "rewards.update",
        lambda api: api.rewards.update(REWARD, cost=2),
        errors.Forbidden,
        403,
        "Forbidden",
    ),
    "rewards.delete": Refusal(
        "rewards.delete",
        lambda api: api.rewards.delete(REWARD),
        errors.Forbidden,
        403,
        "Forbidden",
    ),
    "drops.claims": Refusal(
        "drops.claims",
        lambda api: api.drops.claims(),
        errors.Forbidden,
        401,
        "Unauthorized",
        account=None,
    ),
    "drops.update_claims": Refusal(
        "drops.update_claims",
        lambda api: api.drops.update_claims(claims=[]),
        errors.Forbidden,
        401,
        "Unauthorized",
        account=None,
    ),
    "chat.send": Refusal(
        "chat.send",
        lambda api: api.chat.send(content="Hello", type="bot"),
        errors.ServerFault,
        500,
        "internal server error",
    ),
}
