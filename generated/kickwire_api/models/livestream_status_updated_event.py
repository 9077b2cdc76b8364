from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    boolean,
    date_time,
    nullable,
    string,
    to_object,
)
from .event_user import EventUser


@define(kw_only=True)
class LivestreamStatusUpdatedEvent:
    """A stream that started or ended.

    Attributes:
        broadcaster: Whose channel it is. No identity.
        is_live: True at the start, false at the end.
        title: Title of the stream. The longest possible is not known.
        started_at: When the stream started; the same text as in the API.
        ended_at: When it ended; null while it is live.

    Quirks:
        webhook_null_and_missing_fields
    """

    broadcaster: EventUser
    is_live: bool
    title: str
    started_at: datetime.datetime
    ended_at: datetime.datetime | None
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> LivestreamStatusUpdatedEvent:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            broadcaster=fields.required("broadcaster", EventUser.from_dict),
            is_live=fields.required("is_live", boolean),
            title=fields.required("title", string),
            started_at=fields.required("started_at", date_time),
            ended_at=fields.required("ended_at", nullable(date_time)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "broadcaster": self.broadcaster,
                "is_live": self.is_live,
                "title": self.title,
                "started_at": self.started_at,
                "ended_at": self.ended_at,
            },
            self.additional_properties,
        )


__all__ = ["LivestreamStatusUpdatedEvent"]
