from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from attrs import define, field

from .._reading import (
    Fields,
    boolean,
    none_is_zero,
    to_object,
    uuid,
)


@define(kw_only=True)
class SentChatMessage:
    """What became of a chat message.

    Attributes:
        is_sent: Whether the message was sent.
        message_id: Id of the message; the event for it carries the same one. Presumably
            empty when the message was not sent, which no source shows.
    """

    is_sent: bool
    message_id: UUID | None
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> SentChatMessage:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            is_sent=fields.required("is_sent", boolean),
            message_id=fields.required_or_none("message_id", uuid, ""),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "is_sent": self.is_sent,
                "message_id": none_is_zero(self.message_id, ""),
            },
            self.additional_properties,
        )


__all__ = ["SentChatMessage"]
