from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    date_time,
    integer,
    to_object,
)
from .event_user import EventUser


@define(kw_only=True)
class SubscriptionRenewalEvent:
    """A renewed subscription.

    Attributes:
        broadcaster: Whose channel it is. No identity.
        subscriber: Who renewed. No identity.
        duration: Figure in months, presumably those subscribed so far; Kick does not
            say. No upper limit is known.
        created_at: When it was renewed.
        expires_at: When the paid time ends. Known to be wrong by a day or more. Part of
            the event since 2025-04-07.

    Quirks:
        webhook_null_and_missing_fields, webhook_wrong_dates
    """

    broadcaster: EventUser
    subscriber: EventUser
    duration: int
    created_at: datetime.datetime
    expires_at: datetime.datetime
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> SubscriptionRenewalEvent:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            broadcaster=fields.required("broadcaster", EventUser.from_dict),
            subscriber=fields.required("subscriber", EventUser.from_dict),
            duration=fields.required("duration", integer),
            created_at=fields.required("created_at", date_time),
            expires_at=fields.required("expires_at", date_time),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "broadcaster": self.broadcaster,
                "subscriber": self.subscriber,
                "duration": self.duration,
                "created_at": self.created_at,
                "expires_at": self.expires_at,
            },
            self.additional_properties,
        )


__all__ = ["SubscriptionRenewalEvent"]
