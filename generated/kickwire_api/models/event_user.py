from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    boolean,
    integer,
    nullable,
    string,
    to_object,
)
from ..types import UNSET, Unset
from .event_identity import EventIdentity


@define(kw_only=True)
class EventUser:
    """A user as most events show one. Only `is_anonymous` is always there with a value:
    everything else is null for an anonymous user, and verification may be null for a
    known one.

    Attributes:
        is_anonymous: Whether the user chose not to be named. A null `user_id` is the
            safer sign.
        user_id: Kick's number for the user; null when anonymous.
        username: Name as displayed; null when anonymous.
        is_verified: Whether Kick has verified the account; null when anonymous and, in
            a real delivery, for a known user too.
        profile_picture: Address of the profile picture; may be an empty text, and null
            when anonymous.
        channel_slug: Last part of the address of the user's channel; null when
            anonymous.
        identity: How the user appears in this chat. An object for the sender of a chat
            message only, null or missing elsewhere.

    Quirks:
        webhook_null_and_missing_fields
    """

    is_anonymous: bool
    user_id: int | None
    username: str | None
    is_verified: bool | None
    profile_picture: str | None
    channel_slug: str | None
    identity: EventIdentity | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> EventUser:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            is_anonymous=fields.required("is_anonymous", boolean),
            user_id=fields.required("user_id", nullable(integer)),
            username=fields.required("username", nullable(string)),
            is_verified=fields.required("is_verified", nullable(boolean)),
            profile_picture=fields.required("profile_picture", nullable(string)),
            channel_slug=fields.required("channel_slug", nullable(string)),
            identity=fields.optional("identity", nullable(EventIdentity.from_dict)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "is_anonymous": self.is_anonymous,
                "user_id": self.user_id,
                "username": self.username,
                "is_verified": self.is_verified,
                "profile_picture": self.profile_picture,
                "channel_slug": self.channel_slug,
                "identity": self.identity,
            },
            self.additional_properties,
        )


__all__ = ["EventUser"]
