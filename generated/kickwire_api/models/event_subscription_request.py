from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    array,
    integer,
    open_enum,
    to_object,
)
from ..types import UNSET, Unset
from .event_to_subscribe import EventToSubscribe
from .subscription_method import SubscriptionMethod


@define(kw_only=True)
class EventSubscriptionRequest:
    """Events to subscribe to.

    Attributes:
        broadcaster_user_id: Id of the user whose channel to watch. An app token has to
            name one (0 names none); a user token always watches its own channel,
            whatever stands here.
        events: The events, at least one. How many one request may hold is not known.
        method: How to deliver.
    """

    broadcaster_user_id: int | Unset = UNSET
    events: list[EventToSubscribe]
    method: SubscriptionMethod | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> EventSubscriptionRequest:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            broadcaster_user_id=fields.optional("broadcaster_user_id", integer),
            events=fields.required("events", array(EventToSubscribe.from_dict)),
            method=fields.optional("method", open_enum(SubscriptionMethod)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "broadcaster_user_id": self.broadcaster_user_id,
                "events": self.events,
                "method": self.method,
            },
            self.additional_properties,
        )


__all__ = ["EventSubscriptionRequest"]
