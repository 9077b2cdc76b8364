from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    date_time,
    integer,
    open_enum,
    string,
    to_object,
)
from .event_name import EventName
from .subscription_method import SubscriptionMethod


@define(kw_only=True)
class EventSubscription:
    """A standing order to deliver an event of a channel.

    Attributes:
        id: Id of the subscription (a ULID).
        app_id: Id of the app that subscribed (a ULID).
        broadcaster_user_id: Id of the user whose channel is watched.
        event: Name of the event.
        version: Version of the event.
        method: How the event is delivered.
        created_at: When the subscription was made.
        updated_at: When the subscription was last changed.
    """

    id: str
    app_id: str
    broadcaster_user_id: int
    event: EventName
    version: int
    method: SubscriptionMethod
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> EventSubscription:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", string),
            app_id=fields.required("app_id", string),
            broadcaster_user_id=fields.required("broadcaster_user_id", integer),
            event=fields.required("event", open_enum(EventName)),
            version=fields.required("version", integer),
            method=fields.required("method", open_enum(SubscriptionMethod)),
            created_at=fields.required("created_at", date_time),
            updated_at=fields.required("updated_at", date_time),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "app_id": self.app_id,
                "broadcaster_user_id": self.broadcaster_user_id,
                "event": self.event,
                "version": self.version,
                "method": self.method,
                "created_at": self.created_at,
                "updated_at": self.updated_at,
            },
            self.additional_properties,
        )


__all__ = ["EventSubscription"]
