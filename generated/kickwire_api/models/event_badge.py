from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class EventBadge:
    """One badge in front of a name.

    Attributes:
        text: Caption of the badge.
        type_: Kind of badge. Seen are broadcaster, moderator, sub_gifter and
            subscriber; others exist.
        count: Months or gifts behind the badge; missing where there is nothing to
            count.
    """

    text: str
    type_: str
    count: int | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> EventBadge:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            text=fields.required("text", string),
            type_=fields.required("type", string),
            count=fields.optional("count", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "text": self.text,
                "type": self.type_,
                "count": self.count,
            },
            self.additional_properties,
        )


__all__ = ["EventBadge"]
