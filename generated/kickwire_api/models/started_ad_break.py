from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    to_object,
    uuid,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class StartedAdBreak:
    """An ad break that has just begun.

    Attributes:
        id: Id of the ad break, as the client made it up.
        remaining_ad_breaks: How many ad breaks the channel may still run in the period.
    """

    id: UUID | Unset = UNSET
    remaining_ad_breaks: int | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> StartedAdBreak:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.optional("id", uuid),
            remaining_ad_breaks=fields.optional("remaining_ad_breaks", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "remaining_ad_breaks": self.remaining_ad_breaks,
            },
            self.additional_properties,
        )


__all__ = ["StartedAdBreak"]
