from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    string,
    to_object,
)


@define(kw_only=True)
class KicksLeaderboardEntry:
    """One place on a leaderboard.

    Attributes:
        rank: The place, 1 for whoever gave most.
        user_id: Id of the giver.
        username: Name of the giver.
        gifted_amount: How many KICKs the giver gave in the period.
    """

    rank: int
    user_id: int
    username: str
    gifted_amount: int
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> KicksLeaderboardEntry:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            rank=fields.required("rank", integer),
            user_id=fields.required("user_id", integer),
            username=fields.required("username", string),
            gifted_amount=fields.required("gifted_amount", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "rank": self.rank,
                "user_id": self.user_id,
                "username": self.username,
                "gifted_amount": self.gifted_amount,
            },
            self.additional_properties,
        )


__all__ = ["KicksLeaderboardEntry"]
