from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from attrs import define, field

from .._reading import (
    Fields,
    string,
    to_object,
    uuid,
)
from .event_user import EventUser


@define(kw_only=True)
class ChatReply:
    """The message that a reply answers.

    Attributes:
        message_id: Identifies the answered message.
        content: Text of the answered message.
        sender: Who wrote the answered message. No identity.
    """

    message_id: UUID
    content: str
    sender: EventUser
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> ChatReply:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            message_id=fields.required("message_id", uuid),
            content=fields.required("content", string),
            sender=fields.required("sender", EventUser.from_dict),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "message_id": self.message_id,
                "content": self.content,
                "sender": self.sender,
            },
            self.additional_properties,
        )


__all__ = ["ChatReply"]
