from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    array,
    string,
    to_object,
)
from .event_badge import EventBadge


@define(kw_only=True)
class EventIdentity:
    """How a user appears in one chat.

    Attributes:
        username_color: Colour of the name, as # and six hexadecimal digits.
        badges: Badges in front of the name; empty when there are none. Kick gives no
            pictures for them.
    """

    username_color: str
    badges: list[EventBadge]
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> EventIdentity:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            username_color=fields.required("username_color", string),
            badges=fields.required("badges", array(EventBadge.from_dict)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "username_color": self.username_color,
                "badges": self.badges,
            },
            self.additional_properties,
        )


__all__ = ["EventIdentity"]
