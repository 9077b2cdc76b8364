from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    to_object,
)
from .event_user import EventUser
from .livestream_metadata import LivestreamMetadata


@define(kw_only=True)
class LivestreamMetadataUpdatedEvent:
    """A change to the description of a stream.

    Attributes:
        broadcaster: Whose channel it is. No identity.
        metadata: The whole description after the change.

    Quirks:
        webhook_null_and_missing_fields
    """

    broadcaster: EventUser
    metadata: LivestreamMetadata
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> LivestreamMetadataUpdatedEvent:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            broadcaster=fields.required("broadcaster", EventUser.from_dict),
            metadata=fields.required("metadata", LivestreamMetadata.from_dict),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "broadcaster": self.broadcaster,
                "metadata": self.metadata,
            },
            self.additional_properties,
        )


__all__ = ["LivestreamMetadataUpdatedEvent"]
