from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    array,
    to_object,
)
from .kicks_leaderboard_entry import KicksLeaderboardEntry


@define(kw_only=True)
class KicksLeaderboard:
    """Who gave a channel the most KICKs.

    Attributes:
        lifetime: Places over all time.
        month: Places this month.
        week: Places this week.
    """

    lifetime: list[KicksLeaderboardEntry]
    month: list[KicksLeaderboardEntry]
    week: list[KicksLeaderboardEntry]
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> KicksLeaderboard:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            lifetime=fields.required("lifetime", array(KicksLeaderboardEntry.from_dict)),
            month=fields.required("month", array(KicksLeaderboardEntry.from_dict)),
            week=fields.required("week", array(KicksLeaderboardEntry.from_dict)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "lifetime": self.lifetime,
                "month": self.month,
                "week": self.week,
            },
            self.additional_properties,
        )


__all__ = ["KicksLeaderboard"]
