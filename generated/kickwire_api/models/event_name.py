from __future__ import annotations

from enum import StrEnum


class EventName(StrEnum):
    """Name of an event. All ten exist in version 1 only. Expect new names: an unknown one
    is no error.

    Open: a value that is not listed is kept as it came.
    """

    CHAT_MESSAGE_SENT = "chat.message.sent"
    CHANNEL_FOLLOWED = "channel.followed"
    CHANNEL_SUBSCRIPTION_NEW = "channel.subscription.new"
    CHANNEL_SUBSCRIPTION_RENEWAL = "channel.subscription.renewal"
    CHANNEL_SUBSCRIPTION_GIFTS = "channel.subscription.gifts"
    CHANNEL_REWARD_REDEMPTION_UPDATED = "channel.reward.redemption.updated"
    LIVESTREAM_STATUS_UPDATED = "livestream.status.updated"
    LIVESTREAM_METADATA_UPDATED = "livestream.metadata.updated"
    MODERATION_BANNED = "moderation.banned"
    KICKS_GIFTED = "kicks.gifted"

    @classmethod
    def _missing_(cls, value: object) -> EventName | None:
        """A value that Kick added later is kept: equal to its string, named after it."""
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member


__all__ = ["EventName"]
