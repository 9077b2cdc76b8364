from __future__ import annotations

from enum import StrEnum


class RedemptionFailureReason(StrEnum):
    """Why a redemption could not be decided: decided before, not there, belonging to a
    reward that this app did not make, or nothing that Kick would name.

    Open: a value that is not listed is kept as it came.
    """

    UNKNOWN = "UNKNOWN"
    NOT_PENDING = "NOT_PENDING"
    NOT_FOUND = "NOT_FOUND"
    NOT_OWNED = "NOT_OWNED"

    @classmethod
    def _missing_(cls, value: object) -> RedemptionFailureReason | None:
        """A value that Kick added later is kept: equal to its string, named after it."""
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member


__all__ = ["RedemptionFailureReason"]
