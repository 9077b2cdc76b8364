"""The payload of each event, from what the world knows of what happened.

Source: Kick's page of event types, as the document of the API host has it under ``webhooks``.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

from kickwire_mock.clock import rfc3339, rfc3339_millis
from kickwire_mock.events import people, times
from kickwire_mock.ledger import quirk
from kickwire_mock.world.bans import Ban
from kickwire_mock.world.categories import Category
from kickwire_mock.world.channels import Channel
from kickwire_mock.world.chat import Message
from kickwire_mock.world.drops import Claim
from kickwire_mock.world.news import DROPS, News, Payload
from kickwire_mock.world.people import User, bot_of
from kickwire_mock.world.redemptions import Redemption
from kickwire_mock.world.rewards import Reward
from kickwire_mock.world.state import World

ECHO = quirk("chat_echo")  # whoever sends a message hears of it like everybody else

CHAT = "chat.message.sent"
REDEMPTION = "channel.reward.redemption.updated"
STATUS = "livestream.status.updated"
METADATA = "livestream.metadata.updated"
BANNED = "moderation.banned"

_EMOTE = re.compile(r"\[emote:(\d+):([^\[\]:]*)\]")


def chat(world: World, message: Message) -> News:
    """Somebody wrote in a chat, the app that is told included."""
    channel = _user(world, message.channel)
    answered = None if message.reply_to is None else world.messages.get(message.reply_to)
    payload = {
        "message_id": message.id,
        "replies_to": None if answered is None else _answered(world, answered),
        "broadcaster": people.full(channel),
        "sender": people.sender(world, channel, _writer(world, message)),
        "content": message.content,
        "emotes": emotes(message.content),
        "created_at": times.nanos(datetime.fromtimestamp(message.sent, UTC)),
    }
    return News(CHAT, message.channel, payload)


def emotes(content: str) -> list[Payload] | None:
    """Where the emotes of a text stand, counted in characters; None where there are none."""
    found: dict[str, list[Payload]] = {}
    for token in _EMOTE.finditer(content):
        place = {"s": token.start(), "e": token.end() - 1}
        found.setdefault(token[1], []).append(place)
    return [{"emote_id": key, "positions": places} for key, places in found.items()] or None


def redemption(world: World, bought: Redemption, reward: Reward) -> News:
    """A redemption came in or was decided on."""
    payload = {
        "id": bought.id,
        "user_input": bought.user_input,
        "status": bought.status,
        "redeemed_at": rfc3339_millis(bought.redeemed),
        "reward": {
            "id": reward.id,
            "title": reward.title,
            "cost": reward.cost,
            "description": reward.description,
        },
        "redeemer": people.compact(_user(world, bought.redeemer)),
        "broadcaster": people.compact(_user(world, reward.channel)),
    }
    return News(REDEMPTION, reward.channel, payload)


def status(channel: Channel, now: float) -> News:
    """A stream began or ended."""
    payload = {
        "broadcaster": people.full(channel.owner),
        "is_live": channel.live,
        "title": channel.title,
        "started_at": rfc3339(now if channel.started is None else channel.started),
        "ended_at": None if channel.live else rfc3339(now),
    }
    return News(STATUS, channel.owner.user_id, payload)


def metadata(channel: Channel) -> News:
    """The description of a stream changed; all of it is told."""
    shown = described(channel.category)
    payload = {
        "broadcaster": people.full(channel.owner),
        "metadata": {
            "title": channel.title,
            "language": channel.language,
            "has_mature_content": channel.mature,
            "category": shown,
            "Category": shown,  # real deliveries have it twice (KDD#238)
        },
    }
    return News(METADATA, channel.owner.user_id, payload)


def described(category: Category | None) -> Payload:
    """A category as the description of a stream shows it; zero values where there is none."""
    return {
        "id": 0 if category is None else category.id,
        "name": "" if category is None else category.name,
        "thumbnail": "" if category is None else category.thumbnail,
    }


def changes(before: Channel, after: Channel, now: float) -> list[News]:
    """What is told when a channel changes: a stream that begins or ends, a new description."""

    def description(channel: Channel) -> tuple[object, ...]:
        return channel.title, channel.category_id, channel.language, channel.mature

    news = [] if before.live == after.live else [status(after, now)]
    return news if description(before) == description(after) else [*news, metadata(after)]


def banned(world: World, ban: Ban) -> News:
    """A user was barred from a channel, for good or for a while."""
    permanent = math.isinf(ban.expires)
    payload = {
        "broadcaster": people.full(_user(world, ban.channel)),
        "moderator": people.full(_user(world, ban.by)),
        "banned_user": people.full(_user(world, ban.user_id)),
        "metadata": {
            "reason": ban.reason,
            "created_at": rfc3339(ban.since),
            "expires_at": None if permanent else rfc3339(ban.expires),
        },
    }
    return News(BANNED, ban.channel, payload)


def claimed(claim: Claim) -> News:
    """A viewer claimed a drops reward."""
    return News(DROPS, 0, claim_identity(claim))


def claim_identity(claim: Claim) -> Payload:
    """What a delivery and the API tell alike of a claim."""
    named = {} if claim.external_id is None else {"external_id": claim.external_id}
    return {
        "claim_id": claim.id,
        "user_id": claim.user_id,
        "campaign_id": claim.campaign,
        "reward_id": claim.reward,
        **named,
    }


def _answered(world: World, message: Message) -> Payload:
    return {
        "message_id": message.id,
        "content": message.content,
        "sender": people.full(_writer(world, message)),
    }


def _writer(world: World, message: Message) -> User:
    if message.sender is not None:
        return _user(world, message.sender)
    app = None if message.app is None else world.apps.get(message.app)
    return _user(world, message.channel) if app is None else bot_of(app)


def _user(world: World, number: int) -> User:
    """The user with this id; one who exists for events alone if there is none."""
    return world.users.by_id(number) or User(name=f"user{number}", user_id=number, email="")
