from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    to_object,
)


@define(kw_only=True)
class LivestreamStats:
    """Numbers about all livestreams.

    Attributes:
        total_count: How many livestreams run now.
    """

    total_count: int
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> LivestreamStats:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            total_count=fields.required("total_count", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "total_count": self.total_count,
            },
            self.additional_properties,
        )


__all__ = ["LivestreamStats"]
