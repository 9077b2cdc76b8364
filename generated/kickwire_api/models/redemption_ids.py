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


@define(kw_only=True)
class RedemptionIds:
    """Redemptions to decide on.

    Attributes:
        ids: Ids of pending redemptions (ULIDs), 1 to 25, none twice.
    """

    ids: list[str]
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> RedemptionIds:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            ids=fields.required("ids", array(string)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "ids": self.ids,
            },
            self.additional_properties,
        )


__all__ = ["RedemptionIds"]
