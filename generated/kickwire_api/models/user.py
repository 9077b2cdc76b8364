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
class User:
    """An account on Kick.

    Attributes:
        user_id: Id of the user; other places call it broadcaster_user_id.
        name: Name of the user. An empty string was seen for accounts made through
            another service.
        email: E-mail address, only for the user who gave the token; an empty string for
            everybody else.
        profile_picture: URL of the user's picture; may be empty.
    """

    user_id: int
    name: str
    email: str | None
    profile_picture: str | None
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> User:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            user_id=fields.required("user_id", integer),
            name=fields.required("name", string),
            email=fields.required_or_none("email", string, ""),
            profile_picture=fields.required_or_none("profile_picture", string, ""),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "user_id": self.user_id,
                "name": self.name,
                "email": none_is_zero(self.email, ""),
                "profile_picture": none_is_zero(self.profile_picture, ""),
            },
            self.additional_properties,
        )


__all__ = ["User"]
