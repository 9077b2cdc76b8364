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
class CategoryDetail:
    """A category with tags and viewers, as only the deprecated lookup by id tells it.

    Attributes:
        id: Id of the category.
        name: Name of the category.
        tags: Words that describe the category, told since 2025-11-25. Taken to be null
            where there are none.
        thumbnail: URL of the category's picture; may be empty. Absent on one day of
            2025-04, when it was called `image_url`.
        viewer_count: How many people watch streams of this category now, told since
            2025-11-25.
    """

    id: int
    name: str
    tags: list[str] | None | Unset = UNSET
    thumbnail: str | None | Unset = UNSET
    viewer_count: int | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> CategoryDetail:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", integer),
            name=fields.required("name", string),
            tags=fields.optional("tags", nullable(array(string))),
            thumbnail=fields.optional_or_none("thumbnail", string, ""),
            viewer_count=fields.optional("viewer_count", integer),
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
                "viewer_count": self.viewer_count,
            },
            self.additional_properties,
        )


__all__ = ["CategoryDetail"]
