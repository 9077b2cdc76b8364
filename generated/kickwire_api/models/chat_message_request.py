from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    open_enum,
    string,
    to_object,
    uuid,
)
from ..types import UNSET, Unset
from .chat_message_type import ChatMessageType


@define(kw_only=True)
class ChatMessageRequest:
    """A chat message to send.

    Attributes:
        content: The text, 1 to 500 characters (not bytes). Emotes are written as
            `[emote:<id>:<name>]`.
        type_: Who speaks.
        broadcaster_user_id: Id of the user in whose chat to speak (not the id of the
            chat room). Necessary when `type` is `user` (0 names nobody); ignored when
            it is `bot`, which speaks in the token's own channel.
        reply_to_message_id: Id of the message that this one answers.
    """

    content: str
    type_: ChatMessageType
    broadcaster_user_id: int | Unset = UNSET
    reply_to_message_id: UUID | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> ChatMessageRequest:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            content=fields.required("content", string),
            type_=fields.required("type", open_enum(ChatMessageType)),
            broadcaster_user_id=fields.optional("broadcaster_user_id", integer),
            reply_to_message_id=fields.optional("reply_to_message_id", uuid),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "content": self.content,
                "type": self.type_,
                "broadcaster_user_id": self.broadcaster_user_id,
                "reply_to_message_id": self.reply_to_message_id,
            },
            self.additional_properties,
        )


__all__ = ["ChatMessageRequest"]
