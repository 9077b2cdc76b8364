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
from .event_subscription import EventSubscription


@define(kw_only=True)
class EventSubscriptionsAnswer:
    """Event subscriptions.

    Attributes:
        data: The subscriptions that belong to the token.
        message: Kick's word on the outcome, `OK` on success.
    """

    data: list[EventSubscription]
    message: str
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> EventSubscriptionsAnswer:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            data=fields.required("data", array(EventSubscription.from_dict)),
            message=fields.required("message", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "data": self.data,
                "message": self.message,
            },
            self.additional_properties,
        )


__all__ = ["EventSubscriptionsAnswer"]
