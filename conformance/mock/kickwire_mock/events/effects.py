"""What an event that was made up changes: afterwards the API tells the same story as the event."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from kickwire_mock.events import drafts, payloads
from kickwire_mock.events.times import unix
from kickwire_mock.world.bans import Ban
from kickwire_mock.world.categories import categories
from kickwire_mock.world.channels import ChannelChange
from kickwire_mock.world.chat import Message
from kickwire_mock.world.drops import Claim
from kickwire_mock.world.kicks import Gift
from kickwire_mock.world.news import DROPS, News, Payload
from kickwire_mock.world.people import User
from kickwire_mock.world.redemptions import Redemption
from kickwire_mock.world.state import World


def happen(world: World, news: News) -> None:
    """Let an event have happened. People that the world does not know change nothing.

    Events that no operation of the API shows, such as follows, change nothing either.

    Args:
        world: in which it happened.
        news: an event whose payload fits the document.
    """
    effect = _EFFECTS.get(news.event)
    if effect is not None:
        effect(world, news.payload)


def _chat(world: World, said: Payload) -> None:
    answered = said.get("replies_to")
    message = Message(
        id=said["message_id"].lower(),
        channel=said["broadcaster"]["user_id"] or 0,
        sender=said["sender"]["user_id"],
        app=None,
        content=said["content"],
        sent=unix(said["created_at"]),
        reply_to=None if answered is None else answered["message_id"],
    )
    world.messages.post(message)


def _redemption(world: World, bought: Payload) -> None:
    channel, reward = bought["broadcaster"]["user_id"], bought["reward"]
    if world.rewards.get(reward["id"]) is None:
        offered = {name: reward[name] for name in ("title", "cost", "description")}
        world.rewards.add(channel, next(iter(world.apps)).client_id, offered, id=reward["id"])
    known: Redemption | None = world.redemptions.get(channel, bought["id"])
    if known is None:
        known = world.redemptions.add(
            channel,
            reward["id"],
            bought["redeemer"]["user_id"],
            unix(bought["redeemed_at"]),
            bought["user_input"],
            id=bought["id"],
        )
    known.status = bought["status"]


def _status(world: World, stream: Payload) -> None:
    change: ChannelChange = {"live": stream["is_live"], "title": stream["title"]}
    _change(world, stream, change, unix(stream["started_at"]))


def _metadata(world: World, changed: Payload) -> None:
    told = changed["metadata"]
    change: ChannelChange = {
        "title": told["title"],
        "language": told["language"],
        "mature": told["has_mature_content"],
    }
    if told["category"]["id"] in {0, *categories()}:
        change["category_id"] = told["category"]["id"]
    _change(world, changed, change)


def _change(world: World, told: Payload, change: ChannelChange, began: float | None = None) -> None:
    owner = _user(world, told["broadcaster"])
    if owner is not None:
        world.channels.set(owner, change, began)


def _banned(world: World, told: Payload) -> None:
    channel, barred = _user(world, told["broadcaster"]), _user(world, told["banned_user"])
    if channel is None or barred is None:
        return
    ban, moderator = told["metadata"], told["moderator"]["user_id"]
    world.bans.put(
        Ban(
            channel=channel.user_id,
            user_id=barred.user_id,
            by=channel.user_id if moderator is None else moderator,
            reason=ban["reason"],
            since=unix(ban["created_at"]),
            expires=math.inf if ban["expires_at"] is None else unix(ban["expires_at"]),
        )
    )


def _kicks(world: World, told: Payload) -> None:
    giver = _user(world, told["sender"])
    if giver is None:
        return  # the leaderboard could not name them
    gift = Gift(
        giver=giver.user_id,
        amount=told["gift"]["amount"],
        given=unix(told["created_at"]),
    )
    world.kicks.give(told["broadcaster"]["user_id"], gift)


def _drops(world: World, told: Payload) -> None:
    if world.claims.get(told["claim_id"]) is not None:
        return
    now = world.clock.now()
    world.claims.add(
        Claim(
            id=told["claim_id"],
            user_id=told["user_id"],
            campaign=told["campaign_id"],
            reward=told["reward_id"],
            external_id=told.get("external_id"),
            created=now,
            updated=now,
        )
    )


def _user(world: World, shown: Payload) -> User | None:
    number = shown["user_id"]
    return None if number is None else world.users.by_id(number)


_EFFECTS: Mapping[str, Callable[[World, Payload], None]] = {
    payloads.CHAT: _chat,
    payloads.REDEMPTION: _redemption,
    payloads.STATUS: _status,
    payloads.METADATA: _metadata,
    payloads.BANNED: _banned,
    drafts.KICKS: _kicks,
    DROPS: _drops,
}
"""By event name."""
