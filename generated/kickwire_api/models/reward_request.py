from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    boolean,
    integer,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class RewardRequest:
    """A new reward. A reward cannot be created paused.

    Attributes:
        title: Title of the reward, 1 to 50 characters.
        cost: Price in channel points, 1 or more. The highest price is not known.
        description: Words about the reward, up to 200 characters.
        background_color: Colour behind the reward; Kick's green when left out. Kick
            calls the format hexcolor: a hash mark and hexadecimal digits, six wherever
            one was seen.
        is_enabled: Whether viewers can see the reward; they can when this is left out.
        is_user_input_required: Whether the viewer has to write something when buying;
            not when this is left out.
        should_redemptions_skip_request_queue: Whether redemptions skip the queue of
            requests; they wait in it when this is left out.
    """

    title: str
    cost: int
    description: str | Unset = UNSET
    background_color: str | Unset = UNSET
    is_enabled: bool | Unset = UNSET
    is_user_input_required: bool | Unset = UNSET
    should_redemptions_skip_request_queue: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> RewardRequest:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            title=fields.required("title", string),
            cost=fields.required("cost", integer),
            description=fields.optional("description", string),
            background_color=fields.optional("background_color", string),
            is_enabled=fields.optional("is_enabled", boolean),
            is_user_input_required=fields.optional("is_user_input_required", boolean),
            should_redemptions_skip_request_queue=fields.optional(
                "should_redemptions_skip_request_queue", boolean
            ),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "title": self.title,
                "cost": self.cost,
                "description": self.description,
                "background_color": self.background_color,
                "is_enabled": self.is_enabled,
                "is_user_input_required": self.is_user_input_required,
                "should_redemptions_skip_request_queue": self.should_redemptions_skip_request_queue,
            },
            self.additional_properties,
        )


__all__ = ["RewardRequest"]
