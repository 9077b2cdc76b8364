from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    array,
    integer,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class ChannelUpdate:
    """Changes to the token's own channel; at least one field. Unknown fields are ignored
    in silence.

    Attributes:
        category_id: Id of the new category.
        stream_title: The new title, not empty. The longest title that Kick accepts is
            not known.
        custom_tags: All of the owner's own tags, up to 10, none of them empty. How long
            a tag may be is not known.
    """

    category_id: int | Unset = UNSET
    stream_title: str | Unset = UNSET
    custom_tags: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> ChannelUpdate:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            category_id=fields.optional("category_id", integer),
            stream_title=fields.optional("stream_title", string),
            custom_tags=fields.optional("custom_tags", array(string)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "category_id": self.category_id,
                "stream_title": self.stream_title,
                "custom_tags": self.custom_tags,
            },
            self.additional_properties,
        )


__all__ = ["ChannelUpdate"]
