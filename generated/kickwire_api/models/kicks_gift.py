from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class KicksGift:
    """What was given, and how it is shown.

    Attributes:
        amount: Number of KICKs. No upper limit is published.
        name: Name of the gift.
        type_: Kind of gift. Seen are BASIC and LEVEL_UP.
        tier: Rank of the gift. Seen are BASIC and MID.
        message: What the giver wrote; may be an empty text.
        pinned_time_seconds: How long the message stays pinned in the chat, in seconds.
            Added 2025-11-27; may be missing.
    """

    amount: int
    name: str
    type_: str
    tier: str
    message: str
    pinned_time_seconds: int | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> KicksGift:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            amount=fields.required("amount", integer),
            name=fields.required("name", string),
            type_=fields.required("type", string),
            tier=fields.required("tier", string),
            message=fields.required("message", string),
            pinned_time_seconds=fields.optional("pinned_time_seconds", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "amount": self.amount,
                "name": self.name,
                "type": self.type_,
                "tier": self.tier,
                "message": self.message,
                "pinned_time_seconds": self.pinned_time_seconds,
            },
            self.additional_properties,
        )


__all__ = ["KicksGift"]
