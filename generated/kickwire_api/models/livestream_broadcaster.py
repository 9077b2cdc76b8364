from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    none_is_zero,
    string,
    to_object,
)


@define(kw_only=True)
class LivestreamBroadcaster:
    """The user who is live.

    Attributes:
        id: Id of the user; other places call it user_id or broadcaster_user_id.
        username: Name of the user.
        profile_picture: URL of the user's picture; may be empty.
    """

    id: int
    username: str
    profile_picture: str | None
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> LivestreamBroadcaster:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", integer),
            username=fields.required("username", string),
            profile_picture=fields.required_or_none("profile_picture", string, ""),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "username": self.username,
                "profile_picture": none_is_zero(self.profile_picture, ""),
            },
            self.additional_properties,
        )


__all__ = ["LivestreamBroadcaster"]
