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


@define(kw_only=True)
class Category:
    """What a stream is about, in the short form that channels, livestreams and events
    carry. A channel without a category holds an object of zeros: id 0, empty name,
    empty thumbnail.

    Attributes:
        id: Id of the category; 0 in the object of zeros, otherwise 1 or more.
        name: Name of the category; empty in the object of zeros.
        thumbnail: URL of the category's picture; may be empty. Absent on one day of
            2025-04, when it was called `image_url`.
    """

    id: int
    name: str
    thumbnail: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Category:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", integer),
            name=fields.required("name", string),
            thumbnail=fields.optional_or_none("thumbnail", string, ""),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "name": self.name,
                "thumbnail": none_is_zero(self.thumbnail, ""),
            },
            self.additional_properties,
        )


__all__ = ["Category"]
