from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    array,
    date_time,
    to_object,
)
from .event_user import EventUser


@define(kw_only=True)
class SubscriptionGiftsEvent:
    """Subscriptions given to others.

    Attributes:
        broadcaster: Whose channel it is. No identity.
        gifter: Who paid. Null in every field but the flag when anonymous.
        giftees: Who received a subscription, one entry each. How many fit into one
            event is not known.
        created_at: When the gift was made.
        expires_at: When the paid time ends. Known to be wrong by a day or more. Part of
            the event since 2025-04-07.

    Quirks:
        webhook_null_and_missing_fields, webhook_wrong_dates, webhook_failed_gift_fires
    """

    broadcaster: EventUser
    gifter: EventUser
    giftees: list[EventUser]
    created_at: datetime.datetime
    expires_at: datetime.datetime
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> SubscriptionGiftsEvent:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            broadcaster=fields.required("broadcaster", EventUser.from_dict),
            gifter=fields.required("gifter", EventUser.from_dict),
            giftees=fields.required("giftees", array(EventUser.from_dict)),
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
                "gifter": self.gifter,
                "giftees": self.giftees,
                "created_at": self.created_at,
                "expires_at": self.expires_at,
            },
            self.additional_properties,
        )


__all__ = ["SubscriptionGiftsEvent"]
