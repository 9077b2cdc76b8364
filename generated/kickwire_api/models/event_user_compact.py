from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    boolean,
    integer,
    none_is_zero,
    nullable,
    string,
    to_object,
)


@define(kw_only=True)
class EventUserCompact:
    """The short form of a user in reward and KICKs events, without `is_anonymous` and
    `identity`.

    Attributes:
        user_id: Kick's number for the user.
        username: Name as displayed.
        is_verified: Whether Kick has verified the account. Nullable because it is in
            other events.
        profile_picture: Address of the profile picture, or an empty text when there is
            none.
        channel_slug: Last part of the address of the user's channel.

    Quirks:
        webhook_null_and_missing_fields
    """

    user_id: int
    username: str
    is_verified: bool | None
    profile_picture: str | None
    channel_slug: str
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> EventUserCompact:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            user_id=fields.required("user_id", integer),
            username=fields.required("username", string),
            is_verified=fields.required("is_verified", nullable(boolean)),
            profile_picture=fields.required_or_none("profile_picture", string, ""),
            channel_slug=fields.required("channel_slug", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "user_id": self.user_id,
                "username": self.username,
                "is_verified": self.is_verified,
                "profile_picture": none_is_zero(self.profile_picture, ""),
                "channel_slug": self.channel_slug,
            },
            self.additional_properties,
        )


__all__ = ["EventUserCompact"]
