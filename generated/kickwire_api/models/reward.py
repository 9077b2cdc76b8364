from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    boolean,
    integer,
    none_is_zero,
    string,
    to_object,
)


@define(kw_only=True)
class Reward:
    """Something that viewers can buy with a channel's points.

    Attributes:
        id: Id of the reward (a ULID; Kick's own example has 31 characters).
        title: Title of the reward.
        description: The owner's words about the reward; may be empty. Whether it can be
            null is not known.
        cost: Price in channel points.
        background_color: Colour behind the reward, a hash mark and hexadecimal digits
            (six wherever one was seen).
        is_enabled: Whether viewers can see the reward.
        is_paused: Whether the reward is on show but cannot be bought for now.
        is_user_input_required: Whether the viewer has to write something when buying.
        should_redemptions_skip_request_queue: Whether redemptions skip the queue of
            requests, so that nobody has to decide on them.
    """

    id: str
    title: str
    description: str | None
    cost: int
    background_color: str
    is_enabled: bool
    is_paused: bool
    is_user_input_required: bool
    should_redemptions_skip_request_queue: bool
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Reward:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", string),
            title=fields.required("title", string),
            description=fields.required_or_none("description", string, ""),
            cost=fields.required("cost", integer),
            background_color=fields.required("background_color", string),
            is_enabled=fields.required("is_enabled", boolean),
            is_paused=fields.required("is_paused", boolean),
            is_user_input_required=fields.required("is_user_input_required", boolean),
            should_redemptions_skip_request_queue=fields.required(
                "should_redemptions_skip_request_queue", boolean
            ),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "title": self.title,
                "description": none_is_zero(self.description, ""),
                "cost": self.cost,
                "background_color": self.background_color,
                "is_enabled": self.is_enabled,
                "is_paused": self.is_paused,
                "is_user_input_required": self.is_user_input_required,
                "should_redemptions_skip_request_queue": self.should_redemptions_skip_request_queue,
            },
            self.additional_properties,
        )


__all__ = ["Reward"]
