from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from attrs import define, field

from .._reading import (
    Fields,
    array,
    date_time,
    nullable,
    string,
    to_object,
    uuid,
)
from ..types import UNSET, Unset
from .chat_emote import ChatEmote
from .chat_reply import ChatReply
from .event_user import EventUser


@define(kw_only=True)
class ChatMessageSentEvent:
    """A chat message.

    Attributes:
        message_id: Identifies the message, and is the same in every copy of the event.
            Deleting and replying take this id.
        replies_to: The message that is answered; null when this is not a reply, missing
            before 2025-08-20.
        broadcaster: Whose channel it is. No identity.
        sender: Who wrote it, with identity.
        content: The text. Emotes stand in it as `[emote:<id>:<name>]`. Messages sent
            through the API have 500 characters at most.
        emotes: Where the emotes stand in the text. Usually null when there are none,
            and sometimes null although there are some.
        created_at: When it was sent, with up to nine digits after the second. Part of
            the event since 2025-07-22.

    Quirks:
        webhook_null_and_missing_fields, webhook_emotes_inline
    """

    message_id: UUID
    replies_to: ChatReply | None | Unset = UNSET
    broadcaster: EventUser
    sender: EventUser
    content: str
    emotes: list[ChatEmote] | None
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> ChatMessageSentEvent:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            message_id=fields.required("message_id", uuid),
            replies_to=fields.optional("replies_to", nullable(ChatReply.from_dict)),
            broadcaster=fields.required("broadcaster", EventUser.from_dict),
            sender=fields.required("sender", EventUser.from_dict),
            content=fields.required("content", string),
            emotes=fields.required("emotes", nullable(array(ChatEmote.from_dict))),
            created_at=fields.required("created_at", date_time),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "message_id": self.message_id,
                "replies_to": self.replies_to,
                "broadcaster": self.broadcaster,
                "sender": self.sender,
                "content": self.content,
                "emotes": self.emotes,
                "created_at": self.created_at,
            },
            self.additional_properties,
        )


__all__ = ["ChatMessageSentEvent"]
