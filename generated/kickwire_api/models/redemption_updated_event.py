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
from .event_reward import EventReward
from .event_user_compact import EventUserCompact
from .redemption_status import RedemptionStatus


@define(kw_only=True)
class RedemptionUpdatedEvent:
    """A redemption of a channel reward in its newest state.

    Attributes:
        id: Identifies the redemption, a ULID; the one to accept or reject.
        user_input: What the user wrote; an empty text when the reward does not ask.
        status: State of the redemption.
        redeemed_at: When the user redeemed, with milliseconds. The moment of the
            decision is not told.
        reward: The reward as it was redeemed.
        redeemer: Who redeemed.
        broadcaster: Whose channel it is.

    Quirks:
        webhook_null_and_missing_fields
    """

    id: str
    user_input: str
    status: RedemptionStatus
    redeemed_at: datetime.datetime
    reward: EventReward
    redeemer: EventUserCompact
    broadcaster: EventUserCompact
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> RedemptionUpdatedEvent:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", string),
            user_input=fields.required("user_input", string),
            status=fields.required("status", open_enum(RedemptionStatus)),
            redeemed_at=fields.required("redeemed_at", date_time),
            reward=fields.required("reward", EventReward.from_dict),
            redeemer=fields.required("redeemer", EventUserCompact.from_dict),
            broadcaster=fields.required("broadcaster", EventUserCompact.from_dict),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "user_input": self.user_input,
                "status": self.status,
                "redeemed_at": self.redeemed_at,
                "reward": self.reward,
                "redeemer": self.redeemer,
                "broadcaster": self.broadcaster,
            },
            self.additional_properties,
        )


__all__ = ["RedemptionUpdatedEvent"]
