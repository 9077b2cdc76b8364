from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    none_is_zero,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class Pagination:
    """Where the next page begins.

    Attributes:
        next_cursor: The `cursor` for the next page. An empty string on the last page;
            clients are also prepared for null and for no field at all.
    """

    next_cursor: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Pagination:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            next_cursor=fields.optional_or_none("next_cursor", string, ""),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "next_cursor": none_is_zero(self.next_cursor, ""),
            },
            self.additional_properties,
        )


__all__ = ["Pagination"]
