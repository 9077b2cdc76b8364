from __future__ import annotations

from enum import StrEnum


class TokenTypeHint(StrEnum):
    """The kind of token that is handed over.

    Open: a value that is not listed is kept as it came.
    """

    ACCESS_TOKEN = "access_token"
    REFRESH_TOKEN = "refresh_token"

    @classmethod
    def _missing_(cls, value: object) -> TokenTypeHint | None:
        """A value that Kick added later is kept: equal to its string, named after it."""
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member


__all__ = ["TokenTypeHint"]
