from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    to_object,
)
from .event_user import EventUser


@define(kw_only=True)
class ChannelFollowedEvent:
    """A follow.

    Attributes:
        broadcaster: Whose channel it is. No identity.
        follower: Who followed. No identity.

    Quirks:
        webhook_null_and_missing_fields
    """

    broadcaster: EventUser
    follower: EventUser
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> ChannelFollowedEvent:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            broadcaster=fields.required("broadcaster", EventUser.from_dict),
            follower=fields.required("follower", EventUser.from_dict),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "broadcaster": self.broadcaster,
                "follower": self.follower,
            },
            self.additional_properties,
        )


__all__ = ["ChannelFollowedEvent"]
