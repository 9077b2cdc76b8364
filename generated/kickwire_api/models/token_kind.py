from __future__ import annotations

from enum import StrEnum


class TokenKind(StrEnum):
    """For whom a token acts.

    Open: a value that is not listed is kept as it came.
    """

    APP = "app"
    USER = "user"

    @classmethod
    def _missing_(cls, value: object) -> TokenKind | None:
        """A value that Kick added later is kept: equal to its string, named after it."""
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member


__all__ = ["TokenKind"]
