from __future__ import annotations

from enum import StrEnum


class ChatMessageType(StrEnum):
    """Who speaks, the token's user or the app's bot.

    Open: a value that is not listed is kept as it came.
    """

    USER = "user"
    BOT = "bot"

    @classmethod
    def _missing_(cls, value: object) -> ChatMessageType | None:
        """A value that Kick added later is kept: equal to its string, named after it."""
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member


__all__ = ["ChatMessageType"]
