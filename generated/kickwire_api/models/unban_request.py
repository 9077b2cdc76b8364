from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    to_object,
)


@define(kw_only=True)
class UnbanRequest:
    """A user to let back into a channel.

    Attributes:
        broadcaster_user_id: Id of the user who owns the channel.
        user_id: Id of the user to let back in.
    """

    broadcaster_user_id: int
    user_id: int
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> UnbanRequest:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            broadcaster_user_id=fields.required("broadcaster_user_id", integer),
            user_id=fields.required("user_id", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "broadcaster_user_id": self.broadcaster_user_id,
                "user_id": self.user_id,
            },
            self.additional_properties,
        )


__all__ = ["UnbanRequest"]
