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
class EventReward:
    """The part of a reward that its event shows.

    Attributes:
        id: Identifies the reward, a ULID.
        title: Name of the reward, 50 characters at most.
        cost: Price in channel points.
        description: Explanation shown to users, 200 characters at most; may be an empty
            text.
    """

    id: str
    title: str
    cost: int
    description: str | None
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> EventReward:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", string),
            title=fields.required("title", string),
            cost=fields.required("cost", integer),
            description=fields.required_or_none("description", string, ""),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "title": self.title,
                "cost": self.cost,
                "description": none_is_zero(self.description, ""),
            },
            self.additional_properties,
        )


__all__ = ["EventReward"]
