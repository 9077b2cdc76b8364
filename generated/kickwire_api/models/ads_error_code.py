from __future__ import annotations

from enum import StrEnum


class AdsErrorCode(StrEnum):
    """Why an ads operation was refused, for programs to read.

    Open: a value that is not listed is kept as it came.
    """

    CHANNEL_IS_NOT_LIVE = "CHANNEL_IS_NOT_LIVE"
    CHANNEL_NOT_OPTED_IN = "CHANNEL_NOT_OPTED_IN"
    ADS_BLOCKED = "ADS_BLOCKED"
    AUTO_ADS_ACTIVE = "AUTO_ADS_ACTIVE"
    AD_BREAK_ACTIVE = "AD_BREAK_ACTIVE"
    MAX_AD_BREAKS_REACHED = "MAX_AD_BREAKS_REACHED"
    CHANNEL_IS_LIVE = "CHANNEL_IS_LIVE"
    CHANNEL_NEVER_STREAMED = "CHANNEL_NEVER_STREAMED"
    CHANNEL_NOT_FOUND = "CHANNEL_NOT_FOUND"

    @classmethod
    def _missing_(cls, value: object) -> AdsErrorCode | None:
        """A value that Kick added later is kept: equal to its string, named after it."""
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member


__all__ = ["AdsErrorCode"]
