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
class Redeemer:
    """The viewer who bought a reward.

    Attributes:
        user_id: Id of the viewer. SDKs of the first week (January 2026) call this field
            broadcaster_user_id.
    """

    user_id: int
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Redeemer:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            user_id=fields.required("user_id", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "user_id": self.user_id,
            },
            self.additional_properties,
        )


__all__ = ["Redeemer"]
