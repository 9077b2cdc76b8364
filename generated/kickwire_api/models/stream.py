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
    nullable,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class Stream:
    """The stream of a channel. While the channel is offline, everything in here is a zero
    value.

    Attributes:
        url: RTMPS URL to stream to. Empty unless the token belongs to the channel's
            owner and holds `streamkey:read`.
        key: Stream key; whoever has it can stream as this channel. Empty unless the
            token belongs to the channel's owner and holds `streamkey:read`.
        is_live: Whether the channel is live.
        is_mature: Whether the stream is marked as for adults. False while offline,
            whatever the owner has set.
        language: Language of the stream as a BCP 47 tag; empty while offline.
        start_time: When the stream began. The first second of year 1 while offline.
        viewer_count: How many people watch, renewed about once a minute; 0 while
            offline.
        thumbnail: URL of a picture of the running stream; empty while offline.
        custom_tags: The owner's own tags, told since 2025-11-21. Null or missing where
            there are none.

    Quirks:
        channels_offline_zero_values
    """

    url: str | None = field(repr=False)
    key: str | None = field(repr=False)
    is_live: bool
    is_mature: bool
    language: str | None
    start_time: datetime.datetime | None
    viewer_count: int
    thumbnail: str | None
    custom_tags: list[str] | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any], repr=False)

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Stream:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            url=fields.required_or_none("url", string, ""),
            key=fields.required_or_none("key", string, ""),
            is_live=fields.required("is_live", boolean),
            is_mature=fields.required("is_mature", boolean),
            language=fields.required_or_none("language", string, ""),
            start_time=fields.required_or_none("start_time", date_time, "0001-01-01T00:00:00Z"),
            viewer_count=fields.required("viewer_count", integer),
            thumbnail=fields.required_or_none("thumbnail", string, ""),
            custom_tags=fields.optional("custom_tags", nullable(array(string))),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "url": none_is_zero(self.url, ""),
                "key": none_is_zero(self.key, ""),
                "is_live": self.is_live,
                "is_mature": self.is_mature,
                "language": none_is_zero(self.language, ""),
                "start_time": none_is_zero(self.start_time, "0001-01-01T00:00:00Z"),
                "viewer_count": self.viewer_count,
                "thumbnail": none_is_zero(self.thumbnail, ""),
                "custom_tags": self.custom_tags,
            },
            self.additional_properties,
        )


__all__ = ["Stream"]
