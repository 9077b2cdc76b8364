from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

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
)
from ..types import UNSET, Unset
from .category import Category


@define(kw_only=True)
class LivestreamV1:
    """A running livestream as the deprecated list tells it.

    Attributes:
        broadcaster_user_id: Id of the user who is live.
        channel_id: Id of the channel. Nothing else in this API takes or tells it.
        slug: Name of the channel as it stands in its address.
        stream_title: Title of the livestream.
        category: What the livestream is about. No capture shows the object of zeros
            that an offline channel has.
        language: Language of the livestream as a BCP 47 tag.
        has_mature_content: Whether the livestream is marked as for adults.
        custom_tags: The streamer's own tags, told since 2025-11-21.
        profile_picture: URL of the user's picture, told since 2025-12-19; may be empty.
        started_at: When the livestream began.
        thumbnail: URL of a picture of the livestream; may be empty.
        viewer_count: How many people watch, renewed about once a minute.

    Quirks:
        schema_drift
    """

    broadcaster_user_id: int
    channel_id: int
    slug: str
    stream_title: str
    category: Category | None
    language: str
    has_mature_content: bool
    custom_tags: list[str] | Unset = UNSET
    profile_picture: str | None | Unset = UNSET
    started_at: datetime.datetime
    thumbnail: str | None
    viewer_count: int
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> LivestreamV1:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            broadcaster_user_id=fields.required("broadcaster_user_id", integer),
            channel_id=fields.required("channel_id", integer),
            slug=fields.required("slug", string),
            stream_title=fields.required("stream_title", string),
            category=fields.required_or_none(
                "category", Category.from_dict, {"id": 0, "name": "", "thumbnail": ""}
            ),
            language=fields.required("language", string),
            has_mature_content=fields.required("has_mature_content", boolean),
            custom_tags=fields.optional("custom_tags", array(string)),
            profile_picture=fields.optional_or_none("profile_picture", string, ""),
            started_at=fields.required("started_at", date_time),
            thumbnail=fields.required_or_none("thumbnail", string, ""),
            viewer_count=fields.required("viewer_count", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "broadcaster_user_id": self.broadcaster_user_id,
                "channel_id": self.channel_id,
                "slug": self.slug,
                "stream_title": self.stream_title,
                "category": none_is_zero(self.category, {"id": 0, "name": "", "thumbnail": ""}),
                "language": self.language,
                "has_mature_content": self.has_mature_content,
                "custom_tags": self.custom_tags,
                "profile_picture": none_is_zero(self.profile_picture, ""),
                "started_at": self.started_at,
                "thumbnail": none_is_zero(self.thumbnail, ""),
                "viewer_count": self.viewer_count,
            },
            self.additional_properties,
        )


__all__ = ["LivestreamV1"]
