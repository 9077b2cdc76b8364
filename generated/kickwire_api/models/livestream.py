from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from attrs import define, field

from .._reading import (
    Fields,
    array,
    boolean,
    date_time,
    integer,
    none_is_zero,
    string,
    to_object,
    uuid,
)
from .category import Category
from .livestream_broadcaster import LivestreamBroadcaster
from .livestream_channel import LivestreamChannel


@define(kw_only=True)
class Livestream:
    """A running livestream.

    Attributes:
        id: Id of the livestream.
        title: Title of the livestream.
        thumbnail: URL of a picture of the livestream; may be empty.
        started_at: When the livestream began; the same as in the event that announced
            it.
        viewer_count: How many people watch, renewed about once a minute. 0 also when
            the streamer hides the number.
        language_code: Language of the livestream as a BCP 47 tag.
        tags: The streamer's own tags.
        has_mature_content: Whether the livestream is marked as for adults.
        broadcaster_user: Who is live.
        category: What the livestream is about. Some clients are prepared for null here,
            but no capture shows it, nor the object of zeros that an offline channel
            has.
        channel: Where it runs.
    """

    id: UUID
    title: str
    thumbnail: str | None
    started_at: datetime.datetime
    viewer_count: int
    language_code: str
    tags: list[str]
    has_mature_content: bool
    broadcaster_user: LivestreamBroadcaster
    category: Category | None
    channel: LivestreamChannel
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Livestream:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", uuid),
            title=fields.required("title", string),
            thumbnail=fields.required_or_none("thumbnail", string, ""),
            started_at=fields.required("started_at", date_time),
            viewer_count=fields.required("viewer_count", integer),
            language_code=fields.required("language_code", string),
            tags=fields.required("tags", array(string)),
            has_mature_content=fields.required("has_mature_content", boolean),
            broadcaster_user=fields.required("broadcaster_user", LivestreamBroadcaster.from_dict),
            category=fields.required_or_none(
                "category", Category.from_dict, {"id": 0, "name": "", "thumbnail": ""}
            ),
            channel=fields.required("channel", LivestreamChannel.from_dict),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "title": self.title,
                "thumbnail": none_is_zero(self.thumbnail, ""),
                "started_at": self.started_at,
                "viewer_count": self.viewer_count,
                "language_code": self.language_code,
                "tags": self.tags,
                "has_mature_content": self.has_mature_content,
                "broadcaster_user": self.broadcaster_user,
                "category": none_is_zero(self.category, {"id": 0, "name": "", "thumbnail": ""}),
                "channel": self.channel,
            },
            self.additional_properties,
        )


__all__ = ["Livestream"]
