from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    to_object,
)
from .ban_metadata import BanMetadata
from .event_user import EventUser


@define(kw_only=True)
class ModerationBannedEvent:
    """A ban or time-out.

    Attributes:
        broadcaster: Whose channel it is. No identity.
        moderator: Who set the ban; may be the broadcaster. No identity.
        banned_user: Who was banned. No identity.
        metadata: Reason and time.

    Quirks:
        webhook_null_and_missing_fields
    """

    broadcaster: EventUser
    moderator: EventUser
    banned_user: EventUser
    metadata: BanMetadata
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> ModerationBannedEvent:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            broadcaster=fields.required("broadcaster", EventUser.from_dict),
            moderator=fields.required("moderator", EventUser.from_dict),
            banned_user=fields.required("banned_user", EventUser.from_dict),
            metadata=fields.required("metadata", BanMetadata.from_dict),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "broadcaster": self.broadcaster,
                "moderator": self.moderator,
                "banned_user": self.banned_user,
                "metadata": self.metadata,
            },
            self.additional_properties,
        )


__all__ = ["ModerationBannedEvent"]
