"""How events show a user."""

from __future__ import annotations

from kickwire_mock.world.news import Payload
from kickwire_mock.world.people import User
from kickwire_mock.world.state import World

_COLOURS = ("#FF5733", "#75FD46", "#DEB2FF", "#31D6C2", "#F2708A", "#BAFEA3")

ANONYMOUS: Payload = {
    "is_anonymous": True,
    "user_id": None,
    "username": None,
    "is_verified": None,
    "profile_picture": None,
    "channel_slug": None,
    "identity": None,
}
"""A giver who does not want to be named (ledger ``webhook_null_and_missing_fields``)."""


def full(user: User) -> Payload:
    """A user as most events show one."""
    return {"is_anonymous": False, **compact(user), "identity": None}


def compact(user: User) -> Payload:
    """A user as events of rewards and KICKs show one."""
    return {
        "user_id": user.user_id,
        "username": user.name,
        "is_verified": False,
        "profile_picture": user.profile_picture,
        "channel_slug": user.slug,
    }


def sender(world: World, channel: User, user: User) -> Payload:
    """A user as the sender of a chat message, with colour and badges."""
    return {**full(user), "identity": _identity(world, channel, user)}


def _identity(world: World, channel: User, user: User) -> Payload:
    badges: list[Payload] = []
    if user.user_id == channel.user_id:
        badges = [{"text": "Broadcaster", "type": "broadcaster"}]
    elif world.bans.may_moderate(channel.user_id, user.user_id):
        badges = [{"text": "Moderator", "type": "moderator"}]
    return {"username_color": _COLOURS[user.user_id % len(_COLOURS)], "badges": badges}
