from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    date_time,
    open_enum,
    string,
    to_object,
)
from ..types import UNSET, Unset
from .redeemer import Redeemer
from .redemption_status import RedemptionStatus


@define(kw_only=True)
class Redemption:
    """One viewer's purchase of a reward.

    Attributes:
        id: Id of the redemption (a ULID).
        redeemed_at: When the viewer bought the reward.
        redeemer: Who bought it.
        status: How it was decided, or that it was not yet.
        user_input: What the viewer wrote; may be empty or missing when the reward asks
            for nothing.
    """

    id: str
    redeemed_at: datetime.datetime
    redeemer: Redeemer
    status: RedemptionStatus
    user_input: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Redemption:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", string),
            redeemed_at=fields.required("redeemed_at", date_time),
            redeemer=fields.required("redeemer", Redeemer.from_dict),
            status=fields.required("status", open_enum(RedemptionStatus)),
            user_input=fields.optional("user_input", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "redeemed_at": self.redeemed_at,
                "redeemer": self.redeemer,
                "status": self.status,
                "user_input": self.user_input,
            },
            self.additional_properties,
        )


__all__ = ["Redemption"]
