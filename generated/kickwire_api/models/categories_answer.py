from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    array,
    string,
    to_object,
)
from ..types import UNSET, Unset
from .category_with_tags import CategoryWithTags
from .pagination import Pagination


@define(kw_only=True)
class CategoriesAnswer:
    """A page of categories.

    Attributes:
        data: The categories of this page.
        message: Kick's word on the outcome, `OK` on success.
        pagination: Where the next page begins. There in every capture; clients are also
            prepared for its absence, which means the last page.
    """

    data: list[CategoryWithTags]
    message: str
    pagination: Pagination | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> CategoriesAnswer:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            data=fields.required("data", array(CategoryWithTags.from_dict)),
            message=fields.required("message", string),
            pagination=fields.optional("pagination", Pagination.from_dict),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "data": self.data,
                "message": self.message,
                "pagination": self.pagination,
            },
            self.additional_properties,
        )


__all__ = ["CategoriesAnswer"]
