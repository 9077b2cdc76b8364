from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    none_is_zero,
    string,
    to_object,
)
from ..types import UNSET, Unset
from .category import Category
from .stream import Stream


@define(kw_only=True)
class Channel:
    """A user's channel.

    Attributes:
        broadcaster_user_id: Id of the user who owns the channel.
        slug: Name of the channel as it stands in its address.
        channel_description: The owner's words about the channel; may be empty. Changes
            can take long to show here.
        banner_picture: URL of the channel's banner; may be empty or one of Kick's
            default pictures.
        stream_title: Title of the stream; empty while offline.
        category: What the stream is about; an object of zeros while offline.
        stream: The channel's stream; an object of zero values while offline.
        active_subscribers_count: How many people are subscribed to the channel. Told
            since 2026-01-29; gifted subscriptions count since 2026-08-11.
        active_gifted_subscribers_count: How many of the active subscriptions are gifts.
            Told since 2026-08-11.
        canceled_subscribers_count: How many subscriptions were cancelled. Told since
            2026-01-29.

    Quirks:
        channels_offline_zero_values, channels_stale_reads, schema_drift
    """

    broadcaster_user_id: int
    slug: str
    channel_description: str | None
    banner_picture: str | None
    stream_title: str | None
    category: Category | None
    stream: Stream
    active_subscribers_count: int | Unset = UNSET
    active_gifted_subscribers_count: int | Unset = UNSET
    canceled_subscribers_count: int | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Channel:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            broadcaster_user_id=fields.required("broadcaster_user_id", integer),
            slug=fields.required("slug", string),
            channel_description=fields.required_or_none("channel_description", string, ""),
            banner_picture=fields.required_or_none("banner_picture", string, ""),
            stream_title=fields.required_or_none("stream_title", string, ""),
            category=fields.required_or_none(
                "category", Category.from_dict, {"id": 0, "name": "", "thumbnail": ""}
            ),
            stream=fields.required("stream", Stream.from_dict),
            active_subscribers_count=fields.optional("active_subscribers_count", integer),
            active_gifted_subscribers_count=fields.optional(
                "active_gifted_subscribers_count", integer
            ),
            canceled_subscribers_count=fields.optional("canceled_subscribers_count", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "broadcaster_user_id": self.broadcaster_user_id,
                "slug": self.slug,
                "channel_description": none_is_zero(self.channel_description, ""),
                "banner_picture": none_is_zero(self.banner_picture, ""),
                "stream_title": none_is_zero(self.stream_title, ""),
                "category": none_is_zero(self.category, {"id": 0, "name": "", "thumbnail": ""}),
                "stream": self.stream,
                "active_subscribers_count": self.active_subscribers_count,
                "active_gifted_subscribers_count": self.active_gifted_subscribers_count,
                "canceled_subscribers_count": self.canceled_subscribers_count,
            },
            self.additional_properties,
        )


__all__ = ["Channel"]
