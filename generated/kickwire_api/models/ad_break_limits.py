from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class AdBreakLimits:
    """How many ad breaks a channel may run in which time.

    Attributes:
        max_: How many ad breaks are allowed in the period.
        period_seconds: Length of the period in seconds.
    """

    max_: int | Unset = UNSET
    period_seconds: int | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> AdBreakLimits:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            max_=fields.optional("max", integer),
            period_seconds=fields.optional("period_seconds", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "max": self.max_,
                "period_seconds": self.period_seconds,
            },
            self.additional_properties,
        )


__all__ = ["AdBreakLimits"]
