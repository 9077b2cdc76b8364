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
from ..types import UNSET, Unset


@define(kw_only=True)
class BanRequest:
    """A user to bar from a channel.

    Attributes:
        broadcaster_user_id: Id of the user who owns the channel.
        user_id: Id of the user to bar.
        duration: Length of a timeout in minutes, 1 to 10080 (a week). Leave it out for
            a ban without end.
        reason: Why, up to 100 characters.
    """

    broadcaster_user_id: int
    user_id: int
    duration: int | Unset = UNSET
    reason: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> BanRequest:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            broadcaster_user_id=fields.required("broadcaster_user_id", integer),
            user_id=fields.required("user_id", integer),
            duration=fields.optional("duration", integer),
            reason=fields.optional("reason", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "broadcaster_user_id": self.broadcaster_user_id,
                "user_id": self.user_id,
                "duration": self.duration,
                "reason": self.reason,
            },
            self.additional_properties,
        )


__all__ = ["BanRequest"]
