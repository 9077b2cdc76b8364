from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    open_enum,
    string,
    to_object,
)
from .redemption_failure_reason import RedemptionFailureReason


@define(kw_only=True)
class FailedRedemption:
    """A redemption that could not be decided.

    Attributes:
        id: Id of the redemption (a ULID).
        reason: Why not.
    """

    id: str
    reason: RedemptionFailureReason
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> FailedRedemption:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", string),
            reason=fields.required("reason", open_enum(RedemptionFailureReason)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "reason": self.reason,
            },
            self.additional_properties,
        )


__all__ = ["FailedRedemption"]
