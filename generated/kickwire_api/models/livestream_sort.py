from __future__ import annotations

from enum import StrEnum


class LivestreamSort(StrEnum):
    """By what to sort livestreams, by viewers or by start.

    Open: a value that is not listed is kept as it came.
    """

    VIEWER_COUNT = "viewer_count"
    STARTED_AT = "started_at"

    @classmethod
    def _missing_(cls, value: object) -> LivestreamSort | None:
        """A value that Kick added later is kept: equal to its string, named after it."""
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member


__all__ = ["LivestreamSort"]
