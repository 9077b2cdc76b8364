"""Events that are made up: a payload for each name, for triggers and for tests of receivers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeAlias, cast

from kickwire_mock.clock import rfc3339, rfc3339_millis
from kickwire_mock.events import payloads, people
from kickwire_mock.ledger import quirk
from kickwire_mock.world import seeded
from kickwire_mock.world.bans import Ban
from kickwire_mock.world.categories import categories
from kickwire_mock.world.chat import Message
from kickwire_mock.world.drops import Claim
from kickwire_mock.world.news import DROPS, News, Payload
from kickwire_mock.world.people import User
from kickwire_mock.world.redemptions import Redemption
from kickwire_mock.world.rewards import Reward
from kickwire_mock.world.state import World

EVENT_NAMES = quirk("webhook_event_names")

FOLLOWED = "channel.followed"
NEW = "channel.subscription.new"
RENEWAL = "channel.subscription.renewal"
GIFTS = "channel.subscription.gifts"
KICKS = "kicks.gifted"

_Said: TypeAlias = Mapping[str, Any]
"""Fields of a payload that somebody wants in it."""

_MINUTE = 60
_GIFTEES = 2


def draft(
    world: World, event: str, channel: User, user: User, said: Mapping[str, Any] | None = None
) -> News:
    """An event as it would be if it happened now.

    Args:
        world: in which it would.
        event: a name of `DRAFTS`.
        channel: who owns the channel.
        user: who does it; for bans, to whom it is done.
        said: fields that will be put into it; a redemption, a reward or a claim whose id is among
            them is that of the world.
    """
    return DRAFTS[event](world, channel, user, said or {})


def agreed(event: str, payload: Payload, said: Mapping[str, Any], now: float) -> Payload:
    """A payload of which some fields were said, and others follow from these unless said as well:
    the emotes of a message from its text, the end of a stream from whether it is live, a category
    from its id, the rest of a giver from whether one is anonymous.

    Args:
        event: its name.
        payload: with the fields that were said.
        said: those fields.
        now: Unix seconds.
    """
    if event == payloads.CHAT and "content" in said and "emotes" not in said:
        return {**payload, "emotes": payloads.emotes(payload["content"])}
    if event == payloads.STATUS and "is_live" in said and "ended_at" not in said:
        return {**payload, "ended_at": None if payload["is_live"] else rfc3339(now)}
    if event == payloads.METADATA and "category" in said.get("metadata", {}):
        return {**payload, "metadata": _categorised(payload["metadata"], said["metadata"])}
    if event == GIFTS and said.get("gifter", {}).get("is_anonymous"):
        return {**payload, "gifter": {**people.ANONYMOUS, **said["gifter"]}}
    return payload


def _categorised(metadata: Payload, said: Mapping[str, Any]) -> Payload:
    """A description of which the category was said: a known one by its id, and told twice."""
    category: Payload = metadata["category"]
    if "id" in said["category"] and category["id"] in {0, *categories()}:
        known = payloads.described(categories().get(category["id"]))
        category = {**category, **known, **said["category"]}
    again: Payload = metadata["Category"] if "Category" in said else category
    return {**metadata, "category": category, "Category": again}


def _chat(world: World, channel: User, user: User, _said: _Said) -> News:
    said = "Hello from the mock [emote:37226:KEKW]"
    message = Message(
        id=world.messages.new_id(),
        channel=channel.user_id,
        sender=user.user_id,
        app=None,
        content=said,
        sent=world.clock.now(),
    )
    return payloads.chat(world, message)


def _followed(_world: World, channel: User, user: User, _said: _Said) -> News:
    return _news(FOLLOWED, channel, {"follower": people.full(user)})


def _new(world: World, channel: User, user: User, _said: _Said) -> News:
    return _news(NEW, channel, _subscribed(world, user, 1))


def _renewal(world: World, channel: User, user: User, _said: _Said) -> News:
    return _news(RENEWAL, channel, _subscribed(world, user, 3))


def _gifts(world: World, channel: User, user: User, _said: _Said) -> News:
    others = [each for each in world.users if each not in (channel, user)]
    lucky = (others or [channel])[:_GIFTEES]
    payload = {"gifter": people.full(user), "giftees": [people.full(each) for each in lucky]}
    return _news(GIFTS, channel, {**payload, **_month(world)})


def _redemption(world: World, channel: User, user: User, said: _Said) -> News:
    """One that was named; else of a reward that was, of the first offered, or of one made up."""
    known = world.redemptions.get(channel.user_id, _text(said, "id"))
    reward = None if known is None else world.rewards.get(known.reward)
    if known is not None and reward is not None:
        return payloads.redemption(world, known, reward)
    reward = _reward(world, channel, _text(said, "reward", "id"))
    bought = Redemption(
        id=world.ids.ulid(),
        number=0,
        reward=reward.id,
        redeemer=user.user_id,
        redeemed=world.clock.now(),
        user_input="Play something slow" if reward.is_user_input_required else "",
    )
    return payloads.redemption(world, bought, reward)


def _status(world: World, channel: User, _user: User, _said: _Said) -> News:
    """The channel goes live, or if it is live, off."""
    before, now = world.channels.of(channel), world.clock.now()
    started = before.started if before.live else now
    return payloads.status(replace(before, live=not before.live, started=started), now)


def _metadata(world: World, channel: User, _user: User, _said: _Said) -> News:
    return payloads.metadata(world.channels.of(channel))


def _banned(world: World, channel: User, user: User, _said: _Said) -> News:
    now = world.clock.now()
    ban = Ban(
        channel=channel.user_id,
        user_id=user.user_id,
        by=channel.user_id,
        reason="spam",
        since=now,
        expires=now + 10 * _MINUTE,
    )
    return payloads.banned(world, ban)


def _kicks(world: World, channel: User, user: User, _said: _Said) -> News:
    payload = {
        "broadcaster": people.compact(channel),
        "sender": people.compact(user),
        "gift": {
            "amount": 500,
            "name": "Rage Quit",
            "type": "LEVEL_UP",
            "tier": "MID",
            "message": "well played",
            "pinned_time_seconds": 600,
        },
        "created_at": rfc3339_millis(world.clock.now()),
    }
    return News(KICKS, channel.user_id, payload)


def _drops(world: World, _channel: User, user: User, said: _Said) -> News:
    """One that was named, or one that is made up."""
    known = world.claims.get(_text(said, "claim_id"))
    if known is not None:
        return payloads.claimed(known)
    now = world.clock.now()
    claim = Claim(
        id=world.ids.ulid(),
        user_id=user.user_id,
        campaign=seeded.CAMPAIGN,
        reward=seeded.DROPS_REWARD,
        external_id="golden-sword",
        created=now,
        updated=now,
    )
    return payloads.claimed(claim)


def _news(event: str, channel: User, payload: Payload) -> News:
    return News(event, channel.user_id, {"broadcaster": people.full(channel), **payload})


def _subscribed(world: World, user: User, months: int) -> Payload:
    return {"subscriber": people.full(user), "duration": months, **_month(world)}


def _month(world: World) -> Payload:
    now = world.clock.now()
    return {"created_at": rfc3339(now), "expires_at": rfc3339(_next_month(now))}


def _next_month(now: float) -> float:
    """The same day and hour a month later; a day that the month lacks becomes its 28th."""
    moment = datetime.fromtimestamp(now, UTC)
    year, month = divmod(moment.year * 12 + moment.month, 12)
    try:
        return moment.replace(year=year, month=month + 1).timestamp()
    except ValueError:
        return moment.replace(year=min(year, 9999), month=month + 1, day=28).timestamp()


def _text(said: _Said, *path: str) -> str:
    """What was said at a place of the payload; empty if it is no text, or nothing was."""
    value: Any = said
    for name in path:
        value = cast("_Said", value).get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def _reward(world: World, channel: User, wanted: str) -> Reward:
    offered: Sequence[Reward] = world.rewards.of_channel(channel.user_id)
    named = (each for each in offered if each.id == wanted)
    return next(named, None) or (offered[0] if offered else _made_up(world, channel))


def _made_up(world: World, channel: User) -> Reward:
    return Reward(
        id=world.ids.ulid(), channel=channel.user_id, app="", title="Song Request", cost=100
    )


DRAFTS: Mapping[str, Callable[[World, User, User, _Said], News]] = {
    payloads.CHAT: _chat,
    FOLLOWED: _followed,
    NEW: _new,
    RENEWAL: _renewal,
    GIFTS: _gifts,
    payloads.REDEMPTION: _redemption,
    payloads.STATUS: _status,
    payloads.METADATA: _metadata,
    payloads.BANNED: _banned,
    KICKS: _kicks,
    DROPS: _drops,
}
"""By event name."""
