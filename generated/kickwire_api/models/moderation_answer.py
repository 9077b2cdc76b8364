from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    string,
    to_object,
)
from .moderation_result import ModerationResult


@define(kw_only=True)
class ModerationAnswer:
    """A ban or its end was carried out.

    Attributes:
        data: Holds nothing.
        message: Kick's word on the outcome, `OK` on success.
    """

    data: ModerationResult
    message: str
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> ModerationAnswer:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            data=fields.required("data", ModerationResult.from_dict),
            message=fields.required("message", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "data": self.data,
                "message": self.message,
            },
            self.additional_properties,
        )


__all__ = ["ModerationAnswer"]
