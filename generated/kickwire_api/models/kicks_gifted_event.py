from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    date_time,
    to_object,
)
from .event_user_compact import EventUserCompact
from .kicks_gift import KicksGift


@define(kw_only=True)
class KicksGiftedEvent:
    """A gift of KICKs.

    Attributes:
        broadcaster: Who received it.
        sender: Who gave it.
        gift: What was given.
        created_at: When it was given, with milliseconds.

    Quirks:
        webhook_null_and_missing_fields
    """

    broadcaster: EventUserCompact
    sender: EventUserCompact
    gift: KicksGift
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> KicksGiftedEvent:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            broadcaster=fields.required("broadcaster", EventUserCompact.from_dict),
            sender=fields.required("sender", EventUserCompact.from_dict),
            gift=fields.required("gift", KicksGift.from_dict),
            created_at=fields.required("created_at", date_time),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "broadcaster": self.broadcaster,
                "sender": self.sender,
                "gift": self.gift,
                "created_at": self.created_at,
            },
            self.additional_properties,
        )


__all__ = ["KicksGiftedEvent"]
