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
from .livestream import Livestream
from .pagination import Pagination


@define(kw_only=True)
class LivestreamsAnswer:
    """A page of livestreams.

    Attributes:
        data: The livestreams of this page, oldest start first.
        message: Kick's word on the outcome, `OK` on success.
        pagination: Where the next page begins. There in every capture; clients are also
            prepared for its absence, which means the last page.
    """

    data: list[Livestream]
    message: str
    pagination: Pagination | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> LivestreamsAnswer:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            data=fields.required("data", array(Livestream.from_dict)),
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


__all__ = ["LivestreamsAnswer"]
