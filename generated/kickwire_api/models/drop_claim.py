from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    date_time,
    integer,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class DropClaim:
    """A viewer's claim on a drops reward.

    Attributes:
        claim_id: Id of the claim (a ULID).
        user_id: Id of the viewer. Kick calls it an unsigned 64-bit number.
        campaign_id: Id of the campaign (a ULID).
        reward_id: Id of the reward claimed (a ULID).
        external_id: The organisation's own id for what is claimed; not always there.
        external_status: How far the organisation has come with the claim, in its own
            words. Starts as `initiated`; left out where nothing was ever set.
        created_at: When the viewer claimed.
        updated_at: When the claim was last changed.
    """

    claim_id: str
    user_id: int
    campaign_id: str
    reward_id: str
    external_id: str | Unset = UNSET
    external_status: str | Unset = UNSET
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> DropClaim:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            claim_id=fields.required("claim_id", string),
            user_id=fields.required("user_id", integer),
            campaign_id=fields.required("campaign_id", string),
            reward_id=fields.required("reward_id", string),
            external_id=fields.optional("external_id", string),
            external_status=fields.optional("external_status", string),
            created_at=fields.required("created_at", date_time),
            updated_at=fields.required("updated_at", date_time),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "claim_id": self.claim_id,
                "user_id": self.user_id,
                "campaign_id": self.campaign_id,
                "reward_id": self.reward_id,
                "external_id": self.external_id,
                "external_status": self.external_status,
                "created_at": self.created_at,
                "updated_at": self.updated_at,
            },
            self.additional_properties,
        )


__all__ = ["DropClaim"]
