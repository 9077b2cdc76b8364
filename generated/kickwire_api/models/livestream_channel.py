from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    string,
    to_object,
)


@define(kw_only=True)
class LivestreamChannel:
    """The channel that carries a livestream.

    Attributes:
        slug: Name of the channel as it stands in its address.
    """

    slug: str
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> LivestreamChannel:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            slug=fields.required("slug", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "slug": self.slug,
            },
            self.additional_properties,
        )


__all__ = ["LivestreamChannel"]
