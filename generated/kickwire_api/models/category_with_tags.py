from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    array,
    integer,
    none_is_zero,
    nullable,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class CategoryWithTags:
    """A category as the second version of the search lists it.

    Attributes:
        id: Id of the category.
        name: Name of the category.
        tags: Words that describe the category. Null or missing on some categories.
        thumbnail: URL of the category's picture; may be empty. Absent on one day of
            2025-04, when it was called `image_url`.
    """

    id: int
    name: str
    tags: list[str] | None | Unset = UNSET
    thumbnail: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> CategoryWithTags:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", integer),
            name=fields.required("name", string),
            tags=fields.optional("tags", nullable(array(string))),
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
                "tags": self.tags,
                "thumbnail": none_is_zero(self.thumbnail, ""),
            },
            self.additional_properties,
        )


__all__ = ["CategoryWithTags"]
